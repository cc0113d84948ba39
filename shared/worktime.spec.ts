/** Working time: the rules on known days of 2026, and its laws on made-up moments. */
import fc from 'fast-check';
import {
  addWorktime,
  type Calendar,
  isProvisional,
  isWorkday,
  localDayOf,
  momentAt,
  type Pause,
  sayLimit,
  type TimeUnit,
  workMinutesOf,
  worktimeBetween,
} from './worktime.js';

const DAY_OFF_NAMES = Object.fromEntries(
  ['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'].map((day) => [day, '国庆节']),
);

const calendar: Calendar = {
  zone: { offset: 480 },
  hours: [
    [540, 720],
    [810, 1080],
  ],
  holidays: DAY_OFF_NAMES,
  workingWeekends: { '2026-09-20': '国庆节', '2026-10-10': '国庆节' },
  knownYears: [2026],
};

/** A moment in Shanghai: '2026-09-30 17:00'. */
const at = (local: string) => new Date(`${local.replace(' ', 'T')}:00+08:00`);
const after = (from: string, amount: number, unit: TimeUnit) => addWorktime(at(from), { amount, unit }, calendar);

describe('a limit is used up', () => {
  it.each<[from: string, amount: number, unit: TimeUnit, to: string]>([
    ['2026-11-23 10:00', 2, 'workHour', '2026-11-23 12:00'],
    ['2026-11-23 11:00', 2, 'workHour', '2026-11-23 14:30'],
    ['2026-11-23 17:00', 2, 'workHour', '2026-11-24 10:00'],
    ['2026-11-23 12:30', 1, 'workHour', '2026-11-23 14:30'],
    ['2026-11-27 17:00', 2, 'workHour', '2026-11-30 10:00'],
    ['2026-11-23 10:15', 1, 'workDay', '2026-11-24 10:15'],
    ['2026-11-23 14:00', 5, 'workDay', '2026-11-30 14:00'],
    ['2026-11-23 06:00', 1, 'workDay', '2026-11-23 18:00'],
    ['2026-11-23 20:00', 1, 'workDay', '2026-11-24 18:00'],
    ['2026-11-28 10:00', 1, 'workDay', '2026-11-30 18:00'],
    ['2026-11-23 10:00', 0.5, 'workDay', '2026-11-23 15:15'],
    ['2026-11-28 23:00', 2, 'urgentHour', '2026-11-29 01:00'],
    ['2026-09-30 17:00', 3, 'day', '2026-10-03 17:00'],
  ])('%s + %d %s = %s', (from, amount, unit, to) => {
    expect(after(from, amount, unit)).toEqual(at(to));
  });

  it('crosses 国庆 to the first workday after it, and works the 调休 Saturday', () => {
    expect(after('2026-09-30 17:00', 2, 'workHour')).toEqual(at('2026-10-08 10:00'));
    expect(after('2026-10-09 10:00', 1, 'workDay')).toEqual(at('2026-10-10 10:00'));
    expect(after('2026-10-09 10:00', 2, 'workDay')).toEqual(at('2026-10-12 10:00'));
    expect(after('2026-09-18 17:30', 1, 'workHour')).toEqual(at('2026-09-20 09:30'));
  });

  it('of nothing at once, also at night', () => {
    expect(after('2026-11-28 23:00', 0, 'workHour')).toEqual(at('2026-11-28 23:00'));
  });

  it('refuses an amount that is no amount, and a calendar in which nobody works', () => {
    for (const amount of [-1, NaN, Infinity]) {
      expect(() => after('2026-11-23 10:00', amount, 'workHour')).toThrow(RangeError);
    }
    const idle = { ...calendar, hours: [] };
    expect(() => addWorktime(at('2026-11-23 10:00'), { amount: 1, unit: 'workDay' }, idle)).toThrow(RangeError);
  });
});

describe('time between two moments', () => {
  it('counts only its own unit', () => {
    const [friday, monday] = [at('2026-11-27 17:00'), at('2026-11-30 10:00')];
    expect(worktimeBetween(friday, monday, 'workHour', calendar)).toBe(2);
    expect(worktimeBetween(friday, monday, 'urgentHour', calendar)).toBe(65);
    expect(worktimeBetween(friday, monday, 'workDay', calendar)).toBeCloseTo(2 / 7.5, 10);
    expect(worktimeBetween(friday, monday, 'day', calendar)).toBeCloseTo(65 / 24, 10);
  });

  it('is never negative', () => {
    expect(worktimeBetween(at('2026-11-24 10:00'), at('2026-11-23 10:00'), 'workHour', calendar)).toBe(0);
  });
});

