/** Whether the outlines under one place fit: base grids neither overlap nor leave gaps (domain §1). */
import { difference, type Geom, intersection, union, xor } from 'polyclip-ts';
import { byParent } from './auto-codes.js';
import { measurePolygon, pointInside, type Shape } from './earth.js';
import type { Fault } from './faults.js';
import { withoutSeams } from './seams.js';
import { Siblings } from './siblings.js';
import { isWiderThan } from './width.js';

/** A base grid, or another place whose siblings must fit. */
export interface Placed {
  /** Number in the file; 0 for a place that is there already: two of those are not compared. */
  feature: number;
  code: string;
  parent: string | null;
  geometry: Shape;
}

export interface TopologyOptions {
  /** Outline of the place above, where it has one: what no child covers is a gap. */
  parentShape?: (code: string) => Shape | undefined;
  /** Outlines that the places of the file have had: where one of them lay is no old gap. */
  before?: readonly Shape[];
  tolerance?: Tolerance;
  allowOverlaps?: boolean;
  allowGaps?: boolean;
  /** Steps done, and steps in all. */
  progress?: (done: number, total: number) => void;
}

/** What is smaller or narrower than this is forgiven. */
export interface Tolerance {
  /** m² */
  area: number;
  /** m, at the widest place. */
  width: number;
}

export const TOLERANCE: Tolerance = { area: 50, width: 1 };

/** Overlaps, gaps, and what sticks out of the place above, beyond tolerance and parent by parent. A large file takes seconds: not for the thread that serves (see import.thread.ts). */
export function checkTopology(shapes: readonly Placed[], options: TopologyOptions = {}): Fault[] {
  const families = [...byParent(shapes).values()].map((placed) => new Family(placed, options));
  const total = families.reduce((sum, family) => sum + family.steps, 0);
  let done = 0;
  const step = () => options.progress?.(++done, total);
  return families.flatMap((family) => [...family.overlaps(step), ...family.outside(), ...family.gaps(step)]);
}

type Ring = [number, number][];
/** A piece of an overlap or a gap. */
interface Piece {
  rings: Ring[];
  area: number;
}

/** The places under one place. */
class Family {
  readonly steps: number;
  private readonly siblings: Siblings;
  private readonly pairs: [number, number][];
  private readonly tolerance: Tolerance;
  /** No two of them overlap: known when the pairs have been looked at. */
  private fits: boolean;

  constructor(
    private readonly placed: readonly Placed[],
    private readonly options: TopologyOptions,
  ) {
    this.tolerance = options.tolerance ?? TOLERANCE;
    this.siblings = new Siblings(placed.map(({ geometry }) => geometry));
    this.fits = !options.allowOverlaps;
    this.pairs = options.allowOverlaps ? [] : this.siblings.pairs();
    this.steps = this.pairs.length + (options.allowGaps ? 0 : 1);
  }

  overlaps(step: () => void): Fault[] {
    return this.pairs.flatMap(([i, j]) => {
      const fault = this.overlap(i, j);
      step();
      return fault ?? [];
    });
  }

  /** What of the places of the file lies outside the place above, which is somebody else's ground. */
  outside(): Fault[] {
    const { above } = this;
    if (this.options.allowOverlaps || !above) return [];
    const family = new Siblings([above, ...this.placed.map(({ geometry }) => geometry)]);
    return this.placed.flatMap((one, i) => {
      if (one.feature === 0 || !family.mayStickOut(i + 1, 0)) return [];
      const { feature, code, parent, geometry } = one;
      const beyond = robustly(difference, [geometry.coordinates as Geom, above.coordinates as Geom]);
      if (!beyond) return [unchecked(one)];
      const pieces = this.pieces(beyond);
      if (pieces.length === 0) return [];
      const area = pieces.reduce((sum, piece) => sum + piece.area, 0);
      const reason = `有${inWords(area)}在上级 ${parent} 之外`;
      return [{ kind: 'outside-parent', feature, code, reason, at: pointInside(pieces[0].rings), area }];
    });
  }

  /** The outline of the place above, where it has one. */
  private get above(): Shape | undefined {
    const { parent } = this.placed[0];
    return parent === null ? undefined : this.options.parentShape?.(parent);
  }

  gaps(step: () => void): Fault[] {
    if (this.options.allowGaps) return [];
    const { above } = this;
    const covered = this.covered();
    const wanted: Geom[] | undefined = covered?.flatMap(([, ...holes]) => holes.map((hole) => [hole]));
    if (above) wanted?.push(above.coordinates as Geom);
    const missing = covered && wanted?.length ? robustly(difference, [wanted.flatMap(asMany), covered]) : [];
    step();
    if (!covered || !missing) return [unchecked(this.placed[0])];
    return this.pieces(missing)
      .filter((piece) => this.isOurs(piece))
      .map((piece) => this.gap(piece));
  }

