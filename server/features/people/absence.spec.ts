/** Absence: a colleague takes the queue from one day to another; a leaver's things go over in one act. */
import { localDayOf } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
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
    await handler.does(helped, 'askHelp', { doer: given.units.green, words: '请修剪树枝', dueOn: dayAfter(1) });
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
    expect((await ask(head, { standIn: stranger.id })).body.code).toBe('stand-in.other-unit');
    expect((await ask(head, { until: day(-1), from: day(-2) })).status).toBe(422);
    expect((await ask(head, { standIn: absent.id })).status).toBe(422);
    expect((await ask(head, { until: day(90) })).body.detail).toContain('最长 90 天');
    expect((await ask(head, {})).status).toBe(201);
    expect((await ask(head, { from: day(1), until: day(5) })).body.code).toBe('stand-in.overlaps');
    const asked = (await above.get('/api/stand-ins/colleagues')).body.map((c: { id: string }) => c.id);
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
