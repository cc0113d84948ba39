/** Real processes for the fault tests: the built server, and a MariaDB of its own. Killed without mercy, started again. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { root } from '../../core/root.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Given, Person } from '../../test/given.js';

const MAIN = join(root, 'server/dist/server/main.js');

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Asks again until it is so. @throws after the given seconds */
export async function until(isSo: () => Promise<boolean>, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > end) throw new Error(`not so after ${seconds} s: ${isSo}`);
    await pause(50);
  }
}

export function temporary(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'gezhi-faults-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** So many ports in a row that are free. */
export async function freePorts(count: number): Promise<number[]> {
  for (;;) {
    const first = await openPort(0);
    const ports = Array.from({ length: count }, (_, i) => first + i);
    const open = await Promise.all(ports.map((port) => openPort(port).catch(() => 0)));
    if (open.every((port) => port > 0)) return ports;
  }
}

async function openPort(wanted: number): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(wanted, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

const freePort = async () => (await freePorts(1))[0];

const ended = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise<void>((resolve) => child.once('exit', () => resolve()));

interface Where {
  dataDir: string;
  dbUrl?: string;
}

/** `node server/dist/server/main.js` on a port that stays the same over restarts. */
export class ServerProcess {
  private child: ChildProcess | undefined;
  private said = '';
  private constructor(
    private readonly port: number,
    private readonly where: Where,
    private readonly before: string[],
  ) {}

  /** @param before a command that runs the server, as `prlimit …` */
  static async start(where: Where, before: string[] = []): Promise<ServerProcess> {
    if (!existsSync(MAIN)) throw new Error('the server is not built: npm run build');
    const server = new ServerProcess(await freePort(), where, before);
    await server.start();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }
  get isRunning(): boolean {
    return this.child?.exitCode === null && this.child.signalCode === null;
  }

  async start(): Promise<void> {
    const { dataDir, dbUrl } = this.where;
    const own = { HOST: '127.0.0.1', PORT: String(this.port), DATA_DIR: dataDir, CITY: 'none', RATE_LIMITS: 'off' };
    const env = { PATH: process.env.PATH, LOG_LEVEL: 'fatal', ...own, ...(dbUrl ? { DB_URL: dbUrl } : {}) };
    const [command, ...args] = [...this.before, process.execPath, MAIN];
    this.child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (text) => (this.said += text));
    const isThere = () => fetch(`${this.url}/health/live`).then((r) => r.ok);
    await until(async () => !this.isRunning || (await isThere())).catch(() => this.kill());
    if (!this.isRunning) throw new Error(`the server did not start: ${this.said}`);
  }

  /** As a power cut does it. */
  async kill(): Promise<void> {
    if (!this.child) return;
    this.child.kill('SIGKILL');
    await ended(this.child);
  }

  /** As an operator does it. @returns how it ended */
  async stop(): Promise<number | null> {
    if (!this.child) return null;
    this.child.kill('SIGTERM');
    await ended(this.child);
    return this.child.exitCode;
  }
}

/**
 * `it` for what not every machine can do. In CI it must be possible: a test that is left out there shows nothing.
 */
export const itWhere = (isPossible: boolean) => (isPossible || process.env.CI ? it : it.skip);

/** Whether this machine can run a MariaDB of its own. */
export const hasMariadb = () => spawnSync('mariadbd', ['--version']).status === 0;

export class MariadbProcess {
  private child: ChildProcess | undefined;
  private constructor(
    private readonly port: number,
    private readonly folder: string,
  ) {}

  static async start(folder: string): Promise<MariadbProcess> {
    const data = `--datadir=${folder}/mysql`;
    const install = ['--no-defaults', data, '--user=root', '--auth-root-authentication-method=normal'];
    const made = spawnSync('mariadb-install-db', install, { encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`mariadb-install-db: ${made.stderr}`);
    const db = new MariadbProcess(await freePort(), folder);
    await db.start();
    await db.run('CREATE DATABASE gezhi CHARACTER SET utf8mb4');
    return db;
  }

  get url(): string {
    return `mysql://root@127.0.0.1:${this.port}/gezhi`;
  }

  async start(): Promise<void> {
    const files = [`--datadir=${this.folder}/mysql`, `--socket=${this.folder}/mysql.sock`, `--tmpdir=${this.folder}`];
    const small = ['--innodb-buffer-pool-size=64M', '--performance-schema=OFF', '--character-set-server=utf8mb4'];
    const args = [
      '--no-defaults',
      '--user=root',
      ...files,
      `--port=${this.port}`,
      '--bind-address=127.0.0.1',
      ...small,
    ];
    this.child = spawn('mariadbd', args, { stdio: 'ignore' });
    await until(() => this.run('SELECT 1').then(() => true));
  }

  async run(sql: string): Promise<void> {
    const connection = await createConnection({ host: '127.0.0.1', port: this.port, user: 'root' });
    try {
      await connection.query(sql);
    } finally {
      await connection.end();
    }
  }

  async kill(): Promise<void> {
    if (!this.child) return;
    this.child.kill('SIGKILL');
    await ended(this.child);
  }
}

export interface Town {
  resident: Person[];
  worker: Person;
  leader: Person;
}

/** The made city and some people who are signed in, written before the servers under test are started. */
export async function settle(where: Where): Promise<(server: { url: string }) => Town> {
  const writing = await startServer(where);
  const given = await Given.city(writing);
  const residents = await Promise.all(Array.from({ length: 8 }, () => given.person('resident')));
  const [worker, leader] = [await given.person('gridWorker'), await given.person('leader')];
  await writing.close();
  return ({ url }) => {
    const there = (p: Person) => new Person({ url } as TestServer, p.id, p.token, p.role);
    return { resident: residents.map(there), worker: there(worker), leader: there(leader) };
  };
}
