/** What an import would do to the places that are there: read, compared, and checked among its neighbours. */
import { setImmediate as breath } from 'node:timers/promises';
import { type GridKind, gridKinds, isBelow, type Level, levels } from '../../../shared/places.js';
import type { Rows } from '../../core/db.js';
import { problem } from '../../core/problem.js';
import type { Fault } from './faults.js';
import { type ReadOptions, readFeatures, type ShapeIn } from './geojson.js';
import { neighbourFaults } from './import.neighbours.js';
import { byCodes, lastNumbers, parentsNamed, type Standing } from './import.reads.js';
import { hasLevelAbove } from './registry.service.js';

export interface ImportOptions {
  level: Level;
  /** Property that holds the code, or `auto`. */
  code: string;
  /** Property that holds the name. */
  name: string;
  /** Property that holds the parent's code, or else one parent for all. */
  parent?: string;
  under?: string;
  datum?: ReadOptions['datum'];
  scheme?: ReadOptions['scheme'];
  width?: ReadOptions['width'];
  /** What new grids are; places that exist stay what they are. */
  kind?: GridKind;
  allowOverlaps?: boolean;
  allowGaps?: boolean;
  /** From when on the outlines hold; absent: from now on. */
  since?: Date;
  dryRun: boolean;
}

/** A reason that is found only in comparison with what is there. */
type PlanFault = Omit<Fault, 'kind'> & {
  kind:
    | Fault['kind']
    | 'code-taken'
    | 'other-level'
    | 'other-parent'
    | 'other-kind'
    | 'no-name'
    | 'bad-name'
    | 'later-outline';
};

export interface Step {
  shape: ShapeIn;
  /** As it is to be called; its code where nobody said. */
  name: string;
  /** The outline as it is stored: seven decimals of a degree are a centimetre. */
  geometry: string;
  /** The place that has this code. */
  before: Standing | undefined;
  parent: Standing | null;
  change: 'new' | 'changed' | 'same';
}
export interface Plan {
  steps: Step[];
  faults: PlanFault[];
  /** How many features the file has, as far as it could be read. */
  features: number;
}

const LONGEST_NAME = 80;
const LONGEST_PATH = 190;

/**
 * @param at from when on it is to hold
 * @param progress what is done now, in words
 * @throws input.invalid for special places that are no grids
 */
export async function planImport(
  rows: Rows,
  at: Date,
  text: string,
  options: ImportOptions,
  progress: (words: string) => void,
): Promise<Plan> {
  if (options.kind === 'special' && options.level !== 'grid') {
    throw problem('input.invalid', { errors: { kind: 'invalid' }, detail: '只有网格可以是专属网格' });
  }
  progress('读取文件');
  const named = parentsNamed(text, options);
  const parents = await byCodes(rows, named, at);
  const last = options.code === 'auto' ? await lastNumbers(rows, named) : new Map<string, number>();
  await breath();
  const { features, faults } = readFeatures(text, {
    ...options,
    isParent: (code) => parents.get(code)?.ends === false,
    lastNumber: (code) => last.get(code) ?? 0,
  });
  const found: PlanFault[] = [...faults];
  const existing = await byCodes(
    rows,
    features.map(({ code }) => code),
    at,
  );
  const steps = features.map((shape) => stepOf(shape, existing, parents));
  const needsParent = await hasLevelAbove({ rows }, options.level);
  for (const step of steps) found.push(...stepFaults(step, options, needsParent));
  if (found.length === 0) found.push(...(await neighbourFaults(rows, at, steps, options, progress)));
  return { steps, faults: found, features: Math.max(features.length, ...found.map(({ feature }) => feature)) };
}

function stepOf(shape: ShapeIn, existing: Map<string, Standing>, parents: Map<string, Standing>): Step {
  const before = existing.get(shape.code);
  const { type, coordinates } = shape.geometry;
  const geometry = JSON.stringify({ type, coordinates: rounded(coordinates) });
  const name = shape.name ?? before?.name ?? shape.code;
  const isSame = before?.name === name && before.geometry === geometry;
  const parent = shape.parent === null ? null : (parents.get(shape.parent) ?? null);
  return { shape, name, geometry, before, parent, change: before ? (isSame ? 'same' : 'changed') : 'new' };
}

const rounded = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(rounded) : Math.round((value as number) * 1e7) / 1e7;

function stepFaults(
  { shape, name, geometry, before, parent }: Step,
  { level, kind }: ImportOptions,
  needsParent: boolean,
): PlanFault[] {
  const { feature, code } = shape;
  const faults: PlanFault[] = [];
  const refuse = (kind: PlanFault['kind'], reason: string) => faults.push({ kind, feature, code, reason });
  if (!before && shape.name === null) refuse('no-name', '新的区划没有名称');
  if ([...name].length > LONGEST_NAME || /\p{Cc}/u.test(name))
    refuse('bad-name', `名称应为一行，最多 ${LONGEST_NAME} 个字`);
  if (before?.isGone) refuse('code-taken', '这个编码曾经用过，编码不能重复使用');
  else if (before && before.level !== level)
    refuse('other-level', `编码已是${levels[before.level].label}“${before.name}”`);
  else if (before && shape.parent !== null && before.parent !== shape.parent) {
    refuse('other-parent', `现在的上级是 ${before.parent ?? '（无）'}，文件里是 ${shape.parent}`);
  }
  if (before && kind && before.kind !== kind) {
    refuse('other-kind', `现在是${gridKinds[before.kind]}，不能改成${gridKinds[kind]}`);
  }
  if (before?.hasLater && before.geometry !== geometry) {
    refuse('later-outline', '已有从更晚的日期起的边界，新的边界要从那一天或以后起');
  }
  if (parent && !isBelow(level, parent.level)) {
    refuse('unknown-parent', `${levels[level].label}不能放在${levels[parent.level].label}“${parent.name}”之下`);
  }
  if (!before && shape.parent === null && needsParent) refuse('no-parent', '没有写明上级区划');
  if (parent && parent.path.length + code.length + 1 > LONGEST_PATH) refuse('bad-code', '各级编码合起来太长');
  return faults;
}
