/** A month of statistics out of 1,000,000 cases: from the kept sums, and by scanning the facts of the month in SQL. */
import { type Fact, marks } from '../../shared/measures.js';
import type { StatsView } from '../../shared/views.js';
import { add, apply, type Sums } from '../features/stats/roll-up.js';
import { startServer, type TestServer } from '../test/app.js';
import { Given, type Person } from '../test/given.js';
import { type BenchRow } from './bench.js';
import { load, quantile } from './load.js';

const CASES = Number(process.env.BENCH_CASES ?? 1_000_000);
const MONTHS = 24;
const ROUNDS = 15;
const MOST = 0.1;
const PER_TRANSACTION = 3000;
const KINDS = ['report', 'register', 'verify', 'assign', 'accept', 'handle', 'check', 'close', 'opinion'] as const;
const ITEMS = ['road-lamp', 'manhole', 'pavement', 'litter', 'car-parking', 'noise-life', 'elevator', 'sewer'];
const COUNTED =
  marks.done.bit | marks.inTime.bit | marks.judged.bit | marks.valid.bit | marks.kept.bit | marks.closed.bit;

interface Filled {
  server: TestServer;
  clerk: Person;
}

/** Cases that are copies of one, with facts spread over grids, units, items and months. */
async function fill(dbUrl: string | undefined): Promise<Filled> {
  const server = await startServer({}, dbUrl ?? '');
  const given = await Given.city(server);
  const { id } = await given.case('verified');
  const [pattern] = await server.db.read.query<Record<string, unknown>>('SELECT * FROM case_file WHERE id = ?', [id]);
  const grids = await server.db.read.query<{ grid: string; community: string; street: string }>(
    'SELECT g.code AS grid, c.code AS community, c.parent AS street FROM place g JOIN place c ON c.code = g.parent WHERE g.level = ?',
    ['grid'],
  );
  const units = Object.values(given.units);
  const names = Object.keys(pattern);
  for (let i = 0; i < CASES; i += PER_TRANSACTION) {
    const sums: Sums = new Map();
    const cases: unknown[][] = [];
    const facts: unknown[][] = [];
    for (let j = i; j < Math.min(CASES, i + PER_TRANSACTION); j++) {
      const month = j % MONTHS;
      const at = new Date(Date.UTC(2024, 11 + month, 1 + (j % 28), j % 24));
      const grid = grids[j % grids.length];
      const key = `z${String(j).padStart(25, '0')}`;
      const own = {
        id: key,
        number: `B${String(j).padStart(12, '0')}`,
        state: 'closed',
        open: 0,
        createdAt: at,
        changedAt: at,
      };
      const row: Record<string, unknown> = {
        ...pattern,
        ...own,
        closedAt: at,
        dueAt: null,
        ...grid,
        item: ITEMS[j % ITEMS.length],
      };
      cases.push(names.map((n) => row[n] ?? null));
      const day = at.getUTCFullYear() * 10_000 + (at.getUTCMonth() + 1) * 100 + at.getUTCDate();
      const found = KINDS.map((kind, k): Fact => {
        const minutes = ['report', 'register', 'close', 'opinion'].includes(kind)
          ? null
          : 20 + ((j * 37 + k * 91) % 4000);
        return { kind, day, unit: units[j % units.length], marks: j % 7 === 0 ? marks.late.bit : COUNTED, minutes };
      });
      for (const f of found) facts.push([key, f.kind, f.day, f.unit, f.marks, f.minutes]);
      const places = [pattern.city, pattern.county, grid.street, grid.community, grid.grid].map(String);
      add(sums, found, { item: String(row.item), places });
    }
    await server.db.write(async (tx) => {
      const insert = async (table: string, columns: readonly string[], rows: unknown[][]) => {
        const most = Math.floor(900 / columns.length);
        const mark = `(${columns.map(() => '?').join(',')})`;
        for (let r = 0; r < rows.length; r += most) {
          const part = rows.slice(r, r + most);
          await tx.run(
            `INSERT INTO ${table} (${columns.join(',')}) VALUES ${part.map(() => mark).join(',')}`,
            part.flat(),
          );
        }
      };
      await insert('case_file', names, cases);
      await insert('case_fact', ['caseId', 'kind', 'day', 'unit', 'marks', 'minutes'], facts);
      await apply(tx, sums);
    });
    process.stdout.write(`\r  ${Math.min(CASES, i + PER_TRANSACTION).toLocaleString('en')} 件`);
  }
  process.stdout.write('\n');
  const analyze = server.db.dialect === 'mysql' ? 'ANALYZE TABLE case_file, case_fact, roll_up' : 'ANALYZE';
  await server.db.write((tx) => tx.run(analyze));
  return { server, clerk: await given.person('dispatcher') };
}

