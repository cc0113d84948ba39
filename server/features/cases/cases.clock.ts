/** The clocks of a case: one per step and unit, counted in the unit of its limit, standing still while the reporter is asked. */
import { type ClockStep, type State, stateRow } from '../../../shared/case-flow.js';
import { SILENCE } from '../../../shared/deadlines.js';
import type { DutyRule } from '../../../shared/duty-rule.js';
import {
  addWorktime,
  type Calendar,
  isProvisional,
  type Limit,
  type TimeUnit,
  withoutYears,
  worktimeBetween,
} from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import type { CaseFile } from './cases.guards.js';
import type { Account, UsedBy } from './cases.tables.js';

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
  'used' | 'usedBy' | 'returned' | 'stepSince' | 'dueAt' | 'dueSince' | 'pausedAt' | 'promisedAt' | 'contactBy'
>;

/** On whose account the time of a step goes: each unit that holds the case has its own, the office one for each step. */
const accountOf = (step: ClockStep, holder: string | null): Account => (holder ? `${step}@${holder}` : step);
const holderIn = (state: State, unit: string | null) => (stateRow(state).seat === 'unit' ? unit : null);

/** A step's limit as it is for whoever has it, with what was granted on top, and how much of it is gone. */
export function allowance(
  c: Pick<CaseFile, 'used' | 'extra'>,
  rule: Limited,
  step: ClockStep,
  holder: string | null,
): { unit: TimeUnit; whole: number; used: number } {
  const { unit, amount } = limitOf(rule, step);
  const account = accountOf(step, holder);
  return { unit, whole: amount + (c.extra?.[account] ?? 0), used: c.used[account] ?? 0 };
}
export const allowanceNow = (c: CaseFile, rule: Limited, step: ClockStep) =>
  allowance(c, rule, step, holderIn(c.state, c.unit));

interface Spent {
  account: Account;
  holder: string | null;
  unit: TimeUnit;
  amount: number;
}
/** What the step that runs has used since it began; what a unit sent back goes on at its expense until it is dispatched. */
function spent(c: CaseFile, rule: Limited, at: Date, calendar: Calendar): Spent[] {
  const { step } = stateRow(c.state);
  const since = c.stepSince;
  if (!step || !since) return [];
  const clocks = [{ step, holder: holderIn(c.state, c.unit) }];
  if (c.returned && c.state === 'verified') clocks.push({ step: c.returned.step, holder: c.returned.unit });
  return clocks.map(({ step, holder }) => {
    const { unit } = limitOf(rule, step);
    return { account: accountOf(step, holder), holder, unit, amount: worktimeBetween(since, at, unit, calendar) };
  });
}

/** Stops the clock of the step that is left. */
function leave(c: CaseFile, rule: Limited, at: Date, calendar: Calendar): CaseFile['used'] {
  const used = { ...c.used };
  for (const { account, amount } of spent(c, rule, at, calendar)) used[account] = (used[account] ?? 0) + amount;
  return used;
}

/** The clock of each unit that has held it, the one that holds it now up to `at`. Nothing ever resets it. */
export function unitClocks(c: CaseFile, rule: Limited, at: Date, calendar: Calendar): UsedBy {
  const clocks: UsedBy = { ...c.usedBy };
  for (const { holder, unit, amount } of spent(c, rule, at, calendar)) {
    if (holder) clocks[holder] = { ...clocks[holder], [unit]: (clocks[holder]?.[unit] ?? 0) + amount };
  }
  return clocks;
}

/** A move from the state of the case to another, and with whom it is then. */
export interface Turn {
  to: State;
  unit: string | null;
  at: Date;
  rule: Limited;
  /** The line that held until now, where the item was corrected. */
  before?: Limited;
  /** The steps start anew (重办, 复核): used time is forgotten, and a new date is promised. */
  fresh?: boolean;
}

