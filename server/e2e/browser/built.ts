/** The built server as a process of its own, as `npm start` runs it: a free port, an empty folder, and a clean end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../core/root.js';

/** Of every account of the demo city. */
export const PASSWORD = 'Lotus-leaf-7';
/** The demo city is loaded in about a minute; slower machines take their time. */
const PATIENCE_MS = 240_000;
const MAIN = join(root, 'server/dist/server/main.js');

export interface Built {
  url: string;
  /** All it has said so far. */
  said(): string;
  stop(): Promise<void>;
}

/** @throws when it ends, or is not ready in time; what it said is in the message */
export async function startBuilt(city: 'huangpu' | 'none'): Promise<Built> {
  if (!existsSync(MAIN)) throw new Error('The server is not built: run this by its npm script');
  const folder = await mkdtemp(join(tmpdir(), 'gezhi-browser-'));
  const port = await freePort();
  const child = spawn(process.execPath, ['--enable-source-maps', MAIN], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: folder,
      CITY: city,
      DEMO_PASSWORD: PASSWORD,
      // One address plays everybody here.
      RATE_LIMITS: 'off',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const stop = async () => {
    await ended(child);
    await rm(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await ready(url, child);
  } catch (error) {
    await stop();
    throw new Error(`${(error as Error).message}\n${said}`);
  }
  return { url, said: () => said, stop };
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  for (const from = performance.now(); performance.now() - from < PATIENCE_MS; ) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}`);
    const answer = await fetch(`${url}/health/ready`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`The server was not ready after ${PATIENCE_MS / 1000} s`);
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
