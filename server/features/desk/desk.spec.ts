/** A desk: views with their counts, drafts that come back, quick actions and templates, one's own and the unit's. */
import { type DeskViews, MOST_IN_BAR, systemViews } from '../../../shared/desk.js';
import { startServer, type TestServer } from '../../test/app.js';
import { DAY } from '../../test/clock.js';
import { Given } from '../../test/given.js';

let server: TestServer;
let given: Given;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
});
afterAll(() => server.close());

describe('views', () => {
  it('are those of one’s role', async () => {
    const of = async (role: 'dispatcher' | 'handler' | 'supervisor' | 'leader') =>
      (await (await given.the(role)).get('/api/views')).body.system;
    expect(await of('dispatcher')).toEqual(['mine', 'soon', 'late', 'ownerless', 'returned', 'pressed', 'pending']);
    expect(await of('handler')).toEqual(['mine', 'soon', 'late', 'pressed']);
    expect(await of('supervisor')).toEqual(['mine', 'soon', 'late', 'pressed', 'pending', 'unchecked', 'review']);
    expect(await of('leader')).toEqual(['soon', 'late', 'pressed']);
  });

  it('count what their lists hold', async () => {
    await given.case('verified');
    await given.case('reported', { place: undefined });
    const { id } = await given.case('assigned');
    await (await given.the('handler')).does(id, 'return', { reason: 'notOurDuty', words: '灯杆是供电的' });
    await given.case('disputed');
    for (const role of ['dispatcher', 'supervisor', 'handler', 'gridWorker', 'unitHead'] as const) {
      const person = await given.the(role);
      const { body: counts } = await person.get('/api/views/counts');
      for (const [view, count] of Object.entries(counts)) {
        const query = new URLSearchParams(systemViews[view as keyof typeof systemViews].filter);
        const { total, more } = (await person.get(`/api/cases?${query}`)).body;
        expect([role, view, count]).toEqual([role, view, { n: total, more }]);
      }
    }
    const { body } = await (await given.the('dispatcher')).get('/api/views/counts');
    expect(body.returned).toEqual({ n: 1, more: false });
    expect(body.ownerless).toEqual({ n: 1, more: false });
  });

  it('are at most fifty of one’s own, and as many shared ones of a unit', async () => {
    const [one, colleague] = [
      await given.person('handler', { unit: 'green' }),
      await given.person('handler', { unit: 'green' }),
    ];
    const view = (name: string) => ({ name, shared: true, filter: { open: 'true' } });
    for (let i = 0; i < 50; i++) expect((await one.post('/api/views', view(`视图${i}`))).status).toBe(201);
    for (const person of [one, colleague])
      expect((await person.post('/api/views', view('又一个'))).body.code).toBe('desk.too-many');
    const { body } = await colleague.post('/api/views', { ...view('自己的'), shared: false });
    expect((await colleague.put(`/api/views/${body.id}`, view('共享'))).body.code).toBe('desk.too-many');
    expect((await colleague.put(`/api/views/${body.id}`, { ...view('改名'), shared: false })).status).toBe(200);
  });

  it('are saved as the list takes them, and shared with the unit alone', async () => {
    const one = await given.person('dispatcher');
    const colleague = await given.person('dispatcher');
    const other = await given.person('handler');
    const made = await one.post('/api/views', {
      name: '望海未结路灯',
      shared: true,
      filter: { open: 'true', item: 'road-lamp', sort: '-createdAt' },
    });
    expect(made.status).toBe(201);
    const seen = async (p: typeof one) => (await p.get('/api/views')).body.saved.map((v: { id: string }) => v.id);
    expect(await seen(one)).toContain(made.body.id);
    expect(await seen(colleague)).toContain(made.body.id);
    expect(await seen(other)).not.toContain(made.body.id);
    expect((await colleague.get('/api/views/counts')).body[made.body.id].n).toBeGreaterThan(0);
    expect((await colleague.put(`/api/views/${made.body.id}`, { name: 'x', filter: {} })).status).toBe(403);
    expect((await other.delete(`/api/views/${made.body.id}`)).status).toBe(404);
    expect((await one.delete(`/api/views/${made.body.id}`)).status).toBe(204);
    expect(await seen(colleague)).not.toContain(made.body.id);
  });

  it.each([
    [{ state: 'gone' }, 'state'],
    [{ nonsense: '1' }, 'nonsense'],
    [{ page: '2' }, 'page'],
    [{ open: true }, 'open'],
    [{ sort: 'words' }, 'sort'],
    [{ from: 'yesterday' }, 'from'],
  ])('are not saved where the list would not take %p', async (filter, field) => {
    const answer = await (await given.the('dispatcher')).post('/api/views', { name: '视图', filter });
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([422, [`filter.${field}`]]);
  });

  it('that would read all that ever was are not counted', async () => {
    const one = await given.person('dispatcher');
    const add = async (filter: object) => (await one.post('/api/views', { name: '视图', filter })).body.id;
    const [words, closed, items] = [
      await add({ q: '路灯' }),
      await add({ state: 'closed' }),
      await add({ item: 'road-lamp' }),
    ];
    const { body } = await one.get('/api/views/counts');
    expect([body[words], body[closed], body[items]]).toEqual([null, { n: 0, more: false }, null]);
  });

  it('are counted as far as they stand above the list', async () => {
    const one = await given.person('handler', { unit: 'green-west' });
    const { system } = (await one.get('/api/views')).body as DeskViews;
    for (let i = 0; i < 20; i++) await one.post('/api/views', { name: `视图${10 + i}`, filter: { open: 'true' } });
    const { saved } = (await one.get('/api/views')).body as DeskViews;
    const { body } = await one.get('/api/views/counts');
    const inBar = [...system, ...saved.map(({ id }) => id)].slice(0, MOST_IN_BAR);
    expect(Object.keys(body).sort()).toEqual(inBar.sort());
  });

  it('are no concern of residents', async () => {
    const resident = await given.the('resident');
    for (const path of ['views', 'views/counts', 'macros', 'templates', 'stand-ins'])
      expect([path, (await resident.get(`/api/${path}`)).status]).toEqual([path, 404]);
  });
});