describe('days', () => {
  it('are worked or not', () => {
    expect(isWorkday('2026-11-23', calendar)).toBe(true);
    expect(isWorkday('2026-11-28', calendar)).toBe(false);
    expect(isWorkday('2026-10-01', calendar)).toBe(false);
    expect(isWorkday('2026-10-10', calendar)).toBe(true);
    expect(workMinutesOf('2026-10-10', calendar)).toBe(450);
    expect(workMinutesOf('2026-10-01', calendar)).toBe(0);
  });

  it('begin at midnight in Shanghai', () => {
    expect(localDayOf(new Date('2026-11-22T16:00:00Z'), calendar)).toBe('2026-11-23');
    expect(localDayOf(new Date('2026-11-22T15:59:59Z'), calendar)).toBe('2026-11-22');
  });
});

describe('pauses', () => {
  const pause = (from: string, to: string): Pause => ({ from: at(from), to: at(to) });
  const pausing = (from: string, amount: number, unit: TimeUnit, ...pauses: Pause[]) =>
    addWorktime(at(from), { amount, unit }, calendar, pauses);

  it('put off the end by the working time they take, and by nothing more', () => {
    const hour = pause('2026-11-23 10:00', '2026-11-23 11:00');
    expect(pausing('2026-11-23 09:00', 2, 'workHour', hour)).toEqual(at('2026-11-23 12:00'));
    expect(pausing('2026-11-23 09:00', 1, 'workHour', hour)).toEqual(at('2026-11-23 10:00'));
    expect(pausing('2026-11-23 17:00', 2, 'workHour', pause('2026-11-23 18:00', '2026-11-24 09:00'))).toEqual(
      at('2026-11-24 10:00'),
    );
    expect(pausing('2026-11-23 09:00', 2, 'urgentHour', hour)).toEqual(at('2026-11-23 12:00'));
    expect(pausing('2026-11-23 09:00', 1, 'day', hour)).toEqual(at('2026-11-24 10:00'));
  });

  it('may overlap, come in any order, begin before and be of no length', () => {
    const all = [
      pause('2026-11-23 10:30', '2026-11-23 11:30'),
      pause('2026-11-23 08:00', '2026-11-23 09:30'),
      pause('2026-11-23 10:00', '2026-11-23 11:00'),
      pause('2026-11-23 09:45', '2026-11-23 09:45'),
    ];
    expect(pausing('2026-11-23 09:00', 1, 'workHour', ...all)).toEqual(at('2026-11-23 12:00'));
    expect(worktimeBetween(at('2026-11-23 09:00'), at('2026-11-23 12:00'), 'workHour', calendar, all)).toBe(1);
  });
});

