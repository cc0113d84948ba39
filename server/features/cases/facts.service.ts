/** What the timelines of cases say as facts, for whoever counts them. */
import { Injectable } from '@nestjs/common';
import type { State } from '../../../shared/case-flow.js';
import { type CaseLevel, caseLevels } from '../../../shared/places.js';
import { cityCalendar } from '../../core/calendar.js';
import type { Rows } from '../../core/db.js';
import { asDate } from '../../core/tables.js';
import { type Facts, factsOf, type Told } from './cases.facts.js';
import type { Placed } from './cases.tables.js';

/** Of the rules by which facts are read from timelines: with another one everything is counted anew. */
export const FACTS_VERSION = 1;

export interface Measured extends Facts {
  id: string;
  item: string;
  /** Codes of the places that hold it, from the city down. */
  places: string[];
  /** Number of the last entry that was read. */
  seq: number;
  /** The places that held it when the timeline went as far as this entry. */
  placesAt(seq: number): string[];
}

interface CaseLine extends Record<(typeof caseLevels)[number], string | null> {
  id: string;
  item: string;
}
interface EntryLine {
  caseId: string;
  seq: number;
  at: Date | string;
  action: string;
  unit: string | null;
  toState: State;
  input: string;
  dueAt: Date | string | null;
  onDuty: string | null;
  contactBy: Date | string | null;
  placed: string | null;
}

const marksFor = (ids: readonly string[]) => ids.map(() => '?').join(',');

@Injectable()
export class FactsService {
  /** The facts of these cases as of a moment; unknown ids are left out. */
  async of(rows: Rows, ids: readonly string[], asOf: (id: string) => Date): Promise<Measured[]> {
    if (ids.length === 0) return [];
    const cases = await rows.query<CaseLine>(
      `SELECT id, item, ${caseLevels.join(', ')} FROM case_file WHERE id IN (${marksFor(ids)})`,
      [...ids],
    );
    const lines = await rows.query<EntryLine>(
      `SELECT caseId, seq, at, action, unit, toState, input, dueAt, onDuty, contactBy, placed
       FROM case_entry
       WHERE caseId IN (${marksFor(ids)}) ORDER BY caseId, seq`,
      [...ids],
    );
    const byCase = new Map<string, EntryLine[]>();
    for (const line of lines) byCase.set(line.caseId, [...(byCase.get(line.caseId) ?? []), line]);
    return cases.map((c) => measured(c, byCase.get(c.id) ?? [], asOf(c.id)));
  }
}

function measured(c: CaseLine, lines: EntryLine[], asOf: Date): Measured {
  const facts = factsOf(lines.map(told), { calendar: cityCalendar(), asOf });
  const placesAt = (seq: number) => {
    const moved = lines.find((line) => line.placed !== null && Number(line.seq) > seq);
    return placesOf(moved?.placed ? (JSON.parse(moved.placed) as Placed).was : c);
  };
  const { id, item } = c;
  return { ...facts, id, item, places: placesOf(c), placesAt, seq: Number(lines.at(-1)?.seq ?? 0) };
}

const placesOf = (at: Record<CaseLevel, string | null>) =>
  caseLevels.map((level) => at[level]).filter((code) => code !== null);
const moment = (value: Date | string | null) => (value === null ? null : asDate(value));
const told = ({ at, action, unit, toState, input, dueAt, onDuty, contactBy }: EntryLine): Told => ({
  at: asDate(at),
  action,
  unit,
  toState,
  input: JSON.parse(input),
  dueAt: moment(dueAt),
  onDuty,
  contactBy: moment(contactBy),
});
