/** 督办, 延期, 挂账, 不合理认定: their guards and effects, and what a rule presses by itself. */
import type { Action, Effect, Guard } from '../../../shared/case-flow.js';
import { MOST_EXTENSIONS, type PressCause } from '../../../shared/case-office.js';
import { addWorktime } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import { type Actor, type Ctx, type Later, system } from '../../core/ctx.js';
import { problem } from '../../core/problem.js';
import type { Row } from '../../core/tables.js';
import { extended, type Limited, reckoned } from './cases.clock.js';
import { closingOf, todayOf } from './cases.days.js';
import { appendEntry } from './cases.entries.js';
import { caseFile, type Press, type Proposal } from './cases.tables.js';

type CaseFile = Row<typeof caseFile>;
type Input = Record<string, unknown>;

type OfficeGuard = Extract<
  Guard,
  | 'otherChecker'
  | 'extensionAsked'
  | 'noExtensionAsked'
  | 'extendedTwice'
  | 'askedItself'
  | 'pressedAlready'
  | 'notPressed'
  | 'doubtedAlready'
  | 'notDoubted'
  | 'proposedIt'
>;
/** Whether an act was this person's, or that of the one in whose place they act: what is barred to either is to them. */
export const isBy = ({ id, inPlaceOf }: Actor, by: string | null | undefined): boolean =>
  by === id || (inPlaceOf !== null && by === inPlaceOf.id);

export const officeRules: Record<OfficeGuard, (c: CaseFile, actor: Actor) => boolean> = {
  otherChecker: (c, actor) => c.checker !== null && c.checker !== actor.id,
  extensionAsked: (c) => c.extension !== null,
  noExtensionAsked: (c) => c.extension === null,
  extendedTwice: (c) => (c.extensions ?? 0) >= MOST_EXTENSIONS,
  askedItself: (c, actor) => isBy(actor, c.extension?.by),
  // What a rule began, somebody who leads may take over with a demand of their own.
  pressedAlready: (c) => c.pressed === true && c.press?.by !== system.name,
  notPressed: (c) => c.pressed !== true,
  doubtedAlready: (c) => c.doubt !== null || c.unreasonable === true,
  notDoubted: (c) => c.doubt === null,
  proposedIt: (c, actor) => isBy(actor, c.doubt?.by),
};

export const proposal = (input: Input, ctx: Ctx): Proposal => ({
  by: ctx.actor.id,
  words: String(input.words),
  at: ctx.now.toISOString(),
  ...(input.until ? { until: String(input.until) } : {}),
});
const pressing = (input: Input, ctx: Ctx): Press => ({
  cause: input.cause as PressCause,
  demand: String(input.demand),
  until: String(input.until),
  by: ctx.actor.unit?.name ?? ctx.actor.name,
  at: ctx.now.toISOString(),
});

/** '2027、2028' */
export const sayYears = (years: readonly number[]) => years.join('、');
const yearsIn = ({ years }: Input) => String(years).split('、').map(Number);

type OfficeEffect = Extract<
  Effect,
  | 'suspended'
  | 'extensionAsked'
  | 'extended'
  | 'extensionDenied'
  | 'reckoned'
  | 'pressed'
  | 'unpressed'
  | 'doubted'
  | 'doubtConfirmed'
  | 'doubtDropped'
  | 'visited'
  | 'redrawn'
  | 'readmitted'
>;
export const officeChanges: Record<
  OfficeEffect,
  (c: CaseFile, today: string, input: Input, ctx: Ctx, rule: Limited) => Partial<CaseFile>
