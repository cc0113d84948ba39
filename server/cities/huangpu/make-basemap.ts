// The offline base map: streets by name and class, thinned out, and the blocks between them.
import type { FeatureCollection, LineString } from 'geojson';
import type { Basemap } from '../city.js';
import { metres } from './blocks.js';
import type { Face, Vertex } from './planar.js';

const CREDIT = '© OpenStreetMap contributors, ODbL 1.0';
/** Metres by which a thinned line may miss the true one. */
const TOLERANCE = 1.5;

type StreetClass = Basemap['streets'][number]['class'];

/** Streets in and around the frame; ways of one name and class that follow one another become one line. */
export function basemapOf(
  roads: FeatureCollection<LineString>,
  frame: readonly Vertex[],
  blocks: readonly Face[],
): Basemap {
  const groups = new Map<string, { name: string; class: StreetClass; lines: Vertex[][] }>();
  for (const { properties: p, geometry } of roads.features) {
    if (p?.tunnel) continue;
    const name = String(p?.name ?? '');
    const kind = classOf(String(p?.highway), Boolean(p?.bridge));
    const group = groups.get(`${kind} ${name}`) ?? { name, class: kind, lines: [] };
    group.lines.push(geometry.coordinates.map(([lng, lat]): Vertex => [Math.round(lng * 1e6), Math.round(lat * 1e6)]));
    groups.set(`${kind} ${name}`, group);
  }
  const degrees = (lattice: number) => Math.round(lattice / 10) / 1e5;
  const flat = (line: readonly Vertex[]) => thinned(line).flatMap(([x, y]) => [degrees(x), degrees(y)]);
  const ends = new Map<string, number>();
  for (const line of [...groups.values()].flatMap((group) => group.lines)) {
    for (const v of line) ends.set(v.join(), (ends.get(v.join()) ?? 0) + 1);
  }
  // Crossings and turning lanes that lie about alone say nothing on a map.
  const isNoScrap = (line: readonly Vertex[]) =>
    lengthOf(line) >= 60 || line.some((v) => (ends.get(v.join()) ?? 0) > 1);
  return {
    credit: CREDIT,
    bounds: [
      degrees(Math.min(...frame.map((v) => v[0]))),
      degrees(Math.min(...frame.map((v) => v[1]))),
      degrees(Math.max(...frame.map((v) => v[0]))),
      degrees(Math.max(...frame.map((v) => v[1]))),
    ],
    streets: [...groups.values()]
      .map((group) => ({
        name: group.name,
        class: group.class,
        lines: chained(group.lines).filter(isNoScrap).map(flat),
      }))
      .filter((street) => street.lines.length > 0),
    blocks: blocks.map(([outer]) => flat([...outer, outer[0]])),
  };
}

function classOf(highway: string, bridge: boolean): StreetClass {
  if (highway === 'trunk' || bridge) return 'elevated';
  if (highway.endsWith('_link')) return 'link';
  if (highway === 'primary' || highway === 'secondary' || highway === 'tertiary') return highway;
  return 'residential';
}

/** Ways that end where another begins, put together. */
function chained(ways: readonly Vertex[][]): Vertex[][] {
  const open = [...ways];
  const lines: Vertex[][] = [];
  for (let line = open.shift(); line; line = open.shift()) {
    for (let i = 0; i < open.length; ) {
      const joined = joinedAtEnds(line, open[i]);
      if (!joined) {
        i++;
        continue;
      }
      line = joined;
      open.splice(i, 1);
      i = 0;
    }
    lines.push(line);
  }
  return lines;
}

const lengthOf = (line: readonly Vertex[]) => line.slice(1).reduce((sum, v, i) => sum + metres(line[i], v), 0);

function joinedAtEnds(a: Vertex[], b: Vertex[]): Vertex[] | null {
  const same = (v: Vertex, w: Vertex) => v[0] === w[0] && v[1] === w[1];
  if (same(a[a.length - 1], b[0])) return [...a, ...b.slice(1)];
  if (same(b[b.length - 1], a[0])) return [...b, ...a.slice(1)];
  return null;
}

/** Douglas–Peucker. */
function thinned(line: readonly Vertex[]): Vertex[] {
  if (line.length < 3) return [...line];
  if (line[0].join() === line[line.length - 1].join()) return thinnedRing(line);
  const [first, last] = [line[0], line[line.length - 1]];
  let far = 0;
  let at = 0;
  for (let i = 1; i < line.length - 1; i++) {
    const off = offLine(line[i], first, last);
    if (off > far) [far, at] = [off, i];
  }
  if (far <= TOLERANCE) return [first, last];
  return [...thinned(line.slice(0, at + 1)), ...thinned(line.slice(at)).slice(1)];
}

function thinnedRing(ring: readonly Vertex[]): Vertex[] {
  const far = ring.reduce((best, v, i) => (metres(ring[0], v) > metres(ring[0], ring[best]) ? i : best), 0);
  if (far === 0) return [...ring];
  return [...thinned(ring.slice(0, far + 1)), ...thinned(ring.slice(far)).slice(1)];
}

function offLine(v: Vertex, a: Vertex, b: Vertex): number {
  const base = metres(a, b);
  if (base === 0) return metres(a, v);
  const half = (base + metres(a, v) + metres(v, b)) / 2;
  return (2 * Math.sqrt(Math.max(0, half * (half - base) * (half - metres(a, v)) * (half - metres(v, b))))) / base;
}
