/** Lists as files: what is in them, who gets them, what two at once do, and that none outlives its day. */
import Excel from 'exceljs';
import fc from 'fast-check';
import request from 'supertest';
import { sayCaseNumber } from '../../../shared/say.js';
import type { AuditRow, ExportView, Page, PhoneSearch } from '../../../shared/views.js';
import { Ctx, system } from '../../core/ctx.js';
import { Jobs } from '../../core/jobs.js';
import { Recurring } from '../../core/recurring.js';
import { Storage } from '../../core/storage.js';
import { startServer, type TestServer } from '../../test/app.js';
import { DAY, dayAfter, HOUR, later, MINUTE } from '../../test/clock.js';
import { Given, middleOf, type Person } from '../../test/given.js';
import { columns, harmless } from './exports.sheet.js';

let server: TestServer;
let given: Given;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
});
afterAll(() => server?.close());

const jobs = () => server.app.get(Jobs);
async function asks(person: Person, filter: object = {}): Promise<ExportView> {
  const answer = await person.post('/api/exports', { filter });
  if (answer.status !== 201) throw new Error(`export: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}
const seen = async (person: Person, id: string) =>
  ((await person.get('/api/exports')).body as ExportView[]).find((x) => x.id === id);

/** Waits until the work is over, whatever came of it. */
async function over(person: Person, id: string): Promise<ExportView> {
  await jobs().runDue();
  for (;;) {
    const found = await seen(person, id);
    if (found && !['waiting', 'running'].includes(found.state)) return found;
    await new Promise((done) => setImmediate(done));
  }
}
async function sheetOf({ url }: ExportView): Promise<Excel.Worksheet> {
  const answer = await request(server.url)
    .get(url ?? '')
    .responseType('blob')
    .expect(200);
  const book = new Excel.Workbook();
  await book.xlsx.load(answer.body);
  return book.worksheets[0];
}
const textsOf = (sheet: Excel.Worksheet, head: string): string[] => {
  const at = columns.findIndex((c) => c.head === head) + 1;
  return (sheet.getColumn(at).values as unknown[]).slice(2).map(String);
};

it('holds for a stand-in of another unit only what either may take home, and not all that both may read', async () => {
  const leader = await given.the('leader');
  const admin = await given.the('systemAdmin');
  await admin.patch(`/api/units/${given.units.command}`, { head: leader.id }).expect(200);
  const day = dayAfter(0);
  const stands = (absent: Person, standIn: Person) =>
    leader.post('/api/stand-ins', { account: absent.id, standIn: standIn.id, from: day, until: day }).expect(201);
  const [works, green] = [(await given.case('assigned')).id, (await given.case('verified')).id];
  await (await given.the('dispatcher')).does(green, 'assign', { unit: given.units.green, urgency: 'normal' });
  const numberOf = async (id: string) => sayCaseNumber((await leader.case(id)).number);
  const numbers = { works: await numberOf(works), green: await numberOf(green) };
  const mayExport = await given.person('unitHead', { unit: 'green' });
  const readsOnly = await given.person('handler', { unit: 'green' });
  for (const [person, of, other] of [
    [mayExport, 'green', 'works'],
    [readsOnly, 'works', 'green'],
  ] as const) {
    await stands(await given.person(person === mayExport ? 'handler' : 'unitHead', { unit: 'works' }), person);
    for (const id of [works, green]) expect((await person.get(`/api/cases/${id}`)).status).toBe(200);
    const { id } = await asks(person);
    const file = await over(person, id);
    const inFile = textsOf(await sheetOf(file), '编号');
    expect(inFile).toContain(numbers[of]);
    expect(inFile).not.toContain(numbers[other]);
    expect(file.total).toBe(inFile.length);
  }
});

it('holds the rows of the list under the same conditions, newest first, and no contacts', async () => {
  const resident = await given.person('resident');
  const wanted: string[] = [];
  for (const words of ['凉亭的顶棚破了', '=1+1 凉亭', '-2 凉亭有人占用', '＠凉亭']) {
    const { number } = await resident.report({ words, contactName: '孙小红', contactPhone: '13877776666' });
    wanted.unshift(number);
  }
  await resident.report({ words: '凉亭在别的社区', place: middleOf(3) });
  const worker = await given.the('communityWorker');
  const done = await over(worker, (await asks(worker, { q: '凉亭' })).id);
  expect(done).toMatchObject({ state: 'done', done: 4, total: 4, words: null });
  const sheet = await sheetOf(done);
  expect((sheet.getRow(1).values as unknown[]).slice(1)).toEqual(columns.map((c) => c.head));
  expect(textsOf(sheet, '编号').map((n) => n.replace(' ', ''))).toEqual(wanted);
  expect(textsOf(sheet, '诉求内容')).toEqual(["'＠凉亭", "'-2 凉亭有人占用", "'=1+1 凉亭", '凉亭的顶棚破了']);
  const all = JSON.stringify(sheet.getSheetValues());
  expect(all).not.toMatch(/孙小红|13877776666|孙\*\*/);
  expect(sheet.getRow(2).getCell(columns.findIndex((c) => c.head === '上报时间') + 1).value).toBeInstanceOf(Date);
});

it('no text begins as a formula would, and nothing else is lost', () => {
  const tricky = fc.array(fc.oneof(fc.constantFrom(...'=+-@\t\r\n＝＋－＠\u0000\u000b 1a路'), fc.string()), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(
      tricky.map((parts) => parts.join('')),
      (text) => {
        const cell = harmless(text);
        expect(cell.trimStart()).not.toMatch(/^[=+\-@＝＋－＠]/);
        // What a reader of the sheet sees is the same text, with at most a quotation mark before it.
        const visible = (s: string) => [...s].filter((c) => c >= ' ' && c < '\ufffe').join('');
        expect([visible(text), `'${visible(text)}`]).toContain(visible(cell));
      },
    ),
  );
});

