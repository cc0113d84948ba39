/** The duty list over HTTP: a change from a day on, what old cases keep, the trial before, 准入, questions, evidence, automatic dispatch, the spreadsheet. */
import { randomUUID } from 'node:crypto';
import ExcelJS from 'exceljs';
import request from 'supertest';
import { items } from '../../../shared/duty-list.js';
import type { WrittenRule } from '../../../shared/duty-written.js';
import type { CaseView, DryRun, DutyImportReport, DutyRow, DutyView, Notice, Page } from '../../../shared/views.js';
import { Jobs } from '../../core/jobs.js';
import { Recurring } from '../../core/recurring.js';
import { startServer, type TestServer } from '../../test/app.js';
import { DAY, HOUR, later } from '../../test/clock.js';
import { Given, middleOf, type Person } from '../../test/given.js';
import { pdfText } from '../../test/pdf.js';

let server: TestServer;
let given: Given;
let dispatcher: Person;
beforeEach(async () => {
  server = await startServer();
  given = await Given.city(server);
  dispatcher = await given.the('dispatcher');
});
afterEach(() => server?.close());

const dayIn = (days: number) => new Date(Date.now() + 8 * HOUR + days * DAY).toISOString().slice(0, 10);
const rule = (more: Partial<WrittenRule> = {}): WrittenRule => ({
  about: 'road-lamp',
  ledBy: 'shizheng',
  verify: '4 工作时',
  assign: '2 工作时',
  accept: '4 工作时',
  contact: '1 工作日',
  handle: '2 工作日',
  check: '1 工作日',
  evidence: '已解决 1 张',
  effectiveFrom: dayIn(0),
  why: '区里新规定',
  ...more,
});
async function saves(more: Partial<WrittenRule>, version = 0, by = dispatcher): Promise<DutyView> {
  const answer = await by.post('/api/duty/rules', { rule: rule(more), version });
  if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}
const list = async (query = ''): Promise<Page<DutyRow>> => (await dispatcher.get(`/api/duty/rules?${query}`)).body;
const openFor = (person: Person, id: string): Promise<CaseView> => person.case(id);

describe('the list', () => {
  it('begins with a line for each item, is paged, filtered and sorted, and tells its history', async () => {
    const all = await list();
    expect([all.total, all.rows.length, all.size]).toEqual([items.length, 20, 20]);
    const lamp = (await list('q=路灯')).rows[0];
    expect([lamp.about, lamp.version, lamp.standing, lamp.changedBy]).toEqual(['road-lamp', 1, 'inForce', null]);
    await saves({ handle: '3 工作日' }, 1);
    const next = await saves({ handle: '1 工作日', effectiveFrom: dayIn(3), law: '《照明条例》第八条' }, 2);
    expect(next.history.map((h) => [h.version, h.standing, h.limits.handle.amount])).toEqual([
      [3, 'coming', 1],
      [2, 'inForce', 3],
      [1, 'inForce', 2],
    ]);
    expect(next.law).toEqual([{ text: '《照明条例》', article: '第八条' }]);
    expect([next.base, next.can]).toEqual([true, ['change']]);
    expect((await list('special=true')).rows.map((r) => r.about)).toEqual(['road-lamp']);
    expect((await list('standing=coming')).total).toBe(1);
    expect((await list('group=road&sort=-changedAt')).rows[0].about).toBe('road-lamp');
  });

  it('refuses what cannot be read, is out of reach, or was changed meanwhile', async () => {
    const bad = { handle: '两天', questions: '坑有多深', until: dayIn(-1) };
    const refused = await dispatcher.post('/api/duty/rules', { rule: rule(bad), version: 1 });
    expect([refused.status, refused.body.errors]).toEqual([422, { until: 'invalid' }]);
    const unread = await dispatcher.post('/api/duty/rules', { rule: rule({ ...bad, until: undefined }), version: 1 });
    expect(unread.body.errors).toEqual({ handle: 'invalid', questions: 'invalid' });
    const nowhere = await dispatcher.post('/api/duty/rules', { rule: rule({ area: '88' }), version: 0 });
    expect(nowhere.body.errors).toEqual({ area: 'invalid' });
    const group = await dispatcher.post('/api/duty/rules', { rule: rule({ about: 'group.road' }), version: 0 });
    expect(group.body.errors).toEqual({ area: 'required' });
    const west = await given.person('dispatcher', { unit: 'west' });
    expect((await west.post('/api/duty/rules', { rule: rule(), version: 1 })).body.errors).toEqual({
      area: 'required',
    });
    await saves({ area: '990101001001' }, 0, west);
    await saves({}, 1);
    const stale = await dispatcher.post('/api/duty/rules', { rule: rule(), version: 1 });
    expect([stale.status, stale.body.code]).toEqual([409, 'duty.moved-meanwhile']);
    expect((await (await given.the('handler')).post('/api/duty/rules', { rule: rule(), version: 2 })).status).toBe(403);
  });

  it('a line of an area can be ended, the line of an item cannot', async () => {
    const west = await saves({ area: '990101001001', ledBy: 'lvhua' });
    const base = (await list('q=路灯不亮')).rows.find((r) => r.area === null);
    const end = { from: dayIn(0), why: '合并到全市的规定' };
    expect((await dispatcher.post(`/api/duty/rules/${base?.id}/end`, end)).body.code).toBe('duty.base');
    expect((await dispatcher.post(`/api/duty/rules/${west.id}/end`, end)).body.standing).toBe('ended');
    const { id } = await (await given.the('resident')).report();
    expect((await openFor(dispatcher, id)).duty?.unit?.id).toBe(given.units.works);
  });
});

