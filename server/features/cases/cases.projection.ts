/** The row of a case as it is after an act: what every act does, and what the flow table names. */
import { type ActionRow, startsAnew, stateRow } from '../../../shared/case-flow.js';
import type { DutyRule } from '../../../shared/duty-rule.js';
import { cityCalendar } from '../../core/calendar.js';
import type { Ctx } from '../../core/ctx.js';
import { move } from './cases.clock.js';
import { todayOf } from './cases.days.js';
import { type CaseFile, changes } from './cases.guards.js';
import { endedBy } from './cases.supervision.js';
import { tasksAfter } from './cases.tasks.js';

type Input = Record<string, unknown>;
/** The line of the duty list that holds after an action, and the one that held before. */
interface Ruled {
  rule: DutyRule;
  before: DutyRule;
}

/** Each once, in the order in which they came. */
export const added = (to: readonly string[], ...ids: (string | null | undefined)[]): string[] => [
  ...new Set([...to, ...ids.filter((id): id is string => !!id)]),
];
/** Somebody waits for a decision. */
const isPending = ({ extension, escalation, doubt }: CaseFile) => !!(extension ?? escalation ?? doubt);

/** The row after the action: generic moves, columns named like fields, and the effect that the table names. */
export function projected(ctx: Ctx, c: CaseFile, row: ActionRow, input: Input, by: Ruled): Partial<CaseFile> {
  const to = row.to === 'same' ? c.state : row.to === 'back' ? (c.backTo ?? 'verified') : row.to;
  const item = (input.item as string) ?? c.item;
  const moved = row.to !== 'same';
  const fresh = startsAnew(row);
  // Whoever answers has handled it for their unit, be it with another one or with none.
  const answers = row.handles && (to === 'handled' || to === 'checked');
  const settledHere = row.handles && to === 'handled' && !c.unit ? ctx.actor.unit?.id : undefined;
  // Back at the desk it is with nobody, until it is assigned anew.
  const held = stateRow(to).seat === 'desk' ? null : c.unit;
  const unit = (input.unit as string | undefined) ?? settledHere ?? held;
  const pauses = stateRow(to).paused || to === 'merged';
  const open = !stateRow(to).settled;
  const effect = row.effect ? changes[row.effect](c, todayOf(ctx), input, ctx, by.rule) : {};
  const next: Partial<CaseFile> = {
    ...(moved ? move(c, { to, unit, at: ctx.now, ...by, fresh }, cityCalendar()) : {}),
    state: to,
    open,
    item,
    rule: by.rule.id,
    unit,
    backTo: !moved ? c.backTo : pauses ? c.state : null,
    units: added(c.units, unit, answers ? ctx.actor.unit?.id : null),
    handledBy:
      row.handles && ctx.actor.kind === 'staff'
        ? added(c.handledBy, ctx.actor.id, ctx.actor.inPlaceOf?.id)
        : c.handledBy,
    urgency: (input.urgency as CaseFile['urgency']) ?? c.urgency,
    urgencyWhy: input.urgency ? '分流时确定' : c.urgencyWhy,
    outcome: (input.outcome as CaseFile['outcome']) ?? (settledHere ? 'solved' : c.outcome),
    quality: (input.quality as CaseFile['quality']) ?? c.quality,
    main: to === 'merged' ? (input.main as string) : c.state === 'merged' && moved ? null : c.main,
    closedAt: open ? null : (c.closedAt ?? ctx.now),
    ...endedBy(c, { state: to, open }),
    ...effect,
    tasks: tasksAfter(c, { state: to, unit, tasks: effect.tasks ?? c.tasks }),
    changedAt: ctx.now,
    version: c.version + 1,
  };
  return { ...next, pending: isPending({ ...c, ...next }) };
}
