/** The statistics over HTTP: every number opens exactly its cases, inside one's reach, and a recount finds the same. */
import {
  type Counter,
  casesBehind,
  counters,
  countersOf,
  FEW,
  formulaOf,
  measureKeys,
  measures,
  monthText,
} from '../../../shared/measures.js';
import type { CaseRow, Page, StatsRow, StatsView } from '../../../shared/views.js';
import { Ctx, system } from '../../core/ctx.js';
import { Jobs } from '../../core/jobs.js';
import { job } from '../../core/jobs.tables.js';
import { startServer, type TestServer } from '../../test/app.js';
import { DAY, later } from '../../test/clock.js';
import { Given, middleOf, type Person } from '../../test/given.js';
import { recount } from './recount.service.js';
import { StatsService } from './stats.service.js';
import { caseFact } from './stats.tables.js';

let server: TestServer;
let given: Given;
const runJobs = async () => {
  while ((await server.app.get(Jobs).runDue(500)) > 0);
};
/** Long enough ago for deadlines to have passed, and over a change of months. */
const ago = (days: number, work: () => Promise<unknown>) => later(-days * DAY, work);
const monthOf = (moment: number) => new Date(moment + 8 * 3_600_000).toISOString().slice(0, 7);
const span = { from: monthOf(Date.now() - 100 * DAY), to: monthOf(Date.now()) };
/** The 10th of a month that is over: what is due two working days later falls into the same month. */
const LONG_AGO = Date.parse(`${monthOf(Date.now() - 70 * DAY)}-10T04:00:00Z`);

beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
  // The people of the usual steps sign in before the clock is turned back.
  for (const role of [
    'resident',
    'gridWorker',
    'dispatcher',
    'handler',
    'supervisor',
    'leader',
    'communityWorker',
  ] as const) {
    await given.the(role);
  }
  const [dispatcher, resident] = [await given.the('dispatcher'), await given.the('resident')];
  await ago((Date.now() - LONG_AGO) / DAY, async () => {
    for (const state of ['closed', 'handled', 'handling', 'rejected', 'withdrawn', 'disputed'] as const) {
      await given.case(state);
    }
    await resident.report({ item: 'tree-danger', place: middleOf(2) });
  });
  await ago(20, async () => {
    await given.case('closed', { item: 'manhole' });
    const { id } = await given.case('assigned');
    await dispatcher.does(id, 'transfer', { unit: given.units.green, words: '归绿化管' });
  });
  for (const state of ['reported', 'verified', 'closed', 'closed', 'checked'] as const) await given.case(state);
  await runJobs();
}, 90_000);
afterAll(() => server?.close());

async function ask(person: Person, query: object): Promise<StatsView> {
  const answer = await person.get('/api/stats').query({ ...span, size: 100, ...query });
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}
async function listed(person: Person, query: object): Promise<number> {
  const answer = await person.get('/api/cases').query({ factFrom: span.from, factTo: span.to, ...query });
  expect(answer.status).toBe(200);
  return (answer.body as Page<CaseRow>).total;
}
/** Each number of a row beside the counter that it counts. */
const numbersOf = (row: StatsRow, month = span.to): [Counter, number][] =>
  measureKeys.flatMap((key): [Counter, number][] => {
    const { good, of } = formulaOf(key, month);
    return [
      [good, row.shares[key].good],
      [of, row.shares[key].of],
    ];
  });

/** Each number of an answer beside the list that it opens. @returns how many cases that were */
async function opened(person: Person, view: StatsView): Promise<number> {
  let cases = 0;
  for (const row of [view.all, ...view.rows]) {
    for (const [counter, n] of numbersOf(row)) {
      const list = await listed(person, { ...casesBehind(view, row.key), fact: counter });
      expect([row.name, counter, list]).toEqual([row.name, counter, n]);
      cases += n;
    }
  }
  return cases;
}

