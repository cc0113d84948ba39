/** Tasks of other units for a case (子任务, 协办, 吹哨): who may answer and rate them, and what becomes of them. */
import type { Action, Effect, Guard, State } from '../../../shared/case-flow.js';
import { type TaskKind, type TaskRating, type TaskSide, taskAnswers } from '../../../shared/case-office.js';
import { type May, unitKinds } from '../../../shared/permissions.js';
import type { Actor, Ctx, Where } from '../../core/ctx.js';
import type { Row } from '../../core/tables.js';
import { closingOf } from './cases.days.js';
import { type caseFile, caseTask, type TaskNote } from './cases.tables.js';
import { nextTaskWarning, pausedUntil } from './cases.task-clock.js';

type CaseFile = Row<typeof caseFile>;
type Input = Record<string, unknown>;

/** Units in whose name somebody answers, be it for an absent one of another unit. */
export const unitsFor = (actor: Actor): string[] => [
  ...new Set([
    ...answeredBy(actor, actor.mayHere),
    ...actor.elsewhere.flatMap((absent) => answeredBy(absent, absent.may)),
  ]),
];

/** One's own unit, and for the head of a department those below it. */
function answeredBy({ unit, unitsBelow }: Where, may: May): string[] {
  if (!unit) return [];
  const isHead = unitKinds[unit.kind].along === 'unit' && may['case.assist'] === 'subtree';
  return isHead ? unitsBelow : [unit.id];
}

export const tasksOf = (c: CaseFile): TaskNote[] => c.tasks ?? [];
const waitsFor = (kind: TaskKind) => (c: CaseFile, actor: Actor) =>
  tasksOf(c).some((t) => t.kind === kind && isAnswerable(t, actor));
const isAnswerable = (t: TaskNote, actor: Actor) => t.state === 'open' && unitsFor(actor).includes(t.unit);

/**
 * The side for which somebody may still rate the other; a 子任务 is checked with the case and not rated. Whoever asked
 * rates what was never answered, too.
 * @param today the city's day
 */
export function sideToRate(t: TaskNote, actor: Actor, today: string): TaskSide | null {
  if (t.kind === 'subtask' || t.state === 'cancelled') return null;
  const mine = unitsFor(actor);
  const ended = t.state !== 'open' || t.dueOn < today;
  if (ended && t.asker !== null && mine.includes(t.asker) && !t.rated.includes('asker')) return 'asker';
  return t.state === 'done' && mine.includes(t.unit) && !t.rated.includes('doer') ? 'doer' : null;
}
export const isGivenBy = (t: TaskNote, actor: Actor) =>
  t.state === 'open' && t.asker !== null && unitsFor(actor).includes(t.asker);

/** What of a task waits for somebody's unit. */
export const waitingIn = (t: TaskNote, actor: Actor, today: string): 'answer' | 'rating' | null =>
  isAnswerable(t, actor) ? 'answer' : sideToRate(t, actor, today) ? 'rating' : null;

type TaskGuard = Extract<
  Guard,
  'openSubtasks' | 'noSubtask' | 'noHelpAsked' | 'noWhistle' | 'noTaskGiven' | 'nothingToRate'
>;
export const taskRules: Record<TaskGuard, (c: CaseFile, actor: Actor, today: string) => boolean> = {
  openSubtasks: (c) => tasksOf(c).some((t) => t.kind === 'subtask' && t.state === 'open'),
  noSubtask: (c, actor) => !waitsFor('subtask')(c, actor),
  noHelpAsked: (c, actor) => !waitsFor('help')(c, actor),
  noWhistle: (c, actor) => !waitsFor('whistle')(c, actor),
  noTaskGiven: (c, actor) => !tasksOf(c).some((t) => isGivenBy(t, actor)),
  nothingToRate: (c, actor, today) => !tasksOf(c).some((t) => sideToRate(t, actor, today) !== null),
};

/** The tasks that an action may name. */
export function nameable(action: Action, c: CaseFile, actor: Actor, today: string): TaskNote[] {
  const kind = taskAnswers[action];
  if (kind) return tasksOf(c).filter((t) => t.kind === kind && isAnswerable(t, actor));
  if (action === 'cancelTask') return tasksOf(c).filter((t) => isGivenBy(t, actor));
  return action === 'rateTask' ? tasksOf(c).filter((t) => sideToRate(t, actor, today) !== null) : [];
}

const given = (kind: TaskKind) => (c: CaseFile, _: string, input: Input, ctx: Ctx) => {
  const asker = ctx.actor.unit?.id ?? null;
  const given = { unit: String(input.doer), asker, dueOn: String(input.dueOn) };
  const note: TaskNote = { id: ctx.newId(), kind, ...given, state: 'open', rated: [] };
  const concerned = [note.unit, ...(asker ? [asker] : [])].filter((u) => !c.units.includes(u));
  return { tasks: [...tasksOf(c), note], units: [...c.units, ...new Set(concerned)] };
};
const noted = (c: CaseFile, input: Input, change: (t: TaskNote) => Partial<TaskNote>) => ({
  tasks: tasksOf(c).map((t) => (t.id === input.task ? { ...t, ...change(t) } : t)),
});