describe('summer time', () => {
  /** New York in 2015: forward on 8 March, back on 1 November, both at 2:00. */
  const newYork: Calendar = {
    zone: {
      offset: -300,
      changes: [
        [Date.UTC(2015, 2, 8, 7), -240],
        [Date.UTC(2015, 10, 1, 6), -300],
      ],
    },
    hours: [[0, 1440]],
    holidays: {},
    workingWeekends: {},
    knownYears: [2015],
  };
  const there = (local: string, offset: string) => new Date(`${local.replace(' ', 'T')}:00${offset}`);
  const plus = (from: Date, amount: number, unit: TimeUnit) => addWorktime(from, { amount, unit }, newYork);

  it('a day ends at the same time on the wall, an hour by the clock', () => {
    const before = there('2015-03-07 12:00', '-05:00');
    expect(plus(before, 1, 'day')).toEqual(there('2015-03-08 12:00', '-04:00'));
    expect(plus(before, 24, 'urgentHour')).toEqual(there('2015-03-08 13:00', '-04:00'));
    expect(plus(there('2015-10-31 12:00', '-04:00'), 1, 'day')).toEqual(there('2015-11-01 12:00', '-05:00'));
  });

  it('what would end in the hour that is left out ends where the clocks are changed', () => {
    expect(plus(there('2015-03-07 02:30', '-05:00'), 1, 'day')).toEqual(there('2015-03-08 03:00', '-04:00'));
  });

  it('what would end in the hour that comes twice ends the first time', () => {
    expect(plus(there('2015-10-31 01:30', '-04:00'), 1, 'day')).toEqual(there('2015-11-01 01:30', '-04:00'));
    const [first, second] = [there('2015-11-01 01:30', '-04:00'), there('2015-11-01 01:30', '-05:00')];
    expect(worktimeBetween(first, second, 'day', newYork)).toBeCloseTo(0.5 / 24, 10);
  });

  it('local days and working hours follow the clock on the wall', () => {
    expect(localDayOf(new Date('2015-07-01T03:59:00Z'), newYork)).toBe('2015-06-30');
    expect(localDayOf(new Date('2015-12-01T04:59:00Z'), newYork)).toBe('2015-11-30');
    expect(momentAt('2015-07-01T12:00:00', newYork.zone)).toEqual(there('2015-07-01 12:00', '-04:00'));
    expect(momentAt('2015-11-01T01:30:00', newYork.zone)).toEqual(there('2015-11-01 01:30', '-04:00'));
    const office = { ...newYork, hours: [[510, 1020]] as const };
    expect(addWorktime(there('2015-03-06 16:30', '-05:00'), { amount: 1, unit: 'workHour' }, office)).toEqual(
      there('2015-03-09 09:00', '-04:00'),
    );
  });

  it('keeps the laws, but for the hour that is left out', () => {
    const moment = fc
      .integer({ min: Date.UTC(2015, 1, 20), max: Date.UTC(2015, 10, 20) })
      .map((n) => new Date(n - (n % 60_000)));
    const unit = fc.constantFrom<TimeUnit>('urgentHour', 'workHour', 'workDay', 'day');
    fc.assert(
      fc.property(moment, moment, unit, fc.integer({ min: 1, max: 600 }), (a, b, of, n) => {
        const amount = n / 60;
        const [early, late] = a <= b ? [a, b] : [b, a];
        const end = plus(early, amount, of);
        expect(end.getTime()).toBeLessThanOrEqual(plus(late, amount, of).getTime());
        const measured = worktimeBetween(early, end, of, newYork);
        expect(measured).toBeGreaterThan(amount - 1e-6);
        if (end.getTime() !== Date.UTC(2015, 2, 8, 7)) expect(measured).toBeLessThan(amount + 1e-6);
        expect(worktimeBetween(early, new Date(end.getTime() - 1), of, newYork)).toBeLessThan(amount);
      }),
      { numRuns: 2000 },
    );
  });
});

it('dates in years whose holidays are not published are provisional', () => {
  expect(isProvisional(at('2026-01-01 00:00'), at('2026-12-31 23:59'), calendar)).toBe(false);
  expect(isProvisional(at('2026-12-31 23:59'), at('2027-01-01 00:00'), calendar)).toBe(true);
  expect(isProvisional(at('2025-12-31 23:59'), at('2026-01-05 00:00'), calendar)).toBe(true);
});

it('a limit is said in its own words', () => {
  expect(sayLimit({ amount: 2, unit: 'workHour' })).toBe('2 个工作时');
  expect(sayLimit({ amount: 3, unit: 'workDay' })).toBe('3 个工作日');
});

