// From a street network with gaps to the blocks of a city: streets are joined up, then every face between them is a block.
import polygonize from '@turf/polygonize';
import type { Feature, LineString, Polygon } from 'geojson';
import { contains, type Face, node, type Ring, ringArea, type Vertex } from './planar.js';

export interface Road {
  name?: string;
  class: string;
  line: Vertex[];
}
type Segment = [Vertex, Vertex];

/** Metres per lattice step (a millionth of a degree) at 31.23° north. */
export const STEP = { x: 0.0952, y: 0.1109 } as const;
export const metres = (a: Vertex, b: Vertex) => Math.hypot((b[0] - a[0]) * STEP.x, (b[1] - a[1]) * STEP.y);
/** Area in square metres, holes taken off. */
export const areaOf = (face: Face) => face.reduce((sum, ring) => sum + ringArea(ring), 0) * STEP.x * STEP.y;

/** How strongly a street separates: the border of a grid follows large streets rather than small ones. */
const WEIGHT: Record<string, number> = { primary: 4, secondary: 3, tertiary: 2, residential: 1, living_street: 1 };
const MADE_UP = 0.4;

/**
 * Blocks inside the frame, and for each edge between two vertices how strongly it separates.
 * Pieces of one street are joined across gaps up to 500 m; any other loose end runs on straight until it meets a line.
 */
