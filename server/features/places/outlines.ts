/**
 * Outlines of many shapes in typed arrays, for two questions: is a point inside, and how far is the border.
 *
 * Every ring is cut into runs of a few edges, and each run keeps its box. A ray to the east passes a run that lies
 * wholly to the east an odd number of times exactly when the run's ends lie on either side of the ray, so only the
 * runs whose box holds the point are walked edge by edge.
 */
import type { Position } from 'geojson';
import { BoxIndex, NOWHERE } from './box-index.js';
import { metresPerLat, metresPerLng, polygonsOf, type Shape, squareToSegment, TOUCH } from './earth.js';

/** Edges in a run; 4 to 8 are equally fast. */
const RUN = 6;

/** More than TOUCH up to 84° of latitude. */
const TOUCH_DEGREES = 1e-6;

export type Side = 'inside' | 'border' | 'outside';

export class Outlines {
  readonly size: number;
  private readonly index: BoxIndex;
  /** lng, lat of every point of every ring, each ring closed. */
  private readonly points: Float64Array;
  /** Runs of shape i: from runsOf[i] to runsOf[i + 1]; edges of run r: from point first[r] to point last[r]. */
  private readonly runsOf: Uint32Array;
  private readonly first: Uint32Array;
  private readonly last: Uint32Array;
  /** west, south, east, north of every run, wider by TOUCH. */
  private readonly boxes: Float64Array;

  /** Shapes are known by their place in the list. A shape without points is nowhere. */
  constructor(shapes: readonly Shape[]) {
    const rings = shapes.map((shape) =>
      polygonsOf(shape)
        .flat()
        .filter((ring) => ring.length > 0)
        .map(closed),
    );
    const count = (of: (ring: Position[]) => number) => rings.flat().reduce((sum, ring) => sum + of(ring), 0);
    const runs = count(runsIn);
    this.size = shapes.length;
    this.points = new Float64Array(2 * count((ring) => ring.length));
    this.runsOf = new Uint32Array(shapes.length + 1);
    this.first = new Uint32Array(runs);
    this.last = new Uint32Array(runs);
    this.boxes = new Float64Array(4 * runs);
    this.index = new BoxIndex(this.lay(rings));
  }

  /** Writes the numbers of the shapes that may hold a point into `hits` (as long as there are shapes), returns how many. */
  candidates(x: number, y: number, hits: Uint32Array): number {
    return this.index.at(x, y, hits);
  }

  /** Writes the numbers of the shapes whose boxes meet the given one (degrees) into `hits`, returns how many. */
  search(west: number, south: number, east: number, north: number, hits: Uint32Array): number {
    return this.index.search(west, south, east, north, hits);
  }

  /** On which side of a shape's border a point lies; nearer than TOUCH it lies on it. */
  side(shape: number, x: number, y: number): Side {
    const { points, boxes, first, last } = this;
    let inside = false;
    for (let run = this.runsOf[shape], end = this.runsOf[shape + 1]; run < end; run++) {
      const box = 4 * run;
      if (y < boxes[box + 1] || y > boxes[box + 3] || x > boxes[box + 2]) continue;
      let at = 2 * first[run];
      const stop = 2 * last[run];
      if (x < boxes[box]) {
        if (points[at + 1] > y !== points[stop + 1] > y) inside = !inside;
        continue;
      }
      for (; at < stop; at += 2) {
        const ax = points[at] - x;
        const ay = points[at + 1] - y;
        const bx = points[at + 2] - x;
        const by = points[at + 3] - y;
        const cross = ax * by - bx * ay;
        if (ay > 0 !== by > 0 && cross > 0 === by > ay) inside = !inside;
        // The distance to the edge's line is cross / length, and this is less: it spares most edges the exact question.
        const mayTouch = Math.abs(cross) <= TOUCH_DEGREES * (Math.abs(bx - ax) + Math.abs(by - ay));
        if (mayTouch && touches(y, ax, ay, bx, by)) return 'border';
      }
    }
    return inside ? 'inside' : 'outside';
  }

