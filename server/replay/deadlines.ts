/** Boston's deadlines reckoned anew: whole days from opening, in New York time, against the city's own dates and flags. */
import { type Calendar, type Limit, momentAt, worktimeBetween } from '../../shared/worktime.js';
import { zoneOf } from '../core/zone.js';
import { type CsvRow, readCsv } from './csv.js';
import { bostonFiles } from './points.js';

export interface DeadlinesReplay {
  /** Requests opened in 2015 for which the city wrote down a date. */
  dated: number;
  /** Those whose date is a whole number of days from opening, in the kind of day of their type. */
  whole: number;
  /** Whole and closed, with a flag; and how many we judge as the city does. */
  flagged: number;
  agreed: number;
  /** The same of all that are flagged, when nothing but the type's usual number of days is known. */
  usualFlagged: number;
  usualAgreed: number;
}

const YEAR = 2015;
const MINUTE = 60_000;
/** The city writes some moments without their seconds. */
const CLOSE_ENOUGH = 2 * MINUTE;
/** Days off of the city's offices. */
const HOLIDAYS = [
  '2015-01-01 2015-01-19 2015-02-16 2015-04-20 2015-05-25 2015-07-03 2015-09-07 2015-10-12 2015-11-11 2015-11-26',
  '2015-12-25 2016-01-01 2016-01-18 2016-02-15 2016-04-18 2016-05-30 2016-07-04 2016-09-05 2016-10-10 2016-11-11',
  '2016-11-24 2016-12-26',
].flatMap((line) => line.split(' '));

const boston: Calendar = {
  zone: zoneOf('America/New_York', 2014, 2020),
  hours: [[8 * 60 + 30, 17 * 60]],
  holidays: Object.fromEntries(HOLIDAYS.map((day) => [day, 'holiday'])),
  workingWeekends: {},
  knownYears: [2015, 2016],
};

/** '01/05/2015 08:30:00 AM'; null when there is none. */
export function bostonMoment(said: string): Date | null {
  const [, month, day, year, hour, rest, half] =
    /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d:\d\d) ([AP]M)$/.exec(said.trim()) ?? [];
  if (!month) return null;
  const hours = (Number(hour) % 12) + (half === 'PM' ? 12 : 0);
  return momentAt(`${year}-${month}-${day}T${String(hours).padStart(2, '0')}:${rest}`, boston.zone);
}

type DayUnit = 'workDay' | 'day';
interface Dated {
  type: string;
  opened: Date;
  target: Date;
  closed: Date | null;
  flag: string;
}

function read(row: CsvRow): Dated | null {
  const opened = bostonMoment(row.OPEN_DT);
  const target = bostonMoment(row.TARGET_DT);
  if (!opened || !target || !row.OPEN_DT.includes(`/${YEAR} `)) return null;
  return { type: row.TYPE, opened, target, closed: bostonMoment(row.CLOSED_DT), flag: row.OnTime_Status };
}

/** How many whole days lie between; null when they are not whole. */
function wholeDays({ opened, target }: Dated, unit: DayUnit): number | null {
  const days = worktimeBetween(opened, target, unit, boston);
  const length = unit === 'day' ? 24 * 60 * MINUTE : boston.hours.reduce((sum, [a, b]) => sum + (b - a) * MINUTE, 0);
  return Math.abs(days - Math.round(days)) * length <= CLOSE_ENOUGH ? Math.round(days) : null;
}

/** The limit of a type as its requests show it: the kind of day that makes most of them whole, and the usual number. */
function limitsByType(all: readonly Dated[]): Map<string, Limit> {
  const counts = new Map<string, Record<DayUnit, Map<number, number>>>();
  for (const one of all) {
    const of = counts.get(one.type) ?? { workDay: new Map(), day: new Map() };
    counts.set(one.type, of);
    for (const unit of ['workDay', 'day'] as const) {
      const n = wholeDays(one, unit);
      if (n !== null) of[unit].set(n, (of[unit].get(n) ?? 0) + 1);
    }
  }
  const most = (found: Map<number, number>) => [...found].sort((a, b) => b[1] - a[1])[0] ?? [0, 0];
  return new Map(
    [...counts].map(([type, of]) => {
      const unit = most(of.workDay)[1] >= most(of.day)[1] ? 'workDay' : 'day';
      return [type, { unit, amount: most(of[unit])[0] }] as const;
    }),
  );
}

const isOnTime = ({ opened, closed }: Dated, { unit, amount }: Limit) => {
  const end = new Date((closed as Date).getTime() - CLOSE_ENOUGH);
  return worktimeBetween(opened, end, unit, boston) <= amount;
};

export async function replayDeadlines(folder: string): Promise<DeadlinesReplay> {
  const all: Dated[] = [];
  for await (const row of readCsv(bostonFiles(folder).requests)) {
    const one = read(row);
    if (one) all.push(one);
  }
  const limits = limitsByType(all);
  const sum = { dated: all.length, whole: 0, flagged: 0, agreed: 0, usualFlagged: 0, usualAgreed: 0 };
  for (const one of all) {
    const usual = limits.get(one.type) as Limit;
    const amount = wholeDays(one, usual.unit as DayUnit);
    const isFlagged = one.closed !== null && one.flag !== '';
    const agrees = (limit: Limit) => Number(isOnTime(one, limit) === (one.flag === 'ONTIME'));
    if (isFlagged) {
      sum.usualFlagged++;
      sum.usualAgreed += agrees(usual);
    }
    if (amount === null) continue;
    const limit = { unit: usual.unit, amount };
    sum.whole++;
    if (!isFlagged) continue;
    sum.flagged++;
    sum.agreed += agrees(limit);
  }
  return sum;
}
