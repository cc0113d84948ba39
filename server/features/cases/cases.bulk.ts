/** What one form for many cases may not hold. */
import { type Action, actionRow } from '../../../shared/case-flow.js';
import { forMany, has } from '../../../shared/fields.js';
import { problem } from '../../core/problem.js';

const isGiven = (value: unknown) => (Array.isArray(value) ? value.length > 0 : Boolean(value));

/** A photo and a place belong to one case: of many none could be told which. @throws input.invalid */
export function needForMany(name: Action, input: Record<string, unknown>): void {
  const { asks } = actionRow(name);
  const given = Object.keys(asks).filter((key) => !has(forMany(asks), key) && isGiven(input[key]));
  if (given.length === 0) return;
  const errors = Object.fromEntries(given.map((key) => [key, 'tooMany']));
  throw problem('input.invalid', { errors, detail: '照片和位置只能属于一件事，批量时不能填' });
}
