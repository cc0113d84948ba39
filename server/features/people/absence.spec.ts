/** Absence: a colleague takes the queue from one day to another; a leaver's things go over in one act. */
import { guards } from '../../../shared/case-flow.js';
import type { AccountRow, CaseView } from '../../../shared/views.js';
import { localDayOf } from '../../../shared/worktime.js';
import { aWorkdayFrom, cityCalendar } from '../../core/calendar.js';
import { Jobs } from '../../core/jobs.js';
import { startServer, type TestServer } from '../../test/app.js';
import { DAY, dayAfter, later } from '../../test/clock.js';
import { Given, type Person } from '../../test/given.js';

let server: TestServer;
let given: Given;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
});
afterAll(() => server.close());

const day = (days: number) => localDayOf(new Date(Date.now() + days * 86_400_000), cityCalendar());
const GRID = '990101001001002';

const runJobs = async () => {
  while ((await server.app.get(Jobs).runDue()) > 0);
};

describe('a stand-in', () => {
  it('has the queue of the absent one, acts in their place, and loses it afterwards', async () => {
    const absent = await given.person('gridWorker', { name: '张三', grids: [GRID] });
    const other = await given.person('gridWorker', { name: '李四', grids: [] });
    const { id } = await given.case('reported', { place: { lng: 122.515, lat: 30.505 } });
    expect((await other.get(`/api/cases/${id}`)).status).toBe(404);

    const set = await absent.post('/api/stand-ins', { standIn: other.id, from: day(0), until: day(2) });
    expect(set.status).toBe(201);
    expect(set.body).toMatchObject({ account: { name: '张三' }, standIn: { name: '李四' }, now: true });
    expect((await other.get('/api/cases?mine=true')).body.rows.map((c: { id: string }) => c.id)).toContain(id);
    expect((await other.get('/api/session')).body.standsFor).toEqual([{ id: absent.id, name: '张三' }]);
    const view = await other.does(id, 'verify', { findings: '看过了' });
    expect(view.timeline.at(-1)?.who).toBe('李四（代 张三）');
    expect((await other.get('/api/notices')).body.rows[0].title).toBe('请您为张三代班');

    const { id: next } = await given.case('reported', { place: { lng: 122.515, lat: 30.505 } });
    await runJobs();
    const told = (await other.get('/api/notices')).body.rows.map((n: { caseId: string }) => n.caseId);
    expect(told).toContain(next);

    expect((await absent.delete(`/api/stand-ins/${set.body.id}`)).status).toBe(204);
    expect((await other.get(`/api/cases/${next}`)).status).toBe(404);
  });

  it('hears what the absent one hears: warnings of a limit, the review day, and tasks that fall due', async () => {
    const absent = await given.person('handler', { unit: 'green' });
    const other = await given.person('handler', { unit: 'green', roles: ['operator'] });
    const [handler, dispatcher] = [await given.the('handler'), await given.the('dispatcher')];
    const { id: late } = await given.case('assigned');
    await dispatcher.does(late, 'transfer', { unit: given.units.green, words: '归绿化管' });
    const { id: planned } = await given.case('assigned');
    await dispatcher.does(planned, 'transfer', { unit: given.units.green, words: '归绿化管' });
    await dispatcher.does(planned, 'suspend', { reviewOn: dayAfter(5), words: '等排水管网改造' });
    const { id: helped } = await given.case('handling');
    await handler.does(helped, 'askHelp', {
      doer: given.units.green,
      words: '请修剪树枝',
      dueOn: aWorkdayFrom(new Date()),
    });
    await absent.post('/api/stand-ins', { standIn: other.id, from: day(0), until: day(60) }).expect(201);
    await runJobs();
    const heard = async (of: string, person: Person) => {
      const sql = 'SELECT words FROM notice WHERE account = ? AND caseId = ? ORDER BY at, words';
      const rows = await server.db.read.query<{ words: string }>(sql, [person.id, of]);
      return rows.map(({ words }) => words).filter((words) => /时限|复查日期/.test(words));
    };
    await later(45 * DAY, runJobs);
    for (const [of, said] of [
      [late, /^接收超过时限/],
      [planned, /^挂账的复查日期/],
      [helped, /^协办（区绿化市容所）超过时限/],
    ] as const) {
      expect(await heard(of, absent)).toContainEqual(expect.stringMatching(said));
      expect(await heard(of, other)).toEqual(await heard(of, absent));
    }
  });

  it('does what is theirs anyway under their own name', async () => {
    const absent = await given.person('gridWorker', { grids: [GRID] });
    const other = await given.person('gridWorker', { name: '王五', grids: ['990101001001001'] });
    await absent.post('/api/stand-ins', { standIn: other.id, from: day(0), until: day(0) });
    const { id } = await given.case('reported');
    const view = await other.does(id, 'verify', {});
    expect(view.timeline.at(-1)?.who).toBe('王五');
  });

  it('begins on its day and not before', async () => {
    const absent = await given.person('gridWorker', { grids: [GRID] });
    const other = await given.person('gridWorker', { grids: [] });
    const set = await absent.post('/api/stand-ins', { standIn: other.id, from: day(3), until: day(4) });
    expect(set.body.now).toBe(false);
    expect((await other.get('/api/session')).body.standsFor).toEqual([]);
  });

  it('is set by oneself, the head of the unit or of the one above, within one unit, once, for a while', async () => {
    const [absent, other, stranger] = [
      await given.person('handler'),
      await given.person('handler'),
      await given.person('handler', { unit: 'green' }),
    ];
    const [head, above] = [await given.person('unitHead'), await given.person('dispatcher')];
    const admin = await given.the('systemAdmin');
    await admin.patch(`/api/units/${given.units.works}`, { head: head.id });
    await admin.patch(`/api/units/${given.units.command}`, { head: above.id });
    const ask = (by: typeof head, body: object) =>
      by.post('/api/stand-ins', { account: absent.id, standIn: other.id, from: day(0), until: day(1), ...body });
    expect((await ask(other, {})).status).toBe(403);
    // Whoever keeps the accounts would have every case by it.
    expect((await ask(admin, {})).body).toMatchObject({
      code: 'permission.denied',
      detail: '只能由本人、单位负责人或上级单位负责人安排代班',
    });
    expect((await ask(absent, { standIn: stranger.id })).body.code).toBe('stand-in.other-unit');
    expect((await ask(head, { until: day(-1), from: day(-2) })).status).toBe(422);
    expect((await ask(head, { standIn: absent.id })).status).toBe(422);
    expect((await ask(head, { until: day(90) })).body.detail).toContain('最长 90 天');
    expect((await ask(head, {})).status).toBe(201);
    expect((await ask(head, { from: day(1), until: day(5) })).body.code).toBe('stand-in.overlaps');
    const asked = (await above.get('/api/stand-ins/colleagues')).body.colleagues.map((c: { id: string }) => c.id);
    expect(asked).toEqual(expect.arrayContaining([absent.id, other.id]));
    expect((await ask(above, { from: day(2), until: day(91) })).status).toBe(201);
    const seen = async (p: typeof head) =>
      (await p.get('/api/stand-ins')).body.rows.filter((r: { account: { id: string } }) => r.account.id === absent.id);
    expect(await seen(other)).toHaveLength(2);
    expect(await seen(stranger)).toHaveLength(0);
    expect((await seen(other))[0].editable).toBe(false);
  });

  it('is never one of the three administrators', async () => {
    const admin = await given.the('systemAdmin');
    const clerk = await given.person('dispatcher');
    const ask = { from: day(0), until: day(0) };
    expect((await admin.post('/api/stand-ins', { ...ask, standIn: clerk.id })).body.code).toBe('stand-in.admin');
    expect((await clerk.post('/api/stand-ins', { ...ask, standIn: admin.id })).body.code).toBe('stand-in.admin');
  });
});

