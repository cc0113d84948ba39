/** Which grid owns a point: the rules of routing, pure and in memory (domain §2). */
import { type How, NEAREST, type Routed } from '../../../shared/places.js';
import { areaOf, metresPerLat, metresPerLng, type Shape, TOUCH } from './earth.js';
import { Outlines, type Side } from './outlines.js';

export interface GridShape {
  code: string;
  /** 专属网格: it may lie over base grids, and wins. */
  special: boolean;
  /** WGS-84, longitude before latitude. */
  geometry: Shape;
}

/** A place above the grids: it receives the points that no grid owns. */
export interface Area {
  code: string;
  geometry: Shape;
}

/** WGS-84 degrees; the accuracy in metres, absent where nothing is known of it. */
export interface Point {
  lng: number;
  lat: number;
  accuracy?: number;
}

export interface RouterOptions {
  areas?: readonly Area[];
  /** Points that senders write where they know no place (lng, lat); 0,0 is always one. */
  dummyPoints?: readonly (readonly [number, number])[];
}

/** Dummy points come rounded, to four decimals at the worst: half a unit of the fourth, 5 m. */
const DUMMY_REACH = 5e-5;
const NONE = -1;

export class GridRouter {
  /** Codes of the grids by rank, special before base and small codes before great: of two that both own a point the first wins. */
  private readonly codes: readonly string[];
  private readonly outlines: Outlines;
  private readonly specials: number;
  private readonly areas: readonly Area[];
  private readonly areaOutlines: Outlines;
  /** lng, lat, lng, lat … */
  private readonly dummies: Float64Array;
  /** Where searches write what they found; one router answers one question at a time. */
  private readonly hits: Uint32Array;
  /** What `find` found. */
  private first = NONE;
  private second = NONE;
  private side: Side = 'outside';

  constructor(grids: readonly GridShape[], { areas = [], dummyPoints = [] }: RouterOptions = {}) {
    const ranked = [...grids].sort((a, b) => Number(b.special) - Number(a.special) || byCode(a, b));
    this.codes = ranked.map((grid) => grid.code);
    this.specials = grids.filter((grid) => grid.special).length;
    this.outlines = new Outlines(ranked.map((grid) => grid.geometry));
    this.areas = areas
      .map((area) => ({ area, size: areaOf(area.geometry) }))
      .sort((a, b) => a.size - b.size || byCode(a.area, b.area))
      .map(({ area }) => area);
    this.areaOutlines = new Outlines(this.areas.map((area) => area.geometry));
    this.dummies = Float64Array.from([[0, 0], ...dummyPoints].flat());
    this.hits = new Uint32Array(Math.max(grids.length, areas.length));
  }

  /** The owner of a point, with the reason. Never fails: what cannot be placed is `unlocated`. */
  at(point: Readonly<Point>): Routed {
    const { lng, lat, accuracy = 0 } = point;
    if (!this.isUsable(lng, lat)) return nobody('unlocated', null, null);
    const radius = Math.max(accuracy || 0, 0);
    this.find(lng, lat);
    return this.first === NONE ? this.stray(lng, lat, radius) : this.owned(point, radius);
  }

  /** Whether these degrees say where something is: they lie on the earth, and are no dummy. */
  isUsable(lng: number, lat: number): boolean {
    if (!(Math.abs(lng) <= 180 && Math.abs(lat) <= 90)) return false;
    const { dummies } = this;
    for (let i = 0; i < dummies.length; i += 2) {
      if (Math.abs(lng - dummies[i]) < DUMMY_REACH && Math.abs(lat - dummies[i + 1]) < DUMMY_REACH) return false;
    }
    return true;
  }

  /** Finds the two grids of lowest rank that hold a point, and on which side of its border the first has it. */
  private find(x: number, y: number) {
    const { outlines, hits } = this;
    this.first = NONE;
    this.second = NONE;
    for (let i = outlines.candidates(x, y, hits) - 1; i >= 0; i--) {
      const grid = hits[i];
      const side = outlines.side(grid, x, y);
      if (side === 'outside') continue;
      if (this.first === NONE || grid < this.first) {
        this.second = this.first;
        this.first = grid;
        this.side = side;
      } else if (this.second === NONE || grid < this.second) this.second = grid;
    }
  }

