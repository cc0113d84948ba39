/** Reads a GeoJSON import: outlines in WGS-84 with their codes, or every reason why the file cannot be taken. */
import type { Feature, Position } from 'geojson';
import { CODE, type Datum, isBelow, type Level, levelOrder, levels, NUMBER_DIGITS } from '../../../shared/places.js';
import { byParent, inReadingOrder, numbered } from './auto-codes.js';
import type { Shape } from './earth.js';
import type { Fault, FaultKind } from './faults.js';
import { jsonBreak } from './json-break.js';
import { readOutline } from './outline-in.js';

export interface ShapeIn {
  /** Number of the feature in the file, the first is 1. */
  feature: number;
  code: string;
  /** Null where the file says nothing: a place that exists keeps the name it has. */
  name: string | null;
  /** Code of the place above, null at the root. */
  parent: string | null;
  geometry: Shape;
}

export interface ReadOptions {
  level: Level;
  /** Property with the code (`id` is also the feature's own), or `auto`: numbered from west to east, row by row from north to south, inside each parent. */
  code: string;
  /** Property with the name. */
  name?: string;
  /** Property with the code of the place above; else all of them lie `under` one. */
  parent?: string;
  under?: string;
  /** In which system the file was measured; `wgs84` unless told. */
  datum?: Datum;
  /** `gb`: digits of the level's length that begin with the parent's code. `free` unless told. */
  scheme?: 'gb' | 'free';
  /** Digits of a running number: those of `auto`, and with `gb` those of a grid; 3 unless told. */
  width?: number;
  /** Whether there is such a place above; every code is believed unless told. */
  isParent?: (code: string) => boolean;
  /** The greatest number given under a place so far, for `auto`: numbers are never used again. */
  lastNumber?: (parent: string) => number;
  /** Features read, and features in all. */
  progress?: (done: number, total: number) => void;
}

export interface FeaturesIn {
  features: ShapeIn[];
  faults: Fault[];
}

/** Everything that is wrong is told at once; where `faults` is empty, `features` holds the whole file. */
export function readFeatures(text: string, options: ReadOptions): FeaturesIn {
  const list = featuresOf(text);
  if (!Array.isArray(list)) return { features: [], faults: [list] };
  const faults: Fault[] = [];
  const features = list.flatMap((feature, i) => {
    const read = readFeature(feature, i + 1, options, faults);
    options.progress?.(i + 1, list.length);
    return read ?? [];
  });
  if (options.code === 'auto') number(features, options);
  for (const shape of features) faults.push(...codeFaults(shape, options));
  faults.push(...doubled(features));
  return { features, faults: faults.sort((a, b) => a.feature - b.feature) };
}

const fileFault = (kind: FaultKind, reason: string): Fault => ({ kind, feature: 0, reason });

/** The features of a file as they stand there, or why there are none. */
export function featuresOf(text: string): unknown[] | Fault {
  let file: { type?: unknown; features?: unknown } | null;
  try {
    file = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    const { line, column } = jsonBreak(text);
    return fileFault('json', `文件不是有效的 JSON：第 ${line} 行第 ${column} 列有误`);
  }
  if (file?.type !== 'FeatureCollection' || !Array.isArray(file.features)) {
    return fileFault('not-a-collection', '文件不是 GeoJSON 要素集合（FeatureCollection）');
  }
  return file.features.length > 0 ? file.features : fileFault('empty', '文件里没有要素');
}

