/** Search over HTTP: whatever somebody remembers of a case finds it, inside their reach, and looks at phones leave traces. */
import { termsOf } from '../../../shared/terms.js';
import type { AuditRow, CaseRow, Page, PhoneSearch } from '../../../shared/views.js';
import { Ctx, system } from '../../core/ctx.js';
import { startServer, type TestServer } from '../../test/app.js';
import { later, MINUTE } from '../../test/clock.js';
import { Given, middleOf, type Person } from '../../test/given.js';
import { rebuildText } from './cases.text.js';

let server: TestServer;
let given: Given;
let dispatcher: Person;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
  dispatcher = await given.the('dispatcher');
});
afterAll(() => server?.close());

async function found(person: Person, q: string, more: object = {}): Promise<CaseRow[]> {
  const answer = await person.get('/api/cases').query({ q, ...more });
  expect([q, answer.status]).toEqual([q, 200]);
  return (answer.body as Page<CaseRow>).rows;
}
const ids = async (person: Person, q: string, more: object = {}) => (await found(person, q, more)).map((r) => r.id);
const phoneLooks = async () =>
  (
    (await (await given.the('auditAdmin')).get('/api/audit').query({ action: 'case.phone', size: 100 }))
      .body as Page<AuditRow>
  ).rows;

it('two neighbouring characters of the description, the address, the item or the place find a case', async () => {
  const resident = await given.the('resident');
  const { id } = await resident.report({
    words: '翠竹苑南门的窨井盖翘起来了',
    address: '银杏里 7 号',
    item: 'manhole',
  });
  for (const q of ['窨井', '翘起', '南门的窨', '银杏', '杏里7号', '翠竹苑 翘起', '西一网格 窨井', '窨井 银杏里'])
    expect([q, (await ids(dispatcher, q)).includes(id)]).toEqual([q, true]);
  for (const q of ['窨盖', '翠竹苑北门', '窨', '窨井 不在']) expect([q, await ids(dispatcher, q)]).toEqual([q, []]);
});

it('so do the words of an act, and the list shows where they stand', async () => {
  const { id } = await given.case('assigned', { words: '花坛边的栏杆松了' });
  const handler = await given.the('handler');
  await handler.does(id, 'accept');
  await handler.does(id, 'handle', {
    outcome: 'explained',
    reply: '经现场查看，系物业管辖的铸铁护栏，已当面说明并转告物业经理',
  });
  const [row] = await found(dispatcher, '铸铁护栏');
  expect(row.id).toBe(id);
  expect(row.found).toContain('铸铁护栏');
  // From two texts of one case.
  expect(await ids(dispatcher, '栏杆松了 物业经理')).toEqual([id]);
  const [seen] = await found(dispatcher, '花坛边');
  expect(seen.found).toBeUndefined();
});

it('nothing is found outside of the reach', async () => {
  const { id } = await (await given.person('resident')).report({ words: '喷泉池漏水严重', place: middleOf(3) });
  expect(await ids(dispatcher, '喷泉池')).toEqual([id]);
  expect(await ids(await given.the('communityWorker'), '喷泉池')).toEqual([]);
  expect(await ids(await given.the('gridWorker'), '喷泉池')).toEqual([]);
  expect(await ids(await given.the('handler'), '喷泉池')).toEqual([]);
});

it('a resident finds their own words, and no notes of the office', async () => {
  const { id, resident } = await given.case('reported', { words: '楼道里有一只大橘猫' });
  await (await given.the('gridWorker')).does(id, 'verify', { findings: '诉求人情绪激动，注意安抚' });
  expect(await ids(resident, '大橘猫')).toEqual([id]);
  expect(await ids(resident, '情绪激动')).toEqual([]);
  expect(await ids(dispatcher, '情绪激动')).toEqual([id]);
});

it('newest first, page by page, together with other conditions', async () => {
  const resident = await given.person('resident');
  const made: string[] = [];
  for (let i = 0; i < 23; i++) made.unshift((await resident.report({ words: `第${i}棵悬铃木倒伏` })).id);
  const first = (await dispatcher.get('/api/cases').query({ q: '悬铃木' })).body as Page<CaseRow>;
  const second = (await dispatcher.get('/api/cases').query({ q: '悬铃木', page: 2 })).body as Page<CaseRow>;
  expect(first.total).toBe(23);
  expect([...first.rows, ...second.rows].map((r) => r.id)).toEqual(made);
  expect(await ids(dispatcher, '悬铃木', { state: 'closed' })).toEqual([]);
  expect((await ids(dispatcher, '悬铃木', { sort: 'createdAt', size: 50 })).reverse()).toEqual(made);
});

