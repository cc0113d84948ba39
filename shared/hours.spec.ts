/** Office hours: what is typed is kept as it is, and what cannot be worked is refused with its place. */
import fc from 'fast-check';
import { faultsOfHours, hoursOf, type OfficeSpan, spansOf, USUAL_HOURS } from './hours.js';

const spans = (...all: [string, string][]): OfficeSpan[] => all.map(([from, to]) => ({ from, to }));

it.each([
  ['usual', spansOf(USUAL_HOURS), {}],
  ['a whole day', spans(['00:00', '24:00']), {}],
  ['two that touch', spans(['08:00', '12:00'], ['12:00', '17:00']), {}],
  ['none', [], { spans: 'none' }],
  ['too many', Array(5).fill({ from: '09:00', to: '10:00' }), { spans: 'tooMany' }],
  ['no times', spans(['9', '25:00']), { 'spans.0.from': 'time', 'spans.0.to': 'time' }],
  ['backwards', spans(['12:00', '09:00']), { 'spans.0.to': 'order' }],
  ['of no length', spans(['12:00', '12:00']), { 'spans.0.to': 'order' }],
  ['over each other', spans(['09:00', '12:00'], ['11:00', '17:00']), { 'spans.1.from': 'overlap' }],
  ['out of order', spans(['13:30', '18:00'], ['09:00', '12:00']), { 'spans.1.from': 'overlap' }],
  ['past midnight', spans(['09:00', '24:30']), { 'spans.0.to': 'time' }],
])('%s', (_, given, faults) => {
  expect(faultsOfHours(given)).toEqual(faults);
});

it('what has no faults is read and said alike, in order', () => {
  const times = fc.uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(times, (drawn) => {
      const sorted = drawn.sort((a, b) => a - b);
      const hours = Array.from({ length: Math.floor(sorted.length / 2) }, (_, i) => {
        return [sorted[2 * i], sorted[2 * i + 1]] as const;
      });
      expect(faultsOfHours(spansOf(hours))).toEqual({});
      expect(hoursOf(spansOf(hours))).toEqual(hours);
    }),
  );
});
