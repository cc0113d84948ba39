/** Moves the clock of the server under test; timers and sockets go on as they are. */
import { localDayOf } from '../../shared/worktime.js';
import { cityCalendar } from '../core/calendar.js';

const TIMERS = [
  'cancelAnimationFrame',
  'cancelIdleCallback',
  'clearImmediate',
  'clearInterval',
  'clearTimeout',
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'requestAnimationFrame',
  'requestIdleCallback',
  'setImmediate',
  'setInterval',
  'setTimeout',
] as const;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The city's day so many days from now. */
export const dayAfter = (days: number): string => localDayOf(new Date(Date.now() + days * DAY), cityCalendar());

/** Does something as if it were so many milliseconds later. */
export async function later<T>(ms: number, work: () => Promise<T>): Promise<T> {
  jest.useFakeTimers({ now: Date.now() + ms, doNotFake: [...TIMERS] });
  try {
    return await work();
  } finally {
    jest.useRealTimers();
  }
}
