/** What an import must know of the places that are there. */
import { setImmediate as breath } from 'node:timers/promises';
import type { GridKind, Level } from '../../../shared/places.js';
import type { Rows } from '../../core/db.js';
import { holds, stands } from './places.dates.js';

/** A place as it stands, with its outline as text where that was asked for. */
export interface Standing {
  code: string;
  name: string;
  level: Level;
  parent: string | null;
  path: string;
  kind: GridKind;
  /** Whether it is given up at the moment of the import. */
  isGone: boolean;
  /** Whether its end is written down already, gone or not. */
  ends: boolean;
  geometry: string | null;
  /** Whether another outline has been imported that begins after that moment. */
  hasLater: boolean;
}
type Flag = 'isGone' | 'ends' | 'hasLater';
type Line = Omit<Standing, Flag | 'level' | 'kind'> & { level: string; kind: string } & Record<Flag, number>;

/** Most values of one statement that both databases take without ado. */
const CODES_AT_ONCE = 500;

/** Places by code as they stand at a moment, given up ones too. */
export async function byCodes(rows: Rows, codes: readonly string[], at: Date): Promise<Map<string, Standing>> {
  const found = new Map<string, Standing>();
  const wanted = [...new Set(codes)];
  for (let i = 0; i < wanted.length; i += CODES_AT_ONCE) {
    const part = wanted.slice(i, i + CODES_AT_ONCE);
    const lines = await rows.query<Line>(
      `SELECT p.code, p.name, p.level, p.parent, p.path, p.kind, s.geometry,
         (p.until IS NOT NULL) AS ends, NOT ${stands('p')} AS isGone,
         EXISTS (SELECT 1 FROM place_shape n WHERE n.place = p.code AND n.since > ? AND ${stands('n')}) AS hasLater
       FROM place p LEFT JOIN place_shape s ON s.place = p.code AND ${holds('s')}
       WHERE p.code IN (${part.map(() => '?').join(',')})`,
      [at, at, at, at, at, ...part],
    );
    for (const { isGone, ends, hasLater, ...line } of lines) {
      found.set(line.code, {
        ...line,
        level: line.level as Level,
        kind: line.kind as GridKind,
        isGone: Number(isGone) === 1,
        ends: Number(ends) === 1,
        hasLater: Number(hasLater) === 1,
      });
    }
    // On SQLite a statement takes its time from everybody.
    await breath();
  }
  return found;
}

/** The greatest number that was ever given under each parent: what follows the parent's own code, where it is digits. */
export async function lastNumbers(rows: Rows, parents: readonly string[]): Promise<Map<string, number>> {
  const last = new Map<string, number>();
  for (const parent of parents) {
    // Codes are compared by byte; ':' is the character after '9'.
    const sql = 'SELECT code FROM place WHERE parent = ? AND code >= ? AND code < ?';
    const taken = await rows.query<{ code: string }>(sql, [parent, `${parent}0`, `${parent}:`]);
    const numbers = taken.map(({ code }) => Number(code.slice(parent.length))).filter(Number.isSafeInteger);
    last.set(parent, Math.max(0, ...numbers));
  }
  return last;
}
