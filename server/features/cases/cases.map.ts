/** Points of a map gathered into clusters where there would be too many to tell apart. */
import type { MapPoint } from '../../../shared/views.js';

/** Cells across the shown part of the map. */
const CELLS = 16;

export function clustered(points: MapPoint[], [w, s, e, n]: number[]) {
  const cells = new Map<string, MapPoint[]>();
  for (const p of points) {
    const x = Math.floor(((p.lng - w) / (e - w || 1)) * CELLS);
    const y = Math.floor(((p.lat - s) / (n - s || 1)) * CELLS);
    const key = `${x}:${y}`;
    const cell = cells.get(key);
    if (cell) cell.push(p);
    else cells.set(key, [p]);
  }
  const alone: MapPoint[] = [];
  const clusters: { lng: number; lat: number; n: number }[] = [];
  const mean = (list: MapPoint[], key: 'lng' | 'lat') => list.reduce((sum, p) => sum + p[key], 0) / list.length;
  for (const cell of cells.values()) {
    if (cell.length < 3) alone.push(...cell);
    else clusters.push({ lng: mean(cell, 'lng'), lat: mean(cell, 'lat'), n: cell.length });
  }
  return { points: alone, clusters };
}
