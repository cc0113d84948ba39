/** `npm run bench [-- 名称 …]`: every measure as a ratio in one run; the lines are printed and kept in results.md. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { root } from '../core/root.js';
import type { BenchRow } from './bench.js';
import { bulk } from './bulk.bench.js';
import { intake } from './intake.bench.js';
import { queue } from './queue.bench.js';
import { rest } from './rest.bench.js';
import { routing } from './routing.bench.js';
import { search } from './search.bench.js';
import { stats } from './stats.bench.js';

const dbUrl = process.env.DB_URL ?? 'mysql://root@127.0.0.1:3306/test';

const benches: Record<string, () => Promise<BenchRow[]>> = {
  routing: () => routing({ dbUrl, data: process.env.GEZHI_DATA }),
  intake: async () => [await intake(), await intake(dbUrl)],
  queue: async () => [...(await queue()), ...(await queue(dbUrl))],
  bulk: async () => [await bulk(), await bulk(dbUrl)],
  stats: async () => [...(await stats()), ...(await stats(dbUrl))],
  search: async () => [...(await search()), ...(await search(dbUrl))],
  rest,
};

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
    r.ok ? '达到' : '未达到',
    commit,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** What was measured now takes the place of what stood there under its name; the rest stays as it was measured before. */
function keep(lines: readonly string[], whole: boolean): void {
  const file = join(root, 'server/bench/results.md');
  /** One thing may be measured against several. */
  const nameIn = (row: string) => [1, 4].map((cell) => row.split('|')[cell]?.trim()).join(' / ');
  const before = whole || !existsSync(file) ? [] : readFileSync(file, 'utf8').split('\n');
  const kept = new Map(before.filter((row) => /^\| [^-]/.test(row)).map((row) => [nameIn(row), row]));
  kept.delete(nameIn(HEAD[0]));
  for (const row of lines) kept.set(nameIn(row), row);
  const about = `${cpus().length} 核，${cpus()[0].model}，Node ${process.version}`;
  const words = `由 \`npm run bench\` 写出。比值在同一次运行里得出；绝对值只作记录。${about}。`;
  writeFileSync(file, `${['# 测量结果', '', words, '', ...HEAD, ...kept.values()].join('\n')}\n`);
}

async function main(): Promise<number> {
  const whole = process.argv.length === 2;
  const names = whole ? Object.keys(benches) : process.argv.slice(2);
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  const rows: BenchRow[] = [];
  for (const name of names) {
    const bench = benches[name];
    if (!bench) throw new Error(`没有这项测量：${name}。可用的有 ${Object.keys(benches).join('、')}`);
    process.stdout.write(`\n=== ${name}\n`);
    const found = await bench();
    process.stdout.write(`${[...HEAD, ...found.map((row) => line(row, commit))].join('\n')}\n`);
    rows.push(...found);
  }
  keep(
    rows.map((row) => line(row, commit)),
    whole,
  );
  return rows.every((r) => r.ok) ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
