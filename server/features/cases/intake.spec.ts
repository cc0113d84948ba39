/** Taking down a call: where is meant, what was reported before from this number, and acting for whoever calls. */
import type { AuditRow, Caller, Page, Spot } from '../../../shared/views.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Given, middleOf, type Person } from '../../test/given.js';

let server: TestServer;
let given: Given;
let operator: Person;
beforeAll(async () => {
  server = await startServer({ city: 'huangpu' });
  given = await Given.city(server);
  operator = await given.the('operator');
});
afterAll(() => server?.close());

const spots = async (person: Person, q: string) =>
  (await person.get('/api/intake/spots').query({ q }).expect(200)).body as Spot[];
const caller = async (person: Person, phone: string) =>
  (await person.post('/api/intake/caller', { phone }).expect(200)).body as Caller;
const looks = async () =>
  ((await (await given.the('auditAdmin')).get('/api/audit').query({ action: 'case.phone' })).body as Page<AuditRow>)
    .rows;

describe('where somebody means', () => {
  it('addresses of earlier cases, roads of the map, and places, each with a point', async () => {
    const resident = await given.the('resident');
    await resident.report({ address: '梧桐弄 9 号', place: middleOf(1) });
    await resident.report({ address: '梧桐弄 9 号', place: middleOf(1) });
    expect(await spots(operator, '梧桐弄')).toEqual([
      { kind: 'case', label: '梧桐弄 9 号', more: expect.stringContaining('路灯'), ...middleOf(1) },
    ]);
    const [road] = (await spots(operator, '北京东')).filter((s) => s.kind === 'road');
    expect(road.label).toBe('北京东路');
    expect([road.lng, road.lat]).toEqual([expect.closeTo(121.48, 1), expect.closeTo(31.23, 1)]);
    const [house] = (await spots(operator, '北京东路 12号')).filter((s) => s.kind === 'road');
    expect(house.label).toBe('北京东路 12号');
    const named = (await spots(operator, '西一网')).filter((s) => s.kind === 'place');
    expect(named).toHaveLength(1);
    expect(named[0].more).toContain('西社区');
    expect([named[0].lng, named[0].lat]).toEqual([expect.closeTo(middleOf(0).lng), expect.closeTo(middleOf(0).lat)]);
    expect(await spots(operator, '路')).toEqual([]);
  });

  it('no address of a case outside of the reach', async () => {
    await (await given.person('resident')).report({ address: '杨柳巷 3 号', place: middleOf(3) });
    const inside = await spots(operator, '杨柳巷');
    const outside = await spots(await given.the('communityWorker'), '杨柳巷');
    expect([inside.length, outside.length]).toEqual([1, 0]);
  });
});

describe('earlier cases of whoever calls', () => {
  it('are found by the whole number, however it is written, and by its end; each look is noted without it', async () => {
    const one = await given.person('resident');
    const first = await one.report({ contactPhone: '13712348888', words: '第一次反映' });
    const second = await operator.report({ contactPhone: '+86 137-1234-8888', words: '第二次反映' });
    await one.report({ contactPhone: '13712347777' });
    for (const phone of ['13712348888', '137 1234 8888', '+8613712348888', '8888'])
      expect((await caller(operator, phone)).rows.map((r) => r.id)).toEqual([second.id, first.id]);
    expect((await caller(operator, '13700000000')).rows).toEqual([]);
    const noted = await looks();
    expect(noted).toHaveLength(5);
    expect(JSON.stringify(noted)).not.toMatch(/8888|1371/);
    expect(noted.map((r) => r.detail.by)).toContain('完整号码');
  });

  it('only for those who may see telephone numbers, and only inside their reach', async () => {
    await (await given.person('resident')).report({ contactPhone: '13655554444', place: middleOf(3) });
    expect((await (await given.the('dispatcher')).post('/api/intake/caller', { phone: '13655554444' })).status).toBe(
      403,
    );
    expect((await caller(await given.the('communityWorker'), '13655554444')).rows).toEqual([]);
    expect((await caller(operator, '13655554444')).rows).toHaveLength(1);
    expect((await operator.post('/api/intake/caller', { phone: '12' })).status).toBe(422);
  });
});

it('what is typed and not sent is kept for whoever typed it, without photos, until it is sent or dropped', async () => {
  const [one, other] = [await given.person('operator'), await given.person('operator')];
  const read = async (person: Person) => (await person.get('/api/intake/draft').expect(200)).body;
  expect(await read(one)).toEqual(null);
  const input = { words: '说了一半', contactPhone: '13612345678', place: middleOf(0), lampNumber: '12' };
  await one.put('/api/intake/draft', { input: { ...input, photos: ['x'] } }).expect(204);
  expect((await read(one)).input).toEqual(input);
  expect(await read(other)).toEqual(null);
  const kept = await server.db.read.query('SELECT text FROM draft');
  expect(JSON.stringify(kept)).not.toMatch(/1361234|说了一半/);
  for (const body of [{}, { input: null }, { input: 'x' }])
    expect((await one.put('/api/intake/draft', body)).status).toBe(422);
  await one.delete('/api/intake/draft').expect(204);
  expect(await read(one)).toEqual(null);
  expect((await (await given.person('resident')).put('/api/intake/draft', { input }))?.status).toBe(404);
});

describe('for whoever calls again', () => {
  it('an earlier case is urged once a day, and the reporter is told who did it', async () => {
    const { id, resident } = await given.case('assigned');
    const view = await operator.does(id, 'urgeFor', { words: '说孩子晚上放学看不见路' });
    expect(view.can).not.toContain('urgeFor');
    expect((await operator.act(id, 'urgeFor')).body.more.guard).toBe('urgedToday');
    expect((await resident.act(id, 'urge')).body.more.guard).toBe('urgedToday');
    expect((await resident.case(id)).timeline.at(-1)?.says).toBe('工作人员替您催办了一次，办理人员已收到');
    // What the operator wrote down is for the office.
    expect((await resident.case(id)).timeline.at(-1)?.input).toEqual({});
  });

  it('something is added to an earlier case, without moving it', async () => {
    const { id } = await given.case('handling');
    const before = await operator.case(id);
    const after = await operator.does(id, 'addFor', { words: '灯杆编号是 0417' });
    expect([after.state, after.dueAt, after.promisedAt]).toEqual([before.state, before.dueAt, before.promisedAt]);
    expect((await given.the('handler').then((h) => h.case(id))).timeline.at(-1)?.input.words).toBe('灯杆编号是 0417');
  });

  it('residents and departments do not act for others', async () => {
    const { id, resident } = await given.case('assigned');
    for (const person of [resident, await given.the('handler'), await given.the('dispatcher')]) {
      expect((await person.case(id)).can).not.toContain('urgeFor');
      expect((await person.act(id, 'urgeFor')).body.code).toBe('permission.denied');
    }
  });
});
