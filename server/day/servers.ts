/** Two real server processes on one database, whose clocks move together; one of them can be killed and started again. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Db } from '../core/db.js';
import { asDate } from '../core/tables.js';
import { scratchDatabase } from '../test/app.js';
import type { Done, Order } from './server.js';

const SERVER = fileURLToPath(new URL('./server.js', import.meta.url));
/** The password of everybody in the demo city while the week is played. */
export const PASSWORD = 'Lotus-leaf-7';
const SECOND = 1000;
/** Longer than any job takes: what is still due then is stuck. */
const PATIENCE_MS = 30 * SECOND;
/** In which an answer that was sent is read. */
const ARRIVES_MS = 200;
const ORPHANED_MS = 2 * SECOND;
const NEVER = Number.POSITIVE_INFINITY;

class ServerProcess {
  url = '';
  private child: ChildProcess | undefined;
  private orders = 0;
  private readonly waiting = new Map<number, (done: Done | null) => void>();

  constructor(private readonly env: NodeJS.ProcessEnv) {}

  get isAlive(): boolean {
    return this.child !== undefined;
  }

  start(at: number): Promise<void> {
    const child = fork(SERVER, { env: this.env, execArgv: ['--enable-source-maps'] });
    this.child = child;
    child.on('message', (done: Done) => {
      this.waiting.get(done.id)?.(done);
      this.waiting.delete(done.id);
    });
    child.once('exit', () => {
      if (this.child === child) this.child = undefined;
      for (const tell of this.waiting.values()) tell(null);
      this.waiting.clear();
    });
    return this.moveTo(at);
  }

  /** @throws when the server says so, or ended by itself */
  async moveTo(at: number): Promise<void> {
    const id = this.orders++;
    const { child } = this;
    if (!child) return;
    const done = await new Promise<Done | null>((tell) => {
      this.waiting.set(id, tell);
      child.send({ id, at } satisfies Order);
    });
    if (done?.error) throw new Error(done.error);
    if (!done && this.child === child) throw new Error('一台服务器自己停了');
    if (done) this.url = done.url;
  }

  /** Holds it, and lets it go on. */
  hold(isHeld: boolean): void {
    this.child?.kill(isHeld ? 'SIGSTOP' : 'SIGCONT');
  }

  /** As a power cut does it, or asked to end. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (!child) return Promise.resolve();
    return new Promise((done) => {
      child.once('exit', () => done());
      child.kill(signal);
    });
  }
}

export class Servers {
  /** How often time was moved. */
  moves = 0;
  private readonly clock = { at: 0, since: 0 };

  private constructor(
    readonly db: Db,
    private readonly all: readonly ServerProcess[],
    private readonly env: NodeJS.ProcessEnv,
    private readonly remove: () => Promise<void>,
  ) {}

  /** Starts both at this moment; the first loads the demo city as of then. @param dbUrl beside which a scratch database is made */
  static async start(at: number, dbUrl?: string): Promise<Servers> {
    const dataDir = mkdtempSync(join(tmpdir(), 'gezhi-day-'));
    const scratch = dbUrl ? await scratchDatabase(dbUrl) : null;
    const own = { HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir, CITY: 'huangpu', DEMO_PASSWORD: PASSWORD };
    const calm = { RATE_LIMITS: 'off', LOG_LEVEL: process.env.LOG_LEVEL ?? 'fatal' };
    const { PATH } = process.env;
    const env = { PATH, ...own, ...calm, ...(scratch ? { DB_URL: scratch.url } : {}) };
    const all = [new ServerProcess(env), new ServerProcess(env)];
    const remove = async () => {
      await scratch?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    };
    try {
      for (const one of all) await one.start(at);
      const servers = new Servers(await Db.open({ url: scratch?.url, dataDir }), all, env, remove);
      servers.set(at);
      return servers;
    } catch (error) {
      for (const one of all) await one.end('SIGKILL');
      await remove();
      throw error;
    }
  }

  get alive(): string[] {
    return this.all.filter((one) => one.isAlive).map((one) => one.url);
  }

  private set(at: number): void {
    Object.assign(this.clock, { at, since: performance.now() });
  }

  /** What the servers' clocks show. */
  get now(): number {
    return this.clock.at + performance.now() - this.clock.since;
  }

  /**
   * Moves both clocks on, never back, and waits until nothing is due any more and nothing runs: with the next move the
   * lease of what runs would be over. @returns whether that came true
   */
  async moveTo(at: number): Promise<boolean> {
    this.set(Math.max(at, this.now));
    this.moves++;
    const begun = performance.now();
    while (performance.now() < begun + PATIENCE_MS) {
      await this.tell();
      const { next, lease } = await this.jobs();
      // Of a server that was killed there is a lease left, which ends by itself.
      const isQuiet = lease === NEVER || performance.now() > begun + ORPHANED_MS;
      if (isQuiet && Math.min(next, lease) > this.now) return true;
    }
    return false;
  }

  private async tell(): Promise<void> {
    const { now } = this;
    await Promise.all(this.all.map((one) => one.moveTo(now)));
  }

  /** When the table of jobs has something to do next that keeps somebody's time. What sweeps up may wait for it. */
  async nextJob(): Promise<number> {
    const { next, lease } = await this.jobs("AND (kind LIKE 'cases.%' OR kind LIKE 'stats.%')");
    return Math.min(next, lease);
  }

  private async jobs(which = ''): Promise<{ next: number; lease: number }> {
    const [{ next, lease }] = await this.db.read.query<{ next: string | null; lease: string | null }>(
      `SELECT (SELECT MIN(runAt) FROM job WHERE state = 'waiting' ${which}) AS next,
        (SELECT MIN(leaseUntil) FROM job WHERE state = 'running') AS lease`,
    );
    const moment = (at: string | null) => (at === null ? NEVER : asDate(at).getTime());
    return { next: moment(next), lease: moment(lease) };
  }

  /**
   * `kill -9` in the middle of whatever it does. It is held first, so that what it has answered arrives.
   * @param isBusy whether somebody still waits for an answer; where nobody does it lives on
   * @returns whether it was killed
   */
  async kill(nth: number, isBusy: () => boolean): Promise<boolean> {
    this.all[nth].hold(true);
    await pause(ARRIVES_MS);
    if (isBusy()) await this.all[nth].end('SIGKILL');
    else this.all[nth].hold(false);
    return !this.all[nth].isAlive;
  }

  async startAgain(nth: number): Promise<void> {
    await this.all[nth].start(this.now);
  }

  /** A program beside the servers, on their data. @returns its exit code */
  run(file: string, args: string[]): Promise<number> {
    const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, { env: this.env, stdio: 'ignore' });
    return new Promise((done) => {
      child.once('exit', (code) => done(code ?? 1));
    });
  }

  async stop(): Promise<void> {
    for (const one of this.all) await one.end('SIGTERM');
  }

  /** What is left behind: the database, the folder. */
  async close(): Promise<void> {
    await this.stop();
    await this.db.close();
    await this.remove();
  }
}
