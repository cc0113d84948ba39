/**
 * Working time on a calendar that is passed in as data: when is a limit used up, how much of it is gone.
 *
 * Semantics (CJ/T 315): 紧急工作时 and 自然日 run day and night; 工作时 runs inside working hours of workdays; a 工作日 is
 * as many working minutes as a workday has, so n of them end at the same working moment n workdays later. A 自然日 is a
 * day on the wall: where the clocks are changed it ends at the same time of day, an hour sooner or later.
 */

export type TimeUnit = 'urgentHour' | 'workHour' | 'workDay' | 'day';

export interface Limit {
  readonly amount: number;
  readonly unit: TimeUnit;
}

/** A time zone as data: small enough to be carried by the mini-program, whose engine knows no zones. */
export interface Zone {
  /** Minutes east of UTC before the first change; Asia/Shanghai is 480 and has no summer time. */
  readonly offset: number;
  /** From when (milliseconds since 1970) it is another offset; in order. */
  readonly changes?: ReadonlyArray<readonly [from: number, offset: number]>;
}

export interface Calendar {
  readonly zone: Zone;
  /** Working hours in local minutes of the day, in order, without overlap: [[540, 720], [810, 1080]]. */
  readonly hours: ReadonlyArray<readonly [start: number, end: number]>;
  /** Days off, 'YYYY-MM-DD' → name of the holiday. Ordinary weekends need not be listed. */
  readonly holidays: Readonly<Record<string, string>>;
  /** Saturdays and Sundays that are worked (调休), 'YYYY-MM-DD' → the holiday they pay for. */
  readonly workingWeekends: Readonly<Record<string, string>>;
  /** Years whose holidays are published; in other years only weekends are off. */
  readonly knownYears: readonly number[];
}

/** A time in which a clock stands still: from its first moment, up to its last. */
export interface Pause {
  readonly from: Date;
  readonly to: Date;
}

