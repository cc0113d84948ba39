// Makes places.geojson and basemap.json from roads.geojson: blocks → grids → communities → streets → the county.
// Run it only to change the demo city (npm run build, then node server/dist/server/cities/huangpu/make-places.js):
// its output is committed, and the codes of its places hang on it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join as pathJoin } from 'node:path';
import type { Feature, FeatureCollection, LineString, MultiPolygon, Polygon } from 'geojson';
import { root } from '../../core/root.js';
import { areaOf, blocksOf, metres, type Road } from './blocks.js';
import { basemapOf } from './make-basemap.js';
import { communityNames, ordinals, specialPlaces, streetNames } from './names.js';
import { partition } from './partition.js';
import { contains, type Face, join, type Vertex } from './planar.js';
import { chance } from './seeded.js';

/** Beside the sources, also where the built server runs it. */
const dataFile = (name: string) => pathJoin(root, 'server/cities/huangpu', name);

const COUNTY = '310101';
const GRIDS = 72;
const COMMUNITIES = communityNames.length;
const HOUSEHOLDS_PER_GRID = 390;

/** The demo area: the core of the district, cut a little slant so that it looks like a city and not like a box. */
const FRAME: Vertex[] = [
  [121461450, 31221300],
  [121463100, 31220020],
  [121484600, 31220050],
  [121485950, 31223200],
  [121485500, 31230100],
  [121485700, 31236900],
  [121484300, 31240500],
  [121479200, 31240850],
  [121466200, 31240700],
  [121461500, 31239500],
];

interface Place {
  code: string;
  name: string;
  level: 'city' | 'county' | 'street' | 'community' | 'grid';
  parent: string | null;
  kind: 'base' | 'special';
  households: number | null;
  faces: Face[];
}

function makePlaces(roads: FeatureCollection<LineString>): { places: Place[]; blocks: Face[] } {
  const { blocks, barrier } = blocksOf(groundRoads(roads), FRAME);
  const sizes = blocks.map((face) => ({ faces: [face], size: areaOf(face) }));
  const grids = regions(sizes, partition(sizes, GRIDS, barrier));
  const communities = regions(grids, partition(ones(grids), COMMUNITIES, barrier));
  const streets = regions(communities, partition(ones(communities), streetNames.length, barrier));

  const dice = chance(COUNTY.length);
  const made: Place[] = [
    { code: '31', name: '上海市', level: 'city', parent: null, kind: 'base', households: null, faces: [] },
    { ...blank('county', COUNTY, '黄浦区', '31'), faces: join(blocks) },
  ];
  let named = 0;
  for (const [s, street] of inReadingOrder(streets).entries()) {
    const streetCode = `${COUNTY}${digits(s + 1)}`;
    made.push({ ...blank('street', streetCode, `${streetNames[s]}街道`, COUNTY), faces: join(street.faces) });
    for (const [c, community] of inReadingOrder(communities.filter(isPartOf(street))).entries()) {
      const code = `${streetCode}${digits(c + 1)}`;
      const name = communityNames[named++];
      made.push({ ...blank('community', code, `${name}社区`, streetCode), faces: join(community.faces) });
      for (const [g, grid] of inReadingOrder(grids.filter(isPartOf(community))).entries()) {
        const wanted =
          (grid.size / (sum(sizes.map((x) => x.size)) / GRIDS)) * HOUSEHOLDS_PER_GRID * (0.85 + 0.3 * dice.next());
        made.push({
          ...blank('grid', `${code}${digits(g + 1)}`, `${name}第${ordinals[g]}网格`, code),
          households: Math.round(Math.min(520, Math.max(290, wanted))),
          faces: join(grid.faces),
        });
      }
    }
  }
  return { places: [...made, ...specials(made, blocks)], blocks };
}

/** A block for each special place: near to where it should be, and well short of its base grid. */
function specials(made: readonly Place[], blocks: readonly Face[]): Place[] {
  const grids = made.filter((place) => place.level === 'grid');
  const next = new Map<string, number>();
  return specialPlaces.map(({ name, near }) => {
    const choices = blocks.flatMap((block) => {
      const base = grids.find((grid) => grid.faces.some((face) => sharesInside(face, block)));
      const share = base ? areaOf(block) / sum(base.faces.map(areaOf)) : 1;
      return base && share < 0.6 && areaOf(block) > 9000 && isCompact(block)
        ? [{ block, base, far: metres(middle([block]), near) }]
        : [];
    });
    const { block, base } = choices.reduce((a, b) => (b.far < a.far ? b : a));
    const community = base.parent ?? '';
    const siblings = grids.filter((grid) => grid.parent === community).length;
    const number = next.get(community) ?? siblings + 1;
    next.set(community, number + 1);
    return {
      ...blank('grid', `${community}${digits(number)}`, `${name}专属网格`, community),
      kind: 'special',
      faces: [block],
    };
  });
}

