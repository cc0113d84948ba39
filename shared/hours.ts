/** Office hours as they are typed and kept: spans of the local day, from morning to evening. */

/** '09:00' to '12:00'; '24:00' is the end of the day. */
export interface OfficeSpan {
  from: string;
  to: string;
}
/** Local minutes of the day. */
export type Hours = ReadonlyArray<readonly [start: number, end: number]>;

export const MOST_SPANS = 4;
/** 9:00–12:00 and 13:30–18:00, until a city sets its own. */
export const USUAL_HOURS: Hours = [
  [9 * 60, 12 * 60],
  [13 * 60 + 30, 18 * 60],
];

export const hourFaults = {
  none: '至少要有一段工作时间',
  tooMany: `最多 ${MOST_SPANS} 段`,
  time: '请填 00:00 到 24:00 之间的时间，如 09:00',
  order: '结束要晚于开始',
  overlap: '要在上一段结束之后开始',
} as const;
export type HourFault = keyof typeof hourFaults;

/** Minutes of '09:30'; null when it is no time of a day. */
function minutesOf(time: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time) ?? [];
  if (hours === undefined) return null;
  const all = Number(hours) * 60 + Number(minutes);
  return all <= 24 * 60 ? all : null;
}

const timeOf = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

export const spansOf = (hours: Hours): OfficeSpan[] =>
  hours.map(([start, end]) => ({ from: timeOf(start), to: timeOf(end) }));

/** @param spans without faults */
export const hoursOf = (spans: readonly OfficeSpan[]): Hours =>
  spans.map(({ from, to }) => [minutesOf(from) ?? 0, minutesOf(to) ?? 0] as const);

/** What is wrong, by `spans` for the whole or `spans.1.from` for one end; empty when nothing is. */
export function faultsOfHours(spans: readonly OfficeSpan[]): Record<string, HourFault> {
  if (spans.length === 0) return { spans: 'none' };
  if (spans.length > MOST_SPANS) return { spans: 'tooMany' };
  const faults: Record<string, HourFault> = {};
  let before = 0;
  spans.forEach((span, i) => {
    const from = minutesOf(span.from);
    const to = minutesOf(span.to);
    if (from === null) faults[`spans.${i}.from`] = 'time';
    else if (from < before) faults[`spans.${i}.from`] = 'overlap';
    if (to === null) faults[`spans.${i}.to`] = 'time';
    else if (from !== null && to <= from) faults[`spans.${i}.to`] = 'order';
    before = Math.max(before, to ?? 0);
  });
  return faults;
}
