/** The clocks of a case: one per step, counted in the unit of its limit, standing still while the reporter is asked. */
import { type ClockStep, type State, stateRow } from '../../../shared/case-flow.js';
import { SILENCE } from '../../../shared/deadlines.js';
import type { DutyRule } from '../../../shared/duty-rule.js';
import { RESPOND_WITHIN } from '../../../shared/measures.js';
import { addWorktime, type Calendar, isProvisional, type Limit, worktimeBetween } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import type { CaseFile } from './cases.guards.js';
import type { UsedBy } from './cases.tables.js';

/** Supervision has as long to review as the resident to rate. */
const REVIEW: Limit = SILENCE;
/** The steps that are promised to the resident, in order. */
const PROMISED: readonly ClockStep[] = ['verify', 'assign', 'accept', 'handle', 'check'];

/** Where the limits of a case stand: the line of the duty list under which it was opened. */
export type Limited = Pick<DutyRule, 'limits'>;

export function limitOf(rule: Limited, step: ClockStep): Limit {
  if (step === 'rate') return SILENCE;
  return step === 'review' ? REVIEW : rule.limits[step];
}

/** Opening plus the limits of the steps that are still to come: the one date the resident is promised. */
export function promise(rule: Limited, opened: Date, from: State, calendar: Calendar): Date {
  const first = PROMISED.indexOf(stateRow(from).step ?? 'verify');
  return PROMISED.slice(Math.max(first, 0)).reduce(
    (moment, step) => addWorktime(moment, limitOf(rule, step), calendar),
    opened,
  );
}

export type Clocks = Pick<
  CaseFile,
  'used' | 'usedBy' | 'stepSince' | 'dueAt' | 'pausedAt' | 'promisedAt' | 'contactBy'
>;

/** What the step that runs has used since it began. */
function spent(c: CaseFile, rule: Limited, at: Date, calendar: Calendar) {
  const { step, seat } = stateRow(c.state);
  if (!step || !c.stepSince) return null;
  const { unit } = limitOf(rule, step);
  return { step, unit, amount: worktimeBetween(c.stepSince, at, unit, calendar), holder: seat === 'unit' && c.unit };
}

/** Stops the clock of the step that is left. */
function leave(c: CaseFile, rule: Limited, at: Date, calendar: Calendar): CaseFile['used'] {
  const left = spent(c, rule, at, calendar);
  return left ? { ...c.used, [left.step]: (c.used[left.step] ?? 0) + left.amount } : c.used;
}

/** The clock of each unit that has held it, the one that holds it now up to `at`. Nothing ever resets it. */
export function unitClocks(c: CaseFile, rule: Limited, at: Date, calendar: Calendar): UsedBy {
  const before = c.usedBy ?? {};
  const left = spent(c, rule, at, calendar);
  if (!left?.holder) return before;
  const own = before[left.holder] ?? {};
  return { ...before, [left.holder]: { ...own, [left.unit]: (own[left.unit] ?? 0) + left.amount } };
}

type Spans = CaseFile['used'];

/** When the step must be done, given what it has used before and was granted: a return or a rework resets neither. */
function due(rule: Limited, step: ClockStep, used: Spans, extra: Spans, at: Date, calendar: Calendar): Date {
  const limit = limitOf(rule, step);
  const amount = Math.max(0, limit.amount + (extra[step] ?? 0) - (used[step] ?? 0));
  return addWorktime(at, { unit: limit.unit, amount }, calendar);
}

/**
 * The clocks after a move from the case's state to `to`.
 * @param fresh the steps start anew (重办, 复核), so used time is forgotten and a new date is promised
 * @param before the line that held until now, where the item was corrected
 */
export function move(
  c: CaseFile,
  to: State,
  rule: Limited,
  at: Date,
  calendar: Calendar,
  fresh: boolean,
  before: Limited = rule,
): Clocks {
  const used = fresh ? {} : leave(c, before, at, calendar);
  const { step, paused } = stateRow(to);
  return {
    used,
    usedBy: unitClocks(c, before, at, calendar),
    stepSince: step ? at : null,
    dueAt: step ? due(rule, step, used, fresh ? {} : (c.extra ?? {}), at, calendar) : null,
    pausedAt: paused ? at : null,
    promisedAt: promisedAfter(c, to, { rule, before }, at, calendar, fresh),
    contactBy: contactAfter(c, to, rule, at, calendar),
  };
}

