/** What a form may hold before anybody types: known facts only, each of which can be changed. */
import { type Rejection, rejections } from '../../../shared/case.js';
import type { Action } from '../../../shared/case-flow.js';
import { taskAnswers } from '../../../shared/case-office.js';
import type { CaseView, Task } from '../../../shared/views.js';

type Input = Record<string, unknown>;

export function prefill(action: Action, view: CaseView): Input {
  if (action === 'assign')
    return { urgency: view.urgency, ...(view.suggestion ? { unit: view.suggestion.unit.id } : {}) };
  if (action === 'grantExtension') return view.extension ? { until: view.extension.until } : {};
  const [task] = fittingTasks(action, view);
  if (task) return { task: task.id };
  if (action === 'decide') return { urgency: view.urgency };
  return {};
}

/** The tasks that an action may name. */
export function fittingTasks(action: Action, view: Pick<CaseView, 'tasks'>): Task[] {
  const kind = taskAnswers[action];
  if (kind) return view.tasks.filter((t) => t.kind === kind && t.waits === 'answer');
  if (action === 'cancelTask') return view.tasks.filter((t) => t.mine);
  return action === 'rateTask' ? view.tasks.filter((t) => t.waits === 'rating') : [];
}

/** The usual way out follows the ground of a rejection until somebody writes their own. */
export function follow(action: Action, before: Input, after: Input): Input {
  if (action !== 'reject' || before.reason === after.reason) return after;
  const usual = (reason: unknown) => rejections[reason as Rejection]?.goTo;
  const untouched = !after.goTo || after.goTo === usual(before.reason);
  return untouched ? { ...after, goTo: usual(after.reason) } : after;
}
