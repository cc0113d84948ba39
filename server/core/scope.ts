/** How far somebody may see, as data: an OR of simple clauses with two readers, SQL and a single row. */
import type { SelectQueryBuilder } from 'typeorm';
import { type Permission, permissions, unitKinds } from '../../shared/permissions.js';
import { type CaseLevel, caseLevels } from '../../shared/places.js';
import type { Actor } from './ctx.js';

/** What of a case decides who may see it. */
export interface ScopedCase extends Record<CaseLevel, string | null> {
  id: string;
  reporter: string | null;
  /** Who registered it, where that was somebody of the staff. */
  enteredBy: string | null;
  unit: string | null;
  /** Every unit it is or once was with. */
  units: string[];
  /** Who was drawn to check it. */
  checker: string | null;
}

type Clause =
  | { column: 'reporter' | 'enteredBy' | 'unit' | 'checker' | CaseLevel; in: readonly string[] }
  /** Is, or once was, with one of these units. */
  | { everWith: readonly string[] };
export type Scope = 'all' | readonly Clause[];

const NOTHING: Scope = [];

/** The reach of one permission, along the tree that belongs to it (see shared/permissions.ts). */
export function scopeOf(actor: Actor, permission: Permission): Scope {
  const reach = actor.may[permission];
  if (!reach) return NOTHING;
  if (reach === 'all') return 'all';
  if (reach === 'own') return [{ column: 'reporter', in: [actor.id] }];
  const area = alongTree(actor, permission, reach);
  return area === 'all' ? 'all' : [...area, ...byEntry(actor, permission)];
}

/** Whoever registered a case reads on in it, wherever it lies. */
const byEntry = (actor: Actor, permission: Permission): Clause[] =>
  permission === 'case.read' ? [{ column: 'enteredBy', in: [actor.id] }] : [];

function alongTree(actor: Actor, permission: Permission, reach: 'unit' | 'subtree'): Scope {
  const along = permissions[permission].along;
  const units = reach === 'unit' ? [actor.unit?.id ?? ''] : actor.unitsBelow;
  if (along === 'unit') return [{ column: 'unit', in: units }];
  const once = byUnits(along, units);
  if (actor.unit && unitKinds[actor.unit.kind].along === 'unit') return once;
  if (reach === 'unit') return [{ column: 'grid', in: actor.grids.map((g) => g.code) }, ...once];
  return subtree(actor, [...once, ...byDraw(actor, permission)]);
}

/** Departments see of every number their own part, whatever else the cases behind it are: whose that is; null: all. */
export function ownPart({ may, unit, unitsBelow }: Actor): readonly string[] | null {
  const isDepartment = unit !== null && unitKinds[unit.kind].along === 'unit';
  return isDepartment && may['stats.read'] !== 'all' ? unitsBelow : null;
}

/** Who is drawn to check a case of another area reaches it by the draw. */
const byDraw = (actor: Actor, permission: Permission): Clause[] =>
  permission === 'case.check' || (permission === 'case.read' && 'case.check' in actor.may)
    ? [{ column: 'checker', in: [actor.id] }]
    : [];

function byUnits(along: (typeof permissions)[Permission]['along'], units: readonly string[]): Clause[] {
  if (along === 'history') return [{ everWith: units }];
  return along === 'holder' ? [{ column: 'unit', in: units }] : [];
}

function subtree(actor: Actor, once: Clause[]): Scope {
  if (!actor.place) return once;
  const level = caseLevels.find((l) => l === actor.place?.level);
  // Above 市 there is one city in a database: its staff see all of it.
  if (!level) return actor.place.level === 'province' ? 'all' : once;
  return [{ column: level, in: [actor.place.code] }, ...once];
}

/** Among which cases somebody looks: a hint of how to find them, which changes nothing about who may see what. */
export type Among = 'all' | 'open';

/**
 * What was once with a unit. Few cases are open while a department's history is long: then each open one is looked up
 * in the history; else the history is read, which is short where a unit is small.
 */
const onceWith = (among: Among, values: string) =>
  among === 'open'
    ? `EXISTS (SELECT 1 FROM case_unit cu WHERE cu.caseId = c.id AND cu.unit IN (:...${values}))`
    : `c.id IN (SELECT cu.caseId FROM case_unit cu WHERE cu.unit IN (:...${values}))`;

/** The scope as a condition on cases (alias `c`). @param prefix keeps the values of several scopes apart */
export function scopeSql(
  scope: Scope,
  prefix = 'scope',
  among: Among = 'all',
): { sql: string; values: Record<string, readonly string[]> } {
  if (scope === 'all') return { sql: '1 = 1', values: {} };
  const usable = scope.filter((c) => ('everWith' in c ? c.everWith : c.in).length > 0);
  if (usable.length === 0) return { sql: '1 = 0', values: {} };
  const parts = usable.map((c, i) =>
    'everWith' in c ? onceWith(among, `${prefix}${i}`) : `c.${c.column} IN (:...${prefix}${i})`,
  );
  const values = Object.fromEntries(usable.map((c, i) => [`${prefix}${i}`, 'everWith' in c ? c.everWith : c.in]));
  return { sql: `(${parts.join(' OR ')})`, values };
}

export function narrow<T extends object>(
  query: SelectQueryBuilder<T>,
  scope: Scope,
  among: Among,
): SelectQueryBuilder<T> {
  const { sql, values } = scopeSql(scope, 'scope', among);
  return scope === 'all' ? query : query.andWhere(sql, values);
}

/** The same rule for one row that is already in hand. */
export function within(scope: Scope, row: ScopedCase): boolean {
  if (scope === 'all') return true;
  return scope.some((c) => {
    if ('everWith' in c) return row.units.some((u) => c.everWith.includes(u));
    const value = row[c.column];
    return value !== null && c.in.includes(value);
  });
}