/** The same numbers without sums: every fact of the month joined to the place and item of its case. */
function scan({ server }: Filled, column: string, month: number): Promise<{ kind: string; n: number }[]> {
  const bits = [marks.done, marks.inTime, marks.late, marks.open, marks.judged, marks.valid, marks.kept, marks.closed];
  const counts = bits.map(({ bit }, i) => `SUM(CASE WHEN (f.marks & ${bit}) = ${bit} THEN 1 ELSE 0 END) AS m${i}`);
  return server.db.read.query(
    `SELECT ${column} AS part, f.kind, COUNT(*) AS n, ${counts.join(', ')} FROM case_file c JOIN case_fact f ON f.caseId = c.id
     WHERE f.day BETWEEN ${month * 100} AND ${month * 100 + 31} AND c.county = '990101' GROUP BY ${column}, f.kind`,
  );
}

const COLUMNS = { area: 'c.street', unit: 'f.unit', item: 'c.item' } as const;

/** @param dbUrl MySQL/MariaDB; absent means SQLite */
export async function stats(dbUrl?: string): Promise<BenchRow[]> {
  const filled = await fill(dbUrl);
  try {
    const rows: BenchRow[] = [];
    for (const [by, column] of Object.entries(COLUMNS)) {
      const kept: number[] = [];
      const scanned: number[] = [];
      for (let round = 0; round <= ROUNDS; round++) {
        const month = 202501 + (round % 12);
        const text = `2025-${String((round % 12) + 1).padStart(2, '0')}`;
        const path = `/api/stats?place=990101&by=${by}&from=${text}&to=${text}`;
        const headers = { authorization: `Bearer ${filled.clerk.token}` };
        const [took] = await load(filled.server.url, 1, () => ({ method: 'GET', path, headers }), 1);
        const start = performance.now();
        const told = await scan(filled, column, month);
        if (round > 0) {
          kept.push(took);
          scanned.push(performance.now() - start);
        }
        if (round === 0) await compare(filled, path, told);
      }
      const [ours, baseline] = [quantile(kept, 0.5), quantile(scanned, 0.5)];
      rows.push({
        name: `一个月的统计，${{ area: '按地方', unit: '按单位', item: '按事项' }[by]}（${dbUrl ? 'MariaDB' : 'SQLite'}）`,
        unit: `毫秒，${CASES.toLocaleString('en')} 件，至多十分之一`,
        ours,
        baseline,
        baselineName: '直接扫描',
        ratio: ours / baseline,
        bound: MOST,
        ok: ours / baseline <= MOST,
      });
    }
    return rows;
  } finally {
    await filled.server.close();
  }
}

/** A race between two that answer differently would prove nothing. */
async function compare({ clerk }: Filled, path: string, told: { kind: string; n: number }[]): Promise<void> {
  const view = (await clerk.get(path)).body as StatsView;
  const handled = told.filter((t) => t.kind === 'handle').reduce((sum, t) => sum + Number(t.n), 0);
  if (view.all.shares.handled.of !== handled) {
    throw new Error(`${view.all.shares.handled.of} from the sums, ${handled} from the scan`);
  }
}