describe('drafts', () => {
  const typed = { unit: 'x', words: '先问问市政所，王先生电话 13912345678' };

  it('come back at another computer, sealed meanwhile, for nobody else', async () => {
    const { id } = await given.case('verified');
    const one = await given.person('dispatcher');
    expect((await one.put(`/api/cases/${id}/drafts/assign`, { input: typed })).status).toBe(204);
    expect((await one.put(`/api/cases/${id}/drafts/assign`, { input: { ...typed, unit: 'y' } })).status).toBe(204);
    const { body } = await one.get(`/api/cases/${id}/drafts`);
    expect(body.assign.input).toEqual({ ...typed, unit: 'y' });
    expect((await (await given.person('dispatcher')).get(`/api/cases/${id}/drafts`)).body).toEqual({});
    const rows = await server.db.read.query('SELECT text FROM draft');
    expect(JSON.stringify(rows)).not.toMatch(/13912345678|市政所/);
  });

  it('are gone when sent and when dropped', async () => {
    const { id } = await given.case('verified');
    const one = await given.person('dispatcher');
    const keep = (action: string) => one.put(`/api/cases/${id}/drafts/${action}`, { input: { words: '写了一半' } });
    const kept = async () => Object.keys((await one.get(`/api/cases/${id}/drafts`)).body);
    await keep('assign');
    await keep('ask');
    await keep('reject');
    await one.delete(`/api/cases/${id}/drafts/reject`);
    expect((await kept()).sort()).toEqual(['ask', 'assign']);
    await one.does(id, 'assign', { unit: given.units.works, urgency: 'normal' });
    expect(await kept()).toEqual(['ask']);
  });

  it('older than a week are not read', async () => {
    const { id } = await given.case('verified');
    const one = await given.person('dispatcher');
    await one.put(`/api/cases/${id}/drafts/ask`, { input: { question: '在几号' } });
    const old = new Date(Date.now() - 8 * DAY);
    await server.db.write((tx) => tx.run('UPDATE draft SET at = ? WHERE caseId = ?', [old, id]));
    expect((await one.get(`/api/cases/${id}/drafts`)).body).toEqual({});
  });

  it('are not kept for a case out of reach', async () => {
    const { id } = await given.case('reported');
    const other = await given.person('handler');
    expect((await other.put(`/api/cases/${id}/drafts/handle`, { input: {} })).status).toBe(404);
    expect((await other.get(`/api/cases/${id}/drafts`)).status).toBe(404);
  });
});

