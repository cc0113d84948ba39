/** The clerk's first page with its counts, and the counts of all views: 1,000,000 cases against 10,000, 5,000 open. */
import type { DeskViews, ViewCounts } from '../../shared/desk.js';
import type { CaseRow, Page } from '../../shared/views.js';
import { startServer, type TestServer } from '../test/app.js';
import { Given, type Person } from '../test/given.js';
import type { BenchRow } from './bench.js';
import { load, quantile } from './load.js';

const OPEN = 5000;
const SIZES = { few: 10_000, many: Number(process.env.BENCH_CASES ?? 1_000_000) };
const REQUESTS = 200;
const MOST = 1.5;
const PER_STATEMENT = 15;
const PER_TRANSACTION = 15 * 400;
/** Views somebody saved: an index serves both, and nothing of the closed is read for them. */
const SAVED = [
  { name: '未结路灯', filter: { open: 'true', item: 'road-lamp' } },
  { name: '望海待派遣', filter: { state: 'verified', place: '990101001' } },
];
type Desk = 'communityWorker' | 'dispatcher' | 'supervisor';
const COUNTS = ['/api/views/counts'];
const SCREENS = {
  /** One screenful: the list and the counts beside it. */
  受理员首屏与计数: { of: 'communityWorker', pages: ['/api/cases?mine=true&size=20', '/api/cases/counts'] },
  全部视图的计数: { of: 'communityWorker', pages: COUNTS },
  '派遣员全部视图的计数（自存两个）': { of: 'dispatcher', pages: COUNTS },
  '监督员全部视图的计数（自存两个）': { of: 'supervisor', pages: COUNTS },
  监督员轮到我核查的: { of: 'supervisor', pages: ['/api/cases?checker=me&size=20'] },
} as const satisfies Record<string, { of: Desk; pages: readonly string[] }>;
type Screen = keyof typeof SCREENS;

interface Filled {
  server: TestServer;
  desks: Record<Desk, Person>;
}

/** A city whose closed cases are copies of one real case, spread over grids and two years. */
async function fill(total: number, dbUrl: string | undefined): Promise<Filled> {
  const server = await startServer({}, dbUrl ?? '');
  const given = await Given.city(server);
  const { id } = await given.case('verified');
  const grids = await server.db.read.query<Record<string, string>>(
    'SELECT g.code AS grid, c.code AS community, c.parent AS street FROM place g JOIN place c ON c.code = g.parent WHERE g.level = ?',
    ['grid'],
  );
  const desks = {
    communityWorker: await given.person('communityWorker'),
    dispatcher: await withViews(given, 'dispatcher'),
    supervisor: await withViews(given, 'supervisor'),
  };
  const [row] = await server.db.read.query<Record<string, unknown>>('SELECT * FROM case_file WHERE id = ?', [id]);
  const names = Object.keys(row);
  const DAY = 86_400_000;
  const start = new Date('2026-11-01T00:00:00Z').getTime();
  const line = (i: number) => {
    const open = i < OPEN;
    const at = new Date(start - (open ? i * 60_000 : (i % 730) * DAY + (i % 1440) * 60_000));
    const set: Record<string, unknown> = {
      ...row,
      id: `z${String(i).padStart(25, '0')}`,
      number: `B${String(i).padStart(12, '0')}`,
      ...(open ? openOf(i, desks.supervisor.id, at) : { state: 'closed' }),
      open: open ? 1 : 0,
      dueAt: open ? new Date(at.getTime() + 2 * DAY) : null,
      createdAt: at,
      changedAt: at,
      closedAt: open ? null : at,
      ...grids[i % grids.length],
    };
    return names.map((n) => set[n] ?? null);
  };
  for (let i = 0; i < total; i += PER_TRANSACTION) {
    const end = Math.min(i + PER_TRANSACTION, total);
    await server.db.write(async (tx) => {
      for (let j = i; j < end; j += PER_STATEMENT) {
        const rows = Array.from({ length: Math.min(PER_STATEMENT, end - j) }, (_, k) => line(j + k));
        const marks = rows.map(() => `(${names.map(() => '?').join(',')})`).join(',');
        await tx.run(`INSERT INTO case_file (${names.join(',')}) VALUES ${marks}`, rows.flat());
      }
    });
    process.stdout.write(`\r  ${end.toLocaleString('en')} 件`);
  }
  process.stdout.write('\n');
  await server.db.write((tx) => tx.run(server.db.dialect === 'mysql' ? 'ANALYZE TABLE case_file' : 'ANALYZE'));
  return { server, desks };
}

