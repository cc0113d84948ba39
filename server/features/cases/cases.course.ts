/** The course of the clock that runs on a case: when it reaches which percentage, and the job that says so. */
import { type ClockStep, stateRow } from '../../../shared/case-flow.js';
import { contactWarnings, NOTICE_OF_SILENCE, SILENCE, silences, warningPercents } from '../../../shared/deadlines.js';
import { addWorktime, type Calendar, type Limit, worktimeBetween } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import type { Later } from '../../core/ctx.js';
import { allowanceNow, type Limited } from './cases.clock.js';
import type { CaseFile } from './cases.guards.js';

export interface Rung {
  percent: number;
  at: Date;
}
export interface Course {
  clock: ClockStep | 'silence';
  /** Kept with the case, so that one run of a clock is told from another. */
  run: Date;
  due: Date;
  /** Those that lie ahead of where the run began, in order. */
  rungs: Rung[];
}

export const WARNING = 'cases.warning';
/** What a job of this kind carries. */
export interface WarningJob {
  caseId: string;
  clock: Course['clock'];
  run: string;
  percent: number;
}

/** What the system does with a case whose resident stays silent; null while it waits for somebody else. */
export const silenceOf = (c: CaseFile) => (c.reporter && silences[c.state]) || null;

/** By when the resident must answer; null when nothing is waited for. */
export function answerBy(c: CaseFile, calendar: Calendar): Date | null {
  const since = c.pausedAt ?? c.stepSince;
  if (!silenceOf(c) || !since) return null;
  return c.dueAt ?? addWorktime(since, SILENCE, calendar);
}

/** The clock that runs; null when none does. */
export function courseOf(c: CaseFile, rule: Limited, calendar: Calendar): Course | null {
  const silent = answerBy(c, calendar);
  if (silent) return courseOfSilence(c, silent, calendar);
  const { step } = stateRow(c.state);
  if (!step || !c.stepSince || !c.dueAt) return null;
  const rungs = rungsOf(allowanceNow(c, rule, step), { since: c.stepSince, due: c.dueAt }, calendar);
  // What an extension has overtaken was told of the deadline before it.
  const setAt = c.dueSince ?? c.stepSince;
  return { clock: step, run: c.dueAt, due: c.dueAt, rungs: rungs.filter(({ at }) => at > setAt) };
}

function courseOfSilence(c: CaseFile, due: Date, calendar: Calendar): Course {
  const since = c.pausedAt ?? c.stepSince ?? due;
  const remind = { ...SILENCE, amount: SILENCE.amount - NOTICE_OF_SILENCE.amount };
  const rungs = [
    { percent: Math.round((100 * remind.amount) / SILENCE.amount), at: addWorktime(since, remind, calendar) },
    { percent: 100, at: due },
  ];
  return { clock: 'silence', run: since, due, rungs };
}

interface Run {
  since: Date;
  due: Date;
}

function rungsOf(
  { unit, whole, used }: ReturnType<typeof allowanceNow>,
  { since, due }: Run,
  calendar: Calendar,
): Rung[] {
  const until = (percent: number): Limit => ({ unit, amount: (whole * percent) / 100 - used });
  // The deadline itself is told also where no working time lies before it: an extension may end on a Sunday.
  return warningPercents
    .filter((percent) => percent === 100 || until(percent).amount > 0)
    .map((percent) => ({ percent, at: percent === 100 ? due : addWorktime(since, until(percent), calendar) }));
}

/** The job that says of a rung that it is reached. */
export function jobFor(c: CaseFile, { clock, run }: Course, { percent, at }: Rung): Later {
  const payload = { caseId: c.id, clock, run: run.toISOString(), percent } satisfies WarningJob;
  return { kind: WARNING, payload, at };
}

/** What must be planned after a move: the first rung of the clock that has begun. Each rung plans the next. */
export function firstWarning(before: CaseFile | null, after: CaseFile, rule: Limited): Later[] {
  const isSame = (key: 'stepSince' | 'dueAt' | 'pausedAt') => before?.[key]?.getTime() === after[key]?.getTime();
  const contact = contactJobs(before, after, rule);
  if (before && isSame('stepSince') && isSame('dueAt') && isSame('pausedAt')) return contact;
  const course = courseOf(after, rule, cityCalendar());
  const [rung] = course?.rungs ?? [];
  return course && rung ? [jobFor(after, course, rung), ...contact] : contact;
}

export const CONTACT = 'cases.contact';
/** What a job of this kind carries. */
export interface ContactJob {
  caseId: string;
  /** By when the reporter was to be contacted. */
  by: string;
  percent: number;
}

/** The limit of the first contact runs beside that of the step. */
function contactJobs(before: CaseFile | null, after: CaseFile, { limits }: Limited): Later[] {
  const { contactBy, stepSince } = after;
  if (!contactBy || !stepSince || before?.contactBy?.getTime() === contactBy.getTime()) return [];
  const { unit } = limits.contact;
  const left = worktimeBetween(stepSince, contactBy, unit, cityCalendar());
  return contactWarnings.flatMap(({ percent }) => {
    const amount = left - limits.contact.amount * (1 - percent / 100);
    if (amount <= 0) return [];
    const at = percent === 100 ? contactBy : addWorktime(stepSince, { unit, amount }, cityCalendar());
    const payload = { caseId: after.id, by: contactBy.toISOString(), percent } satisfies ContactJob;
    return [{ kind: CONTACT, payload, at }];
  });
}
