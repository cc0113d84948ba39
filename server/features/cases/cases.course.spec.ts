/** When which share of a limit is used up, as rules that hold for any limit, extension and pause. */
import fc from 'fast-check';
import { type DutyItem, items } from '../../../shared/duty-list.js';
import { addWorktime, worktimeBetween } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import { extended, limitOf, move } from './cases.clock.js';
import { type Course, courseOf } from './cases.course.js';
import type { CaseFile } from './cases.guards.js';

const calendar = cityCalendar();
const HOUR = 3_600_000;
const someRule = fc.constantFrom<DutyItem>(...items.filter((i) => !i.stop));
const someMoment = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2026, 5, 1) }).map((n) => new Date(n));
/** Hours, up to a month. */
const some = fc.double({ min: 0, max: 700, noNaN: true });
/** More time is granted until the close of a day: by minutes at the least. */
const someMore = fc.integer({ min: 1, max: 700 * 60 }).map((minutes) => minutes / 60);
const after = (at: Date, hours: number) => new Date(at.getTime() + Math.round(hours * HOUR));

/** A case at a unit that handles it, whose clock was stopped and started a few times, and then perhaps extended. */
const someCase = fc
  .record({ rule: someRule, opened: someMoment, pauses: fc.array(fc.tuple(some, some), { maxLength: 3 }), run: some })
  .map(({ rule, opened, pauses, run }) => {
    let c = { state: 'assigned', unit: 'works', used: {}, createdAt: opened, reporter: null } as unknown as CaseFile;
    let at = opened;
    const go = (to: CaseFile['state'], hours: number) => {
      at = after(at, hours);
      c = { ...c, ...move(c, { to, unit: 'works', at, rule }, calendar), state: to };
    };
    go('handling', 0);
    for (const [runs, rests] of pauses) {
      go('suspended', runs);
      go('handling', rests);
    }
    return { c, rule, at: after(at, run) };
  });
const course = (c: CaseFile, rule: DutyItem) => courseOf(c, rule, calendar) as Course;
const percents = ({ rungs }: Course) => rungs.map(({ percent }) => percent);

it('every rung lies where so much is used, the last of them at half as long again', () => {
  fc.assert(
    fc.property(someCase, fc.option(someMore, { nil: undefined }), ({ c: before, rule, at }, more) => {
      const until = more === undefined ? null : after(before.dueAt as Date, more);
      const c = until && until > at ? { ...before, ...extended(before, rule, until, at, calendar) } : before;
      const { rungs, due } = course(c, rule);
      const { unit, amount } = limitOf(rule, 'handle');
      const whole = amount + (c.extra?.['handle@works'] ?? 0);
      const since = c.stepSince as Date;
      for (const rung of rungs) {
        const used = (c.used['handle@works'] ?? 0) + worktimeBetween(since, rung.at, unit, calendar);
        expect(used / whole).toBeCloseTo(rung.percent / 100, 5);
        if (rung.percent === 100) expect(rung.at).toEqual(due);
        expect(rung.at > (c.dueSince as Date)).toBe(true);
      }
      const moments = rungs.map((r) => r.at.getTime());
      expect(moments).toEqual([...moments].sort((a, b) => a - b));
      if (due > (c.dueSince as Date)) expect(percents(course(c, rule))).toEqual(expect.arrayContaining([100, 150]));
    }),
    { numRuns: 500 },
  );
});

it('an extension begins where it was granted: what it has overtaken is not told a second time', () => {
  fc.assert(
    fc.property(
      someRule,
      someMoment,
      fc.double({ min: 0.01, max: 1.4, noNaN: true }),
      someMore,
      (rule, opened, part, more) => {
        let c = {
          state: 'assigned',
          unit: 'works',
          used: {},
          createdAt: opened,
          reporter: null,
        } as unknown as CaseFile;
        c = { ...c, ...move(c, { to: 'handling', unit: 'works', at: opened, rule }, calendar), state: 'handling' };
        const limit = limitOf(rule, 'handle');
        const at = addWorktime(opened, { ...limit, amount: limit.amount * part }, calendar);
        const until = after(c.dueAt as Date, more);
        if (until <= at) return;
        const granted = { ...c, ...extended(c, rule, until, at, calendar) };
        expect(granted.dueAt).toEqual(until);
        for (const rung of course(granted, rule).rungs) expect(rung.at > at).toBe(true);
        const whole = limit.amount + (granted.extra?.['handle@works'] ?? 0);
        const share = worktimeBetween(opened, at, limit.unit, calendar) / whole;
        for (const percent of percents(course(granted, rule))) expect(percent / 100).toBeGreaterThan(share - 1e-9);
      },
    ),
  );
});
