/** The words for dates, deadlines, numbers and distances. */
import {
  sayAgo,
  sayCaseNumber,
  sayCount,
  sayDate,
  sayDay,
  sayDistance,
  sayDue,
  sayFullDate,
  saySpan,
  sayTime,
} from './say.js';

/** A moment in Shanghai: '2026-11-23 17:00'. */
const at = (local: string) => new Date(`${local.replace(' ', 'T')}+08:00`);
const now = at('2026-11-23 15:30:00');

describe('dates', () => {
  it('carry the year only when it is another one', () => {
    expect(sayDate(at('2026-11-24 18:00:00'), now)).toBe('11月24日 18:00');
    expect(sayDate(at('2027-01-04 09:05:00'), now)).toBe('2027年1月4日 09:05');
    expect(sayDay(at('2025-12-31 23:59:00'), now)).toBe('2025年12月31日');
  });

  it('are those of Shanghai, from whatever form', () => {
    expect(sayDate('2026-12-31T16:00:00.000Z', '2026-12-31T16:00:00.000Z')).toBe('1月1日 00:00');
    expect(sayDate('2026-12-31T15:59:00.000Z', '2026-12-31T16:00:00.000Z')).toBe('2026年12月31日 23:59');
    expect(sayTime(at('2026-11-23 00:07:00').getTime())).toBe('00:07');
    expect(sayFullDate(at('2026-11-24 18:00:05'))).toBe('2026年11月24日 18:00:05');
  });
});

describe('deadlines', () => {
  it.each([
    ['2026-11-23 15:30:00', '还剩不到 1 分钟'],
    ['2026-11-23 16:20:00', '还剩 50 分钟'],
    ['2026-11-23 18:45:00', '还剩 3 小时'],
    ['2026-11-24 15:29:59', '还剩 23 小时'],
    ['2026-11-25 15:30:00', '还剩 2 天'],
    ['2026-11-23 15:29:00', '已超 1 分钟'],
    ['2026-11-23 13:00:00', '已超 2 小时'],
    ['2026-11-20 15:30:00', '已超 3 天'],
  ])('%s: %s', (due, words) => {
    expect(sayDue(at(due), now)).toBe(words);
  });

  it('never promise more time than there is', () => {
    expect(saySpan(2 * 3_600_000 - 1)).toBe('1 小时');
    expect(saySpan(48 * 3_600_000 - 1)).toBe('1 天');
  });
});

describe('what happened', () => {
  it.each([
    ['2026-11-23 15:29:30', '刚刚'],
    ['2026-11-23 15:31:00', '刚刚'],
    ['2026-11-23 15:25:00', '5 分钟前'],
    ['2026-11-23 01:00:00', '14 小时前'],
    ['2026-11-22 18:00:00', '昨天 18:00'],
    ['2026-11-21 18:00:00', '11月21日 18:00'],
  ])('%s: %s', (moment, words) => {
    expect(sayAgo(at(moment), now)).toBe(words);
  });

  it('a few minutes before midnight is minutes ago, not yesterday', () => {
    expect(sayAgo(at('2026-11-22 23:50:00'), at('2026-11-23 00:10:00'))).toBe('20 分钟前');
  });
});

it('case numbers are read in two groups, others are left alone', () => {
  expect(sayCaseNumber('26112300042')).toBe('261123 00042');
  expect(sayCaseNumber('261123100042')).toBe('261123 100042');
  expect(sayCaseNumber('草稿')).toBe('草稿');
});

it('distances are no more exact than they are known', () => {
  expect([0.4, 35.2, 99.6, 104, 350, 994, 996, 1234, 9_940, 9_960, 12_400].map(sayDistance)).toEqual([
    '0 米',
    '35 米',
    '100 米',
    '100 米',
    '350 米',
    '990 米',
    '1 公里',
    '1.2 公里',
    '9.9 公里',
    '10 公里',
    '12 公里',
  ]);
});

it('counts have thousands, and a plus where counting stopped', () => {
  expect(sayCount(7)).toBe('7');
  expect(sayCount(1000)).toBe('1,000');
  expect(sayCount(1234567)).toBe('1,234,567');
  expect(sayCount(1000, true)).toBe('1,000+');
});
