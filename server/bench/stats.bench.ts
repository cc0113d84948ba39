/**
 * A month of statistics out of 1,000,000 cases: from the kept sums over HTTP, and by a plain scan. That is one SQL
 * statement past everything of ours but the driver: the facts of the month by their index on kind and day, each joined
 * to its case for the place and the item, counted by mark. The medians that our answer holds too it leaves out.
 */
import { factOf, formulaOf, type MeasureKey, measureKeys, monthText } from '../../shared/measures.js';
import type { StatsRow, StatsView } from '../../shared/views.js';
import type { BenchRow } from './bench.js';
import { load, quantile } from './load.js';
import { type Filled, fill } from './stats.fill.js';

const CASES = Number(process.env.BENCH_CASES ?? 1_000_000);
const ROUNDS = 15;
const MOST = 0.1;
const PLACE = '990101';
const DIVISIONS = {
  area: { column: 'c.street', name: '按地方' },
  unit: { column: 'f.unit', name: '按单位' },
  item: { column: 'c.item', name: '按事项' },
} as const;
type Division = keyof typeof DIVISIONS;
/** Of a kind of fact in a part: how many, and how many with each mark. */
type Told = { part: string; kind: string; n: number } & Record<`m${number}`, number>;

/** Counters of all formulas that hold in a month. */
const asked = (month: number) =>
  measureKeys.flatMap((key) => {
    const { good, of } = formulaOf(key, monthText(month));
    return [factOf(good), factOf(of)];
  });

function scan({ server }: Filled, by: Division, month: number): Promise<Told[]> {
  const wanted = asked(month);
  const kinds = [...new Set(wanted.map(({ kind }) => kind))];
  const bits = [...new Set(wanted.map(({ bits }) => bits))].filter((b) => b > 0);
  const counts = bits.map((b) => `SUM(CASE WHEN (f.marks & ${b}) = ${b} THEN 1 ELSE 0 END) AS m${b}`);
  const { column } = DIVISIONS[by];
  return server.db.read.query(
    `SELECT ${column} AS part, f.kind AS kind, COUNT(*) AS n, ${counts.join(', ')}
     FROM case_fact f CROSS JOIN case_file c ON c.id = f.caseId
     WHERE f.kind IN (${kinds.map(() => '?').join(',')}) AND f.day BETWEEN ? AND ? AND c.county = ?
     GROUP BY ${column}, f.kind`,
    [...kinds, month * 100, month * 100 + 31, PLACE],
  );
}

const pathOf = (by: Division, month: number) => {
  const text = monthText(month);
  return `/api/stats?place=${PLACE}&by=${by}&from=${text}&to=${text}`;
};

async function measured(filled: Filled, by: Division, database: string): Promise<BenchRow> {
  const headers = { authorization: `Bearer ${filled.clerk.token}` };
  const kept: number[] = [];
  const scanned: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const month = 202501 + (round % 12);
    const [took] = await load(filled.server.url, 1, () => ({ method: 'GET', path: pathOf(by, month), headers }), 1);
    const start = performance.now();
    const told = await scan(filled, by, month);
    if (round === 0) {
      await compare(filled, by, month, told);
      continue;
    }
    scanned.push(performance.now() - start);
    kept.push(took);
  }
  const [ours, baseline] = [quantile(kept, 0.5), quantile(scanned, 0.5)];
  return {
    name: `一个月的统计，${DIVISIONS[by].name}（${database}）`,
    unit: `毫秒，${filled.cases.toLocaleString('en')} 件，至多十分之一`,
    ours,
    baseline,
    baselineName: '一条 SQL 扫当月的事实（有索引），连事件表计数，不含用时',
    ratio: ours / baseline,
    bound: MOST,
    ok: ours / baseline <= MOST,
  };
}

/** A race between two that answer differently would prove nothing. @throws at the first number that differs */
async function compare(filled: Filled, by: Division, month: number, told: readonly Told[]): Promise<void> {
  const { rows, all } = await whole(filled, pathOf(by, month));
  const listed = new Set(rows.map((row) => row.key));
  const missing = told.find(({ part }) => !listed.has(part));
  if (missing || told.length === 0) throw new Error(`${by}: ${missing?.part ?? 'everything'} is not listed`);
  for (const row of rows)
    same(
      row,
      month,
      told.filter(({ part }) => part === row.key),
    );
  same(all, month, told);
}

function same({ key, shares }: StatsRow, month: number, told: readonly Told[]): void {
  const count = ({ kind, bits }: ReturnType<typeof factOf>) =>
    told.filter((t) => t.kind === kind).reduce((sum, t) => sum + Number(bits === 0 ? t.n : t[`m${bits}`]), 0);
  for (const [measure, { good, of }] of Object.entries(shares)) {
    const formula = formulaOf(measure as MeasureKey, monthText(month));
    const scanned = { good: count(factOf(formula.good)), of: count(factOf(formula.of)) };
    if (good === scanned.good && of === scanned.of) continue;
    throw new Error(`${key} ${measure}: ${good}/${of} from the sums, ${scanned.good}/${scanned.of} from the scan`);
  }
}

/** All pages as one. */
async function whole({ clerk }: Filled, path: string): Promise<StatsView> {
  const page = async (n: number) => (await clerk.get(`${path}&size=100&page=${n}`)).body as StatsView;
  const view = await page(1);
  while (view.rows.length < view.total) view.rows.push(...(await page(view.rows.length / 100 + 1)).rows);
  return view;
}

/** @param dbUrl MySQL/MariaDB; absent means SQLite */
export async function stats(dbUrl?: string): Promise<BenchRow[]> {
  const filled = await fill(dbUrl, CASES);
  try {
    const rows: BenchRow[] = [];
    for (const by of Object.keys(DIVISIONS) as Division[]) {
      rows.push(await measured(filled, by, dbUrl ? 'MariaDB' : 'SQLite'));
    }
    return rows;
  } finally {
    await filled.server.close();
  }
}
