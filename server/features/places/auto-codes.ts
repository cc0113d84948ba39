/** Numbers for grids that come without codes: as one reads a map, from west to east, row by row from north to south. */
import { boxOf, type Shape } from './earth.js';

/** The shapes in reading order. Those whose middles lie within one usual height of a shape stand in one row. */
export function inReadingOrder<T extends { geometry: Shape }>(shapes: readonly T[]): T[] {
  const boxes = shapes.map((shape) => ({ shape, box: boxOf(shape.geometry) }));
  const heights = boxes.map(({ box: [, south, , north] }) => north - south).sort((a, b) => a - b);
  const usual = heights[heights.length >> 1] || 1;
  const middles = boxes.map(({ shape, box: [west, south, east, north] }) => ({
    shape,
    x: (west + east) / 2,
    y: (south + north) / 2,
  }));
  const top = Math.max(...middles.map(({ y }) => y));
  const row = (y: number) => Math.round((top - y) / usual);
  return middles.sort((a, b) => row(a.y) - row(b.y) || a.x - b.x || b.y - a.y).map(({ shape }) => shape);
}

/** The parent's code and a running number of `width` digits (more where the number needs more). */
export const numbered = (parent: string, number: number, width: number) =>
  `${parent}${String(number).padStart(width, '0')}`;

/** The shapes of each parent, in the order of the list. */
export function byParent<T extends { parent: string | null }>(shapes: readonly T[]): Map<string | null, T[]> {
  const siblings = new Map<string | null, T[]>();
  for (const shape of shapes) {
    const known = siblings.get(shape.parent);
    if (known) known.push(shape);
    else siblings.set(shape.parent, [shape]);
  }
  return siblings;
}
