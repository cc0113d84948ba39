/** The recount: every timeline is read again, and facts and sums are compared with what is kept. */
import { Ctx, system } from '../../core/ctx.js';
import type { Db } from '../../core/db.js';
import { add, keyOf, type Sums } from './roll-up.js';
import { casesAfter } from './stats.jobs.js';
import type { StatsService } from './stats.service.js';

export interface Recount {
  cases: number;
  /** Were behind their timeline, and are counted now. */
  caughtUp: number;
  /** Cases whose facts are not what the timeline says. */
  facts: string[];
  /** Kept sums that are not what the facts add up to. */
  sums: string[];
  /** It was told to end before it had read everything; sums are not compared then. */
  stopped: boolean;
}
interface Options {
  progress(cases: number): void;
  stop: AbortSignal;
}
const AT_ONCE = 200;

export async function recount(db: Db, stats: StatsService, { progress, stop }: Options): Promise<Recount> {
  const result: Recount = { cases: 0, caughtUp: 0, facts: [], sums: [], stopped: false };
  const sums: Sums = new Map();
  for (let ids = await casesAfter(db, '', AT_ONCE); ids.length > 0; ) {
    if (stop.aborted) return { ...result, stopped: true };
    const behind = (await stats.recount(db.read, ids)).filter((c) => c.is === 'behind').map((c) => c.id);
    if (behind.length > 0) await Ctx.writing({ db, actor: system }, (ctx) => stats.measure(ctx, behind));
    for (const { id, is, now } of await stats.recount(db.read, ids)) {
      if (is !== 'same') result.facts.push(id);
      if (now) add(sums, now.facts, now);
    }
    result.caughtUp += behind.length;
    result.cases += ids.length;
    progress(result.cases);
    ids = await casesAfter(db, ids[ids.length - 1], AT_ONCE);
  }
  result.sums = await differences(db, sums);
  return result;
}

async function differences(db: Db, sums: Sums): Promise<string[]> {
  const found: string[] = [];
  const subjects = await db.read.query<{ subject: string }>('SELECT DISTINCT subject FROM roll_up');
  for (const { subject } of subjects) {
    const rows = await db.read.query<Parameters<typeof keyOf>[0] & { n: number }>(
      'SELECT subject, dimension, month, part, counter, n FROM roll_up WHERE subject = ?',
      [subject],
    );
    for (const row of rows) {
      const key = keyOf(row);
      if ((sums.get(key) ?? 0) !== Number(row.n)) found.push(key);
      sums.delete(key);
    }
  }
  return [...found, ...[...sums].filter(([, n]) => n !== 0).map(([key]) => key)];
}