type TaskEffect = Extract<
  Effect,
  'subtaskGiven' | 'helpAsked' | 'whistled' | 'taskDone' | 'taskCancelled' | 'taskRated'
>;
export const taskChanges: Record<
  TaskEffect,
  (c: CaseFile, today: string, input: Input, ctx: Ctx) => Partial<CaseFile>
> = {
  subtaskGiven: given('subtask'),
  helpAsked: given('help'),
  whistled: given('whistle'),
  taskDone: (c, _, input) => noted(c, input, () => ({ state: 'done' })),
  taskCancelled: (c, _, input) => noted(c, input, () => ({ state: 'cancelled' })),
  taskRated: (c, today, input, ctx) =>
    noted(c, input, (t) => {
      const side = sideToRate(t, ctx.actor, today);
      return { rated: side ? [...t.rated, side] : t.rated };
    }),
};

/** States in which tasks of other units are waited for. */
const AWAITED: readonly State[] = ['verified', 'assigned', 'handling', 'waitingReporter', 'suspended'];

/** Nobody goes on working for a case that is handed in, or for a unit that no longer has it. */
export function tasksAfter(before: CaseFile, after: Pick<CaseFile, 'state' | 'unit' | 'tasks'>): TaskNote[] {
  const left = before.unit !== null && before.unit !== after.unit ? before.unit : undefined;
  const isMoot = (t: TaskNote) => t.state === 'open' && (!AWAITED.includes(after.state) || t.asker === left);
  return (after.tasks ?? []).map((t) => (isMoot(t) ? { ...t, state: 'dropped' as const } : t));
}

/** The table of tasks follows what the act did to the notes on the case. */
export async function keepTasks(ctx: Ctx, before: CaseFile, after: CaseFile, input: Input): Promise<void> {
  for (const t of tasksOf(after)) {
    const was = tasksOf(before).find((one) => one.id === t.id);
    if (!was) await open(ctx, after, t, input);
    else if (was.state !== t.state) await end(ctx, after, t, input);
    else if (was.rated.length !== t.rated.length) await rate(ctx, t, input);
  }
  if (before.pausedAt && !after.pausedAt) await goOn(ctx, after, before.pausedAt);
}

async function open(ctx: Ctx, c: CaseFile, t: TaskNote, input: Input): Promise<void> {
  const { id, kind, unit, asker, state } = t;
  const dueAt = closingOf(String(input.dueOn));
  const told = { words: String(input.words), dueAt, createdAt: ctx.now };
  const later = { reply: null, doneAt: null, askerRating: null, askerWords: null, doerRating: null, doerWords: null };
  const row = { id, caseId: c.id, kind, unit, asker, state, ...told, ...later, pauses: [], late: false, told: 0 };
  await ctx.write.append(caseTask, row);
  await ctx.laterAll(nextTaskWarning(row));
}

/** What ends after its day was late, however it ends; and who need not go on is told. */
async function end(ctx: Ctx, c: CaseFile, t: TaskNote, input: Input): Promise<void> {
  const row = await ctx.rows.find(caseTask, { id: t.id });
  const done = t.state === 'done' ? { reply: String(input.reply), doneAt: ctx.now } : {};
  const late = row !== null && row.dueAt < ctx.now;
  await ctx.write.update(caseTask, { state: t.state, late, ...done }, { id: t.id });
  if (t.state === 'dropped') await ctx.later('cases.task-dropped', { caseId: c.id, task: t.id });
}

/** The clocks of tasks stood still with the case. */
async function goOn(ctx: Ctx, c: CaseFile, since: Date): Promise<void> {
  for (const row of await ctx.rows
    .from(caseTask, 't')
    .where("t.caseId = :id AND t.state = 'open'", { id: c.id })
    .getMany()) {
    const next = { ...row, ...pausedUntil(row, since, ctx.now) };
    await ctx.write.update(caseTask, { pauses: next.pauses, dueAt: next.dueAt }, { id: row.id });
    await ctx.laterAll(nextTaskWarning(next));
  }
}

async function rate(ctx: Ctx, t: TaskNote, input: Input): Promise<void> {
  const [rating, words] = [input.rating as TaskRating, (input.words as string) ?? null];
  const said =
    t.rated[t.rated.length - 1] === 'asker'
      ? { askerRating: rating, askerWords: words }
      : { doerRating: rating, doerWords: words };
  await ctx.write.update(caseTask, said, { id: t.id });
}

/** "A task of it waits for my unit" as a condition on cases (alias `c`). */
export function taskSql(actor: Actor): { sql: string; values: Record<string, readonly string[]> } {
  const units = unitsFor(actor);
  if (units.length === 0) return { sql: '1 = 0', values: {} };
  const mine = "SELECT t.caseId FROM case_task t WHERE t.state = 'open' AND t.unit IN (:...taskUnits)";
  return { sql: `c.id IN (${mine})`, values: { taskUnits: units } };
}
