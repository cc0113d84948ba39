/** What an import would do among the places that stay beside it: overlaps, gaps, and what sticks out of the place above. */
import type { GridKind, Level } from '../../../shared/places.js';
import type { Rows } from '../../core/db.js';
import { asDate } from '../../core/tables.js';
import type { Fault } from './faults.js';
import type { Family } from './import.file.js';
import type { ImportOptions, Step } from './import.plan.js';
import type { ImportWork } from './import.work.js';
import { holds, stands } from './places.dates.js';

/** The places of a file that lie under one place and are of one kind: 专属 may lie over 综合, but not over one another. */
interface InFile extends Pick<Family, 'parent' | 'features' | 'before'> {
  kind: GridKind;
}

/** A family at a time. @param at from when on the import is to hold */
export async function neighbourFaults(
  rows: Rows,
  at: Date,
  work: ImportWork,
  steps: readonly Step[],
  { level, kind = 'base', allowGaps, allowOverlaps }: ImportOptions,
): Promise<Fault[]> {
  if (allowGaps && allowOverlaps) return [];
  const families = familiesOf(steps, kind);
  const inFile = new Set(steps.map(({ outline }) => outline.code));
  const faults: Fault[] = [];
  let done = 0;
  for (const { parent, kind, features, before } of families) {
    const moments = await momentsOf(rows, parent, at);
    const size = features.length / moments.length;
    for (const [nth, moment] of moments.entries()) {
      const { above, children } = await familyOf(rows, { parent, kind }, level, moment);
      const found = await work.ask('compare', {
        parent,
        features,
        others: children.filter(({ code }) => !inFile.has(code)),
        above,
        before,
        allowGaps: allowGaps || kind === 'special',
        allowOverlaps,
        share: { from: done + nth * size, size, total: steps.length },
      });
      faults.push(...found);
      // What is wrong from the beginning is not told again for later days.
      if (found.length > 0) break;
    }
    done += features.length;
  }
  return faults;
}

function familiesOf(steps: readonly Step[], kindOfNew: GridKind): InFile[] {
  const families = new Map<string, InFile>();
  for (const { outline, before } of steps) {
    const parent = before?.parent ?? outline.parent;
    const kind = before?.kind ?? kindOfNew;
    const key = `${kind} ${parent}`;
    const family = families.get(key) ?? { parent, kind, features: [], before: [] };
    family.features.push(outline.feature);
    if (before?.geometry) family.before.push(before.geometry);
    families.set(key, family);
  }
  return [...families.values()];
}

/** The moment of the import, and every later one at which other outlines of the family begin or end. */
async function momentsOf(rows: Rows, parent: string | null, at: Date): Promise<Date[]> {
  const family = parent === null ? 'p.parent IS NULL' : '(p.parent = ? OR p.code = ?)';
  const turns = (column: 'since' | 'until') =>
    `SELECT s.${column} AS turn FROM place_shape s JOIN place p ON p.code = s.place WHERE ${family} AND s.${column} > ?`;
  const values = [...(parent === null ? [] : [parent, parent]), at];
  const later = await rows.query<{ turn: Date | string }>(`${turns('since')} UNION ${turns('until')} ORDER BY turn`, [
    ...values,
    ...values,
  ]);
  return [at, ...later.map(({ turn }) => asDate(turn))];
}

/** The outline of a parent and those of its places of one level and kind, as they stand at a moment. */
async function familyOf(
  rows: Rows,
  { parent, kind }: Pick<InFile, 'parent' | 'kind'>,
  level: Level,
  at: Date,
): Promise<{ above?: string; children: Family['others'] }> {
  const [own] =
    parent === null
      ? []
      : await rows.query<{ geometry: string }>(`SELECT geometry FROM place_shape s WHERE place = ? AND ${holds('s')}`, [
          parent,
          at,
          at,
        ]);
  const children = await rows.query<{ code: string; geometry: string }>(
    `SELECT p.code, s.geometry FROM place p JOIN place_shape s ON s.place = p.code
     WHERE ${parent === null ? 'p.parent IS NULL' : 'p.parent = ?'}
       AND p.level = ? AND p.kind = ? AND ${stands('p')} AND ${holds('s')}`,
    [...(parent === null ? [] : [parent]), level, kind, at, at, at],
  );
  return { above: own?.geometry, children: children.map(({ code, geometry }) => ({ code, geometry })) };
}
