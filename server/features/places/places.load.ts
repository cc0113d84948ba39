/** Reads the governed places and the outlines that hold at a moment, in slices, so that a large city never stops the server. */
import { setImmediate as breath } from 'node:timers/promises';
import type { GridKind, Level } from '../../../shared/places.js';
import type { Rows } from '../../core/db.js';
import { asDate } from '../../core/tables.js';
import type { Shape } from './earth.js';
import { holds, stands } from './places.dates.js';
import type { TreePlace } from './places.tree.js';

/** Rows per slice: some milliseconds each. */
const PLACES_AT_ONCE = 2000;
const SHAPES_AT_ONCE = 250;
const CODES_AT_ONCE = 500;

export interface LoadedShape {
  id: string;
  place: string;
  /** Square metres. */
  area: number;
  geometry: Shape;
}
export interface Loaded {
  places: TreePlace[];
  /** By id of the row. */
  shapes: Map<string, LoadedShape>;
  /** When something of this begins or ends next; null where nothing is to. */
  turn: Date | null;
}
type End = Date | string | null;
type PlaceLine = Omit<TreePlace, 'level' | 'kind'> & { level: string; kind: string; until: End };

/** The nearest moment after another at which something begins or ends. */
class Turn {
  next: Date | null = null;
  constructor(private readonly at: Date) {}

  note(value: End): void {
    const moment = value === null ? null : asDate(value);
    if (moment && moment > this.at && !(this.next && this.next <= moment)) this.next = moment;
  }
}

/** Places by code. */
class Places extends Map<string, TreePlace> {
  constructor(private readonly turn: Turn) {
    super();
  }

  take(lines: readonly PlaceLine[]): void {
    for (const { until, ...line } of lines) {
      this.turn.note(until);
      this.set(line.code, { ...line, level: line.level as Level, kind: line.kind as GridKind });
    }
  }
}

const COLUMNS = 'code, level, name, parent, path, kind, households, supervisionPhone, until';
/** Levels whose places are governed even before they have an outline. */
const ALWAYS: readonly Level[] = ['grid', 'cell'];

/** @param before outlines that were read earlier: an outline is never edited, so it need not be read twice */
export async function loadPlaces(rows: Rows, at: Date, before: ReadonlyMap<string, LoadedShape>): Promise<Loaded> {
  const turn = new Turn(at);
  const shapes = await readShapes(rows, at, before, turn);
  const places = new Places(turn);
  for (const level of ALWAYS) await readLevel(rows, at, level, places);
  await readRoots(rows, at, places);
  await readMissing(rows, [...new Set([...shapes.values()].map((shape) => shape.place))], places);
  // One level up each time, until nothing above is missing.
  while (await readMissing(rows, [...new Set([...places.values()].flatMap((p) => p.parent ?? []))], places));
  const [{ next }] = await rows.query<{ next: End }>('SELECT MIN(since) AS next FROM place_shape WHERE since > ?', [
    at,
  ]);
  turn.note(next);
  return { places: [...places.values()], shapes, turn: turn.next };
}

async function readLevel(rows: Rows, at: Date, level: Level, places: Places): Promise<void> {
  for (let after = ''; ; ) {
    const lines = await rows.query<PlaceLine>(
      `SELECT ${COLUMNS} FROM place p WHERE level = ? AND code > ? AND ${stands('p')}
       ORDER BY code LIMIT ${PLACES_AT_ONCE}`,
      [level, after, at],
    );
    places.take(lines);
    if (lines.length < PLACES_AT_ONCE) return;
    after = lines[lines.length - 1].code;
    await breath();
  }
}

async function readRoots(rows: Rows, at: Date, places: Places): Promise<void> {
  const lines = await rows.query<PlaceLine>(`SELECT ${COLUMNS} FROM place p WHERE parent IS NULL AND ${stands('p')}`, [
    at,
  ]);
  places.take(lines);
}

/** @returns how many of these were missing and are there now */
async function readMissing(rows: Rows, codes: readonly string[], places: Places): Promise<number> {
  const missing = codes.filter((code) => !places.has(code));
  const before = places.size;
  for (let i = 0; i < missing.length; i += CODES_AT_ONCE) {
    const part = missing.slice(i, i + CODES_AT_ONCE);
    const marks = part.map(() => '?').join(',');
    const lines = await rows.query<PlaceLine>(`SELECT ${COLUMNS} FROM place WHERE code IN (${marks})`, part);
    places.take(lines);
    await breath();
  }
  return places.size - before;
}

async function readShapes(
  rows: Rows,
  at: Date,
  before: ReadonlyMap<string, LoadedShape>,
  turn: Turn,
): Promise<Map<string, LoadedShape>> {
  const current = await rows.query<{ id: string; until: End }>(
    `SELECT s.id, s.until FROM place_shape s JOIN place p ON p.code = s.place WHERE ${holds('s')} AND ${stands('p')}`,
    [at, at, at],
  );
  const shapes = new Map<string, LoadedShape>();
  const absent: string[] = [];
  for (const { id, until } of current) {
    turn.note(until);
    const known = before.get(id);
    if (known) shapes.set(id, known);
    else absent.push(id);
  }
  for (let i = 0; i < absent.length; i += SHAPES_AT_ONCE) {
    const part = absent.slice(i, i + SHAPES_AT_ONCE);
    const lines = await rows.query<{ id: string; place: string; area: number; geometry: string }>(
      `SELECT id, place, area, geometry FROM place_shape WHERE id IN (${part.map(() => '?').join(',')})`,
      part,
    );
    for (const line of lines) shapes.set(line.id, { ...line, geometry: JSON.parse(line.geometry) as Shape });
    await breath();
  }
  return shapes;
}
