// Real points beside the named streets of the demo city, each with an address and the grid that owns it.
import type { Feature, FeatureCollection, LineString, MultiPolygon, Polygon, Position } from 'geojson';
import type { PlaceProperties } from '../city.js';
import type { Chance } from './seeded.js';

const METRES_PER_LNG = 95_190;
const METRES_PER_LAT = 110_860;
/** Metres of street front to a house number. */
const FRONT = 7;
/** Pieces of a dual carriageway are counted one after the other: house numbers begin again. */
const MOST = 350;

export interface Spot {
  lng: number;
  lat: number;
  /** Name of the street; `number` is the house, the same each time for the same place. */
  road: string;
  number: number;
  /** The nearest other street, within 180 m; null where there is none. */
  cross: string | null;
  grid: string;
}

interface Piece {
  road: string;
  from: Position;
  to: Position;
  length: number;
  /** Metres along the street to the beginning of the piece. */
  start: number;
  /** Metres of all pieces before it in the list. */
  before: number;
}
type GridFeature = Feature<Polygon | MultiPolygon, PlaceProperties>;

export interface Spots {
  /** A point 8–25 m beside a street, in a grid; the longer the street, the likelier. */
  any(dice: Chance): Spot;
  /** The same in the grid whose name begins so. */
  inGrid(dice: Chance, name: string): Spot;
}

export function spotsOf(roads: FeatureCollection<LineString>, grids: readonly GridFeature[]): Spots {
  const pieces = piecesOf(roads);
  const all = pieces.reduce((sum, piece) => sum + piece.length, 0);

  const any = (dice: Chance, among: readonly GridFeature[] = grids): Spot => {
    for (let tries = 0; tries < 50_000; tries++) {
      const at = dice.next() * all;
      const piece = pieces.findLast((one) => one.before <= at) ?? pieces[0];
      const along = dice.next() * piece.length;
      const side = dice.share(0.5) ? 1 : -1;
      // As it will be reported: what is rounded away may lie across a border.
      const point = aside(piece, along, side * (8 + 17 * dice.next())).map(round);
      const grid = gridAt(among, point);
      if (!grid || !isClear(among, grid, point)) continue;
      return {
        lng: point[0],
        lat: point[1],
        road: piece.road,
        number: 2 * (Math.floor((piece.start + along) / FRONT) % MOST) + 8 + (side > 0 ? 1 : 0),
        cross: crossing(pieces, piece.road, point),
        grid: grid.properties.code,
      };
    }
    throw new Error('no such place beside a street');
  };
  return {
    any: (dice) => any(dice),
    inGrid: (dice, name) =>
      any(
        dice,
        grids.filter((grid) => grid.properties.name.startsWith(name)),
      ),
  };
}

const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
const distance = (a: Position, b: Position) =>
  Math.hypot((b[0] - a[0]) * METRES_PER_LNG, (b[1] - a[1]) * METRES_PER_LAT);

function piecesOf(roads: FeatureCollection<LineString>): Piece[] {
  const run = new Map<string, number>();
  let before = 0;
  return roads.features.flatMap(({ properties: p, geometry: { coordinates: line } }) => {
    const road = String(p?.name ?? '');
    if (!road || p?.tunnel || p?.bridge || p?.highway === 'trunk' || /高架|隧道|^老/.test(road)) return [];
    return line.slice(1).map((to, i) => {
      const length = distance(line[i], to);
      const start = run.get(road) ?? 0;
      run.set(road, start + length);
      before += length;
      return { road, from: line[i], to, length, start, before: before - length };
    });
  });
}

function aside(piece: Piece, along: number, off: number): Position {
  const part = piece.length === 0 ? 0 : along / piece.length;
  const [dx, dy] = [piece.to[0] - piece.from[0], piece.to[1] - piece.from[1]];
  const [ex, ey] = [(dx * METRES_PER_LNG) / piece.length, (dy * METRES_PER_LAT) / piece.length];
  return [
    piece.from[0] + part * dx - (off * ey) / METRES_PER_LNG,
    piece.from[1] + part * dy + (off * ex) / METRES_PER_LAT,
  ];
}

function crossing(pieces: readonly Piece[], road: string, at: Position): string | null {
  let best = { far: 180, road: null as string | null };
  for (const piece of pieces) {
    const far = Math.min(distance(piece.from, at), distance(piece.to, at));
    if (piece.road !== road && far < best.far) best = { far, road: piece.road };
  }
  return best.road;
}

/** The grid that owns a point: special before base, as the router decides. */
export function gridAt(grids: readonly GridFeature[], at: Position): GridFeature | null {
  const holding = grids.filter(({ geometry }) => polygonsOf(geometry).some((polygon) => isInside(polygon, at)));
  return holding.find((grid) => grid.properties.kind === 'special') ?? holding[0] ?? null;
}

/** Metres. On a border the router may decide for the other grid, whose worker then stands where the story has none. */
const CLEAR = 2;
function isClear(grids: readonly GridFeature[], own: GridFeature, [x, y]: Position): boolean {
  const [dx, dy] = [CLEAR / METRES_PER_LNG, CLEAR / METRES_PER_LAT];
  const around = [
    [x - dx, y],
    [x + dx, y],
    [x, y - dy],
    [x, y + dy],
  ];
  return around.every((at) => gridAt(grids, at) === own);
}

const polygonsOf = (geometry: Polygon | MultiPolygon) =>
  geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;

function isInside(rings: readonly Position[][], [x, y]: Position): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i];
      const [xj, yj] = ring[j];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    }
  }
  return inside;
}