describe('a case', () => {
  it('keeps the line under which it was opened; a later one decides by the new', async () => {
    const resident = await given.the('resident');
    const old = await resident.report();
    await saves({ ledBy: 'lvhua', handle: '30 工作日', law: '《照明条例》第八条', helpers: ['shizheng'] }, 1);
    const fresh = await resident.report();
    const [before, after] = [await dispatcher.case(old.id), await dispatcher.case(fresh.id)];
    expect([before.duty?.unit?.id, before.duty?.version]).toEqual([given.units.works, 1]);
    expect([after.duty?.unit?.id, after.duty?.version]).toEqual([given.units.green, 2]);
    expect(after.duty?.words.join('')).toContain('第 2 版');
    expect(after.duty?.words.join('')).toContain('依据：《照明条例》第八条');
    expect(after.duty?.helpers.map((u) => u.id)).toEqual([given.units.works]);
    expect(Date.parse(String(after.promisedAt))).toBeGreaterThan(Date.parse(String(before.promisedAt)));
    const worker = await given.the('gridWorker');
    const moved = await worker.does(old.id, 'verify');
    expect([moved.suggestion?.unit.id, moved.promisedAt]).toEqual([given.units.works, before.promisedAt]);
    expect((await resident.case(fresh.id)).duty).toBeNull();
  });

  it('a rule of tomorrow decides tomorrow', async () => {
    await saves({ ledBy: 'lvhua', effectiveFrom: dayIn(2) }, 1);
    const resident = await given.the('resident');
    const today = await resident.report();
    expect((await dispatcher.case(today.id)).duty?.unit?.id).toBe(given.units.works);
    await later(2 * DAY, async () => {
      const person = await given.person('resident');
      const { id } = await person.report();
      const desk = await given.person('dispatcher');
      expect((await desk.case(id)).duty?.unit?.id).toBe(given.units.green);
    });
  });

  it('the smaller area decides, and the words say so', async () => {
    await saves({ area: '990101001', ledBy: 'jiedao' });
    await saves({ area: '990101001001', unit: given.units.west, ledBy: 'juwei' });
    const resident = await given.the('resident');
    const [west, east] = [await resident.report(), await resident.report({ place: middleOf(2) })];
    const [there, here] = [await dispatcher.case(west.id), await dispatcher.case(east.id)];
    expect([there.duty?.unit?.id, here.duty?.unit?.id]).toEqual([given.units.west, given.units.street]);
    expect(there.duty?.words[0]).toContain('在西社区由居委会牵头，指定由西社区居委会负责');
  });

  it('whose item is corrected at 核实 is decided anew, and the timeline says so', async () => {
    const { id } = await (await given.the('resident')).report();
    const view = await (await given.the('gridWorker')).does(id, 'verify', { item: 'tree-trim' });
    expect(view.suggestion?.unit.id).toBe(given.units.green);
    expect(view.timeline.at(-1)?.why).toContain('事项更正，改按权责清单：“树木遮挡、修剪”');
  });

  it('is under the same line on every instance, at once', async () => {
    const other = await startServer({ dbUrl: server.env.dbUrl, dataDir: server.env.dataDir });
    try {
      const desk = await given.person('dispatcher');
      await saves({ ledBy: 'lvhua', evidence: '已解决 3 张' }, 1);
      const { id } = await (await given.the('resident')).report();
      const seen = await request(other.url).get(`/api/cases/${id}`).set('authorization', `Bearer ${desk.token}`);
      expect([seen.body.duty.version, seen.body.duty.evidence]).toEqual([2, { solved: 3 }]);
    } finally {
      await other.close();
    }
  });

  it('goes to its unit by itself where the line says so, and says why', async () => {
    await saves({ auto: true }, 1);
    const { id } = await (await given.the('resident')).report();
    const view = await (await given.the('gridWorker')).does(id, 'verify');
    expect([view.state, view.unit?.id]).toEqual(['assigned', given.units.works]);
    const entry = view.timeline.at(-1);
    expect([entry?.action, entry?.who]).toEqual(['assign', '系统']);
    expect(String(entry?.input.words)).toContain('按规定自动派遣。权责清单');
    const taken = await (await given.the('operator')).report();
    expect((await dispatcher.case(taken.id)).state).toBe('assigned');
    const asked = await (await given.the('operator')).report({ kind: 'question' });
    expect((await dispatcher.case(asked.id)).state).toBe('verified');
  });
});

