/** Places end and outlines change on a date: what stands at a moment, as conditions of SQL, and days as moments. */
import { momentAt } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import { problem } from '../../core/problem.js';

/** A place (by its alias) that is not given up at a moment: one value. */
export const stands = (alias: string) => `(${alias}.until IS NULL OR ${alias}.until > ?)`;

/** An outline (by its alias) that is in force at a moment: two values, both that moment. */
export const holds = (alias: string) => `${alias}.since <= ? AND ${stands(alias)}`;

export const DAY = /^\d{4}-\d\d-\d\d$/;

/** When a day (`YYYY-MM-DD`) begins in the city. @throws input.invalid for a day that no calendar has */
export function beginningOf(day: string, field: string): Date {
  const isDay = DAY.test(day) && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day);
  if (!isDay) throw problem('input.invalid', { errors: { [field]: 'invalid' }, detail: `没有 ${day} 这一天` });
  return momentAt(`${day}T00:00:00`, cityCalendar().zone);
}