  /** What the places cover together. Where they fit, most of their borders need not be looked at: ten times faster. */
  private covered(): Ring[][] | null {
    const shapes = this.placed.map(({ geometry }) => geometry);
    if (!this.fits)
      return robustly(
        union,
        shapes.map(({ coordinates }) => coordinates as Geom),
      );
    return robustly(
      xor,
      withoutSeams(shapes).map((ring) => [ring] as Geom),
    );
  }

  private overlap(i: number, j: number): Fault | null {
    const [one, other] = [this.placed[i], this.placed[j]];
    if (!this.siblings.mayOverlap(i, j)) return null;
    this.fits = false;
    if (one.feature === 0 && other.feature === 0) return null;
    // The fault is told of a place of the file, where one of the two was there before.
    const [told, against] = one.feature === 0 ? [other, one] : [one, other];
    const common = robustly(intersection, [told.geometry.coordinates as Geom, against.geometry.coordinates as Geom]);
    if (!common) return unchecked(told, against);
    const pieces = this.pieces(common);
    if (pieces.length === 0) return null;
    const area = pieces.reduce((sum, piece) => sum + piece.area, 0);
    const { feature, code } = told;
    const reason = `与 ${against.code} 重叠${inWords(area)}`;
    return { kind: 'overlap', feature, code, reason, at: pointInside(pieces[0].rings), area, other: against.code };
  }

  /** Whether a gap is the doing of the file. One that was there before, and away from all that it brings, is not. */
  private isOurs({ rings }: Piece): boolean {
    if (this.placed.every(({ feature }) => feature > 0)) return true;
    if (this.siblings.along(rings.flat()).some((i) => this.placed[i].feature > 0)) return true;
    return (this.options.before ?? []).some((shape) => {
      const uncovered = robustly(intersection, [[rings], shape.coordinates as Geom]);
      return !uncovered || this.pieces(uncovered).length > 0;
    });
  }

  private gap({ rings, area }: Piece): Fault {
    // Told of a place of the file, where one lies beside it: that is the one that can be mended.
    const [beside, other] = this.siblings
      .along(rings.flat())
      .map((i) => this.placed[i])
      .sort((a, b) => Number(b.feature > 0) - Number(a.feature > 0));
    const { feature, code } = beside ?? { feature: 0, code: undefined };
    return {
      kind: 'gap',
      feature,
      ...(code ? { code } : {}),
      reason: `${other ? `与 ${other.code} 之间` : '旁边'}有${inWords(area)}的空隙`,
      at: pointInside(rings),
      area,
      ...(other ? { other: other.code } : {}),
    };
  }

  /** The polygons beyond tolerance, the largest first. */
  private pieces(polygons: Ring[][]): Piece[] {
    return polygons
      .map((rings) => ({ rings, ...measurePolygon(rings) }))
      .filter(({ rings, area }) => area > this.tolerance.area && isWiderThan(rings, this.tolerance.width))
      .sort((a, b) => b.area - a.area);
  }
}

const inWords = (area: number) =>
  area < 1e5 ? `约 ${Math.round(area)} 平方米` : `约 ${(area / 1e6).toFixed(2)} 平方公里`;

const unchecked = ({ feature, code }: Placed, other?: Placed): Fault => ({
  kind: 'unchecked',
  feature,
  code,
  reason: other
    ? `无法核对是否与 ${other.code} 重叠，请检查两者的边界`
    : '无法核对是否有空隙，请检查同一上级下各网格的边界',
  ...(other ? { other: other.code } : {}),
});

const asMany = (geometry: Geom): Ring[][] => (isMany(geometry) ? geometry : [geometry]);
const isMany = (geometry: Geom): geometry is Ring[][] => Array.isArray(geometry[0]?.[0]?.[0]);

/** Decimals of a degree to round to when the exact figures defeat the library: 0.1 mm, 1 mm, 1 cm. */
const DECIMALS = [9, 8, 7];

/** The result of a polygon operation, on rounded figures where it fails on the exact ones; null where it fails on all. */
function robustly(operation: (first: Geom, ...more: Geom[]) => Ring[][], [first, ...more]: Geom[]): Ring[][] | null {
  for (const decimals of [null, ...DECIMALS]) {
    const round = (geometry: Geom) => (decimals === null ? geometry : rounded(geometry, 10 ** decimals));
    try {
      return operation(round(first), ...more.map(round));
    } catch {
      // Its sweep line can lose its way among points that nearly coincide; rounding makes them coincide.
    }
  }
  return null;
}

const rounded = (geometry: Geom, unit: number): Geom =>
  asMany(geometry).map((rings) =>
    rings.map((ring) =>
      ring.map(([x, y]): [number, number] => [Math.round(x * unit) / unit, Math.round(y * unit) / unit]),
    ),
  );