export function blocksOf(
  roads: readonly Road[],
  frame: Ring,
): { blocks: Face[]; barrier: (a: Vertex, b: Vertex) => number } {
  const kept = dropScraps(roads.flatMap((road) => pairs(road.line)));
  const border = pairs([...frame, frame[0]]);
  const inFrame = ([a, b]: Segment) => contains(frame, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
  const onFrame = (segment: Segment) => border.some((side) => side.length > 0 && isOn(segment, side));
  const cut = (segments: Segment[]) => node([...segments, ...border]).filter((s) => onFrame(s) || inFrame(s));

  let segments = cut(kept);
  segments = cut([...segments, ...sameStreetGaps(roads, segments)]);
  segments = runOn(segments);
  const lines = node(segments).map(
    ([a, b]): Feature<LineString> => ({
      type: 'Feature',
      properties: {},
      geometry: { type: 'LineString', coordinates: [[...a], [...b]] },
    }),
  );
  const faces = polygonize({ type: 'FeatureCollection', features: lines }).features;
  return { blocks: faces.map(toFace), barrier: barriers(roads) };
}

const pairs = (line: readonly Vertex[]): Segment[] => line.slice(1).map((v, i) => [line[i], v]);
const keyOf = (v: Vertex) => v.join();

function isOn([a, b]: Segment, [c, d]: Segment): boolean {
  const straight = (v: Vertex) => metres(c, v) + metres(v, d) - metres(c, d) < 0.05;
  return straight(a) && straight(b);
}

/** Leaves out pieces that touch nothing and are shorter than 60 m: crossings, turning lanes. */
function dropScraps(segments: Segment[]): Segment[] {
  const noded = node(segments);
  const root = new Map<string, string>();
  const find = (key: string): string => {
    const up = root.get(key) ?? key;
    return up === key ? key : find(up);
  };
  for (const [a, b] of noded) root.set(find(keyOf(a)), find(keyOf(b)));
  const length = new Map<string, number>();
  for (const [a, b] of noded) length.set(find(keyOf(a)), (length.get(find(keyOf(a))) ?? 0) + metres(a, b));
  return noded.filter(([a]) => (length.get(find(keyOf(a))) ?? 0) >= 60);
}

interface End {
  at: Vertex;
  /** Unit vector in metres, pointing out of the street. */
  out: readonly [number, number];
}

function looseEnds(segments: readonly Segment[]): End[] {
  const at = new Map<string, Vertex[]>();
  for (const [a, b] of segments) {
    at.set(keyOf(a), [...(at.get(keyOf(a)) ?? []), b]);
    at.set(keyOf(b), [...(at.get(keyOf(b)) ?? []), a]);
  }
  return [...at]
    .filter(([, next]) => next.length === 1)
    .map(([key, next]) => {
      const end = key.split(',').map(Number) as unknown as Vertex;
      let back = next[0];
      let last = end;
      // The direction of the last 30 m: the very last segment is often a bent scrap.
      while (metres(end, back) < 30) {
        const on = (at.get(keyOf(back)) ?? []).filter((v) => keyOf(v) !== keyOf(last));
        if (on.length !== 1) break;
        last = back;
        back = on[0];
      }
      const length = metres(back, end);
      return {
        at: end,
        out: [((end[0] - back[0]) * STEP.x) / length, ((end[1] - back[1]) * STEP.y) / length] as const,
      };
    });
}

/** Straight lines between loose ends of streets of one name that look at each other. */
function sameStreetGaps(roads: readonly Road[], segments: readonly Segment[]): Segment[] {
  const loose = new Map(looseEnds(segments).map((end) => [keyOf(end.at), end]));
  const found: Array<{ gap: Segment; length: number }> = [];
  const byName = new Map<string, Vertex[]>();
  for (const road of roads) if (road.name) byName.set(road.name, [...(byName.get(road.name) ?? []), ...road.line]);
  for (const line of byName.values()) {
    const ends = [...new Set(line.map(keyOf))].flatMap((key) => loose.get(key) ?? []);
    for (const [i, a] of ends.entries()) {
      for (const b of ends.slice(i + 1)) {
        const length = metres(a.at, b.at);
        const look = (from: End, to: End) =>
          ((to.at[0] - from.at[0]) * STEP.x * from.out[0] + (to.at[1] - from.at[1]) * STEP.y * from.out[1]) / length;
        if (length <= 500 && look(a, b) > 0.8 && look(b, a) > 0.8) found.push({ gap: [a.at, b.at], length });
      }
    }
  }
  const used = new Set<string>();
  return found
    .sort((a, b) => a.length - b.length)
    .filter(({ gap: [a, b] }) => {
      if (used.has(keyOf(a)) || used.has(keyOf(b))) return false;
      used.add(keyOf(a)).add(keyOf(b));
      return true;
    })
    .map(({ gap }) => gap);
}

/** Lets loose ends run on, the one with the shortest way first, so that a later one stops at an earlier one. */
function runOn(segments: Segment[]): Segment[] {
  const all = [...segments];
  const ends = looseEnds(all).map((end) => ({ end, hit: firstHit(end, all) }));
  while (ends.length > 0) {
    ends.sort((a, b) => b.hit.way - a.hit.way);
    const next = ends.pop();
    if (!next || next.hit.way === Infinity) continue;
    const made: Segment = [next.end.at, next.hit.at];
    all.push(made);
    for (const other of ends) {
      const hit = firstHit(other.end, [made]);
      if (hit.way < other.hit.way) other.hit = hit;
    }
  }
  return all;
}

function firstHit(end: End, segments: readonly Segment[]): { way: number; at: Vertex } {
  let best = { way: Infinity, at: end.at };
  const [dx, dy] = [end.out[0] / STEP.x, end.out[1] / STEP.y];
  for (const [a, b] of segments) {
    const [ex, ey] = [b[0] - a[0], b[1] - a[1]];
    const det = ex * dy - ey * dx;
    if (Math.abs(det) < 1e-9) continue;
    const way = (ex * (a[1] - end.at[1]) - ey * (a[0] - end.at[0])) / det;
    const along = (dx * (a[1] - end.at[1]) - dy * (a[0] - end.at[0])) / det;
    if (way > 0.5 && way < best.way && along >= 0 && along <= 1) {
      // A hit close to a corner goes into the corner: no slivers.
      const near = [a, b].find((v) => Math.hypot(along * ex + a[0] - v[0], along * ey + a[1] - v[1]) < 120);
      const exact: Vertex = [Math.round(a[0] + along * ex), Math.round(a[1] + along * ey)];
      best = { way, at: near && way > 40 ? near : exact };
    }
  }
  return best;
}

function toFace(feature: Feature<Polygon>): Face {
  return feature.geometry.coordinates.map((line, i) => {
    const ring = line.slice(0, -1).map(([x, y]): Vertex => [x, y]);
    return ringArea(ring) > 0 === (i === 0) ? ring : ring.reverse();
  });
}

/** The weight of the street on which the middle of an edge lies. */
function barriers(roads: readonly Road[]): (a: Vertex, b: Vertex) => number {
  const pieces = roads.flatMap((road) =>
    pairs(road.line).map((segment) => ({ segment, weight: WEIGHT[road.class] ?? 1 })),
  );
  const known = new Map<string, number>();
  return (a, b) => {
    const key = keyOf(a) < keyOf(b) ? `${a} ${b}` : `${b} ${a}`;
    const old = known.get(key);
    if (old !== undefined) return old;
    const middle: Vertex = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    const near = pieces.filter(({ segment: [c, d] }) => metres(c, middle) + metres(middle, d) - metres(c, d) < 0.05);
    const weight = near.reduce((most, piece) => Math.max(most, piece.weight), MADE_UP);
    known.set(key, weight);
    return weight;
  };
}
