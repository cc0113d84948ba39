/** At rest: how soon the server listens, what it holds in memory, and how large the two clients are. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../core/root.js';
import { type BenchRow, limited, median, told } from './bench.js';

const MAIN = join(root, 'server/dist/server/main.js');
const PORT = 4990;
const SETTLED_MS = 8000;

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const rssMb = (pid: number) => {
  const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kb) / 1024;
};

/** One start of the demo city. @returns seconds from process start to the first answer, and megabytes once settled */
async function start(dataDir: string): Promise<{ seconds: number; megabytes: number }> {
  const env = { ...process.env, DATA_DIR: dataDir, PORT: String(PORT), DB_URL: '', LOG_LEVEL: 'silent' };
  const begun = performance.now();
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise((done) => child.once('exit', done));
  try {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${PORT}/health/ready`).catch(() => null);
      if (answer?.ok) break;
      if (child.exitCode !== null || child.signalCode) throw new Error('the server ended before it was ready');
      await pause(10);
    }
    const seconds = (performance.now() - begun) / 1000;
    await pause(SETTLED_MS);
    return { seconds, megabytes: rssMb(child.pid ?? 0) };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/** What the console's first page loads: its script, the modules it preloads, its styles. */
function consoleKb(): number {
  const folder = join(root, 'admin/dist');
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const files = [...html.matchAll(/(?:src|href)="\/admin\/([^"]+\.(?:js|css))"/g)].map((m) => m[1]);
  const sizes = [html, ...files.map((f) => readFileSync(join(folder, f)))].map((part) => gzipSync(part).length);
  return sizes.reduce((sum, n) => sum + n, 0) / 1024;
}

const isPacked = (name: string) => !name.startsWith('.') && !name.endsWith('.map');
function folderKb(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((e) => e.isFile() && isPacked(e.name))
    .reduce((sum, e) => sum + statSync(join(e.parentPath, e.name)).size / 1024, 0);
}

/** What the main package is made of, the largest first; only told, for the whole has the bound. */
function partsOf(folder: string, subs: readonly string[]): BenchRow[] {
  const kbBy = new Map<string, number>();
  for (const entry of readdirSync(folder, { withFileTypes: true }).filter((e) => isPacked(e.name))) {
    if (subs.includes(entry.name)) continue;
    // The frame of a script is counted with it: app.js, app.json and app.wxss are one.
    const part = entry.isDirectory() ? entry.name : entry.name.split('.')[0];
    const path = join(folder, entry.name);
    const kb = entry.isDirectory() ? folderKb(path) : statSync(path).size / 1024;
    kbBy.set(part, (kbBy.get(part) ?? 0) + kb);
  }
  return [...kbBy].sort(([, a], [, b]) => b - a).map(([part, kb]) => told(`小程序主包，其中 ${part}`, 'kB', kb));
}

/** The mini-program's main package and each sub-package (WeChat counts bytes as they are, not compressed). */
function weapp(): BenchRow[] {
  const folder = join(root, 'miniapp/dist/weapp');
  if (!existsSync(join(folder, 'app.json'))) return [];
  const { subPackages = [] } = JSON.parse(readFileSync(join(folder, 'app.json'), 'utf8')) as {
    subPackages?: { root: string }[];
  };
  const subs = subPackages.map(({ root: name }) => ({ name, kb: folderKb(join(folder, name)) }));
  const main = folderKb(folder) - subs.reduce((sum, s) => sum + s.kb, 0);
  return [
    limited('小程序主包', 'kB', main, 600),
    ...partsOf(
      folder,
      subs.map(({ name }) => name),
    ),
    ...subs.map(({ name, kb }) => limited(`小程序分包 ${name}`, 'kB', kb, 2048)),
  ];
}

export async function rest(): Promise<BenchRow[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gezhi-rest-'));
  try {
    await start(dataDir);
    const starts = [await start(dataDir), await start(dataDir), await start(dataDir)];
    return [
      limited('进程启动到可用（第二次起）', '秒', median(starts.map((s) => s.seconds)), 3),
      limited('空闲内存 RSS', 'MB', median(starts.map((s) => s.megabytes)), 250),
      limited('管理台首屏（gzip）', 'kB', consoleKb(), 300),
      ...weapp(),
    ];
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
