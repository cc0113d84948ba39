/** Between the address of the list, where days are days, and a saved view, which is the query of the API. */
import type { ViewFilter } from '../../../shared/desk.js';
import { writeAddress } from '../../lib/address.js';
import { asQuery, type CaseFilter, caseAddress } from '../../lib/cases.js';

const NOT_KEPT = ['page', 'size'];

export function asViewFilter(filter: CaseFilter): ViewFilter {
  const raw = writeAddress(caseAddress, filter);
  const { from, to } = asQuery(filter);
  const days = { ...(from ? { from } : {}), ...(to ? { to } : {}) };
  return Object.fromEntries(Object.entries({ ...raw, ...days }).filter(([key]) => !NOT_KEPT.includes(key)));
}

/** A moment of a saved view begins with its day in the city. */
export const asAddress = (view: ViewFilter): Record<string, string> =>
  Object.fromEntries(Object.entries(view).map(([k, v]) => [k, k === 'from' || k === 'to' ? v.slice(0, 10) : v]));

export const isSameView = (a: ViewFilter, b: ViewFilter): boolean => {
  const text = (view: ViewFilter) => JSON.stringify(Object.entries(view).sort());
  return text(a) === text(b);
};