/** The clocks after a move. A unit has its whole limit the first time; a return or a rework gives none of it back. */
export function move(c: CaseFile, turn: Turn, calendar: Calendar): Clocks {
  const { to, unit, at, rule, before = rule, fresh = false } = turn;
  const accounts = fresh ? { used: {}, extra: {} } : { used: leave(c, before, at, calendar), extra: c.extra };
  const { step, paused } = stateRow(to);
  return {
    used: accounts.used,
    usedBy: unitClocks(c, before, at, calendar),
    returned: returnedAfter(c, to),
    stepSince: step ? at : null,
    dueAt: step ? due(allowance(accounts, rule, step, holderIn(to, unit)), at, calendar) : null,
    dueSince: step ? at : null,
    pausedAt: paused ? at : null,
    promisedAt: promisedAfter(c, to, { rule, before }, at, calendar, fresh),
    contactBy: contactAfter(c, to, rule, at, calendar),
  };
}

function due({ unit, whole, used }: ReturnType<typeof allowance>, at: Date, calendar: Calendar): Date {
  return addWorktime(at, { unit, amount: Math.max(0, whole - used) }, calendar);
}

/** Who sent the case back to the desk, and out of which step; the desk's questions to the reporter do not end it. */
function returnedAfter(c: CaseFile, to: State): CaseFile['returned'] {
  if (to !== 'verified') return stateRow(to).paused ? c.returned : null;
  const { step } = stateRow(c.state);
  const holder = holderIn(c.state, c.unit);
  return step && holder ? { unit: holder, step } : c.returned;
}

/** Each unit that it is sent to contacts the reporter itself; a pause gives it as much longer. */
function contactAfter(c: CaseFile, to: State, rule: Limited, at: Date, calendar: Calendar): Date | null {
  if (stateRow(to).seat !== 'unit' || (c.reporter === null && c.contactPhone === null)) return null;
  const within = rule.limits.contact;
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
  at: Date,
  calendar: Calendar,
): Pick<CaseFile, 'dueAt' | 'dueSince' | 'promisedAt' | 'extra'> {
  const { step } = stateRow(c.state);
  const { dueSince, promisedAt: promised, extra } = c;
  if (!step || !c.stepSince) return { dueAt: c.dueAt, dueSince, promisedAt: promised, extra };
  const { unit, used } = allowanceNow(c, rule, step);
  const whole = used + worktimeBetween(c.stepSince, dueAt, unit, calendar);
  const rest = PROMISED.slice(PROMISED.indexOf(step) + 1);
  const end = rest.reduce((moment, later) => addWorktime(moment, limitOf(rule, later), calendar), dueAt);
  const promisedAt = promised && promised > end ? promised : end;
  const account = accountOf(step, holderIn(c.state, c.unit));
  return { dueAt, dueSince: at, promisedAt, extra: { ...extra, [account]: whole - limitOf(rule, step).amount } };
}

/**
 * The clocks once the holidays of some years are published: what was left of each until then is left as well by the
 * calendar that holds now.
 */
export function reckoned(
  c: CaseFile,
  rule: Limited,
  years: readonly number[],
  at: Date,
  calendar: Calendar,
): Pick<CaseFile, 'dueAt' | 'dueSince' | 'promisedAt' | 'contactBy'> {
  const before = withoutYears(calendar, years);
  const anew = (moment: Date | null, { unit }: Pick<Limit, 'unit'>) =>
    moment && moment > at
      ? addWorktime(at, { unit, amount: worktimeBetween(at, moment, unit, before) }, calendar)
      : moment;
  const { step } = stateRow(c.state);
  const dueAt = step ? anew(c.dueAt, limitOf(rule, step)) : c.dueAt;
  return {
    dueAt,
    dueSince: dueAt && dueAt.getTime() !== c.dueAt?.getTime() ? at : c.dueSince,
    promisedAt: anew(c.promisedAt, rule.limits.handle),
    contactBy: anew(c.contactBy, rule.limits.contact),
  };
}

/** Whether the promise may move yet, because it reaches into a year whose holidays are not published. */
export function isOpenPromise(c: Pick<CaseFile, 'createdAt' | 'promisedAt' | 'open'>, rule: Limited): boolean {
  if (!c.promisedAt || !c.open) return false;
  const runs = PROMISED.some((step) => ['workDay', 'workHour'].includes(limitOf(rule, step).unit));
  return runs && isProvisional(c.createdAt, c.promisedAt, cityCalendar());
}
