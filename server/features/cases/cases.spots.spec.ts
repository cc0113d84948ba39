/** A case that nobody could place, or that was placed wrongly, is given its place by whoever verifies or dispatches it. */
import fc from 'fast-check';
import { systemViews } from '../../../shared/desk.js';
import type { CaseRow, CaseView, Counts, Entry, Page, StatsView } from '../../../shared/views.js';
import { Db } from '../../core/db.js';
import { Jobs } from '../../core/jobs.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Given, middleOf, ORIGIN, type Person } from '../../test/given.js';
import { recount } from '../stats/recount.service.js';
import { StatsService } from '../stats/stats.service.js';

const [WEST_1, EAST_1] = ['990101001001001', '990101001002001'];
const [WEST, EAST] = ['990101001001', '990101001002'];
const NOWHERE = { lng: ORIGIN.lng + 1, lat: ORIGIN.lat };

let server: TestServer;
let given: Given;
let [operator, dispatcher, resident, westWorker, eastWorker] = [] as unknown as Person[];
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
  operator = await given.the('operator');
  dispatcher = await given.the('dispatcher');
  resident = await given.the('resident');
  westWorker = await given.the('gridWorker');
  eastWorker = await given.person('gridWorker', { unit: 'east', grids: [EAST_1] });
});
afterAll(() => server?.close());

const runJobs = async () => {
  while ((await server.app.get(Jobs).runDue(500)) > 0);
};
const idsOf = async (person: Person, query: object): Promise<string[]> =>
  ((await person.get('/api/cases').query({ size: 100, ...query })).body as Page<CaseRow>).rows.map((r) => r.id);
const told = async (person: Person, id: string): Promise<string[]> => {
  await runJobs();
  const { rows } = (await person.get('/api/notices').query({ size: 100 })).body as Page<{
    caseId: string;
    words: string;
  }>;
  return rows.filter((n) => n.caseId === id).map((n) => n.words);
};
const lost = async (place?: object) => (await resident.report({ place })).id;

it('comes to the grid that owns the place, and to nobody else’s; its reporter reads where and whose', async () => {
  const id = await lost(NOWHERE);
  expect((await operator.case(id)).grid).toBeNull();
  for (const worker of [westWorker, eastWorker]) expect((await worker.get(`/api/cases/${id}`)).status).toBe(404);

  const after = await operator.does(id, 'verify', { place: middleOf(2), address: '东街 3 号门口' });
  expect(after).toMatchObject({
    state: 'verified',
    grid: { code: EAST_1 },
    community: { code: EAST },
    address: '东街 3 号门口',
    point: middleOf(2),
    routed: { how: 'inside' },
  });
  expect(await idsOf(eastWorker, {})).toContain(id);
  expect((await westWorker.get(`/api/cases/${id}`)).status).toBe(404);
  expect((await (await given.the('communityWorker')).get(`/api/cases/${id}`)).status).toBe(404);
  const desk = await given.person('communityWorker', { unit: 'east' });
  expect(await idsOf(desk, { mine: true })).toContain(id);

  const { workName } = (await resident.case(id)).worker as { workName: string };
  const where = `位置定在东一网格（望海街道 · 东社区），由${workName}负责`;
  const read = (await resident.case(id)).timeline.at(-1) as Entry;
  expect([read.says, read.input, read.why]).toEqual([
    `网格员已核实，正在分派；${where}`,
    { address: '东街 3 号门口' },
    null,
  ]);
  const entry = (await operator.case(id)).timeline.at(-1) as Entry;
  expect(entry.why).toContain(where);
  expect(entry.why).toContain(`原先位置不在任何网格内，坐标 ${NOWHERE.lng}, ${NOWHERE.lat}`);
  expect((await told(resident, id)).at(0)).toContain(where);
  expect((await told(eastWorker, id)).at(0)).toContain(where);
});

