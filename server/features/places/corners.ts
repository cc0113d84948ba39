/** Where rings cross in a corner: in one that both pass, or in one that lies on an edge of the other. */
import type { Position } from 'geojson';
import type { Flat } from './crossing.js';
import { squareToSegment, TOUCH } from './earth.js';

/** A ring as the numbers of the corners that it passes, without the first again at the end. */
type Path = number[];

/**
 * Corners that touch are one, and an edge that touches a corner passes through it.
 * @param rings closed, of one shape
 * @returns a corner where two ways through it cross, or null
 */
export function crossingAtCorner(rings: readonly Position[][], flat: Flat): Position | null {
  const corners = new Corners(flat);
  const paths = rings.map((ring) => withoutRepeats(ring.slice(1).map((position) => corners.numberOf(position))));
  const passing = paths.map((path) => corners.passedBy(path));
  const ways = new Map<number, [number, number][]>();
  for (const path of passing) {
    for (let i = 0; i < path.length; i++) {
      const at = path[i];
      const way: [number, number] = [path.at(i - 1) ?? at, path[(i + 1) % path.length]];
      const others = ways.get(at) ?? [];
      if (others.some((other) => corners.areWoven(at, way, other))) return corners.positions[at];
      ways.set(at, [...others, way]);
    }
  }
  return null;
}

const withoutRepeats = (path: Path): Path => path.filter((corner, i) => corner !== path.at(i - 1));

class Corners {
  /** Degrees, as the first ring has them that passes there. */
  readonly positions: Position[] = [];
  /** The same in metres. */
  private readonly points: Position[] = [];
  /** Corners by the square of one TOUCH in which they lie. */
  private readonly cells = new Map<string, number[]>();
  private fromWest: number[] = [];

  constructor(private readonly flat: Flat) {}

  /** The number of the corner that a position touches; a new one where it touches none. */
  numberOf(position: Position): number {
    const point = this.flat.point(position);
    const [column, row] = point.map((metres) => Math.floor(metres / TOUCH));
    for (let x = column - 1; x <= column + 1; x++) {
      for (let y = row - 1; y <= row + 1; y++) {
        const found = this.cells.get(`${x} ${y}`)?.find((corner) => isNear(this.points[corner], point));
        if (found !== undefined) return found;
      }
    }
    const number = this.points.push(point) - 1;
    this.positions.push(position);
    const key = `${column} ${row}`;
    this.cells.set(key, [...(this.cells.get(key) ?? []), number]);
    return number;
  }

  /** The same ring, and between its own corners those that its edges touch. All corners must be known by now. */
  passedBy(path: Path): Path {
    if (this.fromWest.length < this.points.length) {
      this.fromWest = this.points.map((_, i) => i).sort((a, b) => this.points[a][0] - this.points[b][0]);
    }
    return path.flatMap((corner, i) => [corner, ...this.between(corner, path[(i + 1) % path.length])]);
  }

  /** The corners that an edge touches on its way, in their order. */
  private between(from: number, to: number): number[] {
    const [[ax, ay], [bx, by]] = [this.points[from], this.points[to]];
    const east = Math.max(ax, bx) + TOUCH;
    const found: number[] = [];
    for (let i = this.firstFrom(Math.min(ax, bx) - TOUCH); i < this.fromWest.length; i++) {
      const corner = this.fromWest[i];
      const [x, y] = this.points[corner];
      if (x > east) break;
      if (corner === from || corner === to) continue;
      if (squareToSegment(ax - x, ay - y, bx - x, by - y) <= TOUCH * TOUCH) found.push(corner);
    }
    const along = (corner: number) => Math.hypot(this.points[corner][0] - ax, this.points[corner][1] - ay);
    return found.sort((a, b) => along(a) - along(b));
  }

  /** Number of the first corner, counted from the west, that lies at `x` or east of it. */
  private firstFrom(x: number): number {
    let low = 0;
    let high = this.fromWest.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.points[this.fromWest[middle]][0] < x) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether exactly one end of the other way lies between the ends of this one, going round the corner. */
  areWoven(at: number, way: readonly number[], other: readonly number[]): boolean {
    if (other.some((end) => way.includes(end))) return false;
    const [x, y] = this.points[at];
    const angle = (corner: number) => Math.atan2(this.points[corner][1] - y, this.points[corner][0] - x);
    const [from, to] = way.map(angle).sort((a, b) => a - b);
    return other.map(angle).filter((end) => end > from && end < to).length === 1;
  }
}

const isNear = ([ax, ay]: Position, [bx, by]: Position) => Math.hypot(bx - ax, by - ay) <= TOUCH;
