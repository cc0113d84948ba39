/** What somebody may do with a case now, from the flow table, their reach and the guards: computed here and nowhere else. */
import {
  type Action,
  actionOrder,
  actionRow,
  actions,
  type Guard,
  openStates,
  type State,
  sayGuard,
  seats,
  stateRow,
} from '../../../shared/case-flow.js';
import type { Permission } from '../../../shared/permissions.js';
import { type CaseLevel, caseLevels } from '../../../shared/places.js';
import type { Actor } from '../../core/ctx.js';
import { capacities, scopeOf, scopeSql, within } from '../../core/scope.js';
import { type CaseFile, rules } from './cases.guards.js';
import { nameable } from './cases.tasks.js';

/** Guards that only choose between twin actions: nothing to explain when they hide one. */
const QUIET: readonly Guard[] = [
  'neverReturned',
  'hasReporter',
  'noReporter',
  'fromRejection',
  'notFromRejection',
  'notAnswerable',
  'atTheTop',
  'notEscalated',
  'noSubtask',
  'noHelpAsked',
  'noWhistle',
  'noTaskGiven',
  'nothingToRate',
  'noExtensionAsked',
  'pressedAlready',
  'notPressed',
  'doubtedAlready',
  'notDoubted',
];

const startsFrom = (a: Action, state: State) => (actions[a].from as readonly State[]).includes(state);
export const isWithinReach = (actor: Actor, a: Action, c: CaseFile) => within(scopeOf(actor, actions[a].by), c);

/** The first guard that stands in the way, or null. */
export function blockedBy(a: Action, c: CaseFile, actor: Actor, today: string): Guard | null {
  return (actionRow(a).unless ?? []).find((g) => rules[g](c, actor, today)) ?? null;
}

/**
 * In whose place an action is done: as oneself where that can be, else for the absent one who could.
 * What stands in the way of all is said as the first of them would hear it.
 * @param task that it names, which is the task of one of them
 */
export function acting(actor: Actor, a: Action, c: CaseFile, today: string, task?: unknown): Actor {
  if (actor.elsewhere.length === 0) return actor;
  const able = capacities(actor).filter((one) => isWithinReach(one, a, c));
  const free = able.filter((one) => blockedBy(a, c, one, today) === null);
  const named = task ? free.find((one) => nameable(a, c, one, today).some(({ id }) => id === task)) : undefined;
  return named ?? free[0] ?? able[0] ?? actor;
}

interface Rights {
  can: Action[];
  /** Refused by a guard although state and reach allow it: the reason in words. */
  cannot: Partial<Record<Action, string>>;
}

export function rightsOn(c: CaseFile, actor: Actor, today: string): Rights {
  const rights: Rights = { can: [], cannot: {} };
  for (const a of actionOrder) {
    if (!startsFrom(a, c.state) || !isWithinReach(actor, a, c)) continue;
    const guard = blockedBy(a, c, acting(actor, a, c, today), today);
    if (!guard) rights.can.push(a);
    else if (!QUIET.includes(guard)) rights.cannot[a] = sayGuard(guard, actor.kind === 'resident');
  }
  return rights;
}

/** "The next move is mine" as a condition on cases (alias `c`): by state, the reach of the seat's permission. */
export function mineSql(actor: Actor): { sql: string; values: Record<string, readonly string[]> } {
  const byPermission = new Map<Permission, State[]>();
  for (const state of openStates) {
    const by = seats[stateRow(state).seat].by;
    if (by && by in actor.may) byPermission.set(by, [...(byPermission.get(by) ?? []), state]);
  }
  const parts: string[] = [];
  const values: Record<string, readonly string[]> = {};
  const add = (states: readonly State[], permission: Permission, extra: string) => {
    const prefix = `mine${parts.length}_`;
    const scope = scopeSql(scopeOf(actor, permission), prefix);
    parts.push(`(c.state IN (:...${prefix}states) AND ${scope.sql}${extra})`);
    Object.assign(values, scope.values, { [`${prefix}states`]: states });
  };
  for (const [permission, states] of byPermission) {
    const isCheck = permission === 'case.check';
    add(states, permission, isCheck ? ' AND (c.checker IS NULL OR c.checker IN (:...me))' : '');
    if (isCheck) values.me = [actor.id];
  }
  // Without a resident to ask, supervision closes.
  if ('case.close' in actor.may) add(['checked'], 'case.close', ' AND c.reporter IS NULL');
  const decided = decideSql(actor);
  parts.push(decided.sql);
  Object.assign(values, decided.values);
  return { sql: parts.length > 0 ? `c.open = 1 AND (${parts.join(' OR ')})` : '1 = 0', values };
}

/** What somebody asked for and waits for the actor's decision, as a condition on cases (alias `c`). */
export function decideSql(actor: Actor): { sql: string; values: Record<string, readonly string[]> } {
  const parts: string[] = [];
  const values: Record<string, readonly string[]> = {};
  const add = (permission: Permission, waits: string, by = actor) => {
    if (!(permission in by.may)) return;
    const scope = scopeSql(scopeOf(by, permission), `decide${parts.length}_`);
    parts.push(`(${waits} AND ${scope.sql})`);
    Object.assign(values, scope.values);
  };
  add('case.decide', "c.state = 'handling' AND c.extension IS NOT NULL");
  for (const one of capacities(actor)) add('case.assign', `c.escalation IS NOT NULL AND ${notBeyond(one)}`, one);
  add('case.review', 'c.doubt IS NOT NULL');
  return { sql: parts.length > 0 ? `(c.pending = 1 AND (${parts.join(' OR ')}))` : '1 = 0', values };
}

/** The desk of an escalated case is not above the actor's own place: the rule `beyondDesk` for many rows. */
function notBeyond({ place }: Actor): string {
  const above = place ? caseLevels.slice(0, Math.max(0, caseLevels.indexOf(place.level as CaseLevel))) : [];
  return above.length === 0
    ? '1 = 1'
    : `COALESCE(c.desk, '') NOT IN (${above.map((level) => `COALESCE(c.${level}, '-')`).join(', ')})`;
}
