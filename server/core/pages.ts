/** Pages of a list: a window of rows, and a count that stops where nobody reads on. */
import type { SelectQueryBuilder } from 'typeorm';
import { COUNT_LIMIT, type Count, type Page } from '../../shared/views.js';
import type { Rows } from './db.js';

/** Counts at most `COUNT_LIMIT` rows: a closed list of a million reads 1,000+. */
export async function countUpTo<T extends object>(rows: Rows, query: SelectQueryBuilder<T>): Promise<Count> {
  const few = query
    .clone()
    .select('1', 'one')
    .orderBy()
    .limit(COUNT_LIMIT + 1);
  const [sql, values] = few.getQueryAndParameters();
  const [{ n }] = await rows.query<{ n: number | string }>(`SELECT COUNT(*) AS n FROM (${sql}) few`, values);
  return { n: Math.min(Number(n), COUNT_LIMIT), more: Number(n) > COUNT_LIMIT };
}

async function countAll<T extends object>(query: SelectQueryBuilder<T>): Promise<Count> {
  return { n: await query.clone().orderBy().getCount(), more: false };
}

/** @param counted whether the count stops at `COUNT_LIMIT` */
export async function pageOf<T extends object>(
  rows: Rows,
  query: SelectQueryBuilder<T>,
  { page, size }: { page: number; size: number },
  counted: 'some' | 'all' = 'some',
): Promise<Page<T>> {
  const [found, count] = await Promise.all([
    query
      .clone()
      .offset((page - 1) * size)
      .limit(size)
      .getMany(),
    counted === 'all' ? countAll(query) : countUpTo(rows, query),
  ]);
  return { rows: found, total: count.n, more: count.more, page, size };
}

/**
 * A page of what is dear to find, as by words: found once, as ids in their order, for the rows and the count alike.
 * @param load the rows of these ids, in any order
 */
export async function pageOfFew<T extends object, R extends { id: string }>(
  query: SelectQueryBuilder<T>,
  { page, size }: { page: number; size: number },
  load: (ids: string[]) => Promise<R[]>,
): Promise<Page<R>> {
  const found = await query
    .clone()
    .select(`${query.alias}.id`, 'id')
    .limit(COUNT_LIMIT + 1)
    .getRawMany<{ id: string }>();
  const ids = found.slice((page - 1) * size, page * size).map(({ id }) => id);
  const rows = new Map((ids.length > 0 ? await load(ids) : []).map((row) => [row.id, row]));
  return {
    rows: ids.map((id) => rows.get(id)).filter((row) => row !== undefined),
    total: Math.min(found.length, COUNT_LIMIT),
    more: found.length > COUNT_LIMIT,
    page,
    size,
  };
}

/** The same page with its rows turned into what the client sees. */
export const mapPage = <A, B>(page: Page<A>, to: (row: A) => B): Page<B> => ({ ...page, rows: page.rows.map(to) });

/** Typed words as a LIKE pattern that finds them anywhere; wildcards in them are plain letters. */
export const likeAnywhere = (words: string) => `%${words.replace(/[!%_]/g, '!$&')}%`;
