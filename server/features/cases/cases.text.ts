/** The words of cases as both databases can search them: written with each entry, two neighbouring letters a term. */
import { actions, isAction } from '../../../shared/case-flow.js';
import { itemOf } from '../../../shared/duty-list.js';
import type { Fields } from '../../../shared/fields.js';
import { termsOf } from '../../../shared/terms.js';
import type { Ctx } from '../../core/ctx.js';
import type { Db, Rows } from '../../core/db.js';
import { counter } from '../../core/jobs.tables.js';
import type { Secrets } from '../../core/secrets.js';
import { code, longText, type Row } from '../../core/tables.js';
import type { CaseFile } from './cases.guards.js';
import { contactOf } from './cases.sealed.js';
import { caseEntry, caseFile } from './cases.tables.js';

/**
 * One row for each text of a case. A written migration makes it, as no declaration can say "full text": on MySQL a table
 * with such an index, on SQLite an index that keeps no copy of the terms.
 */
const caseText = {
  name: 'case_text',
  columns: { caseId: code(), terms: longText() },
  unique: [],
  indexes: [],
} as const;

type Told = Pick<CaseFile, 'id' | 'words' | 'address' | 'item'>;
type Said = Pick<Row<typeof caseEntry>, 'action' | 'input'> & Partial<Pick<Row<typeof caseEntry>, 'placed'>>;

/** What somebody may remember of a report: its words, where it is, what it is called. */
const textsOfReport = (c: Told, places: Iterable<string>) => [c.words, c.address, itemOf(c.item)?.name, ...places];

/** What was typed at an act, and where it put the case; names of people and what is chosen from lists are no words. */
export function textsOf({ action, input, placed }: Said): string[] {
  const asks: Fields = isAction(action) ? actions[action].asks : {};
  const typed = Object.entries(asks)
    .filter(([, field]) => field.kind === 'text' || field.kind === 'longText')
    .map(([key]) => input[key]);
  const item = asks.item && typeof input.item === 'string' ? itemOf(input.item)?.name : undefined;
  return [...typed, item, placed?.words].filter((t): t is string => typeof t === 'string' && t !== '');
}

async function keep(ctx: Ctx, rows: { caseId: string; texts: readonly (string | null | undefined)[] }[]) {
  const kept = rows.map(({ caseId, texts }) => ({ caseId, terms: termsOf(texts).join(' ') })).filter((r) => r.terms);
  if (kept.length > 0) await ctx.write.append(caseText, kept);
}

/** @param places names of the places that hold it */
export const keepReport = (ctx: Ctx, c: Told, places: Iterable<string>) =>
  keep(ctx, [{ caseId: c.id, texts: textsOfReport(c, places) }]);
export const keepEntry = (ctx: Ctx, caseId: string, entry: Said) => keep(ctx, [{ caseId, texts: textsOf(entry) }]);

/** Only a part of the texts: of those that hold the phrase, or of all there are, so many that were written last. */
export interface Newest {
  of: 'found' | 'all';
  count: number;
}

/**
 * Ids of the cases that hold a phrase, these terms side by side, as a sub-query with its values.
 * @param name of its parameters
 */
export function heldBy(rows: Rows, name: string, terms: readonly string[], newest?: Newest): Held {
  const phrase = terms.join(' ');
  if (rows.dialect === 'mysql') return heldOnMysql(name, terms, phrase, newest);
  const matches = `case_text MATCH :${name}`;
  const values = { [name]: `"${phrase}"` };
  if (newest?.of === 'all') {
    const last = `SELECT rowid - ${newest.count} FROM case_text ORDER BY rowid DESC LIMIT 1`;
    return { sql: `SELECT caseId FROM case_text WHERE ${matches} AND rowid > (${last})`, values };
  }
  return { sql: keptOf(matches, 'rowid', newest), values };
}

function heldOnMysql(name: string, terms: readonly string[], phrase: string, newest?: Newest): Held {
  const whole = { [`${name}Whole`]: `%${phrase}%` };
  // Its index weighs all that it finds before it gives the first; the few written last are read sooner than that.
  if (newest?.of === 'all') {
    const last = `SELECT caseId, terms FROM case_text ORDER BY id DESC LIMIT ${newest.count}`;
    return { sql: `SELECT caseId FROM (${last}) latest WHERE terms LIKE :${name}Whole`, values: whole };
  }
  // InnoDB's own phrases miss texts that were committed at the same moment as others: its words do not. Every second
  // term covers each letter; what stands between them is seen by the whole.
  const words = terms.filter((_, i) => i % 2 === 0 || i === terms.length - 1).map((term) => `+${term}`);
  const matches = `MATCH (terms) AGAINST (:${name} IN BOOLEAN MODE) AND terms LIKE :${name}Whole`;
  return { sql: keptOf(matches, 'id', newest), values: { [name]: words.join(' '), ...whole } };
}

