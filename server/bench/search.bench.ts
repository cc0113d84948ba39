/** Search among 1,000,000 cases over HTTP, p95, beside a bare lookup by an index of the same database in the same run. */
import { termsOf } from '../../shared/terms.js';
import type { CaseRow, Page } from '../../shared/views.js';
import { startServer, type TestServer } from '../test/app.js';
import { Given, type Person } from '../test/given.js';
import { seeded } from '../test/mesh.js';
import type { BenchRow } from './bench.js';
import { load, quantile } from './load.js';

const MANY = 1_000_000;
const REQUESTS = 60;
const ROUNDS = 5;
const PER_STATEMENT = 10;
const PER_TRANSACTION = PER_STATEMENT * 500;
/** Words of everyday reports; each case holds some of them. */
const EVERYDAY = [
  '路灯不亮',
  '井盖松动',
  '垃圾没有清运',
  '楼道堆物',
  '噪声扰民',
  '下水道堵塞',
  '乱停车',
  '树枝挡住窗户',
];
/** In one case of so many. */
const RARE_EVERY = 50_000;
const RARE = '琉璃瓦';
const streetOf = (i: number) => `${'东西南北中'[i % 5]}${'元亨利贞福禄寿喜'[(i >> 3) % 8]}路${(i % 400) + 1}号`;

interface Filled {
  server: TestServer;
  clerk: Person;
  /** Some of the numbers that there are. */
  numbers: string[];
}

/** Copies of one real case with words, addresses and numbers of their own, indexed as reports are. */
async function fill(total: number, dbUrl: string | undefined): Promise<Filled> {
  const server = await startServer({}, dbUrl ?? '');
  const given = await Given.city(server);
  const { id } = await given.case('verified');
  const [row] = await server.db.read.query<Record<string, unknown>>('SELECT * FROM case_file WHERE id = ?', [id]);
  const names = Object.keys(row);
  const chance = seeded(7);
  const start = new Date('2026-11-01T00:00:00Z').getTime();
  const numbers: string[] = [];
  const line = (i: number) => {
    const words = `${EVERYDAY[Math.floor(chance() * EVERYDAY.length)]}，已经${1 + (i % 9)}天了${i % RARE_EVERY === 0 ? `，${RARE}掉下来` : ''}`;
    const at = new Date(start - (total - i) * 60_000);
    const number = `25${String(i).padStart(9, '0')}`;
    if (i % 997 === 0) numbers.push(number);
    const set: Record<string, unknown> = {
      ...row,
      id: `0${String(i).padStart(25, '0')}`,
      number,
      words,
      address: streetOf(i),
      state: 'closed',
      open: 0,
      dueAt: null,
      createdAt: at,
      changedAt: at,
      closedAt: at,
    };
    return { cells: names.map((n) => set[n] ?? null), text: [set.id, termsOf([words, streetOf(i)]).join(' ')] };
  };
  for (let i = 0; i < total; i += PER_TRANSACTION) {
    const end = Math.min(i + PER_TRANSACTION, total);
    await server.db.write(async (tx) => {
      for (let j = i; j < end; j += PER_STATEMENT) {
        const lines = Array.from({ length: Math.min(PER_STATEMENT, end - j) }, (_, k) => line(j + k));
        const marks = lines.map(() => `(${names.map(() => '?').join(',')})`).join(',');
        const cells = lines.flatMap((l) => l.cells);
        await tx.run(`INSERT INTO case_file (${names.join(',')}) VALUES ${marks}`, cells);
        const pairs = lines.map(() => '(?,?)').join(',');
        const texts = lines.flatMap((l) => l.text);
        await tx.run(`INSERT INTO case_text (caseId, terms) VALUES ${pairs}`, texts);
      }
    });
    process.stdout.write(`\r  ${end.toLocaleString('en')} 件`);
  }
  process.stdout.write('\n');
  await server.db.write((tx) => tx.run(server.db.dialect === 'mysql' ? 'ANALYZE TABLE case_file' : 'ANALYZE'));
  return { server, clerk: await given.person('dispatcher'), numbers };
}

/** One row by its number, past everything of ours but the driver. */
async function bare({ server, numbers }: Filled): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < REQUESTS; i++) {
    const began = performance.now();
    await server.db.read.query('SELECT * FROM case_file WHERE number = ?', [numbers[i % numbers.length]]);
    times.push(performance.now() - began);
  }
  return quantile(times, 0.95);
}

async function asked({ server, clerk }: Filled, words: (i: number) => string): Promise<number> {
  const headers = { authorization: `Bearer ${clerk.token}` };
  const path = (i: number) => `/api/cases?size=20&q=${encodeURIComponent(words(i))}`;
  const ask = (i: number) => ({ method: 'GET' as const, path: path(i), headers });
  return quantile(await load(server.url, REQUESTS, ask, 2), 0.95);
}

/** @throws when a search finds nothing: then its time says nothing */
async function mustFind({ clerk }: Filled, q: string): Promise<void> {
  const { rows } = (await clerk.get('/api/cases').query({ q })).body as Page<CaseRow>;
  if (rows.length === 0) throw new Error(`nothing is found by ${q}`);
}

/**
 * @param dbUrl MySQL/MariaDB; absent means SQLite
 * @param total fewer for a trial
 */
export async function search(dbUrl?: string, total = MANY): Promise<BenchRow[]> {
  const filled = await fill(total, dbUrl);
  const { numbers } = filled;
  const kinds: Record<string, (i: number) => string> = {
    '两个字，常见（每八件一件）': (i) => EVERYDAY[i % EVERYDAY.length].slice(0, 2),
    [`两个字，少见（每 ${RARE_EVERY.toLocaleString('en')} 件一件）`]: () => RARE.slice(0, 2),
    编号: (i) => numbers[i % numbers.length],
    地点: (i) => streetOf(i * 31),
  };
  try {
    const times = Object.fromEntries(Object.keys(kinds).map((name) => [name, [] as number[]]));
    const base: number[] = [];
    for (const words of Object.values(kinds)) await mustFind(filled, words(1));
    for (let round = 0; round < ROUNDS; round++) {
      base.push(await bare(filled));
      for (const [name, words] of Object.entries(kinds)) times[name].push(await asked(filled, words));
    }
    const baseline = quantile(base, 0.5);
    return Object.entries(times).map(([name, all]) => {
      const ours = quantile(all, 0.5);
      return {
        name: `搜索 ${name}，p95（${dbUrl ? 'MariaDB' : 'SQLite'}）`,
        unit: `毫秒，${total.toLocaleString('en')} 件`,
        ours,
        baseline,
        baselineName: '按编号索引取一行，只有驱动',
        ratio: ours / baseline,
        bound: null,
        ok: true,
      };
    });
  } finally {
    await filled.server.close();
  }
}
