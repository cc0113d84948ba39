/** How far somebody may see, as data: an OR of simple clauses with two readers, SQL and a single row. */
import type { SelectQueryBuilder } from 'typeorm';
import { type May, type Permission, permissions, unitKinds } from '../../shared/permissions.js';
import { type CaseLevel, caseLevels } from '../../shared/places.js';
import type { Actor, Where } from './ctx.js';

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

/** The reach of one permission: one's own, and that of each absent one of another unit whose work one does today. */
export function scopeOf(actor: Actor, permission: Permission): Scope {
  const here = reachOf(actor, actor.mayHere, permission);
  if (actor.elsewhere.length === 0) return here;
  return together([here, ...actor.elsewhere.map((absent) => reachOf(absent, absent.may, permission))]);
}

/** Of it, only what is reached where the other permission is held too: one's own need not hold in the absent one's place. */
export function scopeWith(actor: Actor, permission: Permission, other: Permission): Scope {
  const held = [
    { where: actor as Where, may: actor.mayHere },
    ...actor.elsewhere.map((one) => ({ where: one, may: one.may })),
  ];
  return together(held.filter(({ may }) => other in may).map(({ where, may }) => reachOf(where, may, permission)));
}

const together = (all: readonly Scope[]): Scope => (all.includes('all') ? 'all' : (all as Clause[][]).flat());

/**
 * Every way in which somebody acts: as themselves, and in the place of each absent one of another unit. Then they are
 * of that unit and have its reach, and none of their own.
 */
export const capacities = (actor: Actor): Actor[] =>
  actor.elsewhere.length === 0
    ? [actor]
    : [
        { ...actor, may: actor.mayHere, elsewhere: [] },
        ...actor.elsewhere.map(({ id, name, may, ...where }) => ({
          ...actor,
          ...where,
          may,
          mayHere: may,
          own: { may, grids: where.grids },
          standsFor: [],
          elsewhere: [],
          inPlaceOf: { id, name },
        })),
      ];

/** Along the tree that belongs to the permission (see shared/permissions.ts). */
function reachOf(where: Where, may: May, permission: Permission): Scope {
  const reach = may[permission];
  if (!reach) return NOTHING;
  if (reach === 'all') return 'all';
  if (reach === 'own') return [{ column: 'reporter', in: [where.id] }];
  const area = alongTree(where, may, permission, reach);
  return area === 'all' ? 'all' : [...area, ...byEntry(where, permission)];
}

/** Whoever registered a case reads on in it, wherever it lies. */
const byEntry = (where: Where, permission: Permission): Clause[] =>
  permission === 'case.read' ? [{ column: 'enteredBy', in: [where.id] }] : [];

function alongTree(where: Where, may: May, permission: Permission, reach: 'unit' | 'subtree'): Scope {
  const along = permissions[permission].along;
  const units = reach === 'unit' ? [where.unit?.id ?? ''] : where.unitsBelow;
  if (along === 'unit') return [{ column: 'unit', in: units }];
  const once = byUnits(along, units);
  if (where.unit && unitKinds[where.unit.kind].along === 'unit') return once;
  const posts: Clause = { column: 'grid', in: where.grids.map((g) => g.code) };
  if (reach === 'unit') return [posts, ...once];
  // The wider reach holds the narrower: a post in a grid elsewhere is not lost by another role.
  return subtree(where, [...(posts.in.length > 0 ? [posts] : []), ...once, ...byDraw(where, may, permission)]);
}

/** Departments see of every number their own part, whatever else the cases behind it are: whose that is; null: all. */
export function ownPart({ may, unit, unitsBelow }: Actor): readonly string[] | null {
  const isDepartment = unit !== null && unitKinds[unit.kind].along === 'unit';
  return isDepartment && may['stats.read'] !== 'all' ? unitsBelow : null;
}

/** Who is drawn to check a case of another area reaches it by the draw. */
const byDraw = (where: Where, may: May, permission: Permission): Clause[] =>
  permission === 'case.check' || (permission === 'case.read' && 'case.check' in may)
    ? [{ column: 'checker', in: [where.id] }]
    : [];

function byUnits(along: (typeof permissions)[Permission]['along'], units: readonly string[]): Clause[] {
  if (along === 'history') return [{ everWith: units }];
  return along === 'holder' ? [{ column: 'unit', in: units }] : [];
}

function subtree({ place }: Where, once: Clause[]): Scope {
  if (!place) return once;
  const level = caseLevels.find((l) => l === place.level);
  // Above 市 there is one city in a database: its staff see all of it.
  if (!level) return place.level === 'province' ? 'all' : once;
  return [{ column: level, in: [place.code] }, ...once];
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
