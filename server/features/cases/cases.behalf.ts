/** In whose place somebody acts who stands in for an absent colleague: 李四（代 张三）. */
import { type Action, actions } from '../../../shared/case-flow.js';
import { mayOf } from '../../../shared/permissions.js';
import type { Actor } from '../../core/ctx.js';
import { scopeOf, within } from '../../core/scope.js';
import type { CaseFile } from './cases.guards.js';
import { caseEntry } from './cases.tables.js';

const LONGEST = caseEntry.columns.who.length;

/** How the timeline names who acts. */
export const signed = (name: string, behalf: string | null | undefined): string =>
  behalf ? [...`${name}（代 ${behalf}）`].slice(0, LONGEST).join('') : name;

/** The absent colleague, where the actor could not have done it as themselves; else null. */
export function behalfOf(actor: Actor, action: Action, c: CaseFile): string | null {
  if (actor.inPlaceOf) return actor.inPlaceOf.name;
  if (actor.standsFor.length === 0) return null;
  const { by } = actions[action];
  if (within(scopeOf({ ...actor, mayHere: actor.own.may, grids: actor.own.grids }, by), c)) return null;
  const absent = actor.standsFor.find(({ roles, grids }) =>
    within(scopeOf({ ...actor, mayHere: mayOf(roles), grids }, by), c),
  );
  return (absent ?? actor.standsFor[0]).name;
}
