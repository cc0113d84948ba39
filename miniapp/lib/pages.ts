/** Lists that grow page by page. */
import type { Page } from '../../shared/views';
import { call } from './api';

export const PAGE = 20;

/** All pages up to this one, so that coming back to a list finds it as long as it was. */
export async function loadPages<T>(
  path: string,
  pages: number,
  query: Record<string, string | number | boolean | undefined> = {},
): Promise<Page<T>> {
  const all = await Promise.all(
    Array.from({ length: pages }, (_, i) =>
      call<Page<T>>('GET', path, { query: { ...query, page: i + 1, size: PAGE } }),
    ),
  );
  return { ...all[all.length - 1], rows: all.flatMap((p) => p.rows) };
}