it('a number is a number of cases, and opens exactly these: by area, unit, item and month', async () => {
  const dispatcher = await given.the('dispatcher');
  const questions = [
    { by: 'area' },
    { by: 'area', place: '990101001' },
    { by: 'area', place: '990101001001' },
    { by: 'unit' },
    { by: 'item' },
    { by: 'item', unit: given.units.works },
    { by: 'item', unit: given.units.works, place: '990101001001' },
    { by: 'month' },
  ];
  let compared = 0;
  for (const query of questions) {
    const view = await ask(dispatcher, query);
    expect(view.rows.length).toBe(view.total);
    expect(view.total).toBeGreaterThan(0);
    expect(view.all.shares.handled.of).toBeGreaterThan(4);
    compared += await opened(dispatcher, view);
  }
  expect(compared).toBeGreaterThan(300);
}, 120_000);

it('a county of one street is divided by its communities at once', async () => {
  const { rows, level, place } = await ask(await given.the('dispatcher'), { by: 'area' });
  expect({ level, place: place?.level }).toEqual({ level: 'community', place: 'county' });
  expect(rows.length).toBeGreaterThan(1);
});

it('of every counter the list can be asked', async () => {
  const dispatcher = await given.the('dispatcher');
  const [{ n }] = await server.db.read.query<{ n: number }>('SELECT COUNT(*) AS n FROM case_file');
  for (const counter of counters) expect(await listed(dispatcher, { fact: counter })).toBeLessThanOrEqual(Number(n));
});

it('areas add up to their parent, units and months to the whole', async () => {
  const dispatcher = await given.the('dispatcher');
  const sum = (view: StatsView, key: (typeof measureKeys)[number]) =>
    view.rows.reduce((total, row) => total + row.shares[key].of, 0);
  const [area, month] = [await ask(dispatcher, { by: 'area' }), await ask(dispatcher, { by: 'month' })];
  for (const key of measureKeys) {
    expect([key, sum(area, key)]).toEqual([key, area.all.shares[key].of]);
    expect([key, sum(month, key)]).toEqual([key, month.all.shares[key].of]);
  }
});

it('what is late came late by a deadline, without anybody doing anything', async () => {
  const dispatcher = await given.the('dispatcher');
  const { all } = await ask(dispatcher, {});
  expect(all.shares.overdueOpen.good).toBe(1);
  expect(all.shares.handledInTime.good).toBeLessThan(all.shares.handledInTime.of);
  expect(all.times.handle.n).toBeGreaterThan(3);
  expect(all.times.handle.median).not.toBeNull();
});

describe('reach', () => {
  it('staff of a place see their place and what is below it, and nothing else', async () => {
    const west = await given.the('communityWorker');
    const view = await ask(west, {});
    expect(view.place?.code).toBe('990101001001');
    expect(view.level).toBe('grid');
    for (const place of ['990101', '990101001002', '000000']) {
      expect((await west.get('/api/stats').query({ place })).status).toBe(404);
    }
    for (const row of view.rows) {
      for (const [counter, n] of numbersOf(row)) {
        expect(await listed(west, { fact: counter, place: row.key })).toBe(n);
      }
    }
  });

  it('the head of a department sees what the department answers for, wherever it lies', async () => {
    const head = await given.the('unitHead');
    const { all, rows } = await ask(head, { by: 'unit' });
    expect(rows.map((r) => r.key)).toEqual([given.units.works]);
    expect(all.shares.handled.of).toBe(await listed(head, { fact: 'handle', factUnit: given.units.works }));
    const items = await ask(head, { by: 'item' });
    expect(items.rows.reduce((n, row) => n + row.shares.handled.of, 0)).toBe(all.shares.handled.of);
    expect((await head.get('/api/stats').query({ unit: given.units.green })).status).toBe(404);
    // Not whatever else happened in cases that were once with it.
    for (const by of ['unit', 'item', 'area', 'month']) {
      expect(await opened(head, await ask(head, { by }))).toBeGreaterThan(0);
    }
  });

  it('residents, workers and administrators have none', async () => {
    for (const role of ['resident', 'gridWorker', 'handler', 'systemAdmin', 'auditAdmin'] as const) {
      expect((await (await given.person(role)).get('/api/stats')).status).toBe(403);
    }
  });
});

it('few cases are listed by name after many, and none last, whichever way they are sorted', async () => {
  const dispatcher = await given.the('dispatcher');
  for (const sort of ['handledInTime', '-handledInTime']) {
    for (const query of [{ place: '990101001001' }, { by: 'item' }, { by: 'unit' }]) {
      const { rows } = await ask(dispatcher, { ...query, sort });
      const none = rows.map((r) => r.shares.handledInTime.of === 0);
      expect(none).toEqual([...none].sort());
      const few = rows.filter(({ shares: { handledInTime: share } }) => share.of > 0 && share.of < FEW);
      const names = few.map((r) => r.name);
      expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'zh')));
    }
  }
});

