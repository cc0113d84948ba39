/** From kept sums to what is shown: shares by the formula of each month, and the time of each step. */
import {
  formulaOf,
  type MeasureKey,
  measureKeys,
  monthText,
  quantile,
  type Share,
  type TimedStep,
  timedSteps,
} from '../../../shared/measures.js';
import type { StatsRow, StepTime } from '../../../shared/views.js';

/** One kept number of one month. */
export interface Sum {
  month: number;
  counter: string;
  n: number;
}

/** Month → the versions of the formulas that were kept when it was frozen. */
export type Versions = ReadonlyMap<number, Record<MeasureKey, number>>;
const RUNNING: Versions = new Map();

function sharesOf(sums: readonly Sum[], versions: Versions): Record<MeasureKey, Share> {
  const kept = new Map<string, number>();
  for (const { month, counter, n } of sums) {
    const key = `${month} ${counter}`;
    kept.set(key, (kept.get(key) ?? 0) + n);
  }
  const months = [...new Set(sums.map((s) => s.month))];
  const total = (key: MeasureKey, part: 'good' | 'of') =>
    months.reduce((sum, month) => {
      const formula = formulaOf(key, monthText(month), versions.get(month)?.[key]);
      return sum + (kept.get(`${month} ${formula[part]}`) ?? 0);
    }, 0);
  return Object.fromEntries(
    measureKeys.map((key) => [key, { good: total(key, 'good'), of: total(key, 'of') }]),
  ) as Record<MeasureKey, Share>;
}

function timesOf(sums: readonly Sum[]): Record<TimedStep, StepTime> {
  const histograms = new Map<string, Map<number, number>>();
  for (const { counter, n } of sums) {
    const [, step, bucket] = /^(\w+)\.t(\d+)$/.exec(counter) ?? [];
    if (!step) continue;
    const histogram = histograms.get(step) ?? new Map<number, number>();
    histograms.set(step, histogram.set(Number(bucket), (histogram.get(Number(bucket)) ?? 0) + n));
  }
  return Object.fromEntries(
    timedSteps.map((step) => {
      const histogram = histograms.get(step) ?? new Map<number, number>();
      const n = [...histogram.values()].reduce((sum, one) => sum + one, 0);
      return [step, { n, median: quantile(histogram, 0.5), p90: quantile(histogram, 0.9) }];
    }),
  ) as Record<TimedStep, StepTime>;
}

const figuresOf = (sums: readonly Sum[], versions: Versions) => ({
  shares: sharesOf(sums, versions),
  times: timesOf(sums),
});
/** @param now the same sums as they run on, where some of those that count are frozen */
export function rowOf(
  key: string,
  name: string,
  sums: readonly Sum[],
  frozen?: { versions: Versions; now: readonly Sum[] },
): StatsRow {
  if (!frozen) return { key, name, ...figuresOf(sums, RUNNING) };
  return { key, name, ...figuresOf(sums, frozen.versions), now: figuresOf(frozen.now, RUNNING) };
}
