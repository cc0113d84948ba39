/**
 * Signs of a staged closing, for the supervision desk: each says what was seen and proves nothing. Nobody is measured
 * or punished by them, and those who handle never see them (domain: supervision looks at outcomes).
 */
import { sayCaseNumber } from './say.js';

export const hintKinds = {
  samePhoto: { label: '同一张照片', seen: '处置照片与{case}的一张照片几乎相同' },
  farPhoto: { label: '照片拍得远', seen: '处置照片的拍摄位置离事件 {n} 米' },
  tooFast: { label: '办得太快', seen: '接手后 {n} 秒就办结回复' },
  checkedFast: { label: '核查太快', seen: '办结回复后 {n} 秒就核查通过' },
  samePair: { label: '总是同两个人', seen: '经办与核查近 {days} 天都是同两个人，已有 {n} 件' },
  again: { label: '又发生了', seen: '同一地点、同类事项 {days} 天内又有人反映，上一件是{case}' },
} as const satisfies Record<string, { label: string; seen: string }>;
export type HintKind = keyof typeof hintKinds;
export const hintKindOrder = Object.keys(hintKinds) as HintKind[];

/** What the supervision desk made of a hint. */
export const hintFindings = { fine: '核对过，没有问题', wrong: '确有问题，另行督办' } as const;
export type HintFinding = keyof typeof hintFindings;

/** From when on something is worth a second look; ours, as no rule gives figures. */
export const hintLimits = {
  /** Bits of 64 in which two prints of one picture may differ: re-encoding and scaling change up to 3. */
  printDistance: 3,
  /** Metres between where a photo was taken and the case: beyond the error of a phone between houses. */
  farMetres: 300,
  /** Seconds from 接收 or 返工 (即办: from the report) to 办结回复, and from there to 核查通过. */
  fastSeconds: 120,
  /** Closings of one pair of people within `pairDays`. */
  pairTimes: 5,
  pairDays: 30,
  /** An item of the same group within so many metres and days of one that was settled is 复发. */
  againMetres: 50,
  againDays: 30,
} as const;

interface Found {
  /** Metres, seconds or cases. */
  n?: number | null;
  /** Of the other case; absent outside one's reach. */
  number?: string | null | undefined;
  /** There is no other case: it was seen within this one. */
  same?: boolean;
}

/** The sentence of a hint. */
export function sayHint(kind: HintKind, found: Found): string {
  const days = kind === 'samePair' ? hintLimits.pairDays : hintLimits.againDays;
  return hintKinds[kind].seen
    .replace('{case}', found.same ? '本件先前' : found.number ? ` ${sayCaseNumber(found.number)} ` : '另一件')
    .replace('{n}', String(found.n ?? ''))
    .replace('{days}', String(days));
}