  /**
   * Metres from a point to a shape's border, or Infinity where that is more than `limit`.
   * @param mx metres per degree of longitude at the point, @param my of latitude
   */
  distance(shape: number, x: number, y: number, mx: number, my: number, limit = Infinity): number {
    const from = this.runsOf[shape];
    const to = this.runsOf[shape + 1];
    // The run with the nearest box is walked first: mostly it holds the answer, and spares the others.
    let nearest = from;
    let gap = Infinity;
    for (let run = from; run < to; run++) {
      const toBox = this.squareToBox(run, x, y, mx, my);
      if (toBox < gap) {
        gap = toBox;
        nearest = run;
      }
    }
    const most = limit * limit;
    if (!(gap <= most)) return Infinity;
    let best = this.squareToRun(nearest, x, y, mx, my);
    for (let run = from; run < to; run++) {
      if (run !== nearest && this.squareToBox(run, x, y, mx, my) < Math.min(best, most)) {
        best = Math.min(best, this.squareToRun(run, x, y, mx, my));
      }
    }
    return best <= most ? Math.sqrt(best) : Infinity;
  }

  private squareToBox(run: number, x: number, y: number, mx: number, my: number): number {
    const { boxes } = this;
    const box = 4 * run;
    const dx = Math.max(boxes[box] - x, 0, x - boxes[box + 2]) * mx;
    const dy = Math.max(boxes[box + 1] - y, 0, y - boxes[box + 3]) * my;
    return dx * dx + dy * dy;
  }

  private squareToRun(run: number, x: number, y: number, mx: number, my: number): number {
    const { points } = this;
    let best = Infinity;
    let at = 2 * this.first[run];
    let ax = (points[at] - x) * mx;
    let ay = (points[at + 1] - y) * my;
    for (const stop = 2 * this.last[run]; at < stop; at += 2) {
      const bx = (points[at + 2] - x) * mx;
      const by = (points[at + 3] - y) * my;
      best = Math.min(best, squareToSegment(ax, ay, bx, by));
      ax = bx;
      ay = by;
    }
    return best;
  }

  /** Fills the arrays and returns the boxes of the shapes. */
  private lay(ringsOf: Position[][][]): Float64Array {
    const { points, boxes } = this;
    const shapeBoxes = new Float64Array(4 * this.size);
    let point = 0;
    let run = 0;
    for (let shape = 0; shape < this.size; shape++) {
      shapeBoxes.set(NOWHERE, 4 * shape);
      for (const ring of ringsOf[shape]) {
        const start = point;
        for (const position of ring) {
          points[2 * point] = position[0];
          points[2 * point + 1] = position[1];
          point++;
        }
        for (let from = start; from < Math.max(start + 1, point - 1); from += RUN, run++) {
          this.first[run] = from;
          this.last[run] = Math.min(from + RUN, point - 1);
          this.layBox(run);
          widen(shapeBoxes, 4 * shape, boxes, 4 * run);
        }
      }
      this.runsOf[shape + 1] = run;
    }
    return shapeBoxes;
  }

  /** west, south, east, north of the points of a run, wider by TOUCH on each side. */
  private layBox(run: number): void {
    const { points, boxes } = this;
    let [west, south, east, north] = NOWHERE;
    for (let at = 2 * this.first[run], end = 2 * this.last[run]; at <= end; at += 2) {
      const x = points[at];
      const y = points[at + 1];
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < south) south = y;
      if (y > north) north = y;
    }
    const dx = TOUCH / metresPerLng(Math.max(Math.abs(south), Math.abs(north)));
    boxes[4 * run] = west - dx;
    boxes[4 * run + 1] = south - TOUCH_LAT;
    boxes[4 * run + 2] = east + dx;
    boxes[4 * run + 3] = north + TOUCH_LAT;
  }
}

/** TOUCH in degrees of latitude, where these are shortest. */
const TOUCH_LAT = TOUCH / metresPerLat(0);

/** Widens one box of a list so that it holds one of another. */
function widen(boxes: Float64Array, box: number, others: Float64Array, other: number): void {
  boxes[box] = Math.min(boxes[box], others[other]);
  boxes[box + 1] = Math.min(boxes[box + 1], others[other + 1]);
  boxes[box + 2] = Math.max(boxes[box + 2], others[other + 2]);
  boxes[box + 3] = Math.max(boxes[box + 3], others[other + 3]);
}

/** Whether the origin, at this latitude, touches the segment a–b, all in degrees. */
function touches(lat: number, ax: number, ay: number, bx: number, by: number): boolean {
  const mx = metresPerLng(lat);
  const my = metresPerLat(lat);
  return squareToSegment(ax * mx, ay * my, bx * mx, by * my) <= TOUCH * TOUCH;
}

const runsIn = (ring: Position[]) => Math.max(1, Math.ceil((ring.length - 1) / RUN));

function closed(ring: Position[]): Position[] {
  const [x, y] = ring[0];
  const [lastX, lastY] = ring[ring.length - 1];
  return x === lastX && y === lastY ? ring : [...ring, ring[0]];
}