it('is its owner’s: others neither see nor stop it, and the address works for a while and for nothing else', async () => {
  const [one, other] = [await given.person('dispatcher'), await given.person('dispatcher')];
  const { id } = await asks(one);
  const done = await over(one, id);
  expect(await seen(other, id)).toBeUndefined();
  expect((await other.post(`/api/exports/${id}/stop`)).status).toBe(404);
  const url = done.url ?? '';
  expect((await request(server.url).get(url)).status).toBe(200);
  for (const forged of [
    url.replace(/sig=(.)/, (_, c) => `sig=${c === 'A' ? 'B' : 'A'}`),
    url.replace(/until=\d/, 'until=9'),
  ])
    expect((await request(server.url).get(forged)).body.code).toBe('export.link-expired');
  await later(HOUR, async () => expect((await request(server.url).get(url)).body.code).toBe('export.link-expired'));
});

it('is noted with its conditions, not with what was typed', async () => {
  const person = await given.person('supervisor');
  const { id } = await asks(person, { q: '7351', state: ['closed'] });
  const auditor = await given.the('auditAdmin');
  const { rows } = (await auditor.get('/api/audit').query({ action: 'case.export', size: 100 })).body as Page<AuditRow>;
  const row = rows.find((r) => r.object === `export:${id}`);
  expect(row?.detail).toEqual({ conditions: expect.arrayContaining(['q', 'state']) });
  expect(JSON.stringify(row)).not.toContain('7351');
});

it('by a telephone number holds its cases, and keeps nothing of the number once it is done', async () => {
  const { number } = await (await given.person('resident')).report({ contactPhone: '13900004040' });
  const worker = await given.person('communityWorker');
  const { tel } = (await worker.post('/api/cases/phone-search', { phone: '4040' })).body as PhoneSearch;
  const { id } = await asks(worker, { tel });
  const kept = async () =>
    JSON.stringify(await server.db.read.query('SELECT filter, phone FROM case_export WHERE id = ?', [id]));
  expect(await kept()).toContain('phoneEnd');
  const done = await over(worker, id);
  expect(textsOf(await sheetOf(done), '编号').map((n) => n.replace(' ', ''))).toEqual([number]);
  expect(await kept()).not.toMatch(/phoneEnd|tel/);
  const other = await given.person('communityWorker');
  expect((await other.post('/api/exports', { filter: { tel } })).body.code).toBe('case.phone-expired');
});

it('two that run at once do not disturb each other, and one is carried out once', async () => {
  const [one, other] = [await given.person('dispatcher'), await given.person('supervisor')];
  const [a, b] = [await asks(one), await asks(other, { q: '凉亭' })];
  // Each is told three times, to two servers.
  await Ctx.writing({ db: server.db, actor: system }, (ctx) =>
    ctx.laterAll([a, b, a, b].map(({ id }) => ({ kind: 'cases.export', payload: { id } }))),
  );
  const beside = await startServer({ dataDir: server.env.dataDir, dbUrl: server.env.dbUrl });
  try {
    await Promise.all([jobs().runDue(), beside.app.get(Jobs).runDue()]);
    await Promise.all([over(one, a.id), over(other, b.id)]);
  } finally {
    await beside.close();
  }
  const [first, second] = [await over(one, a.id), await over(other, b.id)];
  expect([first.state, second.state]).toEqual(['done', 'done']);
  expect(textsOf(await sheetOf(first), '编号')).toHaveLength(first.done);
  expect(textsOf(await sheetOf(second), '诉求内容')).toHaveLength(5);
});

it('one person has two at work at most, and may stop them', async () => {
  const person = await given.person('dispatcher');
  const first = await asks(person);
  await asks(person);
  expect((await person.post('/api/exports', { filter: {} })).body.code).toBe('export.too-many');
  expect((await person.post(`/api/exports/${first.id}/stop`)).body.state).toBe('stopped');
  const third = await asks(person);
  expect((await over(person, third.id)).state).toBe('done');
  expect((await seen(person, first.id))?.state).toBe('stopped');
});

it('conditions that the list does not know are refused', async () => {
  const person = await given.the('dispatcher');
  for (const filter of [{ secret: 1 }, { state: ['gone'] }, { sort: 'words' }, 'all'])
    expect((await person.post('/api/exports', { filter })).status).toBe(422);
});

it('what a server left lying is taken up by another', async () => {
  const person = await given.person('dispatcher');
  const { id } = await asks(person);
  const past = new Date(Date.now() - HOUR);
  await server.db.write(async (tx) => {
    await tx.run('DELETE FROM job WHERE kind = ?', ['cases.export']);
    await tx.run("UPDATE case_export SET state = 'running', worker = 'gone', leaseUntil = ? WHERE id = ?", [past, id]);
  });
  await server.app.get(Recurring).plan();
  await later(6 * MINUTE, async () => {
    await jobs().runDue();
    expect((await over(person, id)).state).toBe('done');
  });
});

it('is gone after a day, with its file', async () => {
  const person = await given.person('dispatcher');
  const { id } = await asks(person);
  await over(person, id);
  await server.app.get(Recurring).plan();
  await later(DAY + 2 * HOUR, async () => {
    for (let round = 0; round < 3; round++) await jobs().runDue();
    const { n } = (
      await server.db.read.query<{ n: number }>('SELECT COUNT(*) AS n FROM case_export WHERE id = ?', [id])
    )[0];
    expect(Number(n)).toBe(0);
    expect(await server.app.get(Storage).get(`exports/${id}.xlsx`)).toBeNull();
  });
});
