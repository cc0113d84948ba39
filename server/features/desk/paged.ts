/** A page out of a list that is short by its own limit. */
import type { Page } from '../../../shared/views.js';

export const paged = <T>(all: T[], { page, size }: { page: number; size: number }): Page<T> => ({
  rows: all.slice((page - 1) * size, page * size),
  total: all.length,
  more: false,
  page,
  size,
});
