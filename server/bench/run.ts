/** `npm run bench [-- 名称 …]`: every measure as a ratio in one run; the lines are printed and kept in results.md. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { root } from '../core/root.js';
import type { BenchRow } from './bench.js';
import { bulk } from './bulk.bench.js';
import { codes } from './codes.bench.js';
import { intake } from './intake.bench.js';
import { OwnMariadb } from './mariadb.js';
import { queue } from './queue.bench.js';
import { rest } from './rest.bench.js';
import { routing } from './routing.bench.js';
import { search } from './search.bench.js';
import { stats } from './stats.bench.js';

/** @param dbUrl the MySQL or MariaDB server beside whose database each bench makes one of its own */
const benchesOn = (dbUrl: string): Record<string, () => Promise<BenchRow[]>> => ({
  routing: () => routing({ dbUrl, data: process.env.GEZHI_DATA }),
  intake: async () => [await intake(), await intake(dbUrl)],
  queue: async () => [...(await queue()), ...(await queue(dbUrl))],
  bulk: async () => [...(await bulk()), ...(await bulk(dbUrl))],
  stats: async () => [...(await stats()), ...(await stats(dbUrl))],
  search: async () => [...(await search()), ...(await search(dbUrl))],
  codes: async () => [await codes(), await codes(dbUrl)],
  rest,
});

const figure = (n: number | null) =>
  n === null ? '—' : n >= 1000 ? Math.round(n).toLocaleString('en') : n.toFixed(n >= 10 ? 1 : 2);

const HEAD = [
  '| 项目 | 单位 | 本系统 | 基线 | 基线值 | 比值 | 界限 | 结果 | 提交 |',
  '|---|---|--:|---|--:|--:|--:|---|---|',
];

function line(r: BenchRow, commit: string): string {
  const cells = [
    r.name,
    r.unit,
    figure(r.ours),
    r.baselineName ?? '—',
    figure(r.baseline),
    r.ratio === null ? '—' : `${figure(r.ratio)}×`,
    figure(r.bound),
    r.ours === null ? '未测' : r.ok ? '达到' : '未达到',
    commit,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** What was measured now takes the place of what stood there under its name; the rest stays as it was measured before. */
function keep(lines: readonly string[]): void {
  const file = join(root, 'server/bench/results.md');
  /** One thing may be measured against several. */
  const nameIn = (row: string) => [1, 4].map((cell) => row.split('|')[cell]?.trim()).join(' / ');
  const before = !existsSync(file) ? [] : readFileSync(file, 'utf8').split('\n');
  const kept = new Map(before.filter((row) => /^\| [^-]/.test(row)).map((row) => [nameIn(row), row]));
  kept.delete(nameIn(HEAD[0]));
  for (const row of lines) kept.set(nameIn(row), row);
  const about = `${cpus().length} 核，${cpus()[0].model}，Node ${process.version}`;
  const words = `由 \`npm run bench\` 写出。比值在同一次运行里得出；绝对值只作记录。${about}。`;
  writeFileSync(file, `${['# 测量结果', '', words, '', ...HEAD, ...kept.values()].join('\n')}\n`);
}

async function main(): Promise<number> {
  const database = process.env.DB_URL ? null : await OwnMariadb.start();
  try {
    return await measure(benchesOn(process.env.DB_URL ?? database?.url ?? ''));
  } finally {
    await database?.stop();
  }
}

async function measure(benches: ReturnType<typeof benchesOn>): Promise<number> {
  const names = process.argv.length === 2 ? Object.keys(benches) : process.argv.slice(2);
  const unknown = names.find((name) => !benches[name]);
  if (unknown) throw new Error(`没有这项测量：${unknown}。可用的有 ${Object.keys(benches).join('、')}`);
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  let isHeld = true;
  for (const name of names) {
    process.stdout.write(`\n=== ${name}\n`);
    const rows = await benches[name]();
    const lines = rows.map((row) => line(row, commit));
    process.stdout.write(`${[...HEAD, ...lines].join('\n')}\n`);
    // After each: a bench that fails later takes nothing of it away.
    keep(lines);
    isHeld &&= rows.every((row) => row.ok);
  }
  return isHeld ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