it('a wrong place is put right when the case is dispatched, by the line of the duty list that holds there', async () => {
  const lamp = { about: 'road-lamp', ledBy: 'lvhua', area: EAST, why: '东社区的路灯归绿化' };
  const limits = { verify: '4 工作时', assign: '2 工作时', accept: '4 工作时', contact: '1 工作日', check: '1 工作日' };
  const effectiveFrom = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const rule = { ...lamp, ...limits, handle: '9 工作日', evidence: '已解决 1 张', effectiveFrom };
  expect((await dispatcher.post('/api/duty/rules', { rule, version: 0 })).status).toBe(201);
  const { id } = await given.case('verified');
  const before = await westWorker.case(id);

  const assign = { unit: given.units.green, urgency: 'normal', place: middleOf(3) };
  const after = await dispatcher.does(id, 'assign', assign);
  expect([after.state, after.grid?.name, after.unit?.id]).toEqual(['assigned', '东二网格', given.units.green]);
  expect(after.duty?.rule).not.toBe(before.duty?.rule);
  const why = after.timeline.at(-1)?.why ?? '';
  expect(why).toContain('原先在西一网格');
  expect(why).toContain('位置更正，改按');
  expect((await westWorker.get(`/api/cases/${id}`)).status).toBe(404);
  expect(after.timeline.slice(0, -1)).toEqual((await dispatcher.case(id)).timeline.slice(0, before.timeline.length));
});

it('a case that was moved up stays with the desk of that level', async () => {
  const clerk = await given.the('communityWorker');
  const { id } = await given.case('verified');
  await clerk.does(id, 'escalate', { words: '需要街道协调' });
  const street = await given.person('communityWorker', { unit: 'street' });
  await dispatcher.does(id, 'assign', { unit: given.units.works, urgency: 'normal', place: middleOf(2) });
  const east = await given.person('communityWorker', { unit: 'east' });
  await resident.does(id, 'urge', { words: '还没有人来' });
  expect((await told(street, id)).at(0)).toContain('催办');
  expect(await told(east, id)).toEqual([]);
});

it.each([
  ['that is a dummy', { lng: 0, lat: 0 }],
  ['that is none', { lng: 500, lat: 1 }],
  ['that is no point', '东街'],
])('a place %s is refused, and nothing has moved', async (_, place) => {
  const id = await lost();
  const answer = await operator.act(id, 'verify', { place });
  expect([answer.status, answer.body.code, Object.keys(answer.body.errors)]).toEqual([422, 'input.invalid', ['place']]);
  expect(await operator.case(id)).toMatchObject({ state: 'reported', version: 1, point: null });
});

it('is of one case: a form for many and a quick action have no place', async () => {
  const id = await lost();
  const cases = [{ id, version: 1 }];
  for (const input of [{ place: middleOf(0) }, { address: '东街' }]) {
    const errors = { [Object.keys(input)[0]]: 'tooMany' };
    const seen = await operator.post('/api/cases/bulk/preview', { action: 'verify', cases, input });
    expect([seen.status, seen.body.errors]).toEqual([422, errors]);
    const done = await operator.post('/api/cases/acts/verify', { cases, input });
    expect([done.status, done.body.errors]).toEqual([422, errors]);
    const content = { steps: [{ action: 'verify', input }], onward: false };
    const macro = await operator.post('/api/macros', { name: '都在这里', shared: false, content });
    expect([macro.status, macro.body.code]).toEqual([422, 'input.invalid']);
  }
  expect((await operator.case(id)).version).toBe(1);
});

it('无主 holds what still can be given a place, and is as many as are counted', async () => {
  const [waits, verified, placed, sent, refused] = [
    await lost(),
    await lost(),
    await lost(),
    await lost(),
    await lost(),
  ];
  await operator.does(verified, 'verify', { findings: '电话没有打通' });
  await operator.does(placed, 'verify', { place: middleOf(1) });
  await operator.does(sent, 'verify', {});
  await dispatcher.does(sent, 'assign', { unit: given.units.works, urgency: 'normal' });
  await operator.does(refused, 'reject', { reason: 'empty', goTo: '请补充照片后重新提交' });
  const found = await idsOf(operator, systemViews.ownerless.filter);
  expect(found).toEqual(expect.arrayContaining([waits, verified]));
  for (const id of [placed, sent, refused]) expect(found).not.toContain(id);
  expect(((await operator.get('/api/cases/counts')).body as Counts).unlocated.n).toBe(found.length);
  expect((await operator.get('/api/views/counts')).body.ownerless.n).toBe(found.length);
});

it('is found by the names of its new place', async () => {
  const id = await lost();
  expect(await idsOf(dispatcher, { q: '东二网格' })).not.toContain(id);
  await operator.does(id, 'verify', { place: middleOf(3) });
  expect(await idsOf(dispatcher, { q: '东二网格' })).toContain(id);
});