describe('what the line asks', () => {
  const questions = '灯杆有没有倒｜是非｜必答\n灯杆编号｜填空';

  it('of the reporter: asked in public, checked, kept, shown, printed, and decided by', async () => {
    await saves({ questions }, 1);
    await saves({ conditions: '灯杆有没有倒＝是', ledBy: 'lvhua' });
    const address = `/api/duty/questions?item=road-lamp&place=990101001001001`;
    const asked = (await request(server.url).get(address).expect(200)).body;
    expect(Object.keys(asked)).toEqual(['灯杆有没有倒', '灯杆编号']);
    const resident = await given.the('resident');
    const report = { kind: 'complaint', item: 'road-lamp', words: '灯杆歪了', place: middleOf(0) };
    const send = (answers: object | undefined, key: string) =>
      resident.post('/api/cases', { report, answers }).set('idempotency-key', key);
    const refused = await send({ 灯杆编号: 'A-7' }, 'answers-0001');
    expect([refused.status, refused.body.errors]).toEqual([422, { 'answers.灯杆有没有倒': 'required' }]);
    const { id } = (await send({ 灯杆有没有倒: '是', 灯杆编号: 'A-7' }, 'answers-0002').expect(201)).body;
    const view = await dispatcher.case(id);
    expect(view.answers).toEqual([
      { question: '灯杆有没有倒', said: '是' },
      { question: '灯杆编号', said: 'A-7' },
    ]);
    expect(view.duty?.unit?.id).toBe(given.units.green);
    expect(view.duty?.words[0]).toContain('灯杆有没有倒为“是”时，');
    expect((await resident.case(id)).answers).toHaveLength(2);
    const sheet = await dispatcher.get(`/api/cases/${id}/paper.pdf`).buffer(true).expect(200);
    expect(pdfText(sheet.body)).toContain('灯杆编号A-7');
    const silent = (await send(undefined, 'answers-0003').expect(201)).body;
    expect((await dispatcher.case(silent.id)).duty?.unit?.id).toBe(given.units.works);
    const odd = rule({ conditions: '灯杆有没有倒＝也许', ledBy: 'lvhua' });
    expect((await dispatcher.post('/api/duty/rules', { rule: odd, version: 0 })).body.errors).toEqual({
      conditions: 'invalid',
    });
  });

  it('of the unit: so many photos for an outcome, none where none are asked for', async () => {
    await saves({ evidence: '已解决 2 张' }, 1);
    const { id } = await given.case('handling');
    const handler = await given.the('handler');
    const photos = [(await handler.photo()).id];
    const reply = { outcome: 'solved', reply: '已更换灯泡，恢复照明', photos };
    expect((await handler.act(id, 'handle', reply)).body.errors).toEqual({ photos: 'required' });
    photos.push((await handler.photo()).id);
    expect((await handler.does(id, 'handle', { ...reply, photos })).state).toBe('handled');
    await saves({ evidence: undefined }, 2);
    const other = await given.case('handling');
    expect((await handler.does(other.id, 'handle', { ...reply, photos: undefined })).state).toBe('handled');
  });

  it('send what cannot wait to the telephone, by an answer that only this item asks for', async () => {
    const asks = '有没有人触电｜是非｜必答';
    await saves({ questions: asks }, 1);
    await saves({ questions: asks, conditions: '有没有人触电＝是', stop: 'rescue' });
    const resident = await given.the('resident');
    const report = { kind: 'complaint', item: 'road-lamp', words: '路灯杆漏电', place: middleOf(0) };
    const send = (answer: string) =>
      resident.post('/api/cases', { report, answers: { 有没有人触电: answer } }).set('idempotency-key', randomUUID());
    const refused = await send('是');
    expect([refused.status, refused.body.code, refused.body.more]).toEqual([
      422,
      'case.stopped',
      { stop: 'rescue', by: 'item' },
    ]);
    expect((await resident.get('/api/cases')).body.total).toBe(0);
    await send('否').expect(201);
  });

  it('send what cannot wait to the telephone by the item, as long as the list says so', async () => {
    const resident = await given.the('resident');
    const report = { kind: 'help', item: 'fire-now', words: '垃圾桶冒过烟，现在没有了', place: middleOf(0) };
    const send = () => resident.post('/api/cases', { report }).set('idempotency-key', randomUUID());
    const stops = async () => (await resident.get('/api/settings')).body.stops;
    expect((await stops())['fire-now']).toBe('fire');
    expect((await send()).body.more).toEqual({ stop: 'fire', by: 'item' });
    await saves({ about: 'fire-now', ledBy: 'xiaofang' }, 1);
    await saves({ stop: 'rescue' }, 1);
    expect(await stops()).toEqual({ 'medical-now': 'medical', 'crime-now': 'crime', 'road-lamp': 'rescue' });
    await send().expect(201);
  });
});

