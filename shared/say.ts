/** How dates, deadlines, numbers and distances are said: the same words in console, mini-program and messages. */

import type { State } from './case-flow.js';
import type { ImportProgress } from './views.js';

/** What views carry (ISO text) or code holds. */
export type Moment = Date | string | number;

/** China has one time and no summer time, and the mini-program's engine knows no time zones. */
const SHANGHAI_OFFSET = 8 * 3_600_000;
/** Said beside a date that lies in a year whose holidays are not published yet. */
export const PROVISIONAL = '节假日安排公布后可能调整';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** '11月24日 18:00', with the year only when it is not this one. */
export function sayDate(moment: Moment, now: Moment): string {
  return `${sayDay(moment, now)} ${sayTime(moment)}`;
}

/** '11月24日', with the year only when it is not this one. */
export function sayDay(moment: Moment, now: Moment): string {
  const at = inShanghai(moment);
  const year = at.getUTCFullYear();
  const day = `${at.getUTCMonth() + 1}月${at.getUTCDate()}日`;
  return year === inShanghai(now).getUTCFullYear() ? day : `${year}年${day}`;
}

/** '18:00' */
export function sayTime(moment: Moment): string {
  const at = inShanghai(moment);
  return `${pad(at.getUTCHours(), 2)}:${pad(at.getUTCMinutes(), 2)}`;
}

/** '2026年11月24日 18:00:05', what hover and tap show. */
export function sayFullDate(moment: Moment): string {
  const at = inShanghai(moment);
  const day = `${at.getUTCFullYear()}年${at.getUTCMonth() + 1}月${at.getUTCDate()}日`;
  return `${day} ${sayTime(moment)}:${pad(at.getUTCSeconds(), 2)}`;
}

/** '还剩 3 小时', '已超 2 天'. Rounded down, so that nobody is promised time that is not there. */
export function sayDue(due: Moment, now: Moment): string {
  const left = millis(due) - millis(now);
  const span = saySpan(Math.abs(left));
  return (left >= 0 ? '还剩' : '已超') + (/^\d/.test(span) ? ` ${span}` : span);
}

/** What happens next to a report that was just handed in, with its promise: '已交给西一网格核实，预计 11月24日 18:00 前处理'. */
export function sayNext(
  { state, unit, promisedAt }: { state: State; unit?: string; promisedAt: Moment | null },
  who: string,
  now: Moment,
): string {
  const by = promisedAt ? `，预计 ${sayDate(promisedAt, now)} 前处理` : '';
  if (state === 'assigned' && unit) return `已派给${unit}${by}`;
  return `${state === 'reported' ? `已交给${who}核实` : '已登记，正在分派'}${by}`;
}

/** '刚刚', '5 分钟前', '3 小时前', '昨天 18:00', then the date. */
export function sayAgo(moment: Moment, now: Moment): string {
  const passed = millis(now) - millis(moment);
  if (passed < MINUTE) return '刚刚';
  const days = dayNumber(now) - dayNumber(moment);
  if (days === 0 || passed < HOUR) return `${saySpan(passed)}前`;
  return days === 1 ? `昨天 ${sayTime(moment)}` : sayDate(moment, now);
}

/** '3 小时': the largest unit that fits, rounded down. */
export function saySpan(milliseconds: number): string {
  if (milliseconds < MINUTE) return '不到 1 分钟';
  if (milliseconds < HOUR) return `${Math.floor(milliseconds / MINUTE)} 分钟`;
  if (milliseconds < DAY) return `${Math.floor(milliseconds / HOUR)} 小时`;
  return `${Math.floor(milliseconds / DAY)} 天`;
}

/** '26112300042' → '261123 00042': day and running number, as it is read out on the phone. */
export function sayCaseNumber(number: string): string {
  return /^\d{7,}$/.test(number) ? `${number.slice(0, 6)} ${number.slice(6)}` : number;
}

/** '35 米', '350 米', '1.2 公里'; metres, not more exact than a phone can know. */
export function sayDistance(metres: number): string {
  if (metres < 100) return `${Math.round(metres)} 米`;
  if (metres < 995) return `${Math.round(metres / 10) * 10} 米`;
  return `${(metres / 1000).toFixed(metres < 9_950 ? 1 : 0).replace(/\.0$/, '')} 公里`;
}

/** '12', '1,000', or '1,000+' where the counting stopped there. */
export function sayCount(count: number, capped = false): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',') + (capped ? '+' : '');
}

/** What an import does now, and how far it is. */
export function sayImport({ stage, done, total, pairs }: ImportProgress): string {
  if (stage === 'writing') return '正在写入';
  if (stage === 'reading') return total === 0 ? '正在读取文件' : `读取图形：${sayCount(done)} / ${sayCount(total)}`;
  return `检查重叠与空隙：${sayCount(done)} / ${sayCount(total)} 个图形，比过 ${sayCount(pairs)} 对相邻的`;
}

const millis = (moment: Moment) => new Date(moment).getTime();
/** A date whose UTC fields are the clock on the wall in Shanghai. */
const inShanghai = (moment: Moment) => new Date(millis(moment) + SHANGHAI_OFFSET);
const dayNumber = (moment: Moment) => Math.floor((millis(moment) + SHANGHAI_OFFSET) / DAY);
const pad = (value: number, length: number) => String(value).padStart(length, '0');
