/** Work that comes back every so often, once for all instances: each turn is a row in the table of jobs. */
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { now } from './clock.js';
import { Db } from './db.js';
import { isDuplicate } from './db-errors.js';
import { type Handler, Jobs } from './jobs.js';
import { job } from './jobs.tables.js';

const MINUTE = 60_000;
const nextTurn = (minutes: number) => Math.floor(now().getTime() / (minutes * MINUTE)) + 1;
const turnId = (kind: string, minutes: number) => `${kind}.${nextTurn(minutes)}`;

@Injectable()
export class Recurring implements OnApplicationShutdown {
  private readonly log = new Logger('recurring');
  /** Minutes between two turns, by kind of job. */
  private readonly periods = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly db: Db,
    private readonly jobs: Jobs,
  ) {}

  /** @param minutes between two turns; turns begin at whole multiples of it since 1970 (UTC) */
  every(minutes: number, kind: string, handler: Handler): void {
    // SQLite would keep a longer id, and MariaDB would plan nothing from then on.
    if (turnId(kind, minutes).length > (job.columns.id.length ?? 0))
      throw new Error(`${kind} is too long to name a job`);
    this.periods.set(kind, minutes);
    this.jobs.on(kind, handler);
  }

  /** Looks each minute until the application shuts down. */
  async start(): Promise<void> {
    this.timer = setInterval(() => void this.tryToPlan(), MINUTE).unref();
    await this.tryToPlan();
  }

  private async tryToPlan(): Promise<void> {
    await this.plan().catch((error) => this.log.warn(`cannot plan what recurs: ${error.message}`));
  }

  /**
   * Puts the next turn of everything into the table. It lies ahead, so its row is still there when
   * another instance plans the same turn; and it does not depend on how the turn before went.
   */
  async plan(): Promise<void> {
    for (const [kind, minutes] of this.periods) {
      const turn = nextTurn(minutes);
      const id = turnId(kind, minutes);
      if (await this.db.read.find(job, { id })) continue;
      const row = { id, kind, payload: {}, runAt: new Date(turn * minutes * MINUTE), state: 'waiting' as const };
      const rest = { attempts: 0, worker: null, leaseUntil: null, error: null, createdAt: now() };
      await this.db
        .write((tx) => tx.insert(job, { ...row, ...rest }))
        .catch((error) => {
          if (!isDuplicate(error)) throw error;
        });
    }
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
