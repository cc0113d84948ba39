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
}
type PlaceLine = Omit<TreePlace, 'level' | 'kind'> & { level: string; kind: string };

const COLUMNS = 'code, level, name, parent, path, kind, households, supervisionPhone';
/** Levels whose places are governed even before they have an outline. */
const ALWAYS: readonly Level[] = ['grid', 'cell'];

/** @param before outlines that were read earlier: an outline is never edited, so it need not be read twice */
export async function loadPlaces(rows: Rows, at: Date, before: ReadonlyMap<string, LoadedShape>): Promise<Loaded> {
  const shapes = await readShapes(rows, at, before);
  const places = new Map<string, TreePlace>();
  for (const level of ALWAYS) await readLevel(rows, at, level, places);
  await readRoots(rows, at, places);
  await readMissing(rows, [...new Set([...shapes.values()].map((shape) => shape.place))], places);
  // One level up each time, until nothing above is missing.
  while (await readMissing(rows, [...new Set([...places.values()].flatMap((p) => p.parent ?? []))], places));
  return { places: [...places.values()], shapes };
}

/** No clock of ours is off by as much; what turns later, the job of that day tells. */
const AHEAD_MS = 3_600_000;

/** When outlines or places begin or end next, if that is soon. */
export async function nextTurn(rows: Rows, at: Date): Promise<Date | null> {
  const soon = new Date(at.getTime() + AHEAD_MS);
  const turn = (column: string, from: string) =>
    `SELECT ${column} AS turn FROM ${from} WHERE ${column} > ? AND ${column} <= ?`;
  const all = [turn('since', 'place_shape'), turn('until', 'place_shape'), turn('until', 'place')];
  const [next] = await rows.query<{ turn: Date | string }>(`${all.join(' UNION ')} ORDER BY turn LIMIT 1`, [
    ...[at, soon],
    ...[at, soon],
    ...[at, soon],
  ]);
  return next ? asDate(next.turn) : null;
}

const asPlace = (line: PlaceLine): TreePlace => ({ ...line, level: line.level as Level, kind: line.kind as GridKind });

async function readLevel(rows: Rows, at: Date, level: Level, places: Map<string, TreePlace>): Promise<void> {
  for (let after = ''; ; ) {
    const lines = await rows.query<PlaceLine>(
      `SELECT ${COLUMNS} FROM place p WHERE level = ? AND code > ? AND ${stands('p')}
       ORDER BY code LIMIT ${PLACES_AT_ONCE}`,
      [level, after, at],
    );
    for (const line of lines) places.set(line.code, asPlace(line));
    if (lines.length < PLACES_AT_ONCE) return;
    after = lines[lines.length - 1].code;
    await breath();
  }
}

async function readRoots(rows: Rows, at: Date, places: Map<string, TreePlace>): Promise<void> {
  const lines = await rows.query<PlaceLine>(`SELECT ${COLUMNS} FROM place p WHERE parent IS NULL AND ${stands('p')}`, [
    at,
  ]);
  for (const line of lines) places.set(line.code, asPlace(line));
}

/** @returns how many of these were missing and are there now */
async function readMissing(rows: Rows, codes: readonly string[], places: Map<string, TreePlace>): Promise<number> {
  const missing = codes.filter((code) => !places.has(code));
  const before = places.size;
  for (let i = 0; i < missing.length; i += CODES_AT_ONCE) {
    const part = missing.slice(i, i + CODES_AT_ONCE);
    const marks = part.map(() => '?').join(',');
    const lines = await rows.query<PlaceLine>(`SELECT ${COLUMNS} FROM place WHERE code IN (${marks})`, part);
    for (const line of lines) places.set(line.code, asPlace(line));
    await breath();
  }
  return places.size - before;
}

async function readShapes(
  rows: Rows,
  at: Date,
  before: ReadonlyMap<string, LoadedShape>,
): Promise<Map<string, LoadedShape>> {
  const current = await rows.query<{ id: string }>(
    `SELECT s.id FROM place_shape s JOIN place p ON p.code = s.place WHERE ${holds('s')} AND ${stands('p')}`,
    [at, at, at],
  );
  const shapes = new Map<string, LoadedShape>();
  const absent: string[] = [];
  for (const { id } of current) {
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