it('a word in more cases than anybody counts: the newest first, and nothing outside of the reach', async () => {
  const { id, number } = await (await given.the('resident')).report({ words: '广场上有鸽子' });
  await (await given.the('resident')).report({ words: '别处也有鸽子', place: middleOf(3) });
  const [row] = await server.db.read.query<Record<string, unknown>>('SELECT * FROM case_file WHERE id = ?', [id]);
  const names = Object.keys(row);
  const marks = names.map(() => '?').join(',');
  const copies = Array.from({ length: 1005 }, (_, i) => `0${String(i).padStart(25, '0')}`);
  const before = (i: number) => new Date('2026-01-01T00:00:00Z').getTime() + i * 60_000;
  await server.db.write(async (tx) => {
    for (const [i, copy] of copies.entries()) {
      const set = { ...row, id: copy, number: `20260101${String(i).padStart(4, '0')}`, createdAt: new Date(before(i)) };
      const cells = names.map((name) => set[name as keyof typeof set]);
      await tx.run(`INSERT INTO case_file (${names.join(',')}) VALUES (${marks})`, cells);
      const text = [copy, termsOf(['广场上有鸽子']).join(' ')];
      await tx.run('INSERT INTO case_text (caseId, terms) VALUES (?, ?)', text);
    }
  });
  const worker = await given.the('gridWorker');
  const page = async (n: number) =>
    (await worker.get('/api/cases').query({ q: '鸽子', page: n, size: 20 })).body as Page<CaseRow>;
  const first = await page(1);
  expect(first).toMatchObject({ total: 1000, more: true });
  expect(first.rows.map((r) => r.id)).toEqual([id, ...copies.slice(-19).reverse()]);
  expect(first.rows[0].number).toBe(number);
  expect((await page(50)).rows.map((r) => r.id)).toEqual(copies.slice(6, 26).reverse());
  expect((await page(51)).rows.map((r) => r.id)).toEqual(copies.slice(0, 6).reverse());
});

it('many who report at once are all found', async () => {
  const resident = await given.person('resident');
  const made = await Promise.all(
    Array.from({ length: 40 }, (_, i) => resident.report({ words: `紫藤架第${i}处松动` })),
  );
  const rows = await found(dispatcher, '紫藤架', { size: 100 });
  expect(rows.map((r) => r.id).sort()).toEqual(made.map((m) => m.id).sort());
});

