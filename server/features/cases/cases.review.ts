/** The review day of 挂账: when it comes, and each working day after it, somebody is told; and the job for each time. */
import { reviewWarnings } from '../../../shared/deadlines.js';
import { addWorktime } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import type { Later } from '../../core/ctx.js';
import { openingOf } from './cases.days.js';

export const REVIEW = 'cases.review';
/** What a job of this kind carries. */
export interface ReviewJob {
  caseId: string;
  /** `seq` of the entry that set the day: of a day that was set anew since, nothing is told. */
  set: number;
  /** Which of `reviewWarnings` comes next. */
  rung: number;
}

/** @param reviewOn `YYYY-MM-DD` @returns when each of `reviewWarnings` is told, in order */
export function reviewTimes(reviewOn: string): Date[] {
  const opens = openingOf(reviewOn);
  return reviewWarnings.map((_, amount) =>
    amount === 0 ? opens : addWorktime(opens, { amount, unit: 'workDay' }, cityCalendar()),
  );
}

/** None when everybody was told. */
export function reviewJobs(reviewOn: string, payload: ReviewJob): Later[] {
  const at = reviewTimes(reviewOn)[payload.rung];
  return at ? [{ kind: REVIEW, payload: { ...payload }, at }] : [];
}
