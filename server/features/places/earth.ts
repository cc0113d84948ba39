/** The earth near one place, taken as flat: degrees to metres, good to 0.1 % over some kilometres. */
import type { MultiPolygon, Polygon, Position } from 'geojson';
import { type Box, NOWHERE } from './box-index.js';

export type Shape = Polygon | MultiPolygon;

/** Two things nearer than this, in metres, touch: seven decimals of a degree cannot tell them apart. */
export const TOUCH = 0.01;

const RADIAN = Math.PI / 180;

/** Metres in one degree of latitude at a latitude in degrees (series of the WGS-84 ellipsoid). */
export function metresPerLat(lat: number): number {
  const cos = Math.cos(lat * RADIAN);
  const cos2 = 2 * cos * cos - 1;
  return 111132.954 - 559.822 * cos2 + 1.175 * (2 * cos2 * cos2 - 1);
}

/** Metres in one degree of longitude at a latitude in degrees (series of the WGS-84 ellipsoid). */
export function metresPerLng(lat: number): number {
  const cos = Math.cos(lat * RADIAN);
  const cos2 = 2 * cos * cos - 1;
  const cos3 = cos * (2 * cos2 - 1);
  const cos5 = 2 * cos2 * cos3 - cos;
  return 111412.84 * cos - 93.5 * cos3 + 0.118 * cos5;
}

/** Square of the distance from the origin to the segment a–b; square metres for metres. */
export function squareToSegment(ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const along = -(ax * dx + ay * dy);
  if (along <= 0) return ax * ax + ay * ay;
  const square = dx * dx + dy * dy;
  if (along >= square) return bx * bx + by * by;
  const cross = ax * dy - ay * dx;
  return (cross * cross) / square;
}

/** The polygons of a shape, each a list of rings. */
export const polygonsOf = (shape: Shape): Position[][][] =>
  shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates;

/** west, south, east, north of a shape in degrees; NOWHERE for a shape without points. */
export function boxOf(shape: Shape): Box {
  let [west, south, east, north] = NOWHERE;
  for (const ring of polygonsOf(shape).flat()) {
    for (const [x, y] of ring) {
      west = Math.min(west, x);
      south = Math.min(south, y);
      east = Math.max(east, x);
      north = Math.max(north, y);
    }
  }
  return [west, south, east, north];
}

/** Area in m² and length in m of a closed ring. The area is signed: positive when the ring runs anticlockwise. */
export function measureRing(ring: Position[]): { area: number; length: number } {
  if (ring.length === 0) return { area: 0, length: 0 };
  const [x0, y0] = ring[0];
  const middle = ring.reduce((sum, [, y]) => sum + y, 0) / ring.length;
  const mx = metresPerLng(middle);
  const my = metresPerLat(middle);
  let area = 0;
  let length = 0;
  for (let i = 1; i < ring.length; i++) {
    const ax = (ring[i - 1][0] - x0) * mx;
    const ay = (ring[i - 1][1] - y0) * my;
    const bx = (ring[i][0] - x0) * mx;
    const by = (ring[i][1] - y0) * my;
    area += (ax * by - bx * ay) / 2;
    length += Math.hypot(bx - ax, by - ay);
  }
  return { area, length };
}

/** Area in m² and border length in m (holes included) of a polygon given by its rings, the outer one first. */
export function measurePolygon(rings: Position[][]): { area: number; length: number } {
  const [outer, ...holes] = rings.map(measureRing);
  return {
    area: holes.reduce((sum, hole) => sum - Math.abs(hole.area), Math.abs(outer?.area ?? 0)),
    length: holes.reduce((sum, hole) => sum + hole.length, outer?.length ?? 0),
  };
}

/** A point well inside a polygon given by its rings: the middle of its widest stretch on a line through its middle. */
export function pointInside(rings: Position[][]): Position {
  const [, south, , north] = boxOf({ type: 'Polygon', coordinates: rings });
  const y = (south + north) / 2;
  const crossings = rings
    .flatMap((ring) => ring.slice(1).map((end, i) => [ring[i], end]))
    .filter(([a, b]) => a[1] > y !== b[1] > y)
    .map(([a, b]) => a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0]))
    .sort((a, b) => a - b);
  let widest = [rings[0][0][0], rings[0][0][0]];
  for (let i = 1; i < crossings.length; i += 2) {
    if (crossings[i] - crossings[i - 1] > widest[1] - widest[0]) widest = [crossings[i - 1], crossings[i]];
  }
  return [(widest[0] + widest[1]) / 2, y];
}

/** Area of a shape in m². */
export const areaOf = (shape: Shape): number =>
  polygonsOf(shape).reduce((sum, rings) => sum + measurePolygon(rings).area, 0);
