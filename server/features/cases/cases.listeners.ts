/** Who is meant by a listener of the flow table, and whose clock runs while a seat has the move. */
import { type Listener, type Seat, stateRow } from '../../../shared/case-flow.js';
import type { Warned } from '../../../shared/deadlines.js';
import { mayOf, type Permission } from '../../../shared/permissions.js';
import type { DirectoryService } from '../people/directory.service.js';
import type { CaseFile } from './cases.guards.js';

/** Whose clock it is while a seat has the move. */
const LISTENER: { readonly [S in Seat]?: Listener } = {
  worker: 'worker',
  desk: 'desk',
  unit: 'unit',
  checker: 'checkers',
  supervisor: 'checkers',
  reporter: 'checkers',
};

/** From the grid up to the city. */
const areaOf = (c: CaseFile) =>
  [c.grid, c.community, c.street, c.county, c.city].filter((code): code is string => code !== null);
const fromDesk = (c: CaseFile) => areaOf(c).slice(Math.max(0, areaOf(c).indexOf(c.desk ?? '')));

/** Staff of these units who may do something. */
export function able(directory: DirectoryService, units: readonly string[], permission: Permission): string[] {
  return units
    .flatMap((u) => directory.staffOf(u))
    .filter((s) => permission in mayOf(s.roles))
    .map((s) => s.id);
}
const ableAt = (directory: DirectoryService, place: string, permission: Permission) =>
  able(
    directory,
    directory.unitsAt(place).map((u) => u.id),
    permission,
  );

/** Accounts behind a listener: those of the unit that stands nearest, with the permission to move the case on. */
export function staffFor(directory: DirectoryService, listener: Listener, c: CaseFile): string[] {
  switch (listener) {
    case 'worker':
      return c.grid
        ? directory
            .holdersOf(c.grid)
            .filter((h) => h.post === 'worker')
            .map((h) => h.account)
        : ableAt(directory, c.desk ?? '', 'case.verify');
    case 'desk':
      return (
        fromDesk(c)
          .map((code) => ableAt(directory, code, 'case.assign'))
          .find((found) => found.length > 0) ?? []
      );
    case 'unit':
      return c.unit ? able(directory, [c.unit], 'case.handle') : [];
    case 'checkers': {
      if (c.state === 'handled' && c.checker) return [c.checker];
      const [nearest] = directory.kindAt('supervision', areaOf(c));
      return nearest ? able(directory, [nearest.id], 'case.check') : [];
    }
    default:
      return [];
  }
}

/** Who has to move a case on. */
export function holdersOf(directory: DirectoryService, c: CaseFile): string[] {
  const listener = LISTENER[stateRow(c.state).seat];
  return listener ? staffFor(directory, listener, c) : [];
}

/**
 * The unit whose clock runs: the one that handles, or that of whoever has the move; where nobody has it yet, the
 * unit that answers for the place. Null while nothing runs, or the resident is waited for.
 */
export function unitOnDuty(directory: DirectoryService, c: CaseFile): string | null {
  const { seat } = stateRow(c.state);
  if (seat === 'nobody' || seat === 'reporter') return null;
  if (seat === 'unit') return c.unit;
  const [first] = holdersOf(directory, c);
  const own = first && directory.staffMember(first)?.unit;
  if (own) return own;
  const near = seat === 'worker' ? areaOf(c) : fromDesk(c);
  const [unit] =
    seat === 'worker' || seat === 'desk'
      ? near.flatMap((code) => directory.unitsAt(code))
      : directory.kindAt('supervision', areaOf(c));
  return unit?.id ?? null;
}

interface Warnable {
  /** Whose clock it is. */
  holders: readonly string[];
  units: readonly string[];
  c: CaseFile;
}

/** Whoever has the move, and their units. */
export function warnable(directory: DirectoryService, c: CaseFile): Warnable {
  const holders = holdersOf(directory, c);
  if (stateRow(c.state).seat === 'unit' && c.unit) return { holders, units: [c.unit], c };
  return { holders, units: [...new Set(holders.flatMap((one) => directory.staffMember(one)?.unit ?? []))], c };
}

/** Where a rung has nobody the next one up is told: a warning that nobody hears is none. */
export function warnedOf(directory: DirectoryService, to: Warned, about: Warnable): string[] {
  const found = exactlyWarned(directory, to, about);
  if (found.length > 0 || to === 'above') return found;
  return warnedOf(directory, to === 'handler' ? 'unitHead' : to === 'unitHead' ? 'supervision' : 'above', about);
}

/** Whom a rung means itself, be there anybody or not. */
export function exactlyWarned(directory: DirectoryService, to: Warned, { holders, units, c }: Warnable): string[] {
  if (to === 'supervision') return staffFor(directory, 'checkers', c);
  const heads = units.flatMap((unit) => directory.headsOf(unit));
  if (to === 'unitHead') return heads;
  // A head may handle too, but has a warning of their own; one who works alone has both.
  const others = holders.filter((one) => !heads.includes(one));
  if (to === 'handler') return others.length > 0 ? others : [...holders];
  const above = new Set(units.flatMap((unit) => directory.unitOf(unit)?.parent ?? []));
  return above.size === 0 ? leadersAt(directory, c) : [...above].flatMap((unit) => answerFor(directory, unit));
}

/** Above the highest unit stand those who lead the place. */
function leadersAt(directory: DirectoryService, c: CaseFile): string[] {
  const leaders = areaOf(c).map((code) =>
    directory
      .unitsAt(code)
      .flatMap((unit) => directory.staffOf(unit.id))
      .filter((s) => s.roles.includes('leader'))
      .map((s) => s.id),
  );
  return leaders.find((found) => found.length > 0) ?? [];
}

/** Who answers for a unit: its head, else whoever reads cases in it. */
export function answerFor(directory: DirectoryService, unit: string): string[] {
  const heads = directory.headsOf(unit);
  return heads.length > 0 ? heads : able(directory, [unit], 'case.read');
}
