/** Days that people type, as moments of the city's office hours. */
import { localDayOf, momentAt } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import type { Ctx } from '../../core/ctx.js';

const two = (n: number) => String(n).padStart(2, '0');
const at = (day: string, minutes: number) =>
  momentAt(`${day}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:00`, cityCalendar().zone);
/** When the offices open on this day, `YYYY-MM-DD`. */
export const openingOf = (day: string): Date => at(day, cityCalendar().hours[0][0]);
/** When they close: what must be done by a day may be done until then. */
export const closingOf = (day: string): Date => at(day, cityCalendar().hours[cityCalendar().hours.length - 1][1]);

/** The city's day on which something happens. */
export const todayOf = (ctx: Pick<Ctx, 'now'>): string => localDayOf(ctx.now, cityCalendar());
