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

export function sharesOf(sums: readonly Sum[]): Record<MeasureKey, Share> {
  const kept = new Map<string, number>();
  for (const { month, counter, n } of sums) {
    const key = `${month} ${counter}`;
    kept.set(key, (kept.get(key) ?? 0) + n);
  }
  const months = [...new Set(sums.map((s) => s.month))];
  const total = (key: MeasureKey, part: 'good' | 'of') =>
    months.reduce((sum, month) => sum + (kept.get(`${month} ${formulaOf(key, monthText(month))[part]}`) ?? 0), 0);
  return Object.fromEntries(
    measureKeys.map((key) => [key, { good: total(key, 'good'), of: total(key, 'of') }]),
  ) as Record<MeasureKey, Share>;
}

export function timesOf(sums: readonly Sum[]): Record<TimedStep, StepTime> {
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

export const rowOf = (key: string, name: string, sums: readonly Sum[]): StatsRow => ({
  key,
  name,
  shares: sharesOf(sums),
  times: timesOf(sums),
});