> = {
  suspended: (_c, _today, i) => ({ reviewOn: String(i.reviewOn) }),
  extensionAsked: (_c, _today, i, ctx) => ({ extension: proposal(i, ctx) }),
  extended: (c, _today, i, ctx, rule) => ({
    ...extended(c, rule, closingOf(String(i.until)), ctx.now, cityCalendar()),
    extension: null,
    extensions: (c.extensions ?? 0) + 1,
  }),
  reckoned: (c, _today, i, ctx, rule) => reckoned(c, rule, yearsIn(i), ctx.now, cityCalendar()),
  extensionDenied: () => ({ extension: null }),
  pressed: (_c, _today, i, ctx) => ({ pressed: true, press: pressing(i, ctx) }),
  unpressed: () => ({ pressed: false, press: null }),
  doubted: (_c, _today, i, ctx) => ({ doubt: proposal(i, ctx) }),
  doubtConfirmed: () => ({ doubt: null, unreasonable: true }),
  doubtDropped: () => ({ doubt: null }),
  visited: (c, today, i) => ({ visitedOn: i.reached === 'yes' ? today : c.visitedOn }),
  // By chance and by who is there, which a row does not know: see cases.checkers.ts.
  redrawn: () => ({}),
  readmitted: () => ({ appealed: false, dismissed: false, used: {}, extra: {} }),
};

/** What holds only for one state, or one round, ends with it. */
export function endedBy(before: CaseFile, after: Pick<CaseFile, 'state' | 'open'>): Partial<CaseFile> {
  if (before.state === after.state) return {};
  const paused = [before, after].some(({ state }) => state === 'suspended' || state === 'waitingReporter');
  return {
    reviewOn: null,
    ...(paused ? {} : { extension: null, escalation: null }),
    ...(after.open ? {} : { pressed: false, press: null }),
  };
}

export const PRESS_DUE = 'cases.press-due';
/** What a job of this kind carries. */
export interface PressDue {
  caseId: string;
  /** When it was pressed, which tells one 督办 from another. */
  at: string;
  /** The account that pressed; the system's where a rule did. */
  by: string;
}

/** The job for the day by which a case that was pressed just now is to be done; none where it was not. */
export function pressJobs(before: CaseFile, after: CaseFile, { id: by }: Actor): Later[] {
  const { press } = after;
  if (!press || press.at === before.press?.at) return [];
  const payload = { caseId: after.id, at: press.at, by } satisfies PressDue;
  return [{ kind: PRESS_DUE, payload, at: closingOf(press.until) }];
}

/** A rule gives as long as the five working days that supervision has itself. */
const byRule = { amount: 5, unit: 'workDay' } as const;

/**
 * Presses a case because a rule says so: the system's own entry of 督办, in the caller's transaction.
 * Does nothing to a case that is pressed already or settled, so it may be called again.
 * @param c the case as it is now, in its newest version
 * @param why the demand, in words that the unit reads
 * @returns the case as it is afterwards
 * @throws case.moved-meanwhile
 */
export async function pressByRule(ctx: Ctx, c: CaseFile, cause: PressCause, why: string): Promise<CaseFile> {
  if (c.pressed || !c.open) return c;
  const own = ctx.as(system);
  const end = addWorktime(ctx.now, byRule, cityCalendar());
  const input = { cause, demand: why, until: todayOf({ now: end }) };
  const next = { pressed: true, press: pressing(input, own), version: c.version + 1, changedAt: ctx.now };
  const changed = await ctx.write.update(caseFile, next, { id: c.id, version: c.version, state: c.state });
  if (changed !== 1) throw problem('case.moved-meanwhile');
  const after = { ...c, ...next };
  await appendEntry(own, after, { action: 'press', from: c.state, input, toUnit: null });
  await ctx.laterAll(pressJobs(c, after, own.actor));
  return after;
}

/** What an act makes a rule press: a second return, a dispute that was right. */
export function ruleAfter(action: Action, after: CaseFile): { cause: PressCause; why: string } | null {
  if (action === 'return' && after.returns === 2)
    return { cause: 'other', why: '已退单两次，请派遣员查明职责，裁定承办单位' };
  if (action === 'overrule') return { cause: 'unsolved', why: '诉求人不认可，复核属实，请重新办理并回复' };
  return null;
}
