/** Facts of cases, their sums by month, and the months that were frozen. All but the last is made from the timeline. */
import type { Counter, FactKind, MeasureKey } from '../../../shared/measures.js';
import { at, code, integer, json, nullable, string, table } from '../../core/tables.js';

const key = <T extends string>(length?: number) => ({ ...code<T>(length), primary: true });
const numberKey = () => ({ ...integer(), primary: true });

/** What is true of a case, each at most once: a number in the statistics is a number of these rows. */
export const caseFact = table(
  'case_fact',
  {
    caseId: key(26),
    kind: key<FactKind>(12),
    /** 20261123 */
    day: integer(),
    unit: nullable(code()),
    /** Bits, see shared/measures.ts. */
    marks: integer(),
    minutes: nullable(integer()),
  },
  {
    indexes: [
      ['kind', 'day'],
      ['unit', 'day'],
    ],
  },
);

/** How far the facts of a case go. */
export const caseMeasured = table('case_measured', {
  caseId: key(26),
  /** The last entry of the timeline that is in them. */
  seq: integer(),
  /** The item they were counted under. */
  item: code(40),
  asOf: at(),
  /** When they change by themselves. */
  nextAt: nullable(at()),
});

/** Of what a sum is: everything of the subject, or a part of it. */
export type Dimension = 'all' | 'unit' | 'item';
const sums = () => ({
  /** A place or a unit. */
  subject: key(26),
  dimension: key<Dimension>(6),
  /** 202611 */
  month: numberKey(),
  /** The unit or the item; empty for everything. */
  part: key(40),
  /** A counter, or a step with a bucket of its time: `handle.t88`. */
  counter: key<Counter | `${FactKind}.t${number}`>(24),
  n: integer(),
});
export const rollUp = table('roll_up', sums());
/** As `roll_up` was when the month was frozen. */
export const rollUpFrozen = table('roll_up_frozen', sums());

export const statsFreeze = table('stats_freeze', {
  month: numberKey(),
  at: at(),
  /** Account and name of whoever froze it; null: by itself. */
  account: nullable(code()),
  who: nullable(string(60)),
  /** The formulas that held. */
  versions: json<Record<MeasureKey, number>>(),
});