async function withViews(given: Given, role: Desk): Promise<Person> {
  const person = await given.person(role);
  for (const view of SAVED) {
    const { status } = await person.post('/api/views', { ...view, shared: false });
    if (status !== 201) throw new Error(`存视图不成：${status}`);
  }
  return person;
}

/** Of a hundred open cases most wait for their unit; some wait for a decision, some for the supervisor to check them. */
function openOf(i: number, checker: string, at: Date): Record<string, unknown> {
  const asked = JSON.stringify({ by: 'z'.repeat(26), words: '要等材料', at: at.toISOString() });
  if (i % 100 < 2) return { state: 'handling', pending: 1, extension: asked };
  if (i % 100 < 4) return { state: 'handling', pending: 1, doubt: asked };
  if (i % 100 < 6) return { state: 'verified', pending: 1, escalation: asked };
  if (i % 100 < 8) return { state: 'handled', checker };
  return { state: 'verified' };
}

/** @throws where a view has nothing to count: then its time says nothing */
async function mustCount({ desks }: Filled): Promise<void> {
  for (const desk of [desks.dispatcher, desks.supervisor]) {
    const { saved } = (await desk.get('/api/views')).body as DeskViews;
    const counts = (await desk.get('/api/views/counts')).body as ViewCounts;
    const empty = ['pending', 'mine', ...saved.map((v) => v.id)].find((key) => !counts[key]?.n);
    if (empty) throw new Error(`${desk.role}: ${empty} counts nothing`);
  }
  const { rows } = (await desks.supervisor.get('/api/cases?checker=me')).body as Page<CaseRow>;
  if (rows.length === 0) throw new Error('nothing is the supervisor’s to check');
}

async function p95Of({ server, desks }: Filled, screen: Screen): Promise<number> {
  const { of, pages } = SCREENS[screen];
  const headers = { authorization: `Bearer ${desks[of].token}` };
  const ask = (i: number) => ({ method: 'GET' as const, path: pages[i % pages.length], headers });
  await load(server.url, 40, ask, 2);
  return quantile(await load(server.url, REQUESTS, ask, 2), 0.95);
}

async function compare(few: Filled, many: Filled, screen: Screen, database: string): Promise<BenchRow> {
  const p95 = { few: [] as number[], many: [] as number[] };
  for (let round = 0; round < 5; round++) {
    p95.few.push(await p95Of(few, screen));
    p95.many.push(await p95Of(many, screen));
  }
  const [ours, baseline] = [quantile(p95.many, 0.5), quantile(p95.few, 0.5)];
  return {
    name: `${screen} p95（${database}）`,
    unit: `毫秒，${SIZES.many / 10_000} 万件对 1 万件，至多 1.5 倍`,
    ours,
    baseline,
    baselineName: '同一请求，1 万件',
    ratio: ours / baseline,
    bound: MOST,
    ok: ours / baseline <= MOST,
  };
}

/** @param dbUrl MySQL/MariaDB; absent means SQLite */
export async function queue(dbUrl?: string): Promise<BenchRow[]> {
  const few = await fill(SIZES.few, dbUrl);
  const many = await fill(SIZES.many, dbUrl);
  try {
    for (const filled of [few, many]) await mustCount(filled);
    const rows: BenchRow[] = [];
    for (const screen of Object.keys(SCREENS) as Screen[]) {
      rows.push(await compare(few, many, screen, dbUrl ? 'MariaDB' : 'SQLite'));
    }
    return rows;
  } finally {
    await few.server.close();
    await many.server.close();
  }
}