/** How long a unit has to contact the reporter for the first time. */
const contactWithin = ({ limits }: Limited): Limit =>
  limits.accept.unit === 'urgentHour' ? limits.accept : RESPOND_WITHIN;

/** Each unit that it is sent to contacts the reporter itself; a pause gives it as much longer. */
function contactAfter(c: CaseFile, to: State, rule: Limited, at: Date, calendar: Calendar): Date | null {
  if (stateRow(to).seat !== 'unit' || (c.reporter === null && c.contactPhone === null)) return null;
  const within = contactWithin(rule);
  if (to === 'assigned' && !c.pausedAt) return addWorktime(at, within, calendar);
  if (!c.contactBy || !c.pausedAt) return c.contactBy;
  const amount = worktimeBetween(c.pausedAt, at, within.unit, calendar);
  return addWorktime(c.contactBy, { unit: within.unit, amount }, calendar);
}

interface Change {
  rule: Limited;
  before: Limited;
}

function promisedAfter(c: CaseFile, to: State, change: Change, at: Date, calendar: Calendar, fresh: boolean) {
  const { rule, before } = change;
  // A rejection that is upheld starts nothing, and so promises nothing new.
  if (fresh && stateRow(to).step) return promise(rule, at, to, calendar);
  if (!c.promisedAt) return null;
  if (rule !== before) return promisedForItem(c, c.promisedAt, change, calendar);
  if (!c.pausedAt || stateRow(to).paused) return c.promisedAt;
  const { unit } = limitOf(rule, 'handle');
  const amount = worktimeBetween(c.pausedAt, at, unit, calendar);
  return addWorktime(c.promisedAt, { unit, amount }, calendar);
}

/** What would have been promised for the right item from the start, and on top what pauses have added since. */
function promisedForItem(c: CaseFile, promisedAt: Date, { rule, before }: Change, calendar: Calendar): Date {
  const { unit } = limitOf(rule, 'handle');
  const amount = worktimeBetween(promise(before, c.createdAt, 'reported', calendar), promisedAt, unit, calendar);
  return addWorktime(promise(rule, c.createdAt, 'reported', calendar), { unit, amount }, calendar);
}

/**
 * The clocks after the step that runs was given until `dueAt`; what is promised moves as far as it must.
 * The time that was added is kept, so that it is not lost when the step is left and entered again.
 */
export function extended(
  c: CaseFile,
  rule: Limited,
  dueAt: Date,
  calendar: Calendar,
): Pick<CaseFile, 'dueAt' | 'promisedAt' | 'extra'> {
  const { step } = stateRow(c.state);
  if (!step || !c.dueAt) return { dueAt: c.dueAt, promisedAt: c.promisedAt, extra: c.extra };
  const added = worktimeBetween(c.dueAt, dueAt, limitOf(rule, step).unit, calendar);
  const rest = PROMISED.slice(PROMISED.indexOf(step) + 1);
  const end = rest.reduce((moment, later) => addWorktime(moment, limitOf(rule, later), calendar), dueAt);
  const promisedAt = c.promisedAt && c.promisedAt > end ? c.promisedAt : end;
  return { dueAt, promisedAt, extra: { ...c.extra, [step]: (c.extra?.[step] ?? 0) + added } };
}

/** Whether the promise may move yet, because it reaches into a year whose holidays are not published. */
export function isOpenPromise(c: Pick<CaseFile, 'createdAt' | 'promisedAt' | 'open'>, rule: Limited): boolean {
  if (!c.promisedAt || !c.open) return false;
  const runs = PROMISED.some((step) => ['workDay', 'workHour'].includes(limitOf(rule, step).unit));
  return runs && isProvisional(c.createdAt, c.promisedAt, cityCalendar());
}
