/** From facts to sums: which rows of the roll-up a fact adds to, and what changes when facts change. */
import { bucketOf, countersOf, type Fact } from '../../../shared/measures.js';
import type { Tx } from '../../core/db.js';
import type { Dimension } from './stats.tables.js';

/** What a fact is counted under beside its own unit. */
export interface Under {
  item: string;
  places: readonly string[];
}
/** Key of a row of the roll-up → how many. */
export type Sums = Map<string, number>;

const SEPARATOR = '\t';
export const monthOf = (day: number) => Math.floor(day / 100);

/** Each place that holds the case and the unit that answers, as a whole and in parts. */
function* partsOf(fact: Fact, { item, places }: Under): Generator<[subject: string, Dimension, part: string]> {
  for (const place of places) {
    yield [place, 'all', ''];
    yield [place, 'item', item];
    if (fact.unit) yield [place, 'unit', fact.unit];
  }
  if (!fact.unit) return;
  yield [fact.unit, 'all', ''];
  yield [fact.unit, 'item', item];
}

/** The counters that a fact adds to, and the bucket of its time. */
export function namesOf(fact: Pick<Fact, 'kind' | 'marks' | 'minutes'>): string[] {
  const time = fact.minutes === null ? [] : [`${fact.kind}.t${bucketOf(fact.minutes)}`];
  return [...countersOf(fact), ...time];
}

export function add(sums: Sums, facts: readonly Fact[], under: Under, times: 1 | -1 = 1): Sums {
  for (const fact of facts) {
    const names = namesOf(fact);
    for (const part of partsOf(fact, under)) {
      for (const name of names) {
        const key = [monthOf(fact.day), ...part, name].join(SEPARATOR);
        sums.set(key, (sums.get(key) ?? 0) + times);
      }
    }
  }
  return sums;
}

const COLUMNS = 6;
const MOST_ROWS = Math.floor(900 / COLUMNS);

/** Adds to the table what changed; always in the order of the keys, so that two who add wait for each other. */
export async function apply(tx: Tx, sums: Sums): Promise<void> {
  const changed = [...sums].filter(([, n]) => n !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
  const ends =
    tx.dialect === 'mysql'
      ? 'ON DUPLICATE KEY UPDATE n = n + VALUES(n)'
      : 'ON CONFLICT (subject, dimension, month, part, counter) DO UPDATE SET n = n + excluded.n';
  for (let i = 0; i < changed.length; i += MOST_ROWS) {
    const rows = changed.slice(i, i + MOST_ROWS);
    const values = rows.flatMap(([key, n]) => {
      const [month, ...rest] = key.split(SEPARATOR);
      return [Number(month), ...rest, n];
    });
    const marks = rows.map(() => '(?,?,?,?,?,?)').join(',');
    await tx.run(`INSERT INTO roll_up (month, subject, dimension, part, counter, n) VALUES ${marks} ${ends}`, values);
  }
}

export const keyOf = (row: { month: number; subject: string; dimension: string; part: string; counter: string }) =>
  [row.month, row.subject, row.dimension, row.part, row.counter].join(SEPARATOR);