function isCompact(face: Face): boolean {
  const ring = face[0];
  const perimeter = sum(ring.map((v, i) => metres(v, ring[(i + 1) % ring.length])));
  return perimeter ** 2 / areaOf(face) < 22;
}

const blank = (level: Place['level'], code: string, name: string, parent: string | null): Place => ({
  code,
  name,
  level,
  parent,
  kind: 'base',
  households: null,
  faces: [],
});
const digits = (n: number) => String(n).padStart(3, '0');
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

interface Region {
  faces: Face[];
  size: number;
}
const ones = (list: readonly Region[]): Region[] => list.map(({ faces }) => ({ faces, size: 1 }));

function regions(pieces: readonly Region[], region: readonly number[]): Region[] {
  return Array.from({ length: Math.max(...region) + 1 }, (_, r) => {
    const own = pieces.filter((_, i) => region[i] === r);
    return { faces: join(own.flatMap((piece) => piece.faces)), size: sum(own.map((piece) => piece.size)) };
  });
}

const isPartOf = (whole: Region) => (part: Region) =>
  whole.faces.some((face) => part.faces.some((piece) => sharesInside(face, piece)));

/** Whether a piece lies in a face, told by a point just inside the piece's longest edge. */
function sharesInside(face: Face, piece: Face): boolean {
  const ring = piece[0];
  const edges = ring.map((a, i) => [a, ring[(i + 1) % ring.length]] as const);
  const [a, b] = edges.reduce((p, q) => (metres(q[0], q[1]) > metres(p[0], p[1]) ? q : p));
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  // Rings run against the clock, so the inside is on the left.
  const inside = [
    (a[0] + b[0]) / 2 - (3 * (b[1] - a[1])) / length,
    (a[1] + b[1]) / 2 + (3 * (b[0] - a[0])) / length,
  ] as const;
  return face.reduce((odd, line) => odd !== contains(line, inside), false);
}

function middle(faces: readonly Face[]): Vertex {
  const ring = faces[0][0];
  const xs = ring.map((v) => v[0]);
  const ys = ring.map((v) => v[1]);
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
}

/** As one reads: rows from north to south, in each row from west to east. A row is 250 m high. */
function inReadingOrder(list: readonly Region[]): Region[] {
  const north = Math.max(...FRAME.map((v) => v[1]));
  const row = (region: Region) => Math.floor(metres([0, north], [0, middle(region.faces)[1]]) / 250);
  return [...list].sort((a, b) => row(a) - row(b) || middle(a.faces)[0] - middle(b.faces)[0]);
}

/** Streets on the ground: bridges, tunnels, elevated roads and slip roads divide nothing. */
function groundRoads(roads: FeatureCollection<LineString>): Road[] {
  return roads.features
    .filter(({ properties: p }) => !p?.bridge && !p?.tunnel && p?.highway !== 'trunk' && !/_link$/.test(p?.highway))
    .map(({ properties: p, geometry }) => ({
      ...(p?.name ? { name: String(p.name) } : {}),
      class: String(p?.highway),
      line: geometry.coordinates.map(([lng, lat]): Vertex => [Math.round(lng * 1e6), Math.round(lat * 1e6)]),
    }));
}

function toFeature({ faces, ...properties }: Place): Feature<Polygon | MultiPolygon | null> {
  const rings = faces.map((face) => face.map((ring) => [...ring, ring[0]].map(([x, y]) => [x / 1e6, y / 1e6])));
  const geometry: Polygon | MultiPolygon | null =
    rings.length === 0
      ? null
      : rings.length === 1
        ? { type: 'Polygon', coordinates: rings[0] }
        : { type: 'MultiPolygon', coordinates: rings };
  return { type: 'Feature', properties, geometry };
}

/** One feature a line, so that a change can be read in a diff. */
function geojson(features: readonly Feature<Polygon | MultiPolygon | null>[]): string {
  return `{"type":"FeatureCollection","features":[\n${features.map((f) => JSON.stringify(f)).join(',\n')}\n]}\n`;
}

const network = JSON.parse(readFileSync(dataFile('roads.geojson'), 'utf8')) as FeatureCollection<LineString>;
const { places, blocks } = makePlaces(network);
writeFileSync(dataFile('places.geojson'), geojson(places.map(toFeature)));
writeFileSync(dataFile('basemap.json'), `${JSON.stringify(basemapOf(network, FRAME, blocks))}\n`);
const count = (level: Place['level']) => places.filter((place) => place.level === level).length;
process.stdout.write(`${count('street')} streets, ${count('community')} communities, ${count('grid')} grids\n`);
