/** Time zones as data, against the same zones as Intl has them. */
import fc from 'fast-check';
import { addWorktime, type Calendar, localDayOf } from '../../shared/worktime.js';
import { zoneOf } from './zone.js';

const names = ['Asia/Shanghai', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'];

it.each(names)('%s shows the days that Intl shows', (name) => {
  const zone = zoneOf(name, 2014, 2027);
  const local = new Intl.DateTimeFormat('en-CA', { timeZone: name, year: 'numeric', month: '2-digit', day: '2-digit' });
  const moment = fc.integer({ min: Date.UTC(2014, 0, 2), max: Date.UTC(2027, 11, 30) }).map((n) => new Date(n));
  fc.assert(
    fc.property(moment, (at) => {
      expect(localDayOf(at, { zone })).toBe(local.format(at));
    }),
    { numRuns: 1000 },
  );
});

it.each(names)('%s: a day later is the same time on the wall', (name) => {
  const zone = zoneOf(name, 2014, 2027);
  const calendar: Calendar = { zone, hours: [[540, 1080]], holidays: {}, workingWeekends: {}, knownYears: [] };
  const wall = new Intl.DateTimeFormat('en-GB', { timeZone: name, timeStyle: 'short' });
  const months = fc.integer({ min: 0, max: 155 });
  fc.assert(
    // The 20th of a month at noon: clocks are changed at other times.
    fc.property(months, fc.integer({ min: 1, max: 400 }), (month, amount) => {
      const from = new Date(Date.UTC(2014, month, 20, 12));
      const to = addWorktime(from, { amount, unit: 'day' }, calendar);
      const away = Math.abs(to.getTime() - from.getTime() - amount * 86_400_000);
      expect(away).toBeLessThanOrEqual(3_600_000);
      const hour = Number(wall.format(to).slice(0, 2));
      if (hour > 3) expect(wall.format(to)).toBe(wall.format(from));
    }),
  );
});

it('Shanghai has one time, and New York two', () => {
  expect(zoneOf('Asia/Shanghai', 2004, 2030)).toEqual({ offset: 480, changes: [] });
  expect(zoneOf('America/New_York', 2015, 2015)).toEqual({
    offset: -300,
    changes: [
      [Date.UTC(2015, 2, 8, 7), -240],
      [Date.UTC(2015, 10, 1, 6), -300],
    ],
  });
});