it('an item that is put right takes its numbers along', async () => {
  const resident = await given.the('resident');
  const { id } = await resident.report({ item: 'pavement' });
  await runJobs();
  const dispatcher = await given.the('dispatcher');
  const of = async (item: string) =>
    (await ask(dispatcher, { by: 'item' })).rows.find((r) => r.key === item)?.shares.verifyInTime.of ?? 0;
  await (await given.the('gridWorker')).does(id, 'verify', { item: 'road-broken' });
  await runJobs();
  expect([await of('pavement'), await of('road-broken')]).toEqual([0, 1]);
});

describe('a frozen month', () => {
  const month = monthOf(LONG_AGO);

  it('cannot be one that runs, and is frozen once', async () => {
    const supervisor = await given.the('supervisor');
    const freeze = (m: string) => supervisor.post('/api/stats/freeze', { month: m });
    expect((await freeze(span.to)).body.code).toBe('stats.month-runs');
    expect((await freeze(month)).status).toBe(200);
    expect((await freeze(month)).body.code).toBe('stats.frozen');
    expect((await (await given.the('dispatcher')).post('/api/stats/freeze', { month })).status).toBe(403);
  });

  it('keeps its numbers, and shows beside them what they are now', async () => {
    const dispatcher = await given.the('dispatcher');
    const before = await ask(dispatcher, { from: month, to: month });
    expect(before.frozen).toMatchObject([{ month, by: expect.any(String), versions: { handled: 1 } }]);
    expect(before.all.now).toEqual({ shares: before.all.shares, times: before.all.times });
    const { rows } = (await dispatcher.get('/api/cases').query({ fact: 'handle.open' })).body as Page<CaseRow>;
    const handler = await given.the('handler');
    await handler.does(rows[0].id, 'handle', { outcome: 'explained', reply: '材料已到，正在安装' });
    await runJobs();
    const after = await ask(dispatcher, { from: month, to: month });
    expect([after.all.shares, after.all.times]).toEqual([before.all.shares, before.all.times]);
    expect(after.all.now?.shares.handled).toEqual({
      good: before.all.shares.handled.good + 1,
      of: before.all.shares.handled.of,
    });
    expect(after.all.now?.times.handle.n).toBe(before.all.times.handle.n + 1);
    const [trend] = (await ask(dispatcher, { by: 'month', from: month, to: month })).rows;
    expect(trend.shares).toEqual(before.all.shares);
  });

  it('is reckoned by the formulas of then', async () => {
    const dispatcher = await given.the('dispatcher');
    const share = async () => (await ask(dispatcher, { from: month, to: month })).all.shares.handled.good;
    const before = await share();
    const [first] = measures.handled.formulas;
    const formulas = [first, { ...first, version: 2, good: 'handle.open' as const }];
    const replaced = jest.replaceProperty(measures, 'handled', { ...measures.handled, formulas } as never);
    expect(await share()).toBe(before);
    replaced.restore();
  });

  it('is every month that is over, by itself, once all is counted', async () => {
    const afterwards = Date.now() + 62 * DAY;
    const counted = async () => {
      const rows = await server.db.read.query<{ month: number }>('SELECT DISTINCT month FROM roll_up ORDER BY month');
      return rows.map((r) => monthText(Number(r.month))).filter((m) => m <= span.to);
    };
    const turn = (state: 'waiting' | 'parked', kind: string) =>
      Ctx.writing({ db: server.db, actor: system }, async (ctx) => {
        const id = ctx.newId();
        const rest = { attempts: 0, worker: null, leaseUntil: null, error: null, createdAt: ctx.now };
        await ctx.write.insert(job, { id, kind, payload: { caseId: id }, runAt: new Date(0), state, ...rest });
        return id;
      });
    const frozen = async () =>
      (await ask(await given.the('dispatcher'), { by: 'month' })).frozen.map((f) => f.month).sort();
    const parked = await turn('parked', 'stats.fact');
    await turn('waiting', 'stats.freeze');
    await later(afterwards - Date.now(), runJobs);
    expect(await frozen()).toEqual([month]);
    const supervisor = await given.the('supervisor');
    const other = monthOf(Date.now() - 100 * DAY);
    expect((await supervisor.post('/api/stats/freeze', { month: other })).body.code).toBe('stats.counting');
    await server.db.write((tx) => tx.run('DELETE FROM job WHERE id = ?', [parked]));
    await turn('waiting', 'stats.freeze');
    await later(afterwards - Date.now(), runJobs);
    expect(await frozen()).toEqual(await counted());
    expect((await counted()).length).toBeGreaterThan(1);
  });
});