describe('a telephone number', () => {
  const search = async (person: Person, phone: string) =>
    (await person.post('/api/cases/phone-search', { phone }).expect(200)).body as PhoneSearch;
  const listed = async (person: Person, tel: string, more: object = {}) =>
    (
      (
        await person
          .get('/api/cases')
          .query({ tel, ...more })
          .expect(200)
      ).body as Page<CaseRow>
    ).rows.map((r) => r.id);

  it('or its end finds the cases by a token that holds no digits, and is noted once, with the cases', async () => {
    const one = await given.person('resident');
    const { id } = await one.report({ words: '门铃不响', contactPhone: '139 0000 7351' });
    const operator = await given.the('operator');
    const before = (await phoneLooks()).length;
    const { tel, found } = await search(operator, '7351');
    expect(found).toBe(1);
    expect(Buffer.from(tel, 'base64url').toString('latin1') + tel).not.toContain('7351');
    for (let i = 0; i < 3; i++) expect(await listed(operator, tel)).toEqual([id]);
    expect((await operator.get('/api/cases/next').query({ tel, at: 0, passed: '' })).status).toBe(200);
    const bbox = '122,30,123,31';
    expect((await operator.get('/api/cases/map').query({ tel, bbox })).body.points).toHaveLength(1);
    expect(await listed(operator, (await search(operator, '+86 13900007351')).tel)).toEqual([id]);
    const looks = await phoneLooks();
    expect(looks).toHaveLength(before + 2);
    expect(JSON.stringify(looks)).not.toContain('7351');
    expect(looks[0].detail.cases).toEqual([id]);
    expect((await one.get(`/api/cases/${id}/looks`)).body).toMatchObject({
      rows: [
        { unit: '区指挥中心', reason: '按电话查找（完整号码）' },
        { unit: '区指挥中心', reason: '按电话查找（后四位）' },
      ],
      total: 2,
    });
  });

  it('is never found by the words of the search', async () => {
    const { id } = await (await given.person('resident')).report({ contactPhone: '13900005813' });
    const operator = await given.the('operator');
    const before = (await phoneLooks()).length;
    for (const q of ['5813', '13900005813', '1390000']) expect(await ids(operator, q)).not.toContain(id);
    expect(await phoneLooks()).toHaveLength(before);
  });

  it('is searched only by those who may see it in full, and only where they may', async () => {
    const { id } = await (await given.person('resident')).report({ contactPhone: '13900006482' });
    const worker = await given.person('gridWorker', { roles: ['gridWorker', 'handler'], unit: 'works' });
    const operator = await given.the('operator');
    const { tel } = await search(operator, '6482');
    expect((await dispatcher.post('/api/cases/phone-search', { phone: '6482' })).status).toBe(403);
    const theirs = await search(worker, '6482');
    expect([theirs.found, await listed(worker, theirs.tel)]).toEqual([0, []]);
    expect(await listed(operator, tel)).toEqual([id]);
  });

  it('stays with the session that asked, and not for long', async () => {
    await (await given.person('resident')).report({ contactPhone: '13900002929' });
    const [operator, other] = [await given.person('operator'), await given.person('operator')];
    const { tel } = await search(operator, '2929');
    const refused = await other.get('/api/cases').query({ tel });
    expect([refused.status, refused.body.code]).toEqual([422, 'case.phone-expired']);
    expect((await operator.get('/api/cases').query({ tel: `${tel}x` })).body.code).toBe('case.phone-expired');
    expect((await operator.post('/api/views', { name: '张三', filter: { tel } })).body.errors).toEqual({
      'filter.tel': 'invalid',
    });
    await later(10 * MINUTE, () => listed(operator, tel));
    await later(20 * MINUTE, () => listed(operator, tel));
    await later(31 * MINUTE, async () => {
      expect((await operator.get('/api/cases').query({ tel })).body.code).toBe('case.phone-expired');
    });
  });
});

describe('the index written anew', () => {
  const rebuild = (stop: AbortSignal, progress: (n: number) => void = () => {}, atOnce?: number) =>
    rebuildText({ db: server.db, secrets: server.secrets, stop, progress, atOnce }, (work) =>
      Ctx.writing({ db: server.db, actor: system }, work),
    );

  it('finds what it found before, also what was there before there was an index', async () => {
    const { id } = await (await given.person('resident')).report({
      words: '石榴树枝压着电线',
      contactPhone: '13900009174',
    });
    await given.the('operator');
    await server.db.write(async (tx) => {
      const all =
        tx.dialect === 'mysql' ? 'DELETE FROM case_text' : "INSERT INTO case_text (case_text) VALUES ('delete-all')";
      await tx.run(all);
      await tx.run('UPDATE case_file SET phoneEnd = NULL WHERE id = ?', [id]);
    });
    expect(await ids(dispatcher, '石榴树枝')).toEqual([]);
    const steps: number[] = [];
    const { done, complete } = await rebuild(new AbortController().signal, (n) => steps.push(n));
    expect([complete, steps.at(-1)]).toEqual([true, done]);
    expect(await ids(dispatcher, '石榴树枝')).toEqual([id]);
    expect(await ids(dispatcher, '铸铁护栏')).toHaveLength(1);
    const operator = await given.the('operator');
    const { tel } = (await operator.post('/api/cases/phone-search', { phone: '9174' })).body as PhoneSearch;
    expect(((await operator.get('/api/cases').query({ tel })).body as Page<CaseRow>).rows.map((r) => r.id)).toEqual([
      id,
    ]);
  });

  it('stops between two steps and goes on from there', async () => {
    const stop = new AbortController();
    const first = await rebuild(stop.signal, () => stop.abort(), 5);
    expect(first).toEqual({ done: 5, complete: false });
    const steps: number[] = [];
    const rest = await rebuild(new AbortController().signal, (n) => steps.push(n), 5);
    expect([rest.complete, steps[0]]).toEqual([true, 10]);
    expect(await ids(dispatcher, '栏杆松了')).toHaveLength(1);
    expect(await ids(dispatcher, '石榴树枝')).toHaveLength(1);
  });
});