export const timeUnits: Readonly<Record<TimeUnit, string>> = {
  urgentHour: '紧急工作时',
  workHour: '工作时',
  workDay: '工作日',
  day: '自然日',
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * The moment at which a limit that starts to run at `from` is used up: the earliest one, so a workday that starts at
 * 9:00 ends at 18:00 and not at 9:00 of the next. Outside working time it starts with the next working minute.
 * @param pauses times that do not count, in any order; they may overlap
 * @throws RangeError when the amount is negative or not finite, or the calendar has no working hours.
 */
export function addWorktime(from: Date, limit: Limit, calendar: Calendar, pauses: readonly Pause[] = []): Date {
  if (!(limit.amount >= 0) || limit.amount === Infinity) {
    throw new RangeError(`A limit is 0 or more, not ${limit.amount}`);
  }
  const start = from.getTime();
  const { zone } = calendar;
  let left = Math.round(limit.amount * unitLength(limit.unit, calendar));
  if (left === 0) return new Date(start);
  for (const [begin, end] of running(start, Infinity, limit.unit, calendar, pauses)) {
    const passes = limit.unit === 'day' ? wallTime(end, zone) - wallTime(begin, zone) : end - begin;
    if (left <= passes) {
      return new Date(limit.unit === 'day' ? instantOf(wallTime(begin, zone) + left, zone) : begin + left);
    }
    left -= passes;
  }
  throw new RangeError('A pause without an end');
}

/**
 * How much time of this unit passes from one moment to the other, in that unit, with fraction; 0 when `to` is earlier.
 * @param pauses times that do not count, in any order; they may overlap
 */
export function worktimeBetween(
  from: Date,
  to: Date,
  unit: TimeUnit,
  calendar: Calendar,
  pauses: readonly Pause[] = [],
): number {
  const { zone } = calendar;
  let passed = 0;
  for (const [begin, end] of running(from.getTime(), to.getTime(), unit, calendar, pauses)) {
    passed += unit === 'day' ? wallTime(end, zone) - wallTime(begin, zone) : end - begin;
  }
  return passed / unitLength(unit, calendar);
}

/** Whether what was reckoned between two moments may change yet, because holidays of its years are not published. */
export function isProvisional(from: Date, to: Date, calendar: Calendar): boolean {
  const last = Number(localDayOf(to, calendar).slice(0, 4));
  for (let year = Number(localDayOf(from, calendar).slice(0, 4)); year <= last; year++) {
    if (!calendar.knownYears.includes(year)) return true;
  }
  return false;
}

/** The calendar as it was before the holidays of some years were published: weekends only. */
export function withoutYears(calendar: Calendar, years: readonly number[]): Calendar {
  const isKept = ([day]: [string, string]) => !years.includes(Number(day.slice(0, 4)));
  const kept = (days: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(days).filter(isKept));
  return {
    ...calendar,
    holidays: kept(calendar.holidays),
    workingWeekends: kept(calendar.workingWeekends),
    knownYears: calendar.knownYears.filter((year) => !years.includes(year)),
  };
}

/** Whether people work on this local day, 'YYYY-MM-DD'. */
export function isWorkday(localDay: string, calendar: Calendar): boolean {
  return worksOn(Math.floor(Date.parse(`${localDay}T00:00:00Z`) / DAY), calendar);
}

/** Minutes worked on this local day, 'YYYY-MM-DD'; 0 on days off. */
export function workMinutesOf(localDay: string, calendar: Calendar): number {
  return isWorkday(localDay, calendar) ? workdayLength(calendar) / MINUTE : 0;
}

/** The local day, 'YYYY-MM-DD', that a moment falls on. */
export function localDayOf(moment: Date, calendar: Pick<Calendar, 'zone'>): string {
  return dayName(dayNumber(moment.getTime(), calendar.zone));
}

/** The first moment at which the clock on the wall shows this: '2015-11-01T01:30:00'. */
export const momentAt = (wall: string, zone: Zone): Date => new Date(instantOf(Date.parse(`${wall}Z`), zone));

/** '3 个工作日' */
export function sayLimit(limit: Limit): string {
  return `${limit.amount} 个${timeUnits[limit.unit]}`;
}

const runsAlways = (unit: TimeUnit): boolean => unit === 'urgentHour' || unit === 'day';

/** Milliseconds of running time in one unit. */
function unitLength(unit: TimeUnit, calendar: Calendar): number {
  if (unit === 'day') return DAY;
  if (unit === 'urgentHour') return HOUR;
  const workday = workdayLength(calendar);
  if (!(workday > 0)) throw new RangeError('The calendar has no working hours');
  return unit === 'workDay' ? workday : HOUR;
}

function workdayLength(calendar: Calendar): number {
  return calendar.hours.reduce((sum, [start, end]) => sum + (end - start) * MINUTE, 0);
}

type Span = readonly [begin: number, end: number];

/** The times from one moment to another in which a clock of this unit runs, in order. */
function* running(
  start: number,
  end: number,
  unit: TimeUnit,
  calendar: Calendar,
  pauses: readonly Pause[],
): Generator<Span> {
  const still = pauses
    .map((p): Span => [p.from.getTime(), p.to.getTime()])
    .filter(([from, to]) => from < to)
    .sort((a, b) => a[0] - b[0]);
  for (const [opens, closes] of runsAlways(unit) ? [[start, end] as Span] : worked(start, end, calendar)) {
    let begin = Math.max(opens, start);
    const last = Math.min(closes, end);
    for (const [from, to] of still) {
      if (from >= last) break;
      if (begin < from) yield [begin, from];
      begin = Math.max(begin, to);
    }
    if (begin < last) yield [begin, last];
  }
}

/** The working spans of the local days that the time touches, as UTC milliseconds. */
function* worked(start: number, end: number, calendar: Calendar): Generator<Span> {
  const { zone, hours } = calendar;
  const last = wallTime(end, zone);
  for (let day = dayNumber(start, zone); day * DAY <= last; day++) {
    if (!worksOn(day, calendar)) continue;
    for (const [opens, closes] of hours) {
      yield [instantOf(day * DAY + opens * MINUTE, zone), instantOf(day * DAY + closes * MINUTE, zone)];
    }
  }
}

/** Days since 1970-01-01 in local time. */
const dayNumber = (moment: number, zone: Zone): number => Math.floor(wallTime(moment, zone) / DAY);

function dayName(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

function worksOn(day: number, calendar: Calendar): boolean {
  const weekday = new Date(day * DAY).getUTCDay();
  if (weekday === 0 || weekday === 6) return dayName(day) in calendar.workingWeekends;
  return !(dayName(day) in calendar.holidays);
}

/** The offset in force at a moment, that before it, and since when. */
function offsetsAt(moment: number, { offset, changes = [] }: Zone): { now: number; before: number; since: number } {
  let found = { now: offset, before: offset, since: -Infinity };
  for (const [since, next] of changes) {
    if (since > moment) break;
    found = { now: next, before: found.now, since };
  }
  return found;
}

/** What the clock on the wall shows, as if it were UTC. The hour that comes twice counts once: then the clock waits. */
function wallTime(moment: number, zone: Zone): number {
  const { now, before, since } = offsetsAt(moment, zone);
  return before > now ? Math.max(moment + now * MINUTE, since + before * MINUTE) : moment + now * MINUTE;
}

/** The first moment at which the clock on the wall shows this or, where an hour is left out, more. */
function instantOf(wall: number, zone: Zone): number {
  const { now: before } = offsetsAt(wall - DAY, zone);
  const guess = wall - before * MINUTE;
  const { now, since } = offsetsAt(guess, zone);
  return now === before ? guess : Math.max(since, wall - now * MINUTE);
}
