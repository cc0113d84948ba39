/** Outlines under one place: which of them lie near one another, and which of those may overlap. */
import type { Position } from 'geojson';
import { type Box, BoxIndex } from './box-index.js';
import { crossingAmong, type Edge, Flat } from './crossing.js';
import { boxOf, type Shape } from './earth.js';
import { Outlines, type Side } from './outlines.js';

export class Siblings {
  private readonly outlines: Outlines;
  private readonly boxes: readonly Box[];
  private readonly index: BoxIndex;
  private readonly flat: Flat;
  private readonly edges: readonly (readonly Edge[])[];

  /** Shapes are known by their place in the list; each has points. */
  constructor(shapes: readonly Shape[]) {
    this.outlines = new Outlines(shapes);
    this.boxes = shapes.map(boxOf);
    this.index = new BoxIndex(Float64Array.from(this.boxes.flat()));
    const [west, south] = this.boxes[0];
    this.flat = new Flat([west, south]);
    this.edges = shapes.map((shape) => this.flat.edges(shape));
  }

  /** Pairs of shapes, the smaller number first, whose boxes meet. */
  pairs(): [number, number][] {
    const hits = new Uint32Array(this.boxes.length);
    return this.boxes.flatMap((box, i) => {
      const found = hits.subarray(0, this.index.search(...box, hits));
      return [...found]
        .filter((j) => j > i)
        .sort((a, b) => a - b)
        .map((j): [number, number] => [i, j]);
    });
  }

  /**
   * False only where two shapes certainly do not overlap, not counting TOUCH: their borders do not cross, and each runs
   * outside the other or along its border. It spares sound neighbours the exact and slow answer.
   */
  mayOverlap(one: number, other: number): boolean {
    const common = this.common(one, other);
    const mine = this.edges[one].filter(common);
    const theirs = this.edges[other].filter(common);
    if (crossingAmong(mine, theirs, this.flat)) return true;
    const isBeside = (edges: readonly Edge[], of: number, beside: number) => {
      const sides = edges.flatMap((edge) => this.sidesOf(edge, beside));
      const hasOutside = edges.length < this.edges[of].length || sides.includes('outside');
      return hasOutside && !sides.includes('inside');
    };
    return !isBeside(mine, one, other) || !isBeside(theirs, other, one);
  }

  /** False only where one shape certainly lies within another, not counting TOUCH: the opposite of `mayOverlap`. */
  mayStickOut(one: number, of: number): boolean {
    const [mine, theirs] = [this.edges[one], this.edges[of]];
    if (crossingAmong(mine, theirs, this.flat)) return true;
    if (mine.some((edge) => this.sidesOf(edge, of).includes('outside'))) return true;
    // A hole of the other that lies within.
    return theirs.filter(this.common(one, of)).some((edge) => this.sidesOf(edge, one).includes('inside'));
  }

  /** Numbers of the shapes whose borders a line follows, the one that most of its points touch first. */
  along(line: readonly Position[]): number[] {
    const touches = new Map<number, number>();
    const hits = new Uint32Array(this.boxes.length);
    for (const [x, y] of line) {
      for (const shape of hits.subarray(0, this.outlines.candidates(x, y, hits))) {
        if (this.sideOf([x, y], shape) === 'border') touches.set(shape, (touches.get(shape) ?? 0) + 1);
      }
    }
    return [...touches].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([shape]) => shape);
  }

  /** A test of edges: do they reach into the box that two shapes have in common? */
  private common(one: number, other: number): (edge: Edge) => boolean {
    const [a, b] = [this.boxes[one], this.boxes[other]];
    const [west, south] = this.flat.point([Math.max(a[0], b[0]), Math.max(a[1], b[1])]);
    const [east, north] = this.flat.point([Math.min(a[2], b[2]), Math.min(a[3], b[3])]);
    return ({ ax, ay, bx, by }) =>
      Math.min(ax, bx) <= east && Math.max(ax, bx) >= west && Math.min(ay, by) <= north && Math.max(ay, by) >= south;
  }

  /** On which side of a shape an edge begins, and on which its middle lies. */
  private sidesOf({ ax, ay, bx, by }: Edge, shape: number): Side[] {
    return [
      [ax, ay],
      [(ax + bx) / 2, (ay + by) / 2],
    ].map((point) => this.sideOf(this.flat.position(point), shape));
  }

  private sideOf([x, y]: Position, shape: number): Side {
    return this.outlines.side(shape, x, y);
  }
}
