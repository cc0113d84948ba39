/** The clerk's first page with its counts, and the counts of all views: 1,000,000 cases against 10,000, 5,000 open. */
import { startServer, type TestServer } from '../test/app.js';
import { Given, type Person } from '../test/given.js';
import type { BenchRow } from './bench.js';
import { load, quantile } from './load.js';

const OPEN = 5000;
const SIZES = { few: 10_000, many: 1_000_000 };
const REQUESTS = 400;
const MOST = 1.5;
const PER_STATEMENT = 15;
const PER_TRANSACTION = 15 * 400;
const SCREENS = {
  /** One screenful: the list and the counts beside it. */
  受理员首屏与计数: ['/api/cases?mine=true&size=20', '/api/cases/counts'],
  全部视图的计数: ['/api/views/counts'],
} as const;
type Screen = keyof typeof SCREENS;

interface Filled {
  server: TestServer;
  clerk: Person;
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
      state: open ? 'verified' : 'closed',
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
  return { server, clerk: await given.person('communityWorker') };
}

async function p95Of({ server, clerk }: Filled, screen: Screen): Promise<number> {
  const pages = SCREENS[screen];
  const headers = { authorization: `Bearer ${clerk.token}` };
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
    unit: '毫秒，100 万件对 1 万件，至多 1.5 倍',
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
