/** The clock of a task: from when it was given to its day, standing still with the case, and the job for each warning. */
import { type WarningPercent, warningPercents } from '../../../shared/deadlines.js';
import { addWorktime, type Pause, worktimeBetween } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import type { Later } from '../../core/ctx.js';
import type { Row } from '../../core/tables.js';
import type { caseTask } from './cases.tables.js';

type TaskRow = Row<typeof caseTask>;

export const TASK_WARNING = 'cases.task-warning';
/** What a job of this kind carries; `due` tells one run of the clock from another. */
export interface TaskWarning {
  caseId: string;
  task: string;
  percent: WarningPercent;
  due: string;
}

interface TaskRung {
  percent: WarningPercent;
  at: Date;
}

const pausesOf = (t: Pick<TaskRow, 'pauses'>): Pause[] =>
  (t.pauses ?? []).map(({ from, to }) => ({ from: new Date(from), to: new Date(to) }));

/** When it reaches which share of its working time; one that has none has only its end. */
export function taskRungs(t: Pick<TaskRow, 'createdAt' | 'dueAt' | 'pauses'>): TaskRung[] {
  const [calendar, pauses] = [cityCalendar(), pausesOf(t)];
  const whole = worktimeBetween(t.createdAt, t.dueAt, 'workHour', calendar, pauses);
  return warningPercents
    .filter((percent) => percent === 100 || whole > 0)
    .map((percent) => {
      const limit = { unit: 'workHour', amount: (whole * percent) / 100 } as const;
      return { percent, at: percent === 100 ? t.dueAt : addWorktime(t.createdAt, limit, calendar, pauses) };
    });
}

/** The next rung that nobody was told of. */
export function nextTaskWarning(t: TaskRow): Later[] {
  const next = taskRungs(t).find(({ percent }) => percent > (t.told ?? 0));
  if (!next) return [];
  const { id: task, caseId, dueAt } = t;
  const payload = { caseId, task, percent: next.percent, due: dueAt.toISOString() } satisfies TaskWarning;
  return [{ kind: TASK_WARNING, payload, at: next.at }];
}

/** Its clock after it stood still: the rest of its time lies after the pause. */
export function pausedUntil(t: TaskRow, since: Date, until: Date): Pick<TaskRow, 'pauses' | 'dueAt'> {
  const calendar = cityCalendar();
  const left = worktimeBetween(since > t.createdAt ? since : t.createdAt, t.dueAt, 'workHour', calendar);
  // What was late before the pause stays late.
  const dueAt = t.dueAt <= since ? t.dueAt : addWorktime(until, { unit: 'workHour', amount: left }, calendar);
  return { pauses: [...(t.pauses ?? []), { from: since.toISOString(), to: until.toISOString() }], dueAt };
}
