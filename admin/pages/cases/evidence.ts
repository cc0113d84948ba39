/** What the duty list asks of this very case where an action is filled in: so many photos for an outcome. */
import { sayEvidence } from '../../../shared/case.js';
import { type Action, actionRow } from '../../../shared/case-flow.js';
import type { Fault, Fields } from '../../../shared/fields.js';
import type { CaseView } from '../../../shared/views.js';

type Check = (input: Record<string, unknown>) => Record<string, Fault>;

export function checkOf(action: Action, { duty }: Pick<CaseView, 'duty'>): Check | undefined {
  const { check } = actionRow(action);
  return check && ((input) => check(input, duty?.evidence));
}

/** The form says it beside the photos, before anybody is refused. */
export function asksOf(action: Action, { duty }: Pick<CaseView, 'duty'>): Fields {
  const { asks, check } = actionRow(action);
  if (!check || !duty || !asks.photos) return asks;
  const needs = sayEvidence(duty.evidence);
  return { ...asks, photos: { ...asks.photos, hint: needs ? `权责清单要求：${needs}` : '这个事项不要求照片' } };
}
