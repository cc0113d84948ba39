/** What is wrong with an input for this very case, beyond what its form can see. */
import type { Action } from '../../../shared/case-flow.js';
import type { Fault } from '../../../shared/fields.js';
import type { Ctx } from '../../core/ctx.js';
import type { UnitInfo } from '../people/directory.service.js';
import { closingOf } from './cases.days.js';
import type { CaseFile } from './cases.guards.js';
import { nameable } from './cases.tasks.js';

type Input = Record<string, unknown>;

/** @param unitOf finds a unit by its id */
export function demandsOf(
  ctx: Ctx,
  c: CaseFile,
  action: Action,
  input: Input,
  unitOf: (id: string) => UnitInfo | undefined,
): Record<string, Fault> {
  if (action === 'askExtension' || action === 'grantExtension') return later(c, input);
  if (input.doer) return doer(ctx, c, action, unitOf(String(input.doer)));
  if (input.task && !nameable(action, c, ctx.actor).some((t) => t.id === input.task)) return { task: 'invalid' };
  return {};
}

/** An extension that ends before the deadline is none. */
const later = (c: CaseFile, input: Input): Record<string, Fault> =>
  c.dueAt && closingOf(String(input.until)) <= c.dueAt ? { until: 'tooSmall' } : {};

/** Another unit than the one that asks or has the case; a whistle calls departments. */
function doer(ctx: Ctx, c: CaseFile, action: Action, unit: UnitInfo | undefined): Record<string, Fault> {
  if (!unit?.active || unit.id === ctx.actor.unit?.id || unit.id === c.unit) return { doer: 'invalid' };
  return action === 'whistle' && unit.kind !== 'department' ? { doer: 'invalid' } : {};
}
