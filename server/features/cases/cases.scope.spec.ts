/** Reach, seen from outside: what a list holds, what can be opened, what is counted and what the map shows are the same. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Source } from '../../../shared/case.js';
import { actionRow, stateOrder } from '../../../shared/case-flow.js';
import { systemViews } from '../../../shared/desk.js';
import type { Role } from '../../../shared/permissions.js';
import type { CaseMap, CaseRow, Counts, Page, PlaceCount } from '../../../shared/views.js';
import { startServer, type TestServer } from '../../test/app.js';
import { dayAfter } from '../../test/clock.js';
import { Given, middleOf, type Person, type UnitKey } from '../../test/given.js';

let server: TestServer;
let given: Given;
let ids: string[];
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
  ids = [];
  const dispatcher = await given.the('dispatcher');
  const units: UnitKey[] = ['works', 'green', 'green-west', 'east'];
  for (const [i, state] of stateOrder.entries()) {
    ids.push((await given.case(state)).id);
    const { id } = await (await given.person('resident')).report({ place: i % 5 === 4 ? undefined : middleOf(i % 4) });
    ids.push(id);
    if (i % 3 === 2) continue;
    await (await given.the('operator')).does(id, 'verify', {});
    if (i % 3 === 0) continue;
    await dispatcher.does(id, 'assign', { unit: given.units[units[i % 4]], urgency: 'normal' });
    await dispatcher.does(id, 'transfer', { unit: given.units[units[(i + 1) % 4]], words: '改派' });
  }
  // Main cases of those that were merged were made on the way.
  const all = (await dispatcher.get('/api/cases').query({ size: 100 })).body as Page<CaseRow>;
  ids = all.rows.map((r) => r.id);
}, 60_000);
afterAll(() => server?.close());

const SEATS: [Role, UnitKey | undefined, string[] | undefined][] = [
  ['gridWorker', 'west', ['990101001001001']],
  ['gridWorker', 'west', ['990101001001002', '990101001002001']],
  ['gridWorker', 'east', []],
  ['gridLead', 'east', ['990101001002002']],
  ['communityWorker', 'west', undefined],
  ['communityWorker', 'east', undefined],
  ['communityWorker', 'street', undefined],
  ['operator', 'street', undefined],
  ['dispatcher', 'command', undefined],
  ['dispatcher', 'east', undefined],
  ['supervisor', 'supervision', undefined],
  ['handler', 'works', undefined],
  ['handler', 'green-west', undefined],
  ['unitHead', 'green', undefined],
  ['unitHead', 'street', undefined],
  ['leader', 'west', undefined],
  ['resident', undefined, undefined],
];
const somebody = fc.record({
  seat: fc.constantFrom(...SEATS),
  more: fc.option(fc.constantFrom<Role>('handler', 'gridWorker', 'supervisor', 'leader'), { nil: undefined }),
});
type Somebody = typeof somebody extends fc.Arbitrary<infer T> ? T : never;

const people = new Map<string, Promise<Person>>();
function personOf({ seat, more }: Somebody): Promise<Person> {
  const [role, unit, grids] = seat;
  const roles = more && role !== 'resident' ? [...new Set([role, more])] : [role];
  const key = JSON.stringify([roles, unit, grids]);
  const known = people.get(key) ?? given.person(role, { unit, grids, roles });
  people.set(key, known);
  return known;
}

async function listed(person: Person, query: object = {}): Promise<string[]> {
  const { rows, total } = (await person.get('/api/cases').query({ ...query, size: 100 })).body as Page<CaseRow>;
  expect(rows).toHaveLength(total);
  return rows.map((r) => r.id).sort();
}
const both = (a: string[], b: string[]) => a.filter((x) => b.includes(x));
const rule = (look: (person: Person, seen: string[]) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(somebody, async (who) => {
      const person = await personOf(who);
      await look(person, await listed(person));
    }),
    { numRuns: 12, endOnFailure: true },
  );

it('a list holds what can be opened one by one, and nothing else', async () => {
  await rule(async (person, seen) => {
    const answers = await Promise.all(ids.map((id) => person.get(`/api/cases/${id}`)));
    expect(new Set(answers.map((a) => a.status))).toEqual(
      new Set([...(seen.length > 0 ? [200] : []), ...(seen.length < ids.length ? [404] : [])]),
    );
    expect(ids.filter((_, i) => answers[i].status === 200).sort()).toEqual(seen);
  });
}, 60_000);

it('what cannot be opened cannot be acted on, revealed or followed either', async () => {
  await rule(async (person, seen) => {
    const hidden = ids.filter((id) => !seen.includes(id)).slice(0, 5);
    for (const id of hidden) {
      const acted = await person.post(`/api/cases/${id}/acts/escalate`, { version: 1, input: { words: '试一试' } });
      expect(acted.status).toBe(404);
      const bulk = await person.post('/api/cases/acts/close', { cases: [{ id, version: 1 }], input: {} });
      expect(bulk.body).toEqual([expect.objectContaining({ id, ok: false, code: 'not-found' })]);
      expect([403, 404]).toContain((await person.post(`/api/cases/${id}/reveal`, { reason: '试一试看看' })).status);
      expect([403, 404]).toContain((await person.get(`/api/cases/${id}/looks`)).status);
      expect((await person.get('/api/cases').query({ near: id })).status).toBe(404);
    }
  });
}, 60_000);

it('counts are the totals of the lists', async () => {
  await rule(async (person) => {
    const counts = (await person.get('/api/cases/counts')).body as Counts;
    const total = async (query: object) => (await listed(person, query)).length;
    for (const state of stateOrder) expect([state, counts.states[state].n]).toEqual([state, await total({ state })]);
    expect(counts.open.n).toBe(await total({ open: true }));
    expect(counts.mine.n).toBe(await total({ mine: true }));
    expect(counts.overdue.n).toBe(await total({ late: true }));
    expect(counts.dueToday.n).toBe(await total({ today: true }));
    expect(counts.mineOverdue.n).toBe(await total({ mine: true, late: true }));
    expect(counts.mineDueToday.n).toBe(await total({ mine: true, today: true }));
    const late = await listed(person, { late: true });
    expect((await listed(person, { today: true })).filter((id) => late.includes(id))).toEqual([]);
    expect(counts.unlocated.n).toBe(await total(systemViews.ownerless.filter));
    for (const [state, { n }] of Object.entries(counts.mineByState)) {
      expect([state, n]).toEqual([state, await total({ mine: true, state })]);
    }
  });
}, 60_000);

it('what is mine can be moved on by me, unless a rule of supervision stands in the way', async () => {
  await rule(async (person, seen) => {
    const mine = await listed(person, { mine: true });
    expect(both(mine, seen)).toEqual(mine);
    for (const id of mine) {
      const { can, cannot } = await person.case(id);
      expect([...can, ...Object.keys(cannot)].length).toBeGreaterThan(0);
    }
  });
}, 60_000);

it('the map and the places show what is in the list, whatever is asked for', async () => {
  await rule(async (person, seen) => {
    const bbox = '-180,-90,180,90';
    const map = (await person.get('/api/cases/map').query({ bbox })).body as CaseMap;
    const located = new Set(map.points.map((p) => p.id));
    expect(both([...located].sort(), seen)).toEqual([...located].sort());
    expect(map.clusters).toEqual([]);
    const open = await listed(person, { open: true });
    for (const level of ['county', 'street', 'community', 'grid']) {
      const places = (await person.get('/api/cases/by-place').query({ level })).body as PlaceCount[];
      for (const { code, open: n } of places) {
        const under = code === null ? { without: level } : { place: code };
        expect([code, n]).toEqual([code, (await listed(person, { open: true, ...under })).length]);
      }
      expect(places.reduce((sum, p) => sum + p.open, 0)).toBe(open.length);
    }
  });
}, 60_000);

it('the next case is the first at one’s place in the list that was not passed, and says where it stands', async () => {
  const resident = await given.person('resident');
  const made: string[] = [];
  for (let i = 0; i < 8; i++) made.push((await resident.report({ words: `走廊第${i}处鼓包`, place: middleOf(0) })).id);
  const worker = await given.the('gridWorker');
  const next = async (at: number, passed: string[]) =>
    (
      await worker
        .get('/api/cases/next')
        .query({ q: '走廊', sort: 'createdAt', state: 'reported', at, passed: `${passed}` })
    ).body;
  expect(await next(0, [])).toEqual({ id: made[0], at: 0 });
  expect(await next(0, made.slice(0, 3))).toEqual({ id: made[3], at: 3 });
  // What was acted on left the list: the next one came up to its place.
  await worker.does(made[3], 'verify', { findings: '属实' });
  expect(await next(3, made.slice(0, 4))).toEqual({ id: made[4], at: 3 });
  expect(await next(3, [made[0], made[4], made[5]])).toEqual({ id: made[6], at: 5 });
  expect(await next(6, [made[7]])).toEqual({ id: null, at: null });
  expect((await worker.get('/api/cases/next').query({ at: -1, passed: '' })).status).toBe(422);
});

const TRICKS = ['%', '_', '!', "'", '"', "' OR 1=1 --", '\\', '%_!', "');DROP TABLE case_file;--", '灯%', '{}', '🙂'];
it.each(TRICKS)('words that mean something to a database are words: %s', async (q) => {
  const dispatcher = await given.the('dispatcher');
  const { id } = await (await given.person('resident')).report({ words: `这里写着${q}三个字` });
  const found = await listed(dispatcher, { q: `着${q}三` });
  expect(found).toEqual([id]);
  expect((await dispatcher.get('/api/cases').query({ q })).status).toBe(200);
});

it('a whole number, its end, and its groups find the case', async () => {
  const dispatcher = await given.the('dispatcher');
  const { id, number } = await (await given.the('resident')).report({});
  const grouped = `${number.slice(0, 6)} ${number.slice(6)}`;
  for (const q of [number, grouped, number.slice(-5)]) expect(await listed(dispatcher, { q })).toContain(id);
  expect(await listed(dispatcher, { q: `9${number}` })).toEqual([]);
});

it.each([
  ['place=990101%25', 200],
  [`place=${'9'.repeat(25)}`, 422],
  ['size=1000', 422],
  ['page=10001', 422],
  ['page=10000&size=100', 200],
  ['from=yesterday', 422],
  ['from=0000-01-01', 200],
  ['to=%2B275760-09-13', 200],
  ['sort=words', 422],
  ['state=reported,gone', 422],
  ['q=a&q=b', 422],
  ['secret=1', 422],
  ['open=maybe', 422],
])('a list is asked for as it may be: %s', async (query, status) => {
  const dispatcher = await given.the('dispatcher');
  expect([query, (await dispatcher.get(`/api/cases?${query}`)).status]).toEqual([query, status]);
});

it.each([
  ['1,2,3', 422],
  ['a,b,c,d', 422],
  ['180,90,-180,-90', 200],
  ['-99999999999,-99999999999,99999999999,99999999999', 200],
  ['1e9,1,1,1', 422],
])('a piece of the map is four numbers: %s', async (bbox, status) => {
  const dispatcher = await given.the('dispatcher');
  expect([bbox, (await dispatcher.get('/api/cases/map').query({ bbox })).status]).toEqual([bbox, status]);
});

it.each([
  [{}, 422],
  [{ cases: {} }, 422],
  [{ cases: [null] }, 422],
  [{ cases: [1, 'x'] }, 422],
  [{ cases: [[]] }, 422],
  [{ cases: Array.from({ length: 101 }, () => ({ id: 'z'.repeat(26), version: 1 })) }, 422],
  [{ cases: [] }, 200],
])('many at once are a list of up to a hundred: %j', async (body, status) => {
  const dispatcher = await given.the('dispatcher');
  const answer = await dispatcher.post('/api/cases/acts/assign', { input: {}, ...body });
  expect(answer.status).toBe(status);
});

it('what residents see names no staff, no note of the office and no other reporter', async () => {
  const main = await given.case('reported');
  const follower = await given.person('resident');
  const twin = await follower.report({ contactName: '赵小兰', contactPhone: '19912345678' });
  const clerk = await given.the('communityWorker');
  await clerk.does(twin.id, 'merge', { main: main.id, words: '内部说明甲' });
  await (await given.the('gridWorker')).does(main.id, 'verify', { findings: '内部说明乙' });
  await (await given.the('dispatcher')).does(main.id, 'assign', {
    unit: given.units.works,
    urgency: 'urgent',
    words: '内部说明丙',
  });
  const secret = ['内部说明', '赵', '5678', clerk.id, follower.id, 'communityWorker-', 'dispatcher-', 'gridWorker-'];
  const seenByMain = JSON.stringify(await main.resident.case(main.id));
  const seenByFollower = JSON.stringify(await follower.case(twin.id));
  for (const word of secret) expect([word, seenByMain.includes(word)]).toEqual([word, false]);
  expect(seenByMain).not.toContain(twin.id);
  expect(seenByFollower).toContain('已并入同一件事');
  for (const word of ['内部说明', clerk.id, 'communityWorker-']) {
    expect([word, seenByFollower.includes(word)]).toEqual([word, false]);
  }
});

describe('what somebody registered', () => {
  it('stays theirs to read wherever it lies, and nobody else’s of their unit; reading is all it gives', async () => {
    const worker = await given.person('gridWorker', { unit: 'west', grids: ['990101001001001'] });
    const colleague = await given.person('gridWorker', { unit: 'west', grids: ['990101001001001'] });
    const { id } = await worker.report({ source: 'patrol', place: middleOf(3) });
    expect((await worker.case(id)).grid?.code).toBe('990101001002002');
    const listed = async (who: Person) =>
      ((await who.get('/api/cases').query({ size: 100 })).body as Page<CaseRow>).rows.map((row) => row.id);
    expect([await listed(worker), await listed(colleague)].map((rows) => rows.includes(id))).toEqual([true, false]);
    expect((await colleague.get(`/api/cases/${id}`)).status).toBe(404);
    expect((await worker.case(id)).can).toEqual([]);
    expect((await worker.act(id, 'settle', {})).body.code).toBe('permission.denied');
  });

  it.each<[Role, Source, number]>([
    ['gridWorker', 'patrol', 201],
    ['gridWorker', 'counter', 201],
    ['gridWorker', 'hotline', 422],
    ['gridLead', 'superior', 422],
    ['communityWorker', 'superior', 201],
    ['communityWorker', 'hotline', 422],
    ['operator', 'hotline', 201],
    ['operator', 'patrol', 422],
  ])('by %s comes from %s: %i', async (role, source, status) => {
    const report = { source, kind: 'complaint', item: 'road-lamp', words: '路灯坏了', place: middleOf(0) };
    const answer = await (await given.the(role)).post('/api/cases', { report }).set('idempotency-key', randomUUID());
    expect([answer.status, answer.body.errors]).toEqual([status, status === 422 ? { source: 'invalid' } : undefined]);
  });
});

it('another role takes nothing of what a post gives', async () => {
  const seat = { unit: 'west', grids: ['990101001002001'] } as const;
  const posted = await given.person('gridWorker', { ...seat, grids: [...seat.grids] });
  const both = await given.person('gridWorker', {
    ...seat,
    grids: [...seat.grids],
    roles: ['gridWorker', 'supervisor'],
  });
  const seen = await listed(posted);
  expect(seen.length).toBeGreaterThan(0);
  const more = await listed(both);
  for (const id of seen) {
    expect(more).toContain(id);
    expect((await both.case(id)).can).toEqual(expect.arrayContaining((await posted.case(id)).can));
  }
});

describe('standing in for somebody of another unit', () => {
  /** Who may name an outsider: of each unit the head of the one above it, of the topmost its own. */
  const ABOVE: Partial<Record<UnitKey, UnitKey>> = { west: 'street', east: 'street', 'green-west': 'green' };
  const heads = new Map<UnitKey, Person>();
  beforeAll(async () => {
    const admin = await given.the('systemAdmin');
    for (const [unit, role] of [
      ['command', 'leader'],
      ['street', 'communityWorker'],
      ['green', 'unitHead'],
    ] as const) {
      const head = await given.person(role, { unit });
      heads.set(unit, head);
      await admin.patch(`/api/units/${given.units[unit]}`, { head: head.id }).expect(200);
    }
  });
  const canOf = async (person: Person, seen: string[]) =>
    new Map(await Promise.all(seen.map(async (id) => [id, (await person.case(id)).can] as const)));
  const day = { from: dayAfter(0), until: dayAfter(0) };

  it('reaches what either reaches and nothing else, and may do with a case what one of the two may', async () => {
    await fc.assert(
      fc.asyncProperty(somebody, somebody, async (one, another) => {
        const [unit, other] = [one.seat[1], another.seat[1]];
        fc.pre(unit !== undefined && other !== undefined && unit !== other);
        const [absent, standIn] = [await personOf(one), await personOf(another)];
        const alone = [await listed(absent), await listed(standIn)];
        const [may, own] = [await canOf(absent, alone[0]), await canOf(standIn, alone[1])];
        const head = heads.get(ABOVE[unit as UnitKey] ?? 'command') as Person;
        const ask = { account: absent.id, standIn: standIn.id, ...day };
        const set = await head.post('/api/stand-ins', ask).expect(201);

        const seen = await listed(standIn);
        expect(seen).toEqual([...new Set(alone.flat())].sort());
        for (const [id, can] of await canOf(standIn, seen)) {
          const either = [...(may.get(id) ?? []), ...(own.get(id) ?? [])];
          expect(can.filter((action) => !either.includes(action))).toEqual([]);
          // What is refused although one of the two might is refused for the hand that the other had in it.
          for (const lost of either.filter((action) => !can.includes(action)))
            expect(actionRow(lost).unless).toContain('handledIt');
        }
        const hidden = ids.filter((id) => !seen.includes(id)).slice(0, 3);
        for (const id of hidden) expect((await standIn.get(`/api/cases/${id}`)).status).toBe(404);
        expect(await listed(absent)).toEqual(alone[0]);

        await head.delete(`/api/stand-ins/${set.body.id}`).expect(204);
        expect(await listed(standIn)).toEqual(alone[1]);
      }),
      { numRuns: 8, endOnFailure: true },
    );
  }, 120_000);
});
