// When people act: offices in working hours, residents in waking hours, emergencies at any time.
import { addWorktime, type Limit } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import type { Chance } from './seeded.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SHANGHAI = 8 * HOUR;
/** Working hours of a working day. */
const WORKDAY = 7.5;

export class Timing {
  constructor(
    private readonly dice: Chance,
    private readonly isUrgent: boolean,
  ) {}

  /** Office work: so many working hours later; where somebody may be hurt, a quarter of that by the clock. */
  soon(from: Date, low: number, high: number): Date {
    const hours = low + (high - low) * this.dice.next();
    if (this.isUrgent) return this.wobble(new Date(from.getTime() + (hours / 4) * HOUR), 2);
    return this.wobble(addWorktime(from, { amount: hours, unit: 'workHour' }, cityCalendar()), 12);
  }

  /** What people do in their own time: so many hours later, but between 7 and 22. */
  later(from: Date, low: number, high: number): Date {
    const at = new Date(from.getTime() + (low + (high - low) * this.dice.next()) * HOUR);
    const hour = localHour(at);
    const wait = hour < 7 ? 7 - hour : hour >= 22 ? 31 - hour : 0;
    return this.wobble(new Date(at.getTime() + wait * HOUR), 20);
  }

  /** After a part of a limit; above 1 it is late. */
  within(from: Date, limit: Limit, part: number): Date {
    if (limit.unit === 'urgentHour') return this.wobble(new Date(from.getTime() + limit.amount * part * HOUR), 5);
    const hours = limit.unit === 'workHour' ? limit.amount : limit.amount * WORKDAY;
    return this.wobble(addWorktime(from, { amount: hours * part, unit: 'workHour' }, cityCalendar()), 12);
  }

  /** Nobody acts on the minute: a few minutes more, and some seconds. */
  private wobble(at: Date, minutes: number): Date {
    return new Date(at.getTime() + Math.floor(this.dice.next() * minutes * MINUTE) + 1000);
  }
}

const localHour = (at: Date) => new Date(at.getTime() + SHANGHAI).getUTCHours();

/** The city's day, `YYYY-MM-DD`, so many days later. */
export const dayAfter = (at: Date, days: number) =>
  new Date(at.getTime() + SHANGHAI + days * 24 * HOUR).toISOString().slice(0, 10);

/** The same moment, or an hour before it at which somebody is awake (residents) or at work (staff). */
export function wakingTime(at: Date, [from, to]: readonly [from: number, to: number]): Date {
  const hour = localHour(at);
  if (hour >= from && hour < to) return at;
  // Spread over the day before, or the same day where it is already evening.
  const wanted = from + ((hour * 7) % (to - from));
  const back = hour < from ? hour + 24 - wanted : hour - wanted;
  return new Date(at.getTime() - back * HOUR);
}
