/** What is wrong with an input for this very case, beyond what its form can see. */
import type { Action } from '../../../shared/case-flow.js';
import type { Fault } from '../../../shared/fields.js';
import { mayOf } from '../../../shared/permissions.js';
import { sayDay } from '../../../shared/say.js';
import { addWorktime, localDayOf } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import type { Ctx } from '../../core/ctx.js';
import type { DirectoryService, UnitInfo } from '../people/directory.service.js';
import { closingOf, todayOf } from './cases.days.js';
import type { CaseFile } from './cases.guards.js';
import { nameable } from './cases.tasks.js';

type Input = Record<string, unknown>;
/** Faults by field, and a sentence where they do not speak for themselves. */
interface Refusal {
  errors: Record<string, Fault>;
  detail?: string;
}
const wrong = (field: string, fault: Fault, detail?: string): Refusal => ({ errors: { [field]: fault }, detail });

/** Null: nothing is wrong. */
export function refusalOf(
  ctx: Ctx,
  c: CaseFile,
  action: Action,
  input: Input,
  directory: DirectoryService,
): Refusal | null {
  if (action === 'askExtension' || action === 'grantExtension') return later(c, input);
  if (action === 'postpone' && input.reviewOn === c.reviewOn)
    return wrong('reviewOn', 'invalid', '和现在的复查日期一样，请选另一天');
  if (action === 'overrule') return again(c, String(input.unit), directory);
  if (input.doer)
    return doer(ctx, c, action, directory.unitOf(String(input.doer))) ?? taskDay(ctx, c, String(input.dueOn));
  if (input.task && !nameable(action, c, ctx.actor, todayOf(ctx)).some((t) => t.id === input.task))
    return wrong('task', 'invalid');
  return null;
}

/** An extension that ends before the deadline is none. */
const later = (c: CaseFile, input: Input): Refusal | null =>
  c.dueAt && closingOf(String(input.until)) <= c.dueAt
    ? wrong('until', 'tooSmall', '延期的日期要在现在的期限之后')
    : null;

/** Done again by the very person whose work was found wanting is no review. */
function again(c: CaseFile, unit: string, directory: DirectoryService): Refusal | null {
  if (unit !== c.unit) return null;
  const hands = directory.staffOf(unit).filter((s) => 'case.handle' in mayOf(s.roles));
  return hands.length === 1 && c.handledBy.includes(hands[0].id)
    ? wrong('unit', 'invalid', '这个单位只有原来的经办人一个人可以办，请交给其他单位')
    : null;
}

/** Another unit than the one that asks or has the case, and never supervision; a whistle calls departments. */
function doer(ctx: Ctx, c: CaseFile, action: Action, unit: UnitInfo | undefined): Refusal | null {
  const isOther = unit?.active && unit.id !== ctx.actor.unit?.id && unit.id !== c.unit;
  const fits = isOther && (action === 'whistle' ? unit.kind === 'department' : unit.kind !== 'supervision');
  return fits ? null : wrong('doer', 'invalid');
}

/** A part that is done after the whole is of no use; but whoever is late already must give a working day at least. */
function taskDay(ctx: Ctx, c: CaseFile, dueOn: string): Refusal | null {
  if (closingOf(dueOn) <= ctx.now) return wrong('dueOn', 'invalid', '今天下班时间已过，请选后面的日期');
  const least = addWorktime(ctx.now, { amount: 1, unit: 'workDay' }, cityCalendar());
  const last = c.dueAt && c.dueAt > least ? c.dueAt : least;
  return c.dueAt && dueOn > localDayOf(last, cityCalendar())
    ? wrong('dueOn', 'tooLarge', `不能晚于这件事本步的期限，最晚 ${sayDay(last, ctx.now)}`)
    : null;
}
