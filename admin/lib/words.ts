/** Sentences of the console that are made from data, so that they are the same on every page. */
import { seats, stateRow } from '../../shared/case-flow.js';
import { itemOf } from '../../shared/duty-list.js';
import { sayCount } from '../../shared/say.js';
import type { CaseRow, Count } from '../../shared/views.js';

/** What an error says to the person; never a stack or a code. */
export const messageOf = (error: unknown): string =>
  error instanceof Error && error.name !== 'TypeError' ? error.message : '页面出错了，请刷新后再试';

export const itemName = (code: string): string => itemOf(code)?.name ?? code;

/** Where, as short as it can be said: the address, else the smallest place that is known. */
export const whereOf = (row: Pick<CaseRow, 'address' | 'grid' | 'community' | 'street'>): string =>
  row.address ?? row.grid?.name ?? row.community?.name ?? row.street?.name ?? '位置不明';

/** Whose turn it is: the unit by name when it holds the case, otherwise the seat. */
export function turnOf(row: Pick<CaseRow, 'seat' | 'unit' | 'state'>): string {
  if (row.seat === 'nobody') return '—';
  if (row.seat === 'unit') return row.unit?.name ?? seats.unit.label;
  return seats[row.seat].label;
}

export const countWords = (count: Count | undefined): string => (count ? sayCount(count.n, count.more) : '…');
export const isSettled = (row: Pick<CaseRow, 'state'>): boolean => stateRow(row.state).settled === true;