/** The outline and what the properties say, or null where the feature is not to be used; what is wrong goes to `faults`. */
function readFeature(input: unknown, feature: number, options: ReadOptions, faults: Fault[]): ShapeIn | null {
  const { geometry = null } = (input ?? {}) as Partial<Feature>;
  const value = (property: string | undefined) => (property === undefined ? null : propertyOf(input, property));
  const code = options.code === 'auto' ? '' : value(options.code);
  const parent = value(options.parent) ?? options.under ?? null;
  const refuse = (kind: FaultKind, reason: string, at?: Position) =>
    faults.push({ kind, feature, ...(code ? { code } : {}), reason, ...(at ? { at } : {}) });

  if (code === null) refuse('no-code', `没有编码（属性 ${options.code}）`);
  if (parent === null && options.parent) refuse('no-parent', `没有上级编码（属性 ${options.parent}）`);
  else if (parent === null && options.code === 'auto') refuse('no-parent', '没有上级，不能自动编号');
  const outline = readOutline(geometry, options.datum ?? 'wgs84');
  if ('reason' in outline) refuse(outline.kind, outline.reason, outline.at);
  if ('reason' in outline || code === null || (parent === null && options.code === 'auto')) return null;
  return { feature, code, name: value(options.name), parent, geometry: outline };
}

/** What a feature says under a property (`id` is also the feature's own), as a word; null where it says nothing. */
export function propertyOf(feature: unknown, property: string): string | null {
  const { properties = null, id } = (feature ?? {}) as Partial<Feature>;
  return wordOf(properties?.[property] ?? (property === 'id' ? id : null));
}

/** A property as a word, or null where it says nothing. Numbers that lost digits on the way say nothing either. */
function wordOf(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null;
  // Programs that know no whole numbers write 1054.0.
  return typeof value === 'string' ? value.trim().replace(/^(\d+)\.0+$/, '$1') || null : null;
}

function number(features: ShapeIn[], { lastNumber, width = NUMBER_DIGITS.usual }: ReadOptions) {
  for (const [parent, shapes] of byParent(features)) {
    const above = parent ?? '';
    const last = lastNumber?.(above) ?? 0;
    inReadingOrder(shapes).forEach((shape, i) => {
      shape.code = numbered(above, last + i + 1, width);
    });
  }
}

function codeFaults({ feature, code, parent }: ShapeIn, options: ReadOptions): Fault[] {
  const faults: Fault[] = [];
  const refuse = (kind: FaultKind, reason: string) => faults.push({ kind, feature, code, reason });
  if (!CODE.test(code)) refuse('bad-code', '编码只能由字母、数字、- 和 _ 组成，以字母或数字开头，最多 24 位');
  else if (options.scheme === 'gb') {
    const digits = digitsOf(options);
    if (!/^\d+$/.test(code)) refuse('bad-code', '国标编码只能由数字组成');
    else if (code.length !== digits)
      refuse('bad-code', `${levels[options.level].label}编码应为 ${digits} 位，现为 ${code.length} 位`);
    else if (parent !== null && !code.startsWith(parent)) refuse('bad-code', `国标编码应以上级编码 ${parent} 开头`);
  }
  const like = options.code === 'auto' && levelLike(code, options.level);
  if (like)
    refuse(
      'bad-code',
      `自动编出的编码有 ${code.length} 位，会被当成${levels[like].label}的：请换一个上级，或用更多位编号`,
    );
  if (parent !== null && options.isParent && !options.isParent(parent))
    refuse('unknown-parent', `上级 ${parent} 不存在`);
  return faults;
}

/** The higher level whose national codes have as many digits, e.g. 社区 for the third grid right under a street. */
const levelLike = (code: string, level: Level): Level | undefined =>
  /^\d+$/.test(code) ? levelOrder.find((l) => isBelow(level, l) && levels[l].digits === code.length) : undefined;

function digitsOf({ level, width = NUMBER_DIGITS.usual }: ReadOptions): number {
  const isNumbered = level === 'grid' || level === 'cell';
  return levels[level].digits + (isNumbered ? width - NUMBER_DIGITS.usual : 0);
}

function doubled(features: ShapeIn[]): Fault[] {
  const first = new Map<string, number>();
  return features.flatMap(({ feature, code }): Fault[] => {
    const before = first.get(code);
    if (before) return [{ kind: 'doubled-code', feature, code, reason: `编码与第 ${before} 个要素重复` }];
    first.set(code, feature);
    return [];
  });
}
