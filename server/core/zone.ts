/** A named time zone turned into data, so that what reckons with it stays pure. */
import type { Zone } from '../../shared/worktime.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * @param name of the IANA list: Asia/Shanghai
 * @param from first year whose changes are wanted
 * @param to last year
 */
export function zoneOf(name: string, from: number, to: number): Zone {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  const offsetAt = (moment: number) => minutesOf(parts.formatToParts(moment));
  const begin = Date.UTC(from, 0, 1);
  const changes: [number, number][] = [];
  let before = offsetAt(begin);
  const offset = before;
  for (let day = begin; day < Date.UTC(to + 1, 0, 1); day += DAY) {
    const after = offsetAt(day + DAY);
    if (after !== before) changes.push([firstWith(after, day, day + DAY, offsetAt), after]);
    before = after;
  }
  return { offset, changes };
}

/** 'GMT-05:00', or 'GMT' alone. */
function minutesOf(parts: Intl.DateTimeFormatPart[]): number {
  const said = parts.find((p) => p.type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign, hours, minutes] = /GMT([+-])(\d+):(\d+)/.exec(said) ?? [];
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** The first whole minute with the new offset, between one that has the old and one that has the new. */
function firstWith(offset: number, low: number, high: number, offsetAt: (moment: number) => number): number {
  let [old, fresh] = [low, high];
  while (fresh - old > MINUTE) {
    const middle = old + Math.floor((fresh - old) / 2 / MINUTE) * MINUTE;
    if (offsetAt(middle) === offset) fresh = middle;
    else old = middle;
  }
  return fresh;
}