describe('laws', () => {
  const moment = fc.date({ min: at('2026-08-01 00:00'), max: at('2026-12-31 00:00'), noInvalidDate: true });
  const unit = fc.constantFrom<TimeUnit>('urgentHour', 'workHour', 'workDay', 'day');
  /** Whole minutes of each unit, so that no rounding hides a fault. */
  const amount = fc.integer({ min: 0, max: 60 * 90 }).map((sixtieths) => sixtieths / 60);
  const ROUNDING = 1e-6;

  it('what is added can be measured', () => {
    fc.assert(
      fc.property(moment, unit, amount, (from, of, n) => {
        const end = addWorktime(from, { amount: n, unit: of }, calendar);
        expect(Math.abs(worktimeBetween(from, end, of, calendar) - n)).toBeLessThan(ROUNDING);
      }),
    );
  });

  it('the end is the earliest such moment', () => {
    fc.assert(
      fc.property(moment, unit, amount, (from, of, n) => {
        fc.pre(n > 0);
        const end = addWorktime(from, { amount: n, unit: of }, calendar);
        expect(worktimeBetween(from, new Date(end.getTime() - 1), of, calendar)).toBeLessThan(n);
      }),
    );
  });

  it('later starts and longer limits never end earlier', () => {
    fc.assert(
      fc.property(moment, moment, unit, amount, amount, (a, b, of, n, m) => {
        const [early, late] = a <= b ? [a, b] : [b, a];
        const [short, long] = n <= m ? [n, m] : [m, n];
        const end = (from: Date, size: number) => addWorktime(from, { amount: size, unit: of }, calendar).getTime();
        expect(end(early, short)).toBeLessThanOrEqual(end(late, short));
        expect(end(early, short)).toBeLessThanOrEqual(end(early, long));
      }),
    );
  });

  it('two limits one after the other are one limit', () => {
    fc.assert(
      fc.property(moment, unit, amount, amount, (from, of, n, m) => {
        const inTwo = addWorktime(
          addWorktime(from, { amount: n, unit: of }, calendar),
          { amount: m, unit: of },
          calendar,
        );
        const inOne = addWorktime(from, { amount: n + m, unit: of }, calendar);
        expect(inTwo).toEqual(inOne);
      }),
    );
  });

  it('time between adds up', () => {
    fc.assert(
      fc.property(fc.tuple(moment, moment, moment), unit, (moments, of) => {
        const [a, b, c] = moments.sort((x, y) => x.getTime() - y.getTime()) as [Date, Date, Date];
        const parts = worktimeBetween(a, b, of, calendar) + worktimeBetween(b, c, of, calendar);
        expect(parts).toBeCloseTo(worktimeBetween(a, c, of, calendar), 6);
      }),
    );
  });

  const pauses = fc
    .array(fc.tuple(moment, fc.integer({ min: 0, max: 20 * 86_400_000 })), { maxLength: 4 })
    .map((all) => all.map(([from, length]): Pause => ({ from, to: new Date(from.getTime() + length) })));

  it('hold with pauses: what is added can be measured, later starts never end earlier', () => {
    fc.assert(
      fc.property(moment, moment, unit, amount, pauses, (a, b, of, n, still) => {
        const [early, late] = a <= b ? [a, b] : [b, a];
        const end = addWorktime(early, { amount: n, unit: of }, calendar, still);
        expect(Math.abs(worktimeBetween(early, end, of, calendar, still) - n)).toBeLessThan(ROUNDING);
        const after = addWorktime(late, { amount: n, unit: of }, calendar, still);
        if (n > 0) expect(end.getTime()).toBeLessThanOrEqual(after.getTime());
        expect(end.getTime()).toBeGreaterThanOrEqual(addWorktime(early, { amount: n, unit: of }, calendar).getTime());
      }),
    );
  });

  it('time that was paused and time that ran are all there was', () => {
    fc.assert(
      fc.property(moment, moment, unit, pauses, (a, b, of, still) => {
        const [from, to] = a <= b ? [a, b] : [b, a];
        const ran = worktimeBetween(from, to, of, calendar, still);
        const whole = worktimeBetween(from, to, of, calendar);
        expect(ran).toBeLessThanOrEqual(whole + ROUNDING);
        const inside = (m: Date) => new Date(Math.min(Math.max(m.getTime(), from.getTime()), to.getTime()));
        const stood = still.reduce((sum, p) => sum + worktimeBetween(inside(p.from), inside(p.to), of, calendar), 0);
        expect(ran + stood).toBeGreaterThanOrEqual(whole - ROUNDING);
        if (still.length < 2) expect(ran + stood).toBeCloseTo(whole, 6);
      }),
    );
  });

  it('a working day is its working hours', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 0, max: 60 }), (from, n) => {
        const days = addWorktime(from, { amount: n, unit: 'workDay' }, calendar);
        expect(addWorktime(from, { amount: n * 7.5, unit: 'workHour' }, calendar)).toEqual(days);
      }),
    );
  });
});
