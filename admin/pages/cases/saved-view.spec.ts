/** A list that was saved as a view is the same list when it is opened again. */
import { readAddress } from '../../lib/address.js';
import { type CaseFilter, caseAddress } from '../../lib/cases.js';
import { asAddress, asViewFilter, isSameView } from './saved-view.js';

it.each<CaseFilter>([
  { open: true, sort: 'dueAt' },
  { state: ['handled', 'checked'], place: '310101', q: '路灯' },
  { from: '2026-11-01', to: '2026-11-23', how: ['outside'] },
  {},
])('%p', (filter) => {
  expect(readAddress(caseAddress, asAddress(asViewFilter(filter)))).toEqual(filter);
});

it('knows a view again whatever the order of its words, and without its page', () => {
  expect(isSameView({ open: 'true', sort: 'dueAt' }, asViewFilter({ sort: 'dueAt', open: true, page: 3 }))).toBe(true);
  expect(isSameView({ open: 'true' }, asViewFilter({ open: true, sort: 'dueAt' }))).toBe(false);
});
