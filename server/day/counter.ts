/** How time counts, a second time: minute after minute, written apart from shared/worktime.ts. */
import type { Calendar, TimeUnit } from '../../shared/worktime.js';

export const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SHANGHAI = 480;
const MINUTES_OF_DAY = 1440;

export class Counter {
  private readonly days = new Map<number, boolean>();

  constructor(private readonly calendar: Calendar) {}

  private isWorkday(day: number): boolean {
    let works = this.days.get(day);
    if (works === undefined) {
      const noon = new Date((day * MINUTES_OF_DAY + 720) * MINUTE);
      const name = noon.toISOString().slice(0, 10);
      const isWeekend = noon.getUTCDay() % 6 === 0;
      works = isWeekend ? name in this.calendar.workingWeekends : !(name in this.calendar.holidays);
      this.days.set(day, works);
    }
    return works;
  }

  /** Whether a minute since 1970 counts. */
  private counts(minute: number): boolean {
    const local = minute + SHANGHAI;
    const ofDay = local % MINUTES_OF_DAY;
    const isOpen = this.calendar.hours.some(([opens, closes]) => ofDay >= opens && ofDay < closes);
    return isOpen && this.isWorkday((local - ofDay) / MINUTES_OF_DAY);
  }

  /** Milliseconds that count between two moments. */
  between(from: number, to: number, always: boolean): number {
    if (always) return Math.max(0, to - from);
    let sum = 0;
    for (let m = Math.floor(from / MINUTE); m * MINUTE < to; m++) {
      if (this.counts(m)) sum += Math.min(to, (m + 1) * MINUTE) - Math.max(from, m * MINUTE);
    }
    return sum;
  }

  /** When so much has passed: the first such moment. */
  after(from: number, amount: number, always: boolean): number {
    if (always || amount <= 0) return from + Math.max(0, amount);
    let left = amount;
    for (let m = Math.floor(from / MINUTE); ; m++) {
      if (!this.counts(m)) continue;
      const begin = Math.max(from, m * MINUTE);
      const room = (m + 1) * MINUTE - begin;
      if (left <= room) return begin + left;
      left -= room;
    }
  }

  /** When the offices close on a day, `YYYY-MM-DD`. */
  closing(day: string): number {
    const last = Math.max(...this.calendar.hours.map(([, closes]) => closes));
    return Date.parse(`${day}T00:00:00Z`) + (last - SHANGHAI) * MINUTE;
  }

  /** Of a limit: how long it is, and whether it runs day and night. */
  limit({ amount, unit }: { amount: number; unit: TimeUnit }): { ms: number; always: boolean } {
    const workday = this.calendar.hours.reduce((sum, [opens, closes]) => sum + closes - opens, 0) * MINUTE;
    const lengths = { urgentHour: HOUR, workHour: HOUR, workDay: workday, day: 24 * HOUR };
    return { ms: amount * lengths[unit], always: unit === 'urgentHour' || unit === 'day' };
  }
}