/** Found once and kept, not asked again for each case: what is cut off or made distinct is not merged into its query. */
function keptOf(matches: string, order: string, newest?: Newest): string {
  const found = newest
    ? `SELECT caseId FROM case_text WHERE ${matches} ORDER BY ${order} DESC LIMIT ${newest.count}`
    : `SELECT DISTINCT caseId FROM case_text WHERE ${matches}`;
  return `SELECT caseId FROM (${found}) held`;
}
interface Held {
  sql: string;
  values: Record<string, string>;
}

/** One number, however it was written. */
const digitsOf = (phone: string) =>
  phone
    .normalize('NFKC')
    .replace(/\D/g, '')
    .replace(/^86(?=1\d{10}$)/, '');
const END = 4;
/** By these a sealed phone is found: whole, and by its last four digits. */
export function phoneMarks(secrets: Secrets, phone: string | null) {
  const digits = phone === null ? '' : digitsOf(phone);
  return {
    phoneIndex: digits ? secrets.index(digits, 'case_file|phone') : null,
    phoneEnd: digits.length >= END ? secrets.index(digits.slice(-END), 'case_file|phoneEnd') : null,
  };
}

const DONE = 'search.rebuild';
const AT_ONCE = 200;

/**
 * Writes the terms of every case anew, and the marks of phones that lack them. What was cut off goes on where it stopped.
 * @returns how many cases there are, and whether all of them are done
 */
export async function rebuildText(
  given: { db: Db; secrets: Secrets; stop: AbortSignal; progress: (done: number) => void; atOnce?: number },
  writing: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>,
): Promise<{ done: number; complete: boolean }> {
  const { db, secrets, stop, progress, atOnce = AT_ONCE } = given;
  let done = (await db.read.find(counter, { name: DONE }))?.n ?? 0;
  if (done === 0) await writing((ctx) => clear(ctx));
  let last = done === 0 ? undefined : (await idsFrom(db, '', 1, done - 1)).at(0);
  for (;;) {
    const ids = await idsFrom(db, last ?? '', atOnce);
    if (ids.length === 0) break;
    if (stop.aborted) return { done, complete: false };
    done += ids.length;
    await writing((ctx) => rewrite(ctx, secrets, ids, done));
    last = ids.at(-1);
    progress(done);
  }
  await writing((ctx) => ctx.write.run('DELETE FROM counter WHERE name = ?', [DONE]));
  return { done, complete: true };
}

async function idsFrom({ read }: Db, after: string, most: number, skip = 0): Promise<string[]> {
  const sql = `SELECT id FROM case_file WHERE id > ? ORDER BY id LIMIT ${most} OFFSET ${skip}`;
  return (await read.query<{ id: string }>(sql, [after])).map((r) => r.id);
}

async function clear(ctx: Ctx): Promise<void> {
  const mysql = ctx.write.dialect === 'mysql';
  await ctx.write.run(mysql ? 'TRUNCATE TABLE case_text' : "INSERT INTO case_text (case_text) VALUES ('delete-all')");
}

async function rewrite(ctx: Ctx, secrets: Secrets, ids: string[], done: number): Promise<void> {
  const cases = await ctx.rows.from(caseFile, 'c').where('c.id IN (:...ids)', { ids }).getMany();
  const entries = await ctx.rows.from(caseEntry, 'e').where('e.caseId IN (:...ids)', { ids }).orderBy('e.id').getMany();
  const codes = cases.flatMap((c) => [c.grid, c.community, c.street]).filter((p) => p !== null);
  const named = await namesOf(ctx, [...new Set(codes)]);
  const places = (c: Row<typeof caseFile>) =>
    [c.grid, c.community, c.street].flatMap((p) => (p === null ? [] : (named.get(p) ?? [])));
  await keep(ctx, [
    ...cases.map((c) => ({ caseId: c.id, texts: textsOfReport(c, places(c)) })),
    ...entries.map((e) => ({ caseId: e.caseId, texts: textsOf(e) })),
  ]);
  for (const c of cases) {
    if (c.contactPhone === null || c.phoneEnd !== null) continue;
    const { phone } = contactOf(secrets, c);
    await ctx.write.update(caseFile, phoneMarks(secrets, phone), { id: c.id });
  }
  const changed = await ctx.write.update(counter, { n: done }, { name: DONE });
  if (changed === 0) await ctx.write.insert(counter, { name: DONE, n: done });
}

async function namesOf(ctx: Ctx, codes: string[]): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map();
  const sql = `SELECT code, name FROM place WHERE code IN (${codes.map(() => '?').join(',')})`;
  return new Map((await ctx.rows.query<{ code: string; name: string }>(sql, codes)).map((p) => [p.code, p.name]));
}