  /** The answer for a point in a grid or on its border. Only an accuracy makes it ask how far that border is. */
  private owned(point: Readonly<Point>, accuracy: number): Routed {
    const { first, second, side } = this;
    const answer = new Owned(this, first, this.codes[first], side === 'border' ? 'border' : 'inside', point);
    answer.special = first < this.specials;
    answer.nearBorder = side === 'border' || (accuracy > 0 && answer.distance < accuracy);
    const other =
      second === NONE && answer.nearBorder
        ? this.nearest(point.lng, point.lat, Math.min(accuracy, NEAREST.most), first)
        : second;
    if (other !== NONE) answer.runnerUp = this.codes[other];
    return answer;
  }

  /** The answer for a point in no grid: the nearest within reach, else the smallest area. */
  private stray(x: number, y: number, accuracy: number): Routed {
    const first = this.nearest(x, y, NEAREST.most, NONE);
    if (first === NONE) return nobody('outside', null, this.areaAt(x, y));
    const code = this.codes[first];
    const distance = this.outlines.distance(first, x, y, metresPerLng(y), metresPerLat(y));
    if (distance > Math.min(Math.max(accuracy, NEAREST.least), NEAREST.most)) {
      return nobody('outside', code, this.areaAt(x, y));
    }
    const second = this.nearest(x, y, NEAREST.most, first);
    const runnerUp = second === NONE ? null : this.codes[second];
    const nearBorder = distance < accuracy;
    return { code, how: 'nearest', special: first < this.specials, nearBorder, distance, runnerUp, area: null };
  }

  /** Metres to where the answer changes: the grid's own border, or that of a special grid inside it. */
  toBorder(grid: number, x: number, y: number): number {
    const { outlines, hits, specials } = this;
    const mx = metresPerLng(y);
    const my = metresPerLat(y);
    let distance = outlines.distance(grid, x, y, mx, my);
    if (specials === 0 || grid < specials) return distance;
    const found = outlines.search(x - distance / mx, y - distance / my, x + distance / mx, y + distance / my, hits);
    for (let i = 0; i < found; i++) {
      if (hits[i] < specials) distance = Math.min(distance, outlines.distance(hits[i], x, y, mx, my, distance));
    }
    return distance;
  }

  /** The grid other than `but` whose border is nearest within `limit` metres; of several that touch there, by rank. */
  private nearest(x: number, y: number, limit: number, but: number): number {
    const { outlines, hits } = this;
    const mx = metresPerLng(y);
    const my = metresPerLat(y);
    const found = outlines.search(x - limit / mx, y - limit / my, x + limit / mx, y + limit / my, hits);
    let least = limit;
    for (let i = 0; i < found; i++) {
      if (hits[i] !== but) least = Math.min(least, outlines.distance(hits[i], x, y, mx, my, least));
    }
    let best = NONE;
    for (let i = 0; i < found; i++) {
      const isBetter = hits[i] !== but && (best === NONE || hits[i] < best);
      if (isBetter && outlines.distance(hits[i], x, y, mx, my, Math.min(least + TOUCH, limit)) < Infinity)
        best = hits[i];
    }
    return best;
  }

  private areaAt(x: number, y: number): string | null {
    const { areaOutlines, hits } = this;
    let best = NONE;
    for (let i = areaOutlines.candidates(x, y, hits) - 1; i >= 0; i--) {
      const isBetter = best === NONE || hits[i] < best;
      if (isBetter && areaOutlines.side(hits[i], x, y) !== 'outside') best = hits[i];
    }
    return best === NONE ? null : this.areas[best].code;
  }
}

/** The answer for a point that a grid holds. How far the border is, is found out when somebody asks. */
class Owned implements Routed {
  special = false;
  nearBorder = false;
  runnerUp: string | null = null;
  readonly area = null;
  private metres: number | null = null;

  constructor(
    private readonly router: GridRouter,
    private readonly grid: number,
    readonly code: string,
    readonly how: How,
    private readonly point: Readonly<Point>,
  ) {}

  get distance(): number {
    this.metres ??= this.router.toBorder(this.grid, this.point.lng, this.point.lat);
    return this.metres;
  }
}

const byCode = (a: { code: string }, b: { code: string }) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);

const nobody = (how: How, runnerUp: string | null, area: string | null): Routed => ({
  code: null,
  how,
  special: false,
  nearBorder: false,
  distance: null,
  runnerUp,
  area,
});