it('a trial says what of the last cases would go elsewhere, and changes nothing', async () => {
  const resident = await given.the('resident');
  const lamp = await resident.report();
  await resident.report({ item: 'tree-trim' });
  await resident.report({ place: middleOf(2) });
  const wanted = rule({ ledBy: 'lvhua', area: '990101001001', effectiveFrom: dayIn(10), handle: '9 工作日' });
  const answer = await dispatcher.post('/api/duty/dry-run', { rule: wanted, last: 50 });
  const trial: DryRun = answer.body;
  expect([answer.status, trial.looked, trial.changed, trial.otherUnit, trial.otherLimits]).toEqual([200, 3, 1, 1, 1]);
  expect(trial.cases[0]).toMatchObject({
    id: lamp.id,
    before: { unit: '区市政养护所' },
    after: { unit: '区绿化市容所' },
  });
  expect(trial.cases[0].after.limits).toContain('处置 9 个工作日');
  expect((await list('special=true')).total).toBe(0);
  expect((await dispatcher.case(lamp.id)).duty?.unit?.id).toBe(given.units.works);
});

it('a trial says what of the last cases would go elsewhere once a line is ended, and ends nothing', async () => {
  const own = await dispatcher.post('/api/duty/rules', {
    rule: rule({ ledBy: 'lvhua', area: '990101001001' }),
    version: 0,
  });
  const lamp = await (await given.person('resident')).report();
  expect((await dispatcher.case(lamp.id)).duty?.unit?.id).toBe(given.units.green);
  const path = `/api/duty/rules/${own.body.id}/end`;
  const answer = await dispatcher.post(`${path}/dry-run`, { from: dayIn(3), last: 50 });
  const trial: DryRun = answer.body;
  expect([answer.status, trial.changed > 0, trial.changed === trial.cases.length]).toEqual([200, true, true]);
  expect(trial.cases[0]).toMatchObject({
    id: lamp.id,
    before: { unit: '区绿化市容所' },
    after: { unit: '区市政养护所' },
  });
  expect((await dispatcher.get(`/api/duty/rules/${own.body.id}`)).body.standing).toBe('inForce');
  expect((await dispatcher.post(`${path}/dry-run`, { from: '2020-01-01' })).body.errors).toEqual({ from: 'invalid' });
});

