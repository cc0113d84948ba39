/** What the timelines of cases say as facts, for whoever counts them. */
import { Injectable } from '@nestjs/common';
import type { State } from '../../../shared/case-flow.js';
import { caseLevels } from '../../../shared/places.js';
import { cityCalendar } from '../../core/calendar.js';
import type { Rows } from '../../core/db.js';
import { asDate } from '../../core/tables.js';
import { DutyService } from '../duty/duty.service.js';
import { limitOf } from './cases.clock.js';
import { type Facts, factsOf, type Told } from './cases.facts.js';

export interface Measured extends Facts {
  id: string;
  item: string;
  /** Codes of the places that hold it, from the city down. */
  places: string[];
  /** Number of the last entry that was read. */
  seq: number;
}

interface CaseLine extends Record<(typeof caseLevels)[number], string | null> {
  id: string;
  item: string;
  /** The line of the duty list under which it was opened. */
  rule: string | null;
  hasReporter: number;
}
interface EntryLine {
  caseId: string;
  seq: number;
  at: Date | string;
  action: string;
  unit: string | null;
  toState: State;
  input: string;
}

const marksFor = (ids: readonly string[]) => ids.map(() => '?').join(',');

@Injectable()
export class FactsService {
  constructor(private readonly duty: DutyService) {}

  /** The facts of these cases as of a moment; unknown ids are left out. */
  async of(rows: Rows, ids: readonly string[], asOf: (id: string) => Date): Promise<Measured[]> {
    if (ids.length === 0) return [];
    const cases = await rows.query<CaseLine>(
      `SELECT id, item, rule, ${caseLevels.join(', ')},
        CASE WHEN reporter IS NULL AND contactPhone IS NULL THEN 0 ELSE 1 END AS hasReporter
       FROM case_file WHERE id IN (${marksFor(ids)})`,
      [...ids],
    );
    const lines = await rows.query<EntryLine>(
      `SELECT caseId, seq, at, action, unit, toState, input FROM case_entry
       WHERE caseId IN (${marksFor(ids)}) ORDER BY caseId, seq`,
      [...ids],
    );
    for (const c of cases) await this.duty.knows(c);
    const byCase = new Map<string, EntryLine[]>();
    for (const line of lines) byCase.set(line.caseId, [...(byCase.get(line.caseId) ?? []), line]);
    return cases.map((c) => this.measured(c, byCase.get(c.id) ?? [], asOf(c.id)));
  }

  private measured(c: CaseLine, lines: EntryLine[], asOf: Date): Measured {
    const rule = this.duty.ruleOf(c);
    const facts = factsOf(lines.map(told), {
      limitOf: (step) => limitOf(rule, step),
      calendar: cityCalendar(),
      hasReporter: Number(c.hasReporter) === 1,
      asOf,
    });
    const places = caseLevels.map((level) => c[level]).filter((code) => code !== null);
    return { ...facts, id: c.id, item: c.item, places, seq: Number(lines.at(-1)?.seq ?? 0) };
  }
}

const told = ({ at, action, unit, toState, input }: EntryLine): Told => ({
  at: asDate(at),
  action,
  unit,
  toState,
  input: JSON.parse(input),
});
