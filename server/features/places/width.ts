/** How wide a polygon is at its widest place: the circle that fits into it. */
import type { Position } from 'geojson';
import { boxOf, measurePolygon, metresPerLat, metresPerLng } from './earth.js';
import { Outlines } from './outlines.js';

/** A square that may hold the middle of the circle; metres, from its own middle to its sides. */
interface Cell {
  x: number;
  y: number;
  half: number;
}

/**
 * Whether a circle of this diameter fits somewhere into a polygon of positions in degrees. Squares that can hold no
 * such middle are put aside, others are cut in four (the way of polylabel), until one is found or none is left.
 */
export function isWiderThan(rings: Position[][], metres: number): boolean {
  const { area, length } = measurePolygon(rings);
  // As wide as on the average it is somewhere.
  if ((2 * area) / length > metres) return true;
  const polygon = { type: 'Polygon' as const, coordinates: rings };
  const outlines = new Outlines([polygon]);
  const [west, south, east, north] = boxOf(polygon);
  const mx = metresPerLng((south + north) / 2);
  const my = metresPerLat((south + north) / 2);
  const radius = metres / 2;
  const first: Cell = {
    x: (west + east) / 2,
    y: (south + north) / 2,
    half: Math.max((east - west) * mx, (north - south) * my) / 2,
  };
  const open = [first];
  for (let cell = open.pop(); cell; cell = open.pop()) {
    const { x, y, half } = cell;
    const toBorder = outlines.distance(0, x, y, mx, my);
    const depth = outlines.side(0, x, y) === 'inside' ? toBorder : -toBorder;
    if (depth > radius) return true;
    // Nowhere in the square is it deeper than in its middle by more than the way to its corner.
    if (depth + half * Math.SQRT2 <= radius || half < radius * FINEST) continue;
    const step = half / 2;
    for (const [dx, dy] of QUARTERS) open.push({ x: x + (dx * step) / mx, y: y + (dy * step) / my, half: step });
  }
  return false;
}

const QUARTERS = [
  [-1, -1],
  [1, -1],
  [-1, 1],
  [1, 1],
] as const;
/** Squares smaller than this part of the radius are not cut: what fits by less than that does not fit. */
const FINEST = 0.05;
