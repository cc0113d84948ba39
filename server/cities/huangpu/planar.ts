// Plane geometry on a lattice of millionths of a degree: lines cut at their crossings, and borders of joined faces.

/** A vertex in whole millionths of a degree, so that equal places are equal numbers. */
export type Vertex = readonly [x: number, y: number];
export type Ring = Vertex[];
/** Outer ring first, then holes; outer rings run against the clock, holes with it. */
export type Face = Ring[];

const keyOf = ([x, y]: Vertex) => `${x},${y}`;
const cross = (a: Vertex, b: Vertex, c: Vertex) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

/** Signed area: positive when the ring runs against the clock. Unit: lattice squares. */
export function ringArea(ring: Ring): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    // Seen from the first vertex, or the large coordinates would eat the digits.
    sum +=
      (ring[j][0] - ring[0][0]) * (ring[i][1] - ring[0][1]) - (ring[i][0] - ring[0][0]) * (ring[j][1] - ring[0][1]);
  }
  return sum / 2;
}

/**
 * Cuts segments wherever they cross, touch, or pass a vertex within a lattice step, until nothing is left to cut.
 * Crossings are rounded to the lattice, which can make new ones: hence the rounds.
 */
export function node(segments: ReadonlyArray<readonly [Vertex, Vertex]>): Array<[Vertex, Vertex]> {
  let pieces = distinct(segments.map(([a, b]) => [a, b] as [Vertex, Vertex]));
  for (let round = 0; round < 20; round++) {
    const cuts = pieces.map(() => [] as Vertex[]);
    for (let i = 0; i < pieces.length; i++) {
      for (let j = i + 1; j < pieces.length; j++) {
        for (const point of meetings(pieces[i], pieces[j])) {
          if (isInside(point, pieces[i])) cuts[i].push(point);
          if (isInside(point, pieces[j])) cuts[j].push(point);
        }
      }
    }
    if (cuts.every((points) => points.length === 0)) return pieces;
    pieces = distinct(pieces.flatMap((piece, i) => cutAt(piece, cuts[i])));
  }
  throw new Error('the lines are not in order after 20 rounds');
}

/** Rings of what the faces cover together: edges that two of them share fall away, so no rounding can open a gap. */
export function join(faces: readonly Face[]): Face[] {
  const from = new Map<string, Vertex[]>();
  const sides = faces.flat().flatMap((ring) => ring.map((a, i) => [a, ring[(i + 1) % ring.length]] as const));
  const known = new Set(sides.map(([a, b]) => `${keyOf(a)}>${keyOf(b)}`));
  for (const [a, b] of sides) {
    if (known.has(`${keyOf(b)}>${keyOf(a)}`)) continue;
    from.set(keyOf(a), [...(from.get(keyOf(a)) ?? []), b]);
  }
  const rings: Ring[] = [];
  for (const [start, ends] of from) {
    while (ends.length > 0) rings.push(...trace(start.split(',').map(Number) as unknown as Vertex, from));
  }
  return nest(rings);
}

export function contains(ring: Ring, [x, y]: Vertex): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

function distinct(pieces: Array<[Vertex, Vertex]>): Array<[Vertex, Vertex]> {
  const seen = new Map<string, [Vertex, Vertex]>();
  for (const [a, b] of pieces) {
    const [first, last] = keyOf(a) < keyOf(b) ? [a, b] : [b, a];
    if (keyOf(a) !== keyOf(b)) seen.set(`${keyOf(first)} ${keyOf(last)}`, [first, last]);
  }
  return [...seen.values()];
}

function meetings(p: [Vertex, Vertex], q: [Vertex, Vertex]): Vertex[] {
  if (Math.max(p[0][0], p[1][0]) + 1 < Math.min(q[0][0], q[1][0])) return [];
  if (Math.max(q[0][0], q[1][0]) + 1 < Math.min(p[0][0], p[1][0])) return [];
  if (Math.max(p[0][1], p[1][1]) + 1 < Math.min(q[0][1], q[1][1])) return [];
  if (Math.max(q[0][1], q[1][1]) + 1 < Math.min(p[0][1], p[1][1])) return [];
  const touching = [...p.filter((v) => isInside(v, q)), ...q.filter((v) => isInside(v, p))];
  if (touching.length > 0) return touching;
  const [d1, d2] = [cross(q[0], q[1], p[0]), cross(q[0], q[1], p[1])];
  const [d3, d4] = [cross(p[0], p[1], q[0]), cross(p[0], p[1], q[1])];
  if (d1 * d2 >= 0 || d3 * d4 >= 0) return [];
  const t = d1 / (d1 - d2);
  return [[Math.round(p[0][0] + t * (p[1][0] - p[0][0])), Math.round(p[0][1] + t * (p[1][1] - p[0][1]))]];
}

/** On the segment, within seven tenths of a lattice step, but not one of its ends. */
function isInside(v: Vertex, [a, b]: [Vertex, Vertex]): boolean {
  if (keyOf(v) === keyOf(a) || keyOf(v) === keyOf(b)) return false;
  const length2 = (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2;
  const along = ((v[0] - a[0]) * (b[0] - a[0]) + (v[1] - a[1]) * (b[1] - a[1])) / length2;
  return along > 0 && along < 1 && cross(a, b, v) ** 2 <= 0.5 * length2;
}

function cutAt([a, b]: [Vertex, Vertex], points: Vertex[]): Array<[Vertex, Vertex]> {
  const distance = (v: Vertex) => (v[0] - a[0]) ** 2 + (v[1] - a[1]) ** 2;
  const chain = [a, ...[...points].sort((v, w) => distance(v) - distance(w)), b];
  return chain.slice(1).map((v, i) => [chain[i], v]);
}

/** Follows border edges back to the start; where it passes a vertex twice the loop becomes a ring of its own. */
function trace(start: Vertex, from: Map<string, Vertex[]>): Ring[] {
  const rings: Ring[] = [];
  const way: Ring = [start];
  while (way.length > 0) {
    const here = way[way.length - 1];
    const next = from.get(keyOf(here))?.pop();
    if (!next) break;
    const seen = way.findIndex((v) => keyOf(v) === keyOf(next));
    if (seen < 0) way.push(next);
    else rings.push(way.splice(seen + 1).concat([way[seen]]));
  }
  return rings;
}

function nest(rings: Ring[]): Face[] {
  const faces: Face[] = rings.filter((ring) => ringArea(ring) > 0).map((ring) => [ring]);
  for (const hole of rings.filter((ring) => ringArea(ring) < 0)) {
    const holders = faces.filter(([outer]) =>
      hole.every((v) => contains(outer, v) || outer.some((w) => keyOf(w) === keyOf(v))),
    );
    holders.sort((a, b) => ringArea(a[0]) - ringArea(b[0]));
    if (!holders[0]) throw new Error('a hole lies outside everything');
    holders[0].push(hole);
  }
  return faces;
}