describe('macros', () => {
  const content = {
    steps: [
      { action: 'verify', input: { findings: '{place}的{item}，编号 {number}，情况属实' } },
      { action: 'assign', input: { unit: 'suggested', urgency: 'soon' } },
    ],
    onward: true,
  };
  const both = () => given.person('communityWorker', { roles: ['communityWorker'] });

  it('do all their steps by one press, with the blanks filled in', async () => {
    const { id } = await given.case('reported', { address: '兴和路 12 号' });
    const one = await both();
    const { body: made, status } = await one.post('/api/macros', { name: '核实并派遣', content });
    expect(status).toBe(201);
    const { version, number } = await one.case(id);
    const { body: steps } = await one.post(`/api/macros/${made.id}/preview`, { caseId: id, version });
    expect(steps).toMatchObject([
      { action: 'verify', ok: true, to: '待分流' },
      { action: 'assign', ok: true, to: '待接收', input: { unit: given.units.works } },
    ]);
    expect((await one.case(id)).version).toBe(version);

    const done = await one.post(`/api/macros/${made.id}/run`, { caseId: id, version });
    expect([done.status, done.body.state]).toEqual([200, 'assigned']);
    const view = await one.case(id);
    expect(view.timeline.map((e) => e.action)).toEqual(['report', 'verify', 'assign']);
    expect(view.timeline[1].input.findings).toBe(
      `兴和路 12 号的路灯不亮或损坏，编号 ${number.slice(0, 6)} ${number.slice(6)}，情况属实`,
    );
  });

  it('do nothing when one step cannot be done, and say which', async () => {
    const { id } = await given.case('reported');
    const one = await given.person('gridWorker');
    const { body: made } = await one.post('/api/macros', { name: '核实并派遣', content });
    const { version } = await one.case(id);
    const { body: steps } = await one.post(`/api/macros/${made.id}/preview`, { caseId: id, version });
    expect(steps.map((s: { ok: boolean }) => s.ok)).toEqual([true, false]);
    expect(steps[1].detail).toMatch(/权限/);
    const refused = await one.post(`/api/macros/${made.id}/run`, { caseId: id, version });
    expect([refused.status, refused.body.code]).toEqual([403, 'permission.denied']);
    expect(await one.case(id)).toMatchObject({ state: 'reported', version });
    const again = await one.post(`/api/macros/${made.id}/run`, { caseId: id, version: version + 1 });
    expect(again.body.code).toBe('case.moved-meanwhile');
  });

  it('are checked against the forms of their actions', async () => {
    const one = await both();
    const bad = { steps: [{ action: 'assign', input: { urgency: 'whenever' } }], onward: false };
    const answer = await one.post('/api/macros', { name: '派', content: bad });
    expect([answer.status, answer.body.errors]).toEqual([
      422,
      { 'steps.0.unit': 'required', 'steps.0.urgency': 'invalid' },
    ]);
  });

  it('are listed in pages and found by name', async () => {
    const one = await both();
    for (const name of ['甲', '乙', '丙']) await one.post('/api/macros', { name, content });
    const { body } = await one.get('/api/macros?q=乙');
    expect([body.total, body.rows[0].name, body.rows[0].editable]).toEqual([1, '乙', true]);
  });
});

describe('templates', () => {
  it('hold only blanks that there are', async () => {
    const one = await given.person('handler');
    const good = await one.post('/api/templates', { name: '路灯', words: '{reporter}您好，{place}的{item}已修复。' });
    expect([good.status, good.body.words]).toEqual([201, '{reporter}您好，{place}的{item}已修复。']);
    const bad = await one.post('/api/templates', { name: '路灯', words: '请拨打{phone}' });
    expect([bad.status, bad.body.detail]).toEqual([422, '没有这个空：{phone}']);
    const changed = await one.put(`/api/templates/${good.body.id}`, { name: '灯', shared: true, words: '已修复。' });
    expect(changed.body).toMatchObject({ name: '灯', shared: true, words: '已修复。' });
    const colleague = await given.person('handler');
    expect((await colleague.get('/api/templates')).body.rows.map((t: { name: string }) => t.name)).toContain('灯');
  });
});
