/** The national five-level code list into an empty database, against the bare driver inserting the same rows, in one run. */
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { createConnection } from 'mysql2/promise';
import { pathOf } from '../../shared/places.js';
import { type Cli, runCommand } from '../cli/cli.js';
import { placesCommands } from '../cli/places.js';
import { Ctx, system } from '../core/ctx.js';
import type { Row } from '../core/tables.js';
import { nationalList } from '../features/places/national-list.js';
import { place } from '../features/places/places.tables.js';
import { blankPlace } from '../features/places/registry.service.js';
import { startServer, type TestServer } from '../test/app.js';
import { type BenchRow, median } from './bench.js';

/** Beginnings of codes, to try the bench with; absent means the whole country. */
const ONLY = process.env.BENCH_CODES?.split(',');
/** Each on an empty database of its own, in turns. */
const ROUNDS = 3;
/**
 * The driver has its rows ready and looks for nothing; the command reads the list, asks of each portion what is there
 * already, writes it into the audit log, and commits every few thousand, so that it can be stopped and goes on from there.
 * That may cost twice the bare time again.
 */
const MOST = 3;

/** Rows of one statement: fewer cost more, and more gain nothing. */
const AT_ONCE = { sqlite: 90, mysql: 1000 };

const COLUMNS = Object.keys(place.columns) as (keyof Row<typeof place>)[];
type Values = unknown[];

/** The rows as the command writes them, in its order. */
async function rowsOf(): Promise<Values[]> {
  const paths = new Map<string, string>();
  const rows: Values[] = [];
  const at = new Date('2026-11-01T00:00:00Z');
  for await (const portion of nationalList()) {
    for (const { level, code, name, parent } of portion) {
      if (ONLY && !ONLY.some((o) => code.startsWith(o) || o.startsWith(code))) continue;
      const above = parent === null ? null : { code: parent, path: paths.get(parent) ?? '' };
      if (level !== 'community') paths.set(code, pathOf(above?.path ?? null, code));
      const row = blankPlace(level, code, name, above, at);
      rows.push(COLUMNS.map((column) => row[column]));
    }
  }
  return rows;
}

async function ours(server: TestServer): Promise<void> {
  const app: Cli = {
    db: server.db,
    secrets: server.secrets,
    service: async (type) => server.app.get(type),
    ctx: (work) => Ctx.writing({ db: server.db, actor: system, source: 'cli' }, work),
    print: () => {},
    progress: (line) => process.stdout.write(`\r  ${line}`),
    stop: new AbortController().signal,
  };
  const code = await runCommand(
    placesCommands,
    ['places', 'import-codes', ...(ONLY ? ['--only', ONLY.join()] : [])],
    app,
  );
  process.stdout.write('\n');
  if (code !== 0) throw new Error('the list was not imported');
}

const insertOf = (count: number) => {
  const marks = `(${COLUMNS.map(() => '?').join(',')})`;
  return `INSERT INTO place (${COLUMNS.join(',')}) VALUES ${Array(count).fill(marks).join(',')}`;
};

/** All in one transaction. */
async function bare(server: TestServer, rows: readonly Values[]): Promise<void> {
  if (server.env.dbUrl) {
    const connection = await createConnection({ uri: server.env.dbUrl, timezone: 'Z' });
    await connection.beginTransaction();
    for (let i = 0; i < rows.length; i += AT_ONCE.mysql) {
      const part = rows.slice(i, i + AT_ONCE.mysql);
      await connection.query(insertOf(part.length), part.flat());
    }
    await connection.commit();
    await connection.end();
    return;
  }
  const db = new DatabaseSync(join(server.env.dataDir, 'gezhi.sqlite'));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000; BEGIN IMMEDIATE');
  const whole = db.prepare(insertOf(AT_ONCE.sqlite));
  for (let i = 0; i < rows.length; i += AT_ONCE.sqlite) {
    const part = rows.slice(i, i + AT_ONCE.sqlite);
    const statement = part.length === AT_ONCE.sqlite ? whole : db.prepare(insertOf(part.length));
    statement.run(...(part.flat().map((v) => (v instanceof Date ? v.toISOString() : v)) as never[]));
  }
  db.exec('COMMIT');
  db.close();
}

/** What tells whether two tables hold the same places. */
async function sumOf(server: TestServer): Promise<string> {
  const sql = `SELECT COUNT(*) AS n, SUM(LENGTH(path)) AS paths, SUM(LENGTH(name)) AS names, SUM(LENGTH(level)) AS levels,
    COUNT(parent) AS parents FROM place`;
  const [row] = await server.db.read.query<Record<string, unknown>>(sql);
  return Object.values(row).map(Number).join();
}

/** @returns seconds, and what the table holds afterwards */
async function timed(
  dbUrl: string | undefined,
  work: (server: TestServer) => Promise<void>,
): Promise<[number, string]> {
  const server = await startServer({}, dbUrl ?? '');
  try {
    const start = performance.now();
    await work(server);
    return [(performance.now() - start) / 1000, await sumOf(server)];
  } finally {
    await server.close();
  }
}

/** @param dbUrl MySQL/MariaDB; absent means SQLite */
export async function codes(dbUrl?: string): Promise<BenchRow> {
  const rows = await rowsOf();
  const seconds = { ours: [] as number[], bare: [] as number[] };
  const contestants = { ours, bare: (server: TestServer) => bare(server, rows) };
  const sums = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    const names = round % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const);
    for (const name of names) {
      const [time, sum] = await timed(dbUrl, contestants[name]);
      process.stdout.write(`  ${name} ${time.toFixed(1)} s\n`);
      seconds[name].push(time);
      sums.add(sum);
    }
  }
  if (sums.size !== 1) throw new Error(`not the same rows: ${[...sums].join(' ≠ ')}`);
  const ratio = median(seconds.ours) / median(seconds.bare);
  return {
    name: `全国五级区划代码导入空库（${dbUrl ? 'MariaDB' : 'SQLite'}）`,
    unit: `秒，${rows.length.toLocaleString('en')} 个，至多 ${MOST} 倍`,
    ours: median(seconds.ours),
    baseline: median(seconds.bare),
    baselineName: '驱动，同样的行，一个事务、一条多行',
    ratio,
    bound: MOST,
    ok: ratio <= MOST,
  };
}
