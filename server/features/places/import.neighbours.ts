/** What an import would do among the places that stay beside it: overlaps, gaps, and what sticks out of the place above. */
import { setImmediate as breath } from 'node:timers/promises';
import type { GridKind, Level } from '../../../shared/places.js';
import type { Rows } from '../../core/db.js';
import { asDate } from '../../core/tables.js';
import type { Shape } from './earth.js';
import type { Fault } from './faults.js';
import type { ImportOptions, Step } from './import.plan.js';
import { holds, stands } from './places.dates.js';
import { checkTopology, type Placed } from './topology.js';

/** The places of a file that lie under one place and are of one kind: 专属 may lie over 综合, but not over one another. */
interface InFile {
  parent: string | null;
  kind: GridKind;
  placed: Placed[];
  /** Their outlines so far. */
  before: Shape[];
}

/** A family at a time, so that a server that imports still answers. @param at from when on the import is to hold */
export async function neighbourFaults(
  rows: Rows,
  at: Date,
  steps: readonly Step[],
  { level, kind = 'base', allowGaps, allowOverlaps }: ImportOptions,
  progress: (words: string) => void,
): Promise<Fault[]> {
  if (allowGaps && allowOverlaps) return [];
  const families = familiesOf(steps, kind);
  const inFile = new Set(steps.map(({ shape }) => shape.code));
  const faults: Fault[] = [];
  for (const [done, family] of families.entries()) {
    progress(`检查重叠与空隙：${done} / ${families.length}`);
    for (const moment of await momentsOf(rows, family.parent, at)) {
      const { outline, children } = await familyOf(rows, family, level, moment);
      const others = children.filter(({ code }) => !inFile.has(code));
      const found = checkTopology([...family.placed, ...others], {
        parentShape: () => outline,
        before: family.before,
        allowGaps: allowGaps || family.kind === 'special',
        allowOverlaps,
      });
      faults.push(...found);
      // What is wrong from the beginning is not told again for later days.
      if (found.length > 0) break;
    }
    await breath();
  }
  return faults;
}

function familiesOf(steps: readonly Step[], kindOfNew: GridKind): InFile[] {
  const families = new Map<string, InFile>();
  for (const { shape, before } of steps) {
    const parent = before?.parent ?? shape.parent;
    const kind = before?.kind ?? kindOfNew;
    const key = `${kind} ${parent}`;
    const family = families.get(key) ?? { parent, kind, placed: [], before: [] };
    family.placed.push({ ...shape, parent });
    if (before?.geometry) family.before.push(JSON.parse(before.geometry) as Shape);
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
): Promise<{ outline?: Shape; children: Placed[] }> {
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
  return {
    outline: own && (JSON.parse(own.geometry) as Shape),
    children: children.map(({ code, geometry }) => ({
      feature: 0,
      code,
      parent,
      geometry: JSON.parse(geometry) as Shape,
    })),
  };
}
