/** Many cases at once, seen before it is done; and cases that may be the same thing. */
import { startServer, type TestServer } from '../../test/app.js';
import { Given, middleOf } from '../../test/given.js';

let server: TestServer;
let given: Given;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
});
afterAll(() => server.close());

const chosen = async (...ids: string[]) => {
  const dispatcher = await given.the('dispatcher');
  return Promise.all(ids.map(async (id) => ({ id, version: (await dispatcher.case(id)).version })));
};

describe('a preview', () => {
  it('says of each case what would become of it, and changes nothing', async () => {
    const dispatcher = await given.the('dispatcher');
    const [able, early, done] = [
      await given.case('verified'),
      await given.case('reported'),
      await given.case('assigned'),
    ];
    const cases = await chosen(able.id, early.id, done.id);
    const input = { unit: given.units.works, urgency: 'normal' };
    const { body, status } = await dispatcher.post('/api/cases/bulk/preview', { action: 'assign', cases, input });
    expect(status).toBe(200);
    expect(body).toMatchObject([
      { id: able.id, verdict: 'ok', words: '待接收' },
      { id: early.id, verdict: 'no' },
      { id: done.id, verdict: 'same' },
    ]);
    expect(await chosen(able.id, early.id, done.id)).toEqual(cases);
    expect((await dispatcher.case(able.id)).timeline).toHaveLength(2);
    const { body: results } = await dispatcher.post('/api/cases/acts/assign', { cases: [cases[0]], input });
    expect(results).toMatchObject([{ ok: true, state: 'assigned' }]);
  });

  it('of duplicates leaves out the main case and what is in it already', async () => {
    const dispatcher = await given.the('dispatcher');
    const [main, one, in_, gone] = [
      await given.case('verified'),
      await given.case('verified'),
      await given.case('verified'),
      await given.case('withdrawn'),
    ];
    await dispatcher.does(in_.id, 'merge', { main: main.id });
    const cases = await chosen(main.id, one.id, in_.id, gone.id);
    const ask = { action: 'merge', cases, input: { main: main.id } };
    const { body } = await dispatcher.post('/api/cases/bulk/preview', ask);
    expect(body.map((p: { verdict: string }) => p.verdict)).toEqual(['same', 'ok', 'same', 'no']);
    expect((await dispatcher.case(main.id)).followers).toBe(1);
  });

  it('refuses a form that is wrong for every case, and an action that is not for many', async () => {
    const dispatcher = await given.the('dispatcher');
    const cases = await chosen((await given.case('verified')).id);
    const preview = (action: string, input: object) =>
      dispatcher.post('/api/cases/bulk/preview', { action, cases, input });
    expect((await preview('assign', { unit: given.units.works })).body.errors).toEqual({ urgency: 'required' });
    expect((await preview('reject', {})).body.code).toBe('case.not-now');
  });

  it('and the reply to many, each of them told', async () => {
    const handler = await given.the('handler');
    const ids = [(await given.case('handling')).id, (await given.case('handling')).id];
    const input = { outcome: 'explained', reply: '该路段正在整体改造，月底前恢复照明' };
    const cases = await chosen(...ids);
    const { body } = await handler.post('/api/cases/bulk/preview', { action: 'handle', cases, input });
    expect(body.map((p: { words: string }) => p.words)).toEqual(['待核查', '待核查']);
    const done = await handler.post('/api/cases/acts/handle', { cases, input });
    expect(done.body.every((r: { ok: boolean }) => r.ok)).toBe(true);
  });
});

describe('similar cases', () => {
  const lamp = (dx: number, more: object = {}) => {
    const { lng, lat } = middleOf(0);
    return { place: { lng: lng + dx, lat: lat + 0.003 }, words: '兴和路路灯不亮三天了', ...more };
  };
  it('are near in place, of one item or in like words, nearest and likest first', async () => {
    const community = await given.person('communityWorker');
    const here = await given.case('reported', lamp(0));
    const near = await given.case('verified', lamp(0.0003));
    const likely = await given.case(
      'reported',
      lamp(0.0008, { item: 'waste-bin', words: '兴和路路灯不亮三天了，太黑' }),
    );
    const far = await given.case('reported', lamp(0.003));
    const other = await given.case('reported', lamp(0.0004, { item: 'waste-bin', words: '垃圾桶满了没有人清' }));
    const { body } = await community.get(`/api/cases/${here.id}/similar`);
    const ids = body.map((c: { id: string }) => c.id);
    expect(ids.slice(0, 2)).toEqual([near.id, likely.id]);
    expect(ids).not.toContain(far.id);
    expect(ids).not.toContain(other.id);
    expect(body[0]).toMatchObject({ sameItem: true, likeness: 1, metres: expect.any(Number) });
    expect(body[0].metres).toBeLessThan(40);
  });

  it('are found only within reach', async () => {
    const { id } = await given.case('verified', lamp(0.0005));
    const { id: mine } = await given.case('assigned', lamp(0.0005));
    const handler = await given.the('handler');
    const { body } = await handler.get(`/api/cases/${mine}/similar`);
    expect(body.map((c: { id: string }) => c.id)).not.toContain(id);
    expect((await handler.get(`/api/cases/${id}/similar`)).status).toBe(404);
  });
});