describe('a recount', () => {
  const options = { progress: () => {}, stop: new AbortController().signal };
  const check = (repair = false) => recount(server.db, server.app.get(StatsService), { ...options, repair });

  it('finds what is kept, and counts what was not yet', async () => {
    await given.case('verified');
    expect(await check()).toMatchObject({ caughtUp: 1, facts: [], sums: [], stopped: false });
    await runJobs();
    expect(await check()).toMatchObject({ caughtUp: 0, facts: [], sums: [] });
  });

  it('finds nothing doubled where several counted the same cases at once', async () => {
    const fresh = await Promise.all([1, 2, 3].map(() => given.case('verified')));
    const ids = fresh.map((c) => c.id);
    const stats = server.app.get(StatsService);
    await Promise.all(
      [ids, [...ids].reverse(), ids.slice(1)].map((some) =>
        Ctx.writing({ db: server.db, actor: system }, (ctx) => stats.measure(ctx, some)),
      ),
    );
    await runJobs();
    expect(await check()).toMatchObject({ caughtUp: 0, facts: [], sums: [] });
  });

  it('finds a number that was changed by hand', async () => {
    const [row] = await server.db.read.query<{ caseId: string; marks: number }>(
      'SELECT caseId, marks FROM case_fact LIMIT 1',
    );
    const marks = Number(row.marks) + 32_768;
    await server.db.write((tx) => tx.update(caseFact, { marks }, { caseId: row.caseId }));
    await server.db.write((tx) =>
      tx.run("UPDATE roll_up SET n = n + 1 WHERE subject = '990101' AND dimension = 'all' AND counter = 'handle'"),
    );
    const found = await check();
    expect(found.facts).toEqual([row.caseId]);
    expect(found.sums.length).toBeGreaterThan(0);
    const mended = await check(true);
    expect([mended.facts, mended.sums.length > 0, mended.repaired]).toEqual([[row.caseId], true, true]);
    expect(await check()).toMatchObject({ facts: [], sums: [] });
  });

  it('counts what a deadline has changed since, although no job said so', async () => {
    const { id } = await given.case('verified');
    await runJobs();
    await server.db.write((tx) => tx.run("DELETE FROM job WHERE kind = 'stats.fact'"));
    const late = await later(30 * DAY, () => check());
    expect([late.caughtUp > 0, late.facts, late.sums]).toEqual([true, [], []]);
    const fact = await server.db.read.find(caseFact, { caseId: id, kind: 'assign' });
    expect(fact && countersOf(fact)).toEqual(['assign', 'assign.late', 'assign.open']);
  });
});

it('with other rules of the facts everything is counted anew, once', async () => {
  const { dbUrl, dataDir } = server.env;
  await server.db.write((tx) => tx.run("UPDATE counter SET n = 0 WHERE name = 'stats.facts-version'"));
  await server.db.write((tx) => tx.run('DELETE FROM case_fact'));
  await server.db.write((tx) => tx.run('DELETE FROM roll_up'));
  for (let i = 0; i < 2; i++) {
    const other = await startServer({ dbUrl, dataDir });
    await other.app.init();
    await other.close();
  }
  const [{ n }] = await server.db.read.query<{ n: number }>("SELECT COUNT(*) AS n FROM job WHERE kind = 'stats.fill'");
  expect(Number(n)).toBe(1);
  await runJobs();
  const found = await recount(server.db, server.app.get(StatsService), {
    progress: () => {},
    stop: new AbortController().signal,
  });
  expect(found).toMatchObject({ facts: [], sums: [] });
});