describe('准入', () => {
  const asks = { asksWorkers: true, until: dayIn(10), ledBy: 'lvhua' } as const;
  const unitNow = async () => {
    const { id } = await (await given.person('resident')).report();
    return (await (await given.person('dispatcher')).case(id)).duty?.unit?.id;
  };

  it('what asks something of grid workers waits for somebody else at the centre, and lapses with a word before', async () => {
    const centre = await given.person('leader');
    const proposed = await saves(asks, 1);
    expect([proposed.standing, proposed.can]).toEqual(['proposed', ['change', 'withdraw']]);
    expect(await unitNow()).toBe(given.units.works);
    expect((await centre.get('/api/notices')).body.rows[0].words).toContain('等待准入');
    const own = await dispatcher.post(`/api/duty/rules/${proposed.id}/approve`);
    expect([own.status, own.body.code]).toEqual([409, 'duty.own']);
    const street = await given.person('leader', { unit: 'street' });
    expect((await street.post(`/api/duty/rules/${proposed.id}/approve`)).status).toBe(403);
    const approved = await centre.post(`/api/duty/rules/${proposed.id}/approve`);
    expect([approved.status, approved.body.standing]).toEqual([200, 'inForce']);
    expect(await unitNow()).toBe(given.units.green);
    for (const _ of [1, 2]) await warns();
    const told = (await centre.get('/api/notices')).body.rows.filter((n: { words: string }) =>
      /有效期至/.test(n.words),
    );
    expect(told).toHaveLength(1);
    await later(11 * DAY, async () => expect(await unitNow()).toBe(given.units.works));
  });

  it('is news for who stands in within the unit, and for nobody of another, who is lent the cases alone', async () => {
    const centre = await given.person('leader');
    const standIns = [await given.person('operator'), await given.person('handler', { unit: 'green' })];
    await (await given.the('systemAdmin')).patch(`/api/units/${given.units.command}`, { head: centre.id }).expect(200);
    const heard = async (person: Person) => (await person.get('/api/notices')).body.rows.map((n: Notice) => n.title);
    for (const standIn of standIns) {
      const absent = await given.person('leader');
      const ask = { account: absent.id, standIn: standIn.id, from: dayIn(0), until: dayIn(1) };
      await centre.post('/api/stand-ins', ask).expect(201);
    }
    await saves(asks, 1);
    const isTold = async (person: Person) =>
      (await heard(person)).some((title: string) => title.startsWith('权责清单'));
    expect([await isTold(standIns[0]), await isTold(standIns[1])]).toEqual([true, false]);
  });

  it('can be withdrawn, and needs a last day', async () => {
    const centre = await given.person('dispatcher');
    const open = await dispatcher.post('/api/duty/rules', { rule: rule({ ...asks, until: undefined }), version: 1 });
    expect(open.body.errors).toEqual({ until: 'required' });
    const { id } = await saves(asks, 1);
    await centre.post(`/api/duty/rules/${id}/approve`).expect(200);
    const withdrawn = await centre.post(`/api/duty/rules/${id}/withdraw`, { why: '增加了网格员负担' });
    expect([withdrawn.body.standing, withdrawn.body.decided.why]).toEqual(['withdrawn', '增加了网格员负担']);
    expect(await unitNow()).toBe(given.units.works);
    expect((await centre.post(`/api/duty/rules/${id}/approve`)).body.code).toBe('duty.not-now');
    const log = (await (await given.the('auditAdmin')).get('/api/audit?action=duty')).body.rows;
    expect(log.map((r: { action: string }) => r.action)).toEqual(['duty.withdraw', 'duty.approve', 'duty.change']);
  });

  /** A turn of what looks for ends that come near. */
  async function warns(): Promise<void> {
    await server.app.get(Recurring).plan();
    await server.db.write((tx) => tx.run("UPDATE job SET runAt = '2020-01-01 00:00:00' WHERE kind = 'duty.lapse'"));
    while ((await server.app.get(Jobs).runDue()) > 0);
  }
});

