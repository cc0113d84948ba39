/** Dates of a form: on which side of today, and how far ahead. */
import { date, faults, sayFault } from './fields.js';

const TODAY = '2026-03-05';

describe('a date in the future', () => {
  const due = date('办结日期', { when: 'future' });
  const plan = date('计划完成日期', { when: 'future', within: 3650 });

  it.each([
    [due, '2026-03-04', 'invalid'],
    [due, TODAY, undefined],
    [due, '2028-03-04', undefined],
    // What lies further ahead is a slip of the finger, and a limit that long would be counted out day by day.
    [due, '2028-03-05', 'tooFar'],
    [due, '9999-12-31', 'tooFar'],
    [plan, '2030-12-31', undefined],
    [plan, '2036-12-31', 'tooFar'],
  ] as const)('%j on %s: %s', (field, day, fault) => {
    expect(faults({ day: field }, { day }, TODAY).day).toBe(fault);
  });

  it('says how far it may be', () => {
    expect(sayFault('tooFar', due)).toBe('日期太远，请选 2 年以内的');
    expect(sayFault('tooFar', date('到', { when: 'future', within: 90 }))).toBe('日期太远，请选 90 天以内的');
  });
});

it('a date in the past may be any day until today', () => {
  const seen = date('看到的日期', { when: 'past' });
  expect(faults({ day: seen }, { day: '1999-01-01' }, TODAY)).toEqual({});
  expect(faults({ day: seen }, { day: '2026-03-06' }, TODAY)).toEqual({ day: 'invalid' });
});