describe('a stand-in of another unit', () => {
  /** Nobody else works there. */
  let absent: Person;
  let other: Person;
  let above: Person;
  beforeEach(async () => {
    const admin = await given.the('systemAdmin');
    above = await given.person('leader', { name: '主任' });
    await admin.patch(`/api/units/${given.units.command}`, { head: above.id }).expect(200);
    absent = await given.person('handler', { name: '赵六' });
    other = await given.person('handler', { unit: 'green', name: '钱七' });
  });
  const name = (by: Person, body: object = {}) =>
    by.post('/api/stand-ins', { account: absent.id, standIn: other.id, from: day(0), until: day(0), ...body });
  const stillSignedIn = (person: Person) => {
    const until = new Date(Date.now() + 10 * DAY);
    const sql = 'UPDATE session SET expiresAt = ?, seenAt = ? WHERE account = ?';
    return server.db.write((tx) => tx.run(sql, [until, until, person.id]));
  };
  const status = async (id: string) => (await other.get(`/api/cases/${id}`)).status;
  const answer = async (person: Person) => ({
    outcome: 'solved',
    reply: '已更换灯泡，恢复照明',
    photos: [(await person.photo()).id],
  });

  it('does the work of either, each in its own name, and reaches nothing of it the day after', async () => {
    const { id } = await given.case('assigned');
    const { id: next } = await given.case('assigned');
    const { id: foreign } = await given.case('reported');
    const { id: own } = await given.case('verified');
    await (await given.the('dispatcher')).does(own, 'assign', { unit: given.units.green, urgency: 'normal' });
    expect([await status(id), await status(own), await status(foreign)]).toEqual([404, 200, 404]);

    const set = await name(above);
    expect([set.status, set.body]).toEqual([
      201,
      expect.objectContaining({ unit: '区市政养护所', fromUnit: '区绿化市容所', now: true }),
    ]);
    expect((await other.get('/api/session')).body.standsFor).toEqual([{ id: absent.id, name: '赵六' }]);
    const mine = (await other.get('/api/cases?mine=true&size=100')).body.rows.map((c: { id: string }) => c.id);
    expect(mine).toEqual(expect.arrayContaining([id, next, own]));
    expect(await status(foreign)).toBe(404);
    const last = (view: CaseView) => [view.timeline.at(-1)?.who, view.timeline.at(-1)?.unit];
    expect(last(await other.does(id, 'accept'))).toEqual(['钱七（代 赵六）', '区市政养护所']);
    expect(last(await other.does(own, 'accept'))).toEqual(['钱七', '区绿化市容所']);
    const done = await other.does(id, 'handle', await answer(other));
    expect([done.state, done.unit?.name]).toEqual(['handled', '区市政养护所']);
    await runJobs();
    const { id: fresh } = await given.case('assigned');
    await runJobs();
    const told = (await other.get('/api/notices?size=100')).body.rows.map((n: { caseId: string }) => n.caseId);
    expect(told).toContain(fresh);
    const log = (await (await given.the('auditAdmin')).get('/api/audit?action=stand-in.set')).body.rows[0];
    expect(log).toMatchObject({ object: `account:${absent.id}`, detail: { standIn: '钱七', unit: '区绿化市容所' } });

    await stillSignedIn(other);
    await later(DAY, async () => {
      expect([await status(id), await status(next), await status(own)]).toEqual([404, 404, 200]);
      const acted = await other.post(`/api/cases/${next}/acts/accept`, { version: 3, input: {} });
      expect(acted.status).toBe(404);
    });
  });

  it('checks nothing in which either had a hand', async () => {
    const supervisor = await given.person('supervisor', { name: '孙八' });
    const { id: before } = await given.case('handling');
    await absent.does(before, 'handle', await answer(absent));
    await name(above, { standIn: supervisor.id }).expect(201);
    const { id } = await given.case('assigned');
    await supervisor.does(id, 'accept');
    await supervisor.does(id, 'handle', await answer(supervisor));
    for (const one of [before, id]) {
      const { cannot } = await supervisor.case(one);
      expect([guards.handledIt, guards.ofHandlingUnit]).toContain(cannot.pass);
      expect((await supervisor.act(one, 'pass', { quality: 'good' })).body.code).toBe('case.guarded');
    }
    const [set] = (await above.get('/api/stand-ins?size=100')).body.rows.filter(
      (row: { standIn: { id: string } }) => row.standIn.id === supervisor.id,
    );
    await above.delete(`/api/stand-ins/${set.id}`).expect(204);
    // What they did themselves stays theirs.
    expect((await supervisor.case(id)).cannot.pass).toBe(guards.handledIt);
    expect((await supervisor.case(before)).cannot.pass).not.toBe(guards.handledIt);
  });

  it('does in the place of another nothing that is barred to that one as their own act', async () => {
    const { id } = await given.case('disputed');
    const { account: passed } = (
      await server.db.read.query<{ account: string }>(
        "SELECT account FROM case_entry WHERE caseId = ? AND action = 'pass'",
        [id],
      )
    )[0];
    await name(above, { account: passed }).expect(201);
    const view = await other.case(id);
    expect([view.can.includes('overrule'), view.cannot.uphold]).toEqual([true, guards.passedIt]);
    const upheld = await other.act(id, 'uphold', { words: '处理没有问题' });
    expect([upheld.status, upheld.body.code]).toEqual([409, 'case.guarded']);
  });

  it('checks in the place of a supervision of one, but not what their own unit handled', async () => {
    const alone = await given.person('supervisor', { name: '周九' });
    const all = (await (await given.the('systemAdmin')).get('/api/accounts?size=100')).body.rows;
    for (const one of all.filter((a: AccountRow) => a.unit?.id === given.units.supervision && a.id !== alone.id))
      await (await given.the('systemAdmin')).patch(`/api/accounts/${one.id}`, { active: false });
    await name(above, { account: alone.id }).expect(201);
    const { id } = await given.case('handled');
    const { id: own } = await given.case('handling');
    await (await given.the('dispatcher')).does(own, 'transfer', { unit: given.units.green, words: '归绿化管' });
    const handler = await given.person('handler', { unit: 'green' });
    await handler.does(own, 'accept');
    await handler.does(own, 'handle', await answer(handler));
    expect((await other.case(own)).cannot.pass).toBe(guards.ofHandlingUnit);
    const view = await other.does(id, 'pass', { quality: 'good' });
    expect([view.timeline.at(-1)?.who, view.timeline.at(-1)?.unit]).toEqual(['钱七（代 周九）', '区监督中心']);
  });

  it('answers whichever of the tasks of both units it chooses, each in the name of the unit that was asked', async () => {
    const boss = await given.person('dispatcher');
    const { id } = await given.case('handling');
    await boss.does(id, 'transfer', { unit: given.units.east, words: '归东社区管' });
    const holder = await given.person('handler', { unit: 'east' });
    await holder.does(id, 'accept');
    const asked = { words: '请到现场一起看', dueOn: dayAfter(1) };
    for (const doer of [given.units.works, given.units.green]) await holder.does(id, 'askHelp', { doer, ...asked });
    await name(above).expect(201);
    const { tasks } = await other.case(id);
    const taskOf = (unit: string) => tasks.find((t) => t.unit.id === unit)?.id;
    expect(tasks.map((t) => t.waits)).toEqual(['answer', 'answer']);
    for (const [unit, said] of [
      [given.units.works, ['钱七（代 赵六）', '区市政养护所']],
      [given.units.green, ['钱七', '区绿化市容所']],
    ] as const) {
      const view = await other.does(id, 'giveHelp', { task: taskOf(unit), reply: '已到场，配合断电' });
      expect([view.timeline.at(-1)?.who, view.timeline.at(-1)?.unit]).toEqual(said);
    }
  });

  it('is named by whoever leads the unit of the absent one, or by who keeps the accounts among their equals', async () => {
    const admin = await given.the('systemAdmin');
    const foreign = await given.person('unitHead', { unit: 'green' });
    await admin.patch(`/api/units/${given.units.green}`, { head: foreign.id }).expect(200);
    const colleague = await given.person('handler');
    expect((await name(absent)).body.code).toBe('stand-in.other-unit');
    for (const by of [colleague, other, foreign]) expect((await name(by)).body.code).toBe('permission.denied');
    const worker = await given.person('gridWorker');
    const less = await name(admin, { standIn: worker.id });
    expect([less.status, less.body.detail]).toEqual([
      403,
      '系统管理员只能请已有同样权限的人跨单位代班，请先由安全管理员授予角色',
    ]);
    for (const by of [absent, foreign, admin]) {
      expect((await by.get('/api/stand-ins/colleagues')).body.beyond).toBe(by !== absent);
      const found = await by.get('/api/stand-ins/outsiders').query({ q: '钱七' });
      expect(found.status).toBe(by === absent ? 403 : 200);
    }
    const found = (await admin.get('/api/stand-ins/outsiders').query({ q: '钱七', size: 100 })).body;
    expect(found.rows).toContainEqual({ id: other.id, name: '钱七', unit: '区绿化市容所' });
    const set = await name(admin);
    expect(set.status).toBe(201);
    expect((await other.get('/api/stand-ins')).body.rows.map((r: { id: string }) => r.id)).toContain(set.body.id);
    expect((await foreign.delete(`/api/stand-ins/${set.body.id}`)).status).toBe(404);
    expect((await admin.delete(`/api/stand-ins/${set.body.id}`)).status).toBe(204);
  });

  it('ends when either moves to another unit', async () => {
    const { id } = await given.case('assigned');
    await name(above).expect(201);
    expect(await status(id)).toBe(200);
    const admin = await given.the('systemAdmin');
    await admin.patch(`/api/accounts/${other.id}`, { unit: given.units['green-west'] }).expect(200);
    expect(await status(id)).toBe(404);
    await admin.patch(`/api/accounts/${other.id}`, { unit: given.units.green }).expect(200);
    await admin.patch(`/api/accounts/${absent.id}`, { unit: given.units.west }).expect(200);
    expect(await status(id)).toBe(404);
  });
});

