/** The file of an import, and all that has to be reckoned from it; pure, and slow for a large one. */
import { createHash } from 'node:crypto';
import type { Box } from './box-index.js';
import { areaOf, boxOf, type Shape } from './earth.js';
import type { Fault } from './faults.js';
import { featuresOf, propertyOf, readFeatures, type ShapeIn } from './geojson.js';
import type { FileOptions, Meter } from './import.work.js';
import { checkTopology, type Placed } from './topology.js';

/** What the database is to know of a feature. */
export interface Outline extends Omit<ShapeIn, 'geometry'> {
  /** As it is stored: seven decimals of a degree are a centimetre. */
  geometry: string;
  /** Square metres. */
  area: number;
  box: Box;
}
export interface FileRead {
  outlines: Outline[];
  faults: Fault[];
  sha256: string;
}

/** Places under one place that are to be compared with one another; outlines of the database are GeoJSON as text. */
export interface Family {
  parent: string | null;
  /** Numbers of the features of the file. */
  features: number[];
  /** The places beside them. */
  others: { code: string; geometry: string }[];
  /** Of the place above. */
  above?: string;
  /** What the places of the file have had so far. */
  before: string[];
  allowGaps?: boolean;
  allowOverlaps?: boolean;
  /** Which part of the work it is, in features: where it begins, and how much. */
  share: { from: number; size: number; total: number };
}

/** What the preview says of a feature. */
export interface Mark {
  feature: number;
  code: string;
  name: string;
  change: string;
  faulty: boolean;
}

export class ImportFile {
  private readonly shapes = new Map<number, ShapeIn>();

  constructor(
    private readonly text: string,
    private readonly options: FileOptions,
    private readonly meter: Meter,
  ) {}

  /** The codes of parents that it names; a file that cannot be read names none and is refused later. */
  parents(): string[] {
    const { parent, under } = this.options;
    const given = under === undefined ? [] : [under];
    if (parent === undefined) return given;
    const features = featuresOf(this.text);
    const named = Array.isArray(features) ? features.flatMap((feature) => propertyOf(feature, parent) ?? []) : [];
    return [...new Set([...given, ...named])];
  }

  /** @param parents those that are there @param last the greatest number given under each so far */
  read(parents: ReadonlySet<string>, last: ReadonlyMap<string, number>): FileRead {
    const { features, faults } = readFeatures(this.text, {
      ...this.options,
      isParent: (code) => parents.has(code),
      lastNumber: (code) => last.get(code) ?? 0,
      progress: (done, total) => this.meter.at('reading', done, total),
    });
    this.shapes.clear();
    for (const shape of features) this.shapes.set(shape.feature, shape);
    const sha256 = createHash('sha256').update(this.text).digest('hex');
    return { outlines: features.map(outlineOf), faults, sha256 };
  }

  /** Overlaps, gaps, and what sticks out of the place above. */
  compare({ parent, features, others, above, before, share, ...options }: Family): Fault[] {
    const { from, size, total } = share;
    this.meter.at('comparing', Math.floor(from), total);
    const outline = above === undefined ? undefined : shapeOf(above);
    const placed = [
      ...features.map((feature): Placed => ({ ...this.shape(feature), parent })),
      ...others.map(({ code, geometry }): Placed => ({ feature: 0, code, parent, geometry: shapeOf(geometry) })),
    ];
    return checkTopology(placed, {
      ...options,
      parentShape: () => outline,
      before: before.map(shapeOf),
      progress: (done, steps) => {
        // The last step looks for gaps.
        if (options.allowGaps || done < steps) this.meter.pair();
        this.meter.at('comparing', Math.floor(from + (size * done) / steps), total);
      },
    });
  }

  /** A FeatureCollection of what would be there, as text: a large one is best not made twice. */
  preview(marks: readonly Mark[]): string {
    const features = marks.map(({ feature, ...properties }) => ({
      type: 'Feature',
      properties: { feature, ...properties },
      geometry: this.shape(feature).geometry,
    }));
    return JSON.stringify({ type: 'FeatureCollection', features });
  }

  private shape(feature: number): ShapeIn {
    const shape = this.shapes.get(feature);
    if (!shape) throw new Error(`feature ${feature} has not been read`);
    return shape;
  }
}

const shapeOf = (geometry: string) => JSON.parse(geometry) as Shape;

function outlineOf({ geometry, ...rest }: ShapeIn): Outline {
  const { type, coordinates } = geometry;
  return {
    ...rest,
    geometry: JSON.stringify({ type, coordinates: rounded(coordinates) }),
    area: areaOf(geometry),
    box: boxOf(geometry),
  };
}

const rounded = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(rounded) : Math.round((value as number) * 1e7) / 1e7;
