/** Whether the rings of an outline lie in one another as they should: holes in their part, parts beside one another. */
import type { Position } from 'geojson';
import { polygonsOf, type Shape } from './earth.js';
import { Outlines, type Side } from './outlines.js';

/** A ring that lies wrongly, by one of its corners, and what is wrong with it. */
interface Misplaced {
  at: Position;
  reason: string;
}

/** @param shape whose rings do not cross @returns null where all is well */
export function misplacedRing(shape: Shape): Misplaced | null {
  const parts = polygonsOf(shape);
  for (const part of parts) {
    const found = misplacedHole(part);
    if (found) return found;
  }
  return parts.length > 1 ? misplacedPart(parts) : null;
}

function misplacedHole([outer, ...holes]: Position[][]): Misplaced | null {
  if (holes.length === 0) return null;
  const rings = new Layer([outer, ...holes].map((ring) => [ring]));
  for (const [i, hole] of holes.entries()) {
    const sides = rings.sides(hole, 0);
    if (sides.includes('outside') || !sides.includes('inside')) return { at: hole[0], reason: '洞不在它的外环里面' };
    if (holes.some((_, j) => j !== i && rings.liesIn(hole, j + 1))) return { at: hole[0], reason: '洞在另一个洞里面' };
  }
  return null;
}

function misplacedPart(parts: Position[][][]): Misplaced | null {
  const whole = new Layer(parts);
  const outers = new Layer(parts.map(([outer]) => [outer]));
  for (const [i, [outer]] of parts.entries()) {
    for (const j of whole.around(outer)) {
      if (j === i) continue;
      // In the hole of another it may lie, and fill it.
      const isInside = whole.sides(outer, j).includes('inside');
      const isSame = outers.sides(outer, j).every((side) => side === 'border');
      if (isInside || isSame) return { at: outer[0], reason: '一个部分在另一个部分里面，或者写了两次' };
    }
  }
  return null;
}

class Layer {
  private readonly outlines: Outlines;
  private readonly hits: Uint32Array;

  constructor(polygons: readonly Position[][][]) {
    this.outlines = new Outlines(polygons.map((coordinates) => ({ type: 'Polygon', coordinates })));
    this.hits = new Uint32Array(polygons.length);
  }

  /** Numbers of the polygons whose boxes hold the ring's first corner. */
  around(ring: readonly Position[]): number[] {
    return [...this.hits.subarray(0, this.outlines.candidates(ring[0][0], ring[0][1], this.hits))];
  }

  /** On which sides of a polygon the corners of a ring lie, and the middles of its edges. */
  sides(ring: readonly Position[], polygon: number): Side[] {
    return ring.slice(1).flatMap(([x, y], i) => {
      const [px, py] = ring[i];
      return [this.outlines.side(polygon, x, y), this.outlines.side(polygon, (x + px) / 2, (y + py) / 2)];
    });
  }

  /** Whether a ring lies in a polygon, or is its border. */
  liesIn(ring: readonly Position[], polygon: number): boolean {
    const sides = this.sides(ring, polygon);
    return sides.includes('inside') || !sides.includes('outside');
  }
}
