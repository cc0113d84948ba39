/** What an import would do to the places that are there: read, compared, and checked among its neighbours. */
import { type GridKind, gridKinds, isBelow, type Level, levels } from '../../../shared/places.js';
import type { Rows } from '../../core/db.js';
import { problem } from '../../core/problem.js';
import type { Fault } from './faults.js';
import type { ReadOptions } from './geojson.js';
import type { Outline } from './import.file.js';
import { neighbourFaults } from './import.neighbours.js';
import { byCodes, lastNumbers, type Standing } from './import.reads.js';
import type { ImportWork } from './import.work.js';
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
  outline: Outline;
  /** As it is to be called; its code where nobody said. */
  name: string;
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
  /** Of the file. */
  sha256: string;
}

const LONGEST_NAME = 80;
const LONGEST_PATH = 190;

/**
 * @param at from when on it is to hold
 * @param work reads the file and compares, on a thread of its own
 * @throws input.invalid for special places that are no grids
 */
export async function planImport(rows: Rows, at: Date, work: ImportWork, options: ImportOptions): Promise<Plan> {
  if (options.kind === 'special' && options.level !== 'grid') {
    throw problem('input.invalid', { errors: { kind: 'invalid' }, detail: '只有网格可以是专属网格' });
  }
  const named = await work.ask('parents');
  const parents = await byCodes(rows, named, at);
  const last = options.code === 'auto' ? await lastNumbers(rows, named) : new Map<string, number>();
  const living = new Set([...parents.values()].filter(({ ends }) => !ends).map(({ code }) => code));
  const { outlines, faults, sha256 } = await work.ask('read', living, last);
  const found: PlanFault[] = [...faults];
  const existing = await byCodes(
    rows,
    outlines.map(({ code }) => code),
    at,
  );
  const steps = outlines.map((outline) => stepOf(outline, existing, parents));
  const needsParent = await hasLevelAbove({ rows }, options.level);
  for (const step of steps) found.push(...stepFaults(step, options, needsParent));
  if (found.length === 0) found.push(...(await neighbourFaults(rows, at, work, steps, options)));
  const features = found.reduce((most, { feature }) => Math.max(most, feature), outlines.length);
  return { steps, faults: found, features, sha256 };
}

function stepOf(outline: Outline, existing: Map<string, Standing>, parents: Map<string, Standing>): Step {
  const before = existing.get(outline.code);
  const name = outline.name ?? before?.name ?? outline.code;
  const isSame = before?.name === name && before.geometry === outline.geometry;
  const parent = outline.parent === null ? null : (parents.get(outline.parent) ?? null);
  return { outline, name, before, parent, change: before ? (isSame ? 'same' : 'changed') : 'new' };
}

function stepFaults(
  { outline, name, before, parent }: Step,
  { level, kind }: ImportOptions,
  needsParent: boolean,
): PlanFault[] {
  const { feature, code } = outline;
  const faults: PlanFault[] = [];
  const refuse = (kind: PlanFault['kind'], reason: string) => faults.push({ kind, feature, code, reason });
  if (!before && outline.name === null) refuse('no-name', '新的区划没有名称');
  if ([...name].length > LONGEST_NAME || /\p{Cc}/u.test(name))
    refuse('bad-name', `名称应为一行，最多 ${LONGEST_NAME} 个字`);
  if (before?.isGone) refuse('code-taken', '这个编码曾经用过，编码不能重复使用');
  else if (before && before.level !== level)
    refuse('other-level', `编码已是${levels[before.level].label}“${before.name}”`);
  else if (before && outline.parent !== null && before.parent !== outline.parent) {
    refuse('other-parent', `现在的上级是 ${before.parent ?? '（无）'}，文件里是 ${outline.parent}`);
  }
  if (before && kind && before.kind !== kind) {
    refuse('other-kind', `现在是${gridKinds[before.kind]}，不能改成${gridKinds[kind]}`);
  }
  if (before?.hasLater && before.geometry !== outline.geometry) {
    refuse('later-outline', '已有从更晚的日期起的边界，新的边界要从那一天或以后起');
  }
  if (parent && !isBelow(level, parent.level)) {
    refuse('unknown-parent', `${levels[level].label}不能放在${levels[parent.level].label}“${parent.name}”之下`);
  }
  if (!before && outline.parent === null && needsParent) refuse('no-parent', '没有写明上级区划');
  if (parent && parent.path.length + code.length + 1 > LONGEST_PATH) refuse('bad-code', '各级编码合起来太长');
  return faults;
}
