/** The city's calendar: national holidays and 调休 from chinese-days (notices of the State Council), office hours of its own. */
import published from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { type Hours, USUAL_HOURS } from '../../shared/hours.js';
import { addWorktime, type Calendar, localDayOf } from '../../shared/worktime.js';

/** The whole of China has one time, since 1992 without summer time. */
const SHANGHAI = { offset: 8 * 60 };

let calendar: Calendar | undefined;

/** The calendar of the city, built at first use. Years that are not published yet have weekends only. */
export function cityCalendar(): Calendar {
  calendar ??= {
    zone: SHANGHAI,
    hours: USUAL_HOURS,
    holidays: chineseNames(published.holidays),
    workingWeekends: chineseNames(published.workdays),
    knownYears: [...new Set(Object.keys(published.holidays).map((day) => Number(day.slice(0, 4))))].sort(),
  };
  return calendar;
}

/** The day on which a working day from a moment is over, `YYYY-MM-DD`. */
export function aWorkdayFrom(moment: Date): string {
  const calendar = cityCalendar();
  return localDayOf(addWorktime(moment, { amount: 1, unit: 'workDay' }, calendar), calendar);
}

/** From now on the city works in these hours (see the settings, which keep them fresh on every instance). */
export function workIn(hours: Hours): void {
  calendar = { ...cityCalendar(), hours };
}

/** The package writes 'National Day,国庆节,3': English, Chinese, days in lieu. */
function chineseNames(days: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(days).map(([day, names]) => [day, names.split(',')[1] ?? names]));
}
