/** What a benchmark tells, and how two contestants are measured fairly on a busy machine. */

/** One line of the table of results. */
export interface BenchRow {
  name: string;
  /** What is measured, for example `lookups/s`. */
  unit: string;
  /** Null where it could not be measured here; then the line tells why. */
  ours: number | null;
  /** The other contestant; null where a bound on our own figure is all there is. */
  baseline: number | null;
  baselineName: string | null;
  /** Ours by the baseline's; null without a baseline. */
  ratio: number | null;
  /** The least ratio, or without a baseline the greatest figure; null where the line is only told. */
  bound: number | null;
  ok: boolean;
}

export interface Contest {
  name: string;
  unit: string;
  ours: number;
  baseline: number;
  baselineName: string;
  bound: number | null;
}

/** A line that compares: higher is better. */
export function compared({ bound, ...contest }: Contest): BenchRow {
  const ratio = contest.ours / contest.baseline;
  return { ...contest, ratio, bound, ok: bound === null || ratio >= bound };
}

/** A line with a limit of its own: lower is better. */
export function limited(name: string, unit: string, ours: number, bound: number): BenchRow {
  return { name, unit, ours, baseline: null, baselineName: null, ratio: null, bound, ok: ours <= bound };
}

/** A line that is only told. */
export const told = (name: string, unit: string, ours: number): BenchRow => ({
  name,
  unit,
  ours,
  baseline: null,
  baselineName: null,
  ratio: null,
  bound: null,
  ok: true,
});

/** A line for what cannot be measured on this machine. @param why what is missing, in words for people */
export const unmeasured = (name: string, why: string): BenchRow => ({
  name,
  unit: why,
  ours: null,
  baseline: null,
  baselineName: null,
  ratio: null,
  bound: null,
  ok: false,
});

/** A contestant does its work once and returns how many pieces of it there were. */
export type Contestant = () => number | Promise<number>;

/** Rounds after a first one that only warms up; their median is told. Many short ones outlive a busy machine. */
const ROUNDS = 25;

/** Pieces per second of each contestant. They take turns, each round in another order, so that noise hits all alike. */
export async function inTurns<Name extends string>(
  contestants: Record<Name, Contestant>,
): Promise<Record<Name, number>> {
  const names = Object.keys(contestants) as Name[];
  const rates = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length];
      const start = performance.now();
      const pieces = await contestants[name]();
      const rate = (pieces / (performance.now() - start)) * 1000;
      if (round > 0) rates.get(name)!.push(rate);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(rates.get(name)!)])) as Record<Name, number>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
