/**
 * A city with two years of statistics: 1,000 grids, 200 units, 24 months. The first month goes through the product's
 * own sums; the others are copies of it made inside the database, so that a million cases take minutes, not hours.
 */
import { items } from '../../shared/duty-list.js';
import { type Fact, facts, marks, timedSteps } from '../../shared/measures.js';
import { pathOf } from '../../shared/places.js';
import { newId } from '../core/clock.js';
import { Ctx, system } from '../core/ctx.js';
import type { Tx } from '../core/db.js';
import type { Row } from '../core/tables.js';
import { unit } from '../features/people/people.tables.js';
import { place } from '../features/places/places.tables.js';
import { add, apply, type Sums } from '../features/stats/roll-up.js';
import { caseFact } from '../features/stats/stats.tables.js';
import { startServer, type TestServer } from '../test/app.js';
import { Given, type Person } from '../test/given.js';

/** 202412 to 202611 */
const MONTHS = Array.from({ length: 24 }, (_, i) => (2024 + Math.ceil(i / 12)) * 100 + ((i + 11) % 12) + 1);
const STREETS = 10;
/** Communities of a street, and grids of a community. */
const EACH = 10;
/** Each has a unit of its own in each street. */
const ITEMS = items.slice(0, 20).map((i) => i.code);
const PER_TRANSACTION = 5000;
/** Places and units whose sums are copied in one transaction. */
const SUBJECTS = 25;
/** Nine facts of a case: these, and the last by turns. */
const KINDS = ['report', 'register', 'verify', 'assign', 'accept', 'respond', 'handle', 'close'] as const;
const LAST = ['check', 'opinion', 'again'] as const;

export interface Filled {
  server: TestServer;
  clerk: Person;
  cases: number;
}
interface Grid {
  places: Record<'city' | 'county' | 'street' | 'community' | 'grid', string>;
  /** What is reported there, and the unit that answers for it. */
  reported: { item: string; unit: string }[];
}
/** A case by its place in the first month. */
interface Made {
  grid: Grid;
  item: string;
  facts: Fact[];
}

/** @param dbUrl MySQL/MariaDB; absent means SQLite. @param cases at least; every month has as many */
export async function fill(dbUrl: string | undefined, cases: number): Promise<Filled> {
  const server = await startServer({}, dbUrl ?? '');
  const given = await Given.city(server);
  const { id } = await given.case('verified');
  const [pattern] = await server.db.read.query<Record<string, unknown>>('SELECT * FROM case_file WHERE id = ?', [id]);
  const grids = await Ctx.writing({ db: server.db, actor: system }, (ctx) => cityOf(ctx, given));
  const perMonth = Math.ceil(cases / MONTHS.length);
  await firstMonth(server, pattern, grids, perMonth);
  for (const [i, month] of MONTHS.entries()) {
    if (i > 0) await copyMonth(server, Object.keys(pattern), i, month);
    process.stdout.write(`\r  ${(perMonth * (i + 1)).toLocaleString('en')} 件`);
  }
  await copySums(server);
  process.stdout.write('\n');
  const analyze = server.db.dialect === 'mysql' ? 'ANALYZE TABLE case_file, case_fact, roll_up' : 'ANALYZE';
  await server.db.write((tx) => tx.run(analyze));
  return { server, clerk: await given.person('dispatcher'), cases: perMonth * MONTHS.length };
}

/** Under the county of the made city: streets, communities and grids, and in each street a unit for each item. */
async function cityOf(ctx: Ctx, given: Given): Promise<Grid[]> {
  const [city, county] = ['9901', '990101'];
  const root = pathOf(pathOf(null, city), county);
  const places: Row<typeof place>[] = [];
  const units: Row<typeof unit>[] = [];
  const grids: Grid[] = [];
  const rest = { kind: 'base', households: 400, supervisionPhone: null, until: null, createdAt: ctx.now } as const;
  const stand = (level: 'street' | 'community' | 'grid', code: string, parent: string, above: string) => {
    places.push({ code, level, name: code, parent, path: pathOf(above, code), ...rest });
    return pathOf(above, code);
  };
  for (let s = 0; s < STREETS; s++) {
    const street = `${county}${101 + s}`;
    const ofStreet = stand('street', street, county, root);
    const named = ITEMS.map((item) => ({ item, unit: newId() }));
    for (const { item, unit: id } of named) {
      const more = { kind: 'department', parent: given.units.command, place: street, head: null } as const;
      units.push({ id, name: `${street}-${item}`, ...more, leads: [], active: true, createdAt: ctx.now });
    }
    for (let c = 0; c < EACH; c++) {
      const community = `${street}${101 + c}`;
      const ofCommunity = stand('community', community, street, ofStreet);
      for (let g = 0; g < EACH; g++) {
        const grid = `${community}${101 + g}`;
        stand('grid', grid, community, ofCommunity);
        const first = (c * EACH + g) % ITEMS.length;
        const reported = [named[first], named[(first + 1) % ITEMS.length]];
        grids.push({ places: { city, county, street, community, grid }, reported });
      }
    }
  }
  await ctx.write.insert(place, places);
  await ctx.write.insert(unit, units);
  ctx.write.bumped.add('places').add('people');
  return grids;
}

