/** The recount: every timeline is read again, and facts and sums are compared with what is kept, or put right. */
import { now } from '../../core/clock.js';
import { Ctx, system } from '../../core/ctx.js';
import type { Db } from '../../core/db.js';
import { add, apply, keyOf, type Sums } from './roll-up.js';
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
  /** What was found is put right. */
  repaired: boolean;
  /** It was told to end before it had read everything; sums are not compared then. */
  stopped: boolean;
}
interface Options {
  /** Counts anew what differs, and writes the sums as they should be: while nobody else writes. */
  repair?: boolean;
  progress(cases: number): void;
  stop: AbortSignal;
}
const AT_ONCE = 200;

export async function recount(
  db: Db,
  stats: StatsService,
  { repair = false, progress, stop }: Options,
): Promise<Recount> {
  const result: Recount = { cases: 0, caughtUp: 0, facts: [], sums: [], repaired: false, stopped: false };
  const sums: Sums = new Map();
  const measure = async (ids: string[]) => {
    if (ids.length > 0) await Ctx.writing({ db, actor: system }, (ctx) => stats.measure(ctx, ids));
  };
  const ofKind = async (ids: readonly string[], kind: 'behind' | 'different') =>
    (await stats.recount(db.read, ids, now())).filter((c) => c.is === kind).map((c) => c.id);
  for (let ids = await casesAfter(db, '', AT_ONCE); ids.length > 0; ) {
    if (stop.aborted) return { ...result, stopped: true };
    const behind = await ofKind(ids, 'behind');
    await measure(behind);
    const different = await ofKind(ids, 'different');
    if (repair) await measure(different);
    for (const { now: counted } of await stats.recount(db.read, ids, now())) {
      if (counted) add(sums, counted.facts, counted);
    }
    result.facts.push(...different);
    result.caughtUp += behind.length;
    result.cases += ids.length;
    progress(result.cases);
    ids = await casesAfter(db, ids[ids.length - 1], AT_ONCE);
  }
  const wrong = await differences(db, sums);
  if (repair) await db.write((tx) => apply(tx, wrong));
  return { ...result, sums: [...wrong.keys()], repaired: repair };
}

/** What is missing from each kept sum, where anything is. */
async function differences(db: Db, sums: Sums): Promise<Sums> {
  const found: Sums = new Map();
  const subjects = await db.read.query<{ subject: string }>('SELECT DISTINCT subject FROM roll_up');
  for (const { subject } of subjects) {
    const rows = await db.read.query<Parameters<typeof keyOf>[0] & { n: number }>(
      'SELECT subject, dimension, month, part, counter, n FROM roll_up WHERE subject = ?',
      [subject],
    );
    for (const row of rows) {
      const key = keyOf(row);
      const missing = (sums.get(key) ?? 0) - Number(row.n);
      if (missing !== 0) found.set(key, missing);
      sums.delete(key);
    }
  }
  for (const [key, n] of sums) if (n !== 0) found.set(key, n);
  return found;
}
