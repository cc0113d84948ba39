/** Carries out the table of jobs: claimed by conditional UPDATE, tried again with growing pauses, then parked. */
import { hostname } from 'node:os';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { newId, now } from './clock.js';
import { Ctx, system } from './ctx.js';
import { Db } from './db.js';
import { job } from './jobs.tables.js';
import type { Row } from './tables.js';

export type JobRow = Row<typeof job>;
/** Handlers are idempotent by job id: a job may run twice when a server dies between work and mark. */
export type Handler = (ctx: Ctx, payload: never, jobId: string) => Promise<void>;

const TRIES = 6;
const LEASE_MS = 60_000;
const pauseMs = (attempts: number) => Math.min(1000 * 4 ** attempts, 3_600_000);

@Injectable()
export class Jobs implements OnApplicationShutdown {
  private readonly log = new Logger('jobs');
  private readonly handlers = new Map<string, Handler>();
  private readonly me = `${hostname()}.${process.pid}.${newId().slice(-6)}`;
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<number> | undefined;
  private stopped = false;

  constructor(private readonly db: Db) {}

  on(kind: string, handler: Handler): void {
    this.handlers.set(kind, handler);
  }

  /** Looks for due jobs every half second until the application shuts down. */
  start(): void {
    const again = async () => {
      const done = await this.runDue().catch((error) => {
        this.log.warn(`cannot look for jobs: ${error.message}`);
        return 0;
      });
      if (!this.stopped) this.timer = setTimeout(again, done > 0 ? 0 : 500).unref();
    };
    this.timer = setTimeout(again, 100).unref();
  }

  /**
   * One round of due jobs.
   * @param until plays the past (the demo city): what was due by then, each as of its own moment
   * @returns how many were carried out
   */
  runDue(limit = 50, until?: Date): Promise<number> {
    this.round ??= this.due(limit, until).finally(() => {
      this.round = undefined;
    });
    return this.round;
  }

  private async due(limit: number, until?: Date): Promise<number> {
    const moment = until ?? now();
    const rows = await this.db.read
      .from(job, 'j')
      .where("(j.state = 'waiting' AND j.runAt <= :moment) OR (j.state = 'running' AND j.leaseUntil <= :moment)", {
        moment,
      })
      .orderBy('j.runAt', 'ASC')
      .take(limit)
      .getMany();
    let done = 0;
    for (const row of rows)
      if (!this.stopped && (await this.claim(row))) done += Number(await this.carryOut(row, until && row.runAt));
    return done;
  }

  private async claim(row: JobRow): Promise<boolean> {
    const leaseUntil = new Date(now().getTime() + LEASE_MS);
    const set = { state: 'running' as const, worker: this.me, leaseUntil, attempts: row.attempts + 1 };
    const where = { id: row.id, state: row.state, attempts: row.attempts };
    return (await this.db.write((tx) => tx.update(job, set, where))) === 1;
  }

  /** The handler's effects and the removal of the job's row are one transaction. */
  private async carryOut(row: JobRow, asOf?: Date): Promise<boolean> {
    try {
      const handler = this.handlers.get(row.kind);
      if (!handler) throw new Error(`nobody handles jobs of kind ${row.kind}`);
      await Ctx.writing({ db: this.db, actor: system, requestId: row.id, now: asOf }, async (ctx) => {
        await handler(ctx, row.payload as never, row.id);
        await ctx.write.run('DELETE FROM job WHERE id = ?', [row.id]);
      });
      return true;
    } catch (error) {
      await this.postpone(row, error as Error);
      return false;
    }
  }

  private async postpone(row: JobRow, error: Error): Promise<void> {
    const attempts = row.attempts + 1;
    const parked = attempts >= TRIES;
    this.log.warn(`${row.kind} ${row.id} failed (${attempts}): ${error.message}`);
    const set = {
      state: parked ? ('parked' as const) : ('waiting' as const),
      runAt: new Date(now().getTime() + pauseMs(attempts)),
      worker: null,
      leaseUntil: null,
      error: error.message.slice(0, 2000),
    };
    await this.db.write((tx) => tx.update(job, set, { id: row.id }));
  }

  /** Waits for the round that runs, so that nothing is cut off half done. */
  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round?.catch(() => {});
  }
}