/** Times and marks differ from grid to grid, and from case to case of one. */
function made(i: number, grids: readonly Grid[]): Made {
  const g = i % grids.length;
  const round = Math.floor(i / grids.length);
  const { item, unit: id } = grids[g].reported[round % 2];
  const day = MONTHS[0] * 100 + 1 + (i % 28);
  const found = [...KINDS, LAST[round % LAST.length]].map((kind, k): Fact => {
    const of = facts[kind].marks.filter((_, m) => (g + round + k + m) % 4 !== 0);
    const isTimed = timedSteps.some((step) => step === kind);
    const minutes = isTimed ? 20 + ((g * 37 + k * 91 + (round % 3) * 1301) % 4000) : null;
    return { kind, day, unit: id, marks: of.reduce((sum, mark) => sum + marks[mark].bit, 0), minutes };
  });
  return { grid: grids[g], item, facts: found };
}

const keyOf = (month: number, i: number) => `z${String(month).padStart(2, '0')}${String(i).padStart(23, '0')}`;
const numberOf = (month: number, i: number) => `B${String(month).padStart(2, '0')}${String(i).padStart(12, '0')}`;
const middleOfMonth = (month: number) => new Date(Date.UTC(Math.floor(month / 100), (month % 100) - 1, 15));

async function firstMonth(
  { db }: TestServer,
  pattern: Record<string, unknown>,
  grids: readonly Grid[],
  cases: number,
): Promise<void> {
  const names = Object.keys(pattern);
  const at = middleOfMonth(MONTHS[0]);
  const settled = { state: 'closed', open: 0, createdAt: at, changedAt: at, closedAt: at, dueAt: null };
  const sums: Sums = new Map();
  for (let i = 0; i < cases; i += PER_TRANSACTION) {
    const rows: unknown[][] = [];
    const found: Row<typeof caseFact>[] = [];
    for (let j = i; j < Math.min(cases, i + PER_TRANSACTION); j++) {
      const { grid, item, facts: own } = made(j, grids);
      const caseId = keyOf(0, j);
      const row: Record<string, unknown> = { ...pattern, ...settled, ...grid.places, item };
      Object.assign(row, { id: caseId, number: numberOf(0, j) });
      rows.push(names.map((n) => row[n] ?? null));
      found.push(...own.map((fact) => ({ ...fact, caseId })));
      add(sums, own, { item, places: Object.values(grid.places) });
    }
    await db.write(async (tx) => {
      await insert(tx, 'case_file', names, rows);
      await tx.insert(caseFact, found);
    });
  }
  await db.write((tx) => apply(tx, sums));
}

/** Values as the database gave them; a table's own insert would make them anew out of what they stand for. */
async function insert(tx: Tx, table: string, columns: readonly string[], rows: unknown[][]): Promise<void> {
  const most = Math.floor(900 / columns.length);
  const mark = `(${columns.map(() => '?').join(',')})`;
  for (let r = 0; r < rows.length; r += most) {
    const part = rows.slice(r, r + most);
    const values = part.map(() => mark).join(',');
    await tx.run(`INSERT INTO ${table} (${columns.join(',')}) VALUES ${values}`, part.flat());
  }
}

/** @param i of the month among all, which its cases bear in their ids */
async function copyMonth({ db }: TestServer, names: readonly string[], i: number, month: number): Promise<void> {
  const [prefix, mark] = [keyOf(i, 0).slice(0, 3), numberOf(i, 0).slice(0, 3)];
  const first = [keyOf(0, 0), keyOf(1, 0)];
  const at = middleOfMonth(month);
  const anew: Record<string, [sql: string, value: unknown]> = {
    id: ['CONCAT(?, SUBSTR(id, 4))', prefix],
    number: ['CONCAT(?, SUBSTR(number, 4))', mark],
    createdAt: ['?', at],
    changedAt: ['?', at],
    closedAt: ['?', at],
  };
  const cells = names.map((n) => anew[n]?.[0] ?? n).join(',');
  const values = names.flatMap((n) => (anew[n] ? [anew[n][1]] : []));
  await db.write(async (tx) => {
    const files = `INSERT INTO case_file (${names.join(',')}) SELECT ${cells} FROM case_file`;
    await tx.run(`${files} WHERE id >= ? AND id < ? ORDER BY id`, [...values, ...first]);
    await tx.run(
      `INSERT INTO case_fact (caseId, kind, day, unit, marks, minutes)
       SELECT CONCAT(?, SUBSTR(caseId, 4)), kind, ? + day, unit, marks, minutes FROM case_fact
       WHERE caseId >= ? AND caseId < ? ORDER BY caseId, kind`,
      [prefix, (month - MONTHS[0]) * 100, ...first],
    );
  });
}

/** The sums of the first month for all others, in the order of the table's key. */
async function copySums({ db }: TestServer): Promise<void> {
  const sql = 'SELECT DISTINCT subject FROM roll_up WHERE month = ? ORDER BY subject';
  const subjects = (await db.read.query<{ subject: string }>(sql, [MONTHS[0]])).map((r) => r.subject);
  const months = MONTHS.slice(1).map((month, i) => `SELECT ${month}${i === 0 ? ' AS month' : ''}`);
  for (let i = 0; i < subjects.length; i += SUBJECTS) {
    const part = subjects.slice(i, i + SUBJECTS);
    await db.write((tx) =>
      tx.run(
        `INSERT INTO roll_up (subject, dimension, month, part, counter, n)
         SELECT r.subject, r.dimension, m.month, r.part, r.counter, r.n
         FROM roll_up r CROSS JOIN (${months.join(' UNION ALL ')}) m
         WHERE r.subject IN (${part.map(() => '?').join(',')}) AND r.month = ?
         ORDER BY r.subject, r.dimension, m.month, r.part, r.counter`,
        [...part, MONTHS[0]],
      ),
    );
  }
}
