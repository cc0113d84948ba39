/** The rules behind `unless` in the flow table: one pure answer each to "does this stand in the way?". */
import { answeredKinds, type Solved } from '../../../shared/case.js';
import { type Effect, type Guard, MOST_ADDS } from '../../../shared/case-flow.js';
import type { Actor, Ctx } from '../../core/ctx.js';
import type { Row } from '../../core/tables.js';
import { areaOf } from '../duty/duty.service.js';
import type { Limited } from './cases.clock.js';
import { isBy, officeChanges, officeRules, proposal } from './cases.supervision.js';
import type { caseFile, Rating } from './cases.tables.js';
import { taskChanges, taskRules } from './cases.tasks.js';

export type CaseFile = Row<typeof caseFile>;
type Rule = (c: CaseFile, actor: Actor, today: string) => boolean;

const MOST_RETURNS = 2;
const addsOn = ({ adds }: CaseFile, day: string) => (adds?.on === day ? adds.n : 0);
const hasHand = (c: CaseFile, { hands }: Actor) => hands.accounts.some((id) => c.handledBy.includes(id));

export const rules: Record<Guard, Rule> = {
  returnedTwice: (c) => c.returns >= MOST_RETURNS,
  finallyAssigned: (c) => c.final,
  neverReturned: (c) => c.returns === 0,
  handledIt: hasHand,
  ofHandlingUnit: (c, { hands }) => hands.units.some((id) => c.units.includes(id)),
  noReporter: (c) => c.reporter === null && c.contactPhone === null,
  offline: (c) => c.reporter === null,
  hasReporter: (c) => c.reporter !== null,
  isMain: (c) => c.followers > 0,
  urgedToday: (c, _, today) => c.urgedOn === today,
  addedToday: (c, _, today) => addsOn(c, today) >= MOST_ADDS,
  appealedBefore: (c) => c.dismissed === true,
  admittedBefore: (c) => c.admitted === true,
  rejectedIt: (c, actor) => isBy(actor, c.rejectedBy),
  passedIt: (c, actor) => isBy(actor, c.passedBy),
  fromRejection: (c) => c.appealed,
  notFromRejection: (c) => !c.appealed,
  notAnswerable: (c) => !answeredKinds.includes(c.kind),
  atTheTop: (c) => areaAbove(c) === null,
  notEscalated: (c) => c.escalation === null,
  beyondDesk: isBeyondDesk,
  ...officeRules,
  ...taskRules,
};

/** Where the triage desk moves when a case is escalated; null at the top. */
export function areaAbove(c: CaseFile): string | null {
  const up = [c.community, c.street, c.county, c.city].filter((code) => code !== null);
  const here = c.desk === null ? -1 : up.indexOf(c.desk);
  return (here < 0 ? up[0] : up[here + 1]) ?? null;
}

const rating = (i: Record<string, unknown>, solved: Solved): Rating => ({
  solved,
  satisfied: Number(i.satisfied),
  reasons: (i.reasons as string[]) ?? [],
  words: (i.words as string) ?? null,
});

/** Whoever asked the level above waits for it: what was escalated lies with the desk of that place, and those above. */
function isBeyondDesk(c: CaseFile, actor: Actor): boolean {
  if (c.escalation === null) return false;
  if (actor.place === null) return true;
  const up = areaOf(c);
  return up.indexOf(actor.place.code) < up.indexOf(c.desk ?? '');
}

/** What nobody has done yet in a round of handling, the first or one that begins anew. */
export const newRound = () => ({
  used: {},
  extra: {},
  extensions: 0,
  returns: 0,
  final: false,
  outcome: null,
  quality: null,
  rating: null,
  checker: null,
  drawn: [],
  passedBy: null,
  unreasonable: false,
  doubt: null,
  visitedOn: null,
});

/** What each effect of the flow table changes on the row. */
export const changes: Record<
  Effect,
  (c: CaseFile, today: string, input: Record<string, unknown>, ctx: Ctx, rule: Limited) => Partial<CaseFile>
> = {
  returned: (c) => ({ returns: c.returns + 1 }),
  decided: () => ({ final: true }),
  // What was answered and rated before stands in the timeline; the new round has its own.
  restarted: () => newRound(),
  rejected: (_c, _today, _i, ctx) => ({ rejectedBy: ctx.actor.id }),
  appealed: () => ({ appealed: true }),
  admitted: () => ({ appealed: false, admitted: true, used: {}, extra: {} }),
  dismissed: () => ({ appealed: false, dismissed: true, used: {}, extra: {} }),
  passed: (_c, _today, _i, ctx) => ({ passedBy: ctx.actor.id }),
  urged: (_, today) => ({ urgedOn: today }),
  added: (c, today) => ({ adds: { on: today, n: addsOn(c, today) + 1 } }),
  escalated: (c, _today, i, ctx) => ({ desk: areaAbove(c), escalation: proposal(i, ctx) }),
  coordinated: () => ({ escalation: null }),
  received: (c) => ({ firstUnit: c.firstUnit ?? c.unit }),
  rated: (_c, _today, i) => ({ rating: rating(i, i.solved as Solved) }),
  notSolved: (_c, _today, i) => ({ rating: rating(i, 'no') }),
  contacted: (c, _today, i) => ({ contactBy: i.how === 'notReached' ? c.contactBy : null }),
  reworked: () => ({ quality: 'poor' }),
  ...officeChanges,
  ...taskChanges,
};
