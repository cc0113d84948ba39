/** The outline of shapes that fit: what is left of their borders when those they share are taken away. */
import type { Position } from 'geojson';
import { measureRing, polygonsOf, type Shape } from './earth.js';

/**
 * Rings such that a point lies in an odd number of them exactly when it lies in one of the shapes, however the rings
 * lie to one another. The shapes must not overlap.
 */
export function withoutSeams(shapes: readonly Shape[]): Position[][] {
  const numbers = new Map<string, number>();
  const points: Position[] = [];
  /** Where edges lead from each point; every point is left as often as it is reached. */
  const ways: number[][] = [];
  const numberOf = ([x, y]: Position) => {
    const key = `${x},${y}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, points.length);
    ways.push([]);
    return points.push([x, y]) - 1;
  };
  for (const ring of shapes.flatMap(landToTheLeft)) {
    const path = ring.map(numberOf);
    for (let i = 1; i < path.length; i++) {
      const [from, to] = [path[i - 1], path[i]];
      const back = ways[to].indexOf(from);
      if (back >= 0) ways[to].splice(back, 1);
      else if (from !== to) ways[from].push(to);
    }
  }
  return walks(ways).map((path) => path.map((point) => points[point]));
}

/** Closed walks along all ways, each way once. */
function walks(ways: number[][]): number[][] {
  return ways.flatMap((_, start) => {
    const found: number[][] = [];
    for (let next = ways[start].pop(); next !== undefined; next = ways[start].pop()) {
      const path = [start, next];
      for (let at = next; at !== start; path.push(at)) at = ways[at].pop()!;
      found.push(path);
    }
    return found;
  });
}

/** The rings of a shape, outer ones anticlockwise and holes clockwise: then a shared border runs both ways. */
const landToTheLeft = (shape: Shape): Position[][] =>
  polygonsOf(shape).flatMap((rings) =>
    rings.map((ring, i) => (measureRing(ring).area > 0 === (i === 0) ? ring : [...ring].reverse())),
  );