describe('a hand-over', () => {
  it('moves posts and what was personal, and closes the account', async () => {
    const admin = await given.the('systemAdmin');
    const leaver = await given.person('gridWorker', { grids: [GRID, '990101001002001'] });
    const successor = await given.person('gridWorker', { grids: ['990101001002001'] });
    await leaver.post('/api/views', { name: '视图', filter: { open: 'true' } });
    await leaver.post('/api/templates', { name: '话术', words: '已看过' });
    const { id } = await given.case('reported', { place: { lng: 122.515, lat: 30.505 } });
    await leaver.put(`/api/cases/${id}/drafts/verify`, { input: { findings: '一半' } });

    const path = `/api/accounts/${leaver.id}/hand-over`;
    const { body: before } = await admin.get(path);
    expect(before).toMatchObject({ views: 1, macros: 0, templates: 1, drafts: 1, standIns: 0 });
    expect(before.posts.sort()).toEqual(['东一网格 专职网格员', '西二网格 专职网格员'].sort());
    expect((await admin.post(path, { to: leaver.id })).status).toBe(422);
    expect((await admin.post(path, { to: admin.id })).status).toBe(422);
    expect((await admin.post(path, { to: successor.id })).status).toBe(200);

    expect((await leaver.get('/api/session')).status).toBe(401);
    const grids = (await successor.get('/api/session')).body.grids.map((g: { code: string }) => g.code);
    expect(grids.sort()).toEqual([GRID, '990101001002001'].sort());
    expect((await successor.get(`/api/cases/${id}`)).status).toBe(200);
    expect((await successor.get('/api/views')).body.saved).toHaveLength(1);
    expect((await admin.get(path)).body).toMatchObject({ posts: [], views: 0, templates: 0, drafts: 0 });
    const log = (await (await given.the('auditAdmin')).get('/api/audit?action=account.hand-over')).body.rows[0];
    expect(log).toMatchObject({ object: `account:${leaver.id}` });
    expect((await admin.post(path, { to: successor.id })).status).toBe(422);
  });

  it('leaves posts and headship to those alone who can do what they ask', async () => {
    const admin = await given.the('systemAdmin');
    const worker = await given.person('gridWorker', { grids: [GRID] });
    const clerk = await given.person('communityWorker', { roles: [] });
    const path = `/api/accounts/${worker.id}/hand-over`;
    const refused = await admin.post(path, { to: clerk.id });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ errors: { to: 'invalid' }, detail: expect.stringContaining('“核实”') });
    expect((await admin.get(path)).body.posts).toEqual(['西二网格 专职网格员']);
    // A post that asks for nothing in cases goes to whoever is there.
    const police = await given.person('communityWorker', { roles: [], grids: [GRID], post: 'police' });
    expect((await admin.post(`/api/accounts/${police.id}/hand-over`, { to: clerk.id })).status).toBe(200);
    expect((await admin.post(path, { to: (await given.person('gridLead', { grids: [] })).id })).status).toBe(200);

    const head = await given.person('unitHead', { unit: 'green' });
    expect((await admin.patch(`/api/units/${given.units.green}`, { head: head.id })).status).toBe(200);
    const leave = `/api/accounts/${head.id}/hand-over`;
    const reader = await given.person('leader', { unit: 'green' });
    expect((await admin.post(leave, { to: reader.id })).body.detail).toContain('“接收与处置”');
    const handler = await given.person('handler', { unit: 'green' });
    expect((await admin.post(leave, { to: handler.id })).status).toBe(200);
    const unit = (await admin.get('/api/units?size=100')).body.rows.find(
      (u: { id: string }) => u.id === given.units.green,
    );
    expect(unit.head.id).toBe(handler.id);
  });

  it('says what nobody in the unit holds any more', async () => {
    const admin = await given.the('systemAdmin');
    const first = await given.person('handler', { unit: 'green-west' });
    const second = await given.person('handler', { unit: 'green-west' });
    const head = await given.person('unitHead', { unit: 'green-west' });
    const of = async ({ id }: { id: string }) => (await admin.get(`/api/accounts/${id}/hand-over`)).body;
    expect(await of(first)).toMatchObject({ lastOf: [], lost: [] });
    expect(await of(head)).toMatchObject({ lastOf: ['unitHead'], lost: ['stats.read', 'case.export'] });
    expect((await admin.post(`/api/accounts/${first.id}/hand-over`, { to: second.id })).status).toBe(200);
    // The head may still do all that the last handler did.
    expect(await of(second)).toMatchObject({ lastOf: ['handler'], lost: [] });
  });
});