it('is counted in its new area and no longer in the old one, and a recount finds the same', async () => {
  const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
  const reports = async (place: string) => {
    await runJobs();
    const { body } = await dispatcher.get('/api/stats').query({ by: 'month', from: month, to: month, place });
    return (body as StatsView).all.shares.valid.of;
  };
  const moved = (await given.case('verified')).id;
  const found = await lost();
  const before = [await reports(WEST), await reports(EAST)];
  await dispatcher.does(moved, 'assign', { unit: given.units.works, urgency: 'normal', place: middleOf(2) });
  await operator.does(found, 'verify', { place: middleOf(3) });
  const after = [await reports(WEST), await reports(EAST)];
  expect([before, after]).toEqual([before, [before[0] - 1, before[1] + 2]]);
  const stop = new AbortController().signal;
  const db = server.app.get(Db);
  expect(await recount(db, server.app.get(StatsService), { progress: () => {}, stop })).toMatchObject({
    facts: [],
    sums: [],
  });
});

/** What may be said of the place at an act: nothing, a place, a place with its address, an address alone. */
const said = fc.record(
  {
    place: fc.oneof(
      fc.integer({ min: 0, max: 3 }).map((i) => middleOf(i)),
      fc.constant(NOWHERE),
    ),
    address: fc.constantFrom('兴和路 12 号', '海边栈道'),
  },
  { requiredKeys: [] },
);

it('whatever is said of the place, the timeline keeps what was said before, and the case lies where the point does', async () => {
  const handler = await given.the('handler');
  const acts = fc.tuple(said, said, said, fc.constantFrom(undefined, NOWHERE, middleOf(0)));
  await fc.assert(
    fc.asyncProperty(acts, async ([atVerify, atAssign, atDecide, first]) => {
      const id = await lost(first);
      let seen: CaseView = await operator.case(id);
      const does = async (person: Person, action: Parameters<Person['does']>[1], input: Record<string, unknown>) => {
        const after = await person.does(id, action, input);
        const same = (e: Entry) => [e.id, e.at, e.action, e.who, e.unit, e.from, e.to, e.input, e.says, e.why];
        expect(after.timeline.slice(0, -1).map(same)).toEqual(seen.timeline.map(same));
        expect(after.timeline.map((e) => e.seq)).toEqual(after.timeline.map((_, i) => i + 1));
        const entry = after.timeline.at(-1) as Entry;
        expect(entry.input).toEqual(input);
        const { place, address } = input as { place?: { lng: number; lat: number }; address?: string };
        expect(after.address).toBe(address ?? seen.address);
        expect(after.point).toEqual(place ?? seen.point);
        if (place) {
          const at = (await dispatcher.get('/api/places/at').query(place)).body;
          expect([after.grid?.code ?? null, after.how]).toEqual([at.grid?.code ?? null, at.how]);
          if (seen.grid) expect(entry.why).toContain(`原先在${seen.grid.name}`);
        } else expect(after.grid).toEqual(seen.grid);
        // Who may see it is whose it is now.
        const status = (await eastWorker.get(`/api/cases/${id}`)).status;
        expect([after.grid?.code, status]).toEqual([after.grid?.code, after.grid?.code === EAST_1 ? 200 : 404]);
        seen = after;
      };
      const unit = given.units.works;
      const again = { unit, urgency: 'normal', words: '裁定由市政办' };
      await does(operator, 'verify', atVerify);
      await does(dispatcher, 'assign', { unit, urgency: 'normal', ...atAssign });
      await does(handler, 'return', { reason: 'wrongPlace', words: '不在我们辖区' });
      await does(dispatcher, 'decide', { ...again, ...atDecide });
      expect((await resident.case(id)).timeline.map((e) => e.action)).toEqual([
        'report',
        'verify',
        'assign',
        'return',
        'decide',
      ]);
    }),
    { numRuns: 8, endOnFailure: true },
  );
}, 60_000);

it('the grid of the first report is still known when the case lies elsewhere', async () => {
  const id = (await resident.report({ place: middleOf(0), address: '西街 1 号' })).id;
  expect((await westWorker.case(id)).grid?.code).toBe(WEST_1);
  await westWorker.does(id, 'verify', {
    place: { ...middleOf(2), datum: 'gcj02', accuracy: 12 },
    address: '东街 8 号',
  });
  const file = await dispatcher.case(id);
  expect(file.given).toMatchObject({ datum: 'gcj02', accuracy: 12 });
  expect(file.timeline.at(-1)?.why).toContain(
    '原先在西一网格，坐标 122.505, 30.505（WGS-84 / CGCS2000），地址 西街 1 号',
  );
});
