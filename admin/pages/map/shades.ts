/** Five steps of one blue for grids by open cases per hundred households: where the steps lie, and which a grid is in. */
import { steps } from '../../../shared/look.js';
import type { PlaceCount } from '../../../shared/views.js';

/** Open cases per 100 households; `null` where the households are not known. */
export const densityOf = (place: Pick<PlaceCount, 'open' | 'households'>): number | null =>
  place.households ? (place.open / place.households) * 100 : null;

/** 1, 2, 5 and their tens: the ends that steps may have. */
const ROUND = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

export interface Shade {
  color: string;
  /** Of the densities in this step: from (inclusive) and to (exclusive, but for the last). */
  from: number;
  to: number;
}

/**
 * Five steps that about double from one to the next, on round numbers up to the highest density: one grid in trouble
 * must not make all others look alike.
 */
export function shadesOf(places: readonly PlaceCount[]): Shade[] {
  const most = Math.max(...places.map((p) => densityOf(p) ?? 0), 0.2);
  const top = ROUND.findIndex((n) => n >= most);
  const last = top < 0 ? ROUND.length - 1 : Math.max(top, steps.length - 1);
  const ends = ROUND.slice(last - steps.length + 1, last + 1);
  return steps.map((color, i) => ({ color, from: ends[i - 1] ?? 0, to: ends[i] ?? 0 }));
}

export function shadeOf(place: PlaceCount, shades: readonly Shade[]): string | undefined {
  const density = densityOf(place);
  if (density === null) return undefined;
  return (shades.find((s) => density < s.to) ?? shades.at(-1))?.color;
}
