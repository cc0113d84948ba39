/** A typed value as it is read on a timeline, on screen and on paper. */
import type { Field } from './fields.js';
import { type Moment, sayDay } from './say.js';

/** @param names names of the units, cases and items that the value refers to, by id */
export function sayValue(field: Field, value: unknown, names: Readonly<Record<string, string>>, now: Moment): string {
  if (value === undefined || value === null || value === '') return '';
  switch (field.kind) {
    case 'choice':
      return field.options[String(value)] ?? String(value);
    case 'choices':
      return (value as string[]).map((v) => field.options[v] ?? v).join('、');
    case 'ref':
      return names[String(value)] ?? String(value);
    case 'date':
      return sayDay(`${String(value)}T12:00:00+08:00`, now);
    case 'stars':
      return `${String(value)} / 5`;
    case 'yesNo':
      return value ? '是' : '否';
    case 'photos':
    case 'point':
      return '';
    default:
      return String(value);
  }
}
