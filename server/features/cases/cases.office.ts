/** What staff see of a case beside its handling: supervision, tasks, who checks; and the words for dates and tasks. */
import { type TaskSide, taskKinds } from '../../../shared/case-office.js';
import { sayDay } from '../../../shared/say.js';
import type { CaseView, Named, Task } from '../../../shared/views.js';
import type { Ctx } from '../../core/ctx.js';
import type { Row } from '../../core/tables.js';
import type { DirectoryService } from '../people/directory.service.js';
import { todayOf } from './cases.days.js';
import type { CaseFile } from './cases.guards.js';
import type { caseEntry, caseTask } from './cases.tables.js';
import { isGivenBy, tasksOf, waitingIn } from './cases.tasks.js';

type TaskRow = Row<typeof caseTask>;
export type InOffice = Pick<
  CaseView,
  'press' | 'checker' | 'extension' | 'extensions' | 'doubt' | 'escalation' | 'firstUnit' | 'tasks'
>;

const unitNamed = (directory: DirectoryService, id: string): Named => ({
  id,
  name: directory.unitOf(id)?.name ?? '已撤销的单位',
});

const UNSEEN: Omit<InOffice, 'extensions'> = {
  press: null,
  checker: null,
  extension: null,
  doubt: null,
  escalation: null,
  firstUnit: null,
  tasks: [],
};

export function inOffice(ctx: Ctx, c: CaseFile, tasks: TaskRow[], directory: DirectoryService): InOffice {
  const extensions = c.extensions ?? 0;
  if (ctx.actor.kind !== 'staff') return { ...UNSEEN, extensions };
  const checker = c.checker ? directory.staffMember(c.checker) : undefined;
  const { extension, doubt, escalation } = c;
  return {
    press: c.press,
    checker: c.checker ? { id: c.checker, name: checker?.name ?? '已停用的账号' } : null,
    extension: extension && { until: extension.until ?? '', words: extension.words },
    extensions,
    doubt: doubt && { words: doubt.words, at: doubt.at },
    escalation: escalation && { words: escalation.words, at: escalation.at },
    firstUnit: c.firstUnit ? unitNamed(directory, c.firstUnit) : null,
    tasks: tasks.map((t) => taskView(ctx, c, t, directory)),
  };
}

function taskView(ctx: Ctx, c: CaseFile, t: TaskRow, directory: DirectoryService): Task {
  const note = tasksOf(c).find((one) => one.id === t.id);
  const rated = (side: TaskSide) => {
    const rating = t[`${side}Rating`];
    return rating ? { [side]: { rating, words: t[`${side}Words`] } } : {};
  };
  return {
    id: t.id,
    kind: t.kind,
    unit: unitNamed(directory, t.unit),
    asker: t.asker ? unitNamed(directory, t.asker) : null,
    words: t.words,
    at: t.createdAt.toISOString(),
    dueAt: t.dueAt.toISOString(),
    state: t.state,
    reply: t.reply,
    late: t.state === 'open' ? t.dueAt < ctx.now : t.late === true,
    doneAt: t.doneAt?.toISOString() ?? null,
    ratings: { ...rated('asker'), ...rated('doer') },
    mine: note !== undefined && isGivenBy(note, ctx.actor),
    waits: note ? waitingIn(note, ctx.actor, todayOf(ctx)) : null,
  };
}

/** 「协办（区绿化市容所）」 */
export function taskName(c: CaseFile, id: string, directory: DirectoryService): string {
  const note = tasksOf(c).find((t) => t.id === id);
  return note ? `${taskKinds[note.kind]}（${unitNamed(directory, note.unit).name}）` : '';
}

/** The review day that an entry names, in words. */
export const reviewDay = ({ input, at }: Pick<Row<typeof caseEntry>, 'input' | 'at'>): string | null =>
  typeof input.reviewOn === 'string' ? sayDay(`${input.reviewOn}T12:00:00+08:00`, at) : null;