describe('the spreadsheet', () => {
  async function exported(query = ''): Promise<ExcelJS.Worksheet> {
    const file = await dispatcher
      .get(`/api/duty/export?${query}`)
      .buffer(true)
      .parse((res, done) => {
        const parts: Buffer[] = [];
        res.on('data', (part: Buffer) => parts.push(part));
        res.on('end', () => done(null, Buffer.concat(parts)));
      })
      .expect(200);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(file.body);
    return book.worksheets[0];
  }
  async function takes(sheet: ExcelJS.Worksheet, seen?: number): Promise<DutyImportReport> {
    const xlsx = Buffer.from(await sheet.workbook.xlsx.writeBuffer()).toString('base64');
    const answer = await dispatcher.post('/api/duty/import', { xlsx, ...(seen === undefined ? {} : { seen }) });
    expect(answer.status).toBe(200);
    return answer.body;
  }
  const put = (sheet: ExcelJS.Worksheet, row: number, cells: Record<string, string>) => {
    const heads = sheet.getRow(1).values as string[];
    for (const [head, value] of Object.entries(cells)) sheet.getRow(row).getCell(heads.indexOf(head)).value = value;
  };

  it('goes out and comes back as it was', async () => {
    await saves(
      { questions: '灯杆编号｜填空', law: '《照明条例》第八条', unit: given.units.works, helpers: ['lvhua'] },
      1,
    );
    await saves({ area: '990101001001', auto: true });
    const sheet = await exported();
    expect(sheet.rowCount).toBe(items.length + 2);
    expect(await takes(sheet)).toMatchObject({
      rows: items.length + 1,
      same: items.length + 1,
      faults: [],
      applied: false,
    });
  });

  it('is refused by row, column and reason; the good rows are taken by whoever has read that', async () => {
    const sheet = await exported('group=road');
    put(sheet, 2, { 处置时限: '9 工作日', 生效日期: dayIn(1), 修改理由: '调整' });
    put(sheet, 3, { 处置时限: '九天' });
    put(sheet, 4, { 牵头: '没有这个', 生效日期: dayIn(1), 修改理由: '调整' });
    put(sheet, 5, { 协办: '绿化市容' });
    const report = await takes(sheet);
    expect(report).toMatchObject({ changed: 1, created: 0, applied: false });
    expect(report.faults.map((f) => [f.row, f.column])).toEqual([
      [3, '处置时限'],
      [4, '牵头'],
      [5, '生效日期'],
      [5, '修改理由'],
    ]);
    expect((await takes(sheet, 1)).applied).toBe(false);
    expect((await list('special=true')).total).toBe(0);
    expect((await takes(sheet, 3)).applied).toBe(true);
    const changed = (await list('special=true')).rows;
    expect(changed.map((r) => [r.version, r.limits.handle.amount])).toEqual([[2, 9]]);
  });

  it('what is no spreadsheet is refused in words', async () => {
    const answer = await dispatcher.post('/api/duty/import', { xlsx: Buffer.from('nothing').toString('base64') });
    expect([answer.status, answer.body.code]).toEqual([422, 'duty.file']);
  });
});
