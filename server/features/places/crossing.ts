/** Whether borders cross: a border itself, or two borders one another. */
import type { Position } from 'geojson';
import { crossingAtCorner } from './corners.js';
import { metresPerLat, metresPerLng, polygonsOf, type Shape, TOUCH } from './earth.js';

/** An edge of a ring, in metres from a common origin. */
export interface Edge {
  ax: number;
  ay: number;
  bx: number;
  by: number;
}

/** A place laid flat: metres from an origin, and back to degrees. */
export class Flat {
  private readonly mx: number;
  private readonly my: number;

  constructor(private readonly origin: Position) {
    this.mx = metresPerLng(origin[1]);
    this.my = metresPerLat(origin[1]);
  }

  edges(shape: Shape): Edge[] {
    const points = polygonsOf(shape).flatMap((rings) =>
      rings.map((ring) => ring.map((position) => this.point(position))),
    );
    return points.flatMap((ring) =>
      ring.slice(1).map(([bx, by], i): Edge => ({ ax: ring[i][0], ay: ring[i][1], bx, by })),
    );
  }

  position([x, y]: Position): Position {
    return [this.origin[0] + x / this.mx, this.origin[1] + y / this.my];
  }

  point([x, y]: Position): Position {
    return [(x - this.origin[0]) * this.mx, (y - this.origin[1]) * this.my];
  }
}

/** Where the border of a shape crosses itself, or null. Rings that only touch themselves or one another are sound. */
export function selfCrossing(shape: Shape): Position | null {
  const rings = polygonsOf(shape).flat();
  if (rings.length === 0) return null;
  const flat = new Flat(rings[0][0]);
  const edges = flat.edges(shape);
  return crossingAmong(edges, edges, flat) ?? crossingAtCorner(rings, flat);
}

/** Where an edge of one list crosses an edge of the other, each by more than TOUCH, or null. */
export function crossingAmong(one: readonly Edge[], other: readonly Edge[], flat: Flat): Position | null {
  const sorted = [...other].sort((e, f) => west(e) - west(f));
  const widest = other.reduce((most, edge) => Math.max(most, east(edge) - west(edge)), 0);
  for (const edge of one) {
    for (let i = firstFrom(sorted, west(edge) - widest); i < sorted.length && west(sorted[i]) <= east(edge); i++) {
      const point = crossing(edge, sorted[i]);
      if (point) return flat.position(point);
    }
  }
  return null;
}

const west = (edge: Edge) => Math.min(edge.ax, edge.bx);
const east = (edge: Edge) => Math.max(edge.ax, edge.bx);

/** Number of the first edge, of edges sorted by their west ends, that begins at `x` or east of it. */
function firstFrom(sorted: readonly Edge[], x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (west(sorted[middle]) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

function crossing(e: Edge, f: Edge): Position | null {
  if (Math.max(e.ay, e.by) < Math.min(f.ay, f.by) || Math.max(f.ay, f.by) < Math.min(e.ay, e.by)) return null;
  if (!isSplit(e, f) || !isSplit(f, e)) return null;
  const [dx, dy] = [e.bx - e.ax, e.by - e.ay];
  const [gx, gy] = [f.bx - f.ax, f.by - f.ay];
  const part = ((f.ax - e.ax) * gy - (f.ay - e.ay) * gx) / (dx * gy - dy * gx);
  return [e.ax + part * dx, e.ay + part * dy];
}

/** Whether the ends of `other` lie on different sides of the edge's line, both farther from it than TOUCH. */
function isSplit({ ax, ay, bx, by }: Edge, other: Edge): boolean {
  const [dx, dy] = [bx - ax, by - ay];
  const least = TOUCH * Math.hypot(dx, dy);
  const a = dx * (other.ay - ay) - dy * (other.ax - ax);
  const b = dx * (other.by - ay) - dy * (other.bx - ax);
  return (a > least && b < -least) || (a < -least && b > least);
}
