/** What is counted about cases and which ratios are made of it: facts, counters and formulas as plain data. */

/** What can be true of a fact; kept as bits, so that a list of cases can be narrowed by one. */
export const marks = {
  done: { bit: 1, label: '已办' },
  inTime: { bit: 2, label: '按时' },
  late: { bit: 4, label: '超期' },
  open: { bit: 8, label: '超期未办' },
  judged: { bit: 16, label: '已核定' },
  valid: { bit: 32, label: '有效' },
  kept: { bit: 64, label: '未撤销' },
  accurate: { bit: 128, label: '一次派准' },
  extended: { bit: 256, label: '延期' },
  closed: { bit: 512, label: '已结' },
  reworked: { bit: 1024, label: '返工' },
  redone: { bit: 2048, label: '重办' },
  solved: { bit: 4096, label: '认为解决' },
  satisfied: { bit: 8192, label: '认为满意' },
} as const;
export type Mark = keyof typeof marks;

/**
 * A case has each fact at most once, so a number is a number of cases and opens exactly their list. A fact counts on
 * the day when it was first done or should have been, whichever came first: what happens later never moves it, and
 * work that has to be done again is a fact of its own.
 */
export const facts = {
  report: { label: '上报', day: '上报的那天', marks: ['judged', 'valid'] },
  verify: { label: '应核实', day: '核实或到期的那天，以先到的为准', marks: ['done', 'inTime', 'late', 'open'] },
  register: { label: '立案', day: '核实通过的那天', marks: ['inTime', 'kept'] },
  assign: {
    label: '应派遣',
    day: '派遣或到期的那天，以先到的为准',
    marks: ['done', 'inTime', 'late', 'open', 'accurate'],
  },
  accept: { label: '应接收', day: '接收或到期的那天，以先到的为准', marks: ['done', 'inTime', 'late', 'open'] },
  respond: {
    label: '应联系',
    day: '联系诉求人或到期的那天，以先到的为准',
    marks: ['done', 'inTime', 'late', 'open'],
  },
  handle: {
    label: '应处置',
    day: '回复或到期的那天，以先到的为准',
    marks: ['done', 'inTime', 'late', 'open', 'extended'],
  },
  again: {
    label: '应再次处置',
    day: '返工、重办后回复或到期的那天，以先到的为准',
    marks: ['done', 'inTime', 'late', 'open'],
  },
  check: { label: '应核查', day: '核查或到期的那天，以先到的为准', marks: ['done', 'inTime', 'late', 'open'] },
  review: { label: '应复核', day: '复核或到期的那天，以先到的为准', marks: ['done', 'inTime', 'late', 'open'] },
  close: {
    label: '应结案',
    day: '回复或处置到期的那天，以先到的为准',
    marks: ['closed', 'inTime', 'reworked', 'redone'],
  },
  opinion: { label: '居民有评价', day: '最后一次评价或回访的那天', marks: ['solved', 'satisfied'] },
  excluded: { label: '不合理诉求', day: '认定的那天', marks: [] },
} as const satisfies Record<string, { label: string; day: string; marks: readonly Mark[] }>;
export type FactKind = keyof typeof facts;
export const factKinds = Object.keys(facts) as FactKind[];

/** The steps whose time is told beside the rates. */
export const timedSteps = ['verify', 'assign', 'accept', 'handle', 'check', 'review'] as const;
export type TimedStep = (typeof timedSteps)[number];

export interface Fact {
  kind: FactKind;
  /** In the city's calendar, 20261123. */
  day: number;
  /** The unit that answers for it, or null where no unit does. */
  unit: string | null;
  /** Bits of `marks`. */
  marks: number;
  /** Natural minutes that the step took, without the time when it stood still; null until it is done. */
  minutes: number | null;
}

/** A number that is kept: all facts of a kind, or those that bear a mark. */
export type Counter = FactKind | `${FactKind}.${Mark}`;
export const counters = factKinds.flatMap((kind): Counter[] => [
  kind,
  ...facts[kind].marks.map((mark) => `${kind}.${mark}` as const),
]);
export const bitsOf = (of: readonly Mark[]): number => of.reduce((sum, mark) => sum + marks[mark].bit, 0);
/** Which facts a counter counts. */
export function factOf(counter: Counter): { kind: FactKind; bits: number } {
  const [kind, mark] = counter.split('.') as [FactKind, Mark | undefined];
  return { kind, bits: mark ? marks[mark].bit : 0 };
}
/** '应处置，按时' */
export function sayCounter(counter: Counter): string {
  const [kind, mark] = counter.split('.') as [FactKind, Mark | undefined];
  return mark ? `${facts[kind].label}，${marks[mark].label}` : facts[kind].label;
}
/** The counters that one fact adds to. */
export const countersOf = (fact: Pick<Fact, 'kind' | 'marks'>): Counter[] => [
  fact.kind,
  ...facts[fact.kind].marks
    .filter((mark) => (fact.marks & marks[mark].bit) !== 0)
    .map((mark) => `${fact.kind}.${mark}` as const),
];

interface Formula {
  version: number;
  /** The first month it is for, `2026-01`; earlier ones keep the formula before it. */
  from: string;
  good: Counter;
  of: Counter;
  words: string;
  source: string;
}
interface MeasureRow {
  label: string;
  better: 'high' | 'low';
  /** Oldest first; a change of a formula is a new one, for later months only. */
  formulas: readonly [Formula, ...Formula[]];
}
const GB = 'GB/T 30428.4（转引自公开的评分程序，未见标准原文）';
const THREE = '接诉即办“三率”的通行算法（《北京市接诉即办工作条例》第三十二条只定了三率，未定算法）';
const OURS = '本系统';
const rate = (
  label: string,
  better: 'high' | 'low',
  good: Counter,
  of: Counter,
  words: string,
  source: string,
): MeasureRow => ({ label, better, formulas: [{ version: 1, from: '2000-01', good, of, words, source }] });

export const measures = {
  valid: rate('有效上报率', 'high', 'report.valid', 'report.judged', '有效的上报 ÷ 已核定的上报', GB),
  verifyInTime: rate('按时核实率', 'high', 'verify.inTime', 'verify', '按时核实 ÷ 应核实', GB),
  registerInTime: rate('按时立案率', 'high', 'register.inTime', 'register', '按时立案 ÷ 立案', GB),
  registerKept: rate(
    '准确立案率',
    'high',
    'register.kept',
    'register',
    '（立案 − 立案后不予受理、撤回、并案）÷ 立案',
    GB,
  ),
  assignInTime: rate('按时派遣率', 'high', 'assign.inTime', 'assign', '按时派遣 ÷ 应派遣', GB),
  assignAccurate: rate('准确派遣率', 'high', 'assign.accurate', 'assign', '（派遣 − 重新派遣）÷ 应派遣', GB),
  handled: rate('处置率', 'high', 'handle.done', 'handle', '已处置 ÷ 应处置', GB),
  handledInTime: rate('按期处置率', 'high', 'handle.inTime', 'handle', '按期处置 ÷ 应处置', GB),
  overdueOpen: rate('超期待处置率', 'low', 'handle.open', 'handle', '超期仍未处置 ÷ 应处置', GB),
  extended: rate('延期率', 'low', 'handle.extended', 'handle', '批准延期 ÷ 应处置', GB),
  checkInTime: rate('按时核查率', 'high', 'check.inTime', 'check', '按时核查 ÷ 应核查', GB),
  reworked: rate('返工率', 'low', 'close.reworked', 'close', '返工 ÷ 应结案', GB),
  againInTime: rate('返工重办按期率', 'high', 'again.inTime', 'again', '按期再次处置 ÷ 返工或重办后应再次处置', OURS),
  closed: rate('结案率', 'high', 'close.closed', 'close', '已结案 ÷ 应结案（已处置 + 超期未处置）', GB),
  closedInTime: rate('按期结案率', 'high', 'close.inTime', 'close', '各步都没有超期的已结案 ÷ 应结案', GB),
  redone: rate('重办率', 'low', 'close.redone', 'close', '结案后重办或复核后重新办理 ÷ 应结案', OURS),
  responded: rate('响应率', 'high', 'respond.inTime', 'respond', '时限内联系诉求人 ÷ 已派遣且有人可以联系', THREE),
  solved: rate('解决率', 'high', 'opinion.solved', 'opinion', '居民说解决了 ÷ 有评价或回访到（部分解决不算）', THREE),
  satisfied: rate('满意率', 'high', 'opinion.satisfied', 'opinion', '居民给 4 或 5 分 ÷ 有评价或回访到', THREE),
} as const satisfies Record<string, MeasureRow>;
export type MeasureKey = keyof typeof measures;
export const measureKeys = Object.keys(measures) as MeasureKey[];

/** The formula that holds for a month, `2026-11`. @param version the one that was kept when the month was frozen */
export function formulaOf(key: MeasureKey, month: string, version?: number): Formula {
  const { formulas }: MeasureRow = measures[key];
  const kept = formulas.find((f) => f.version === version);
  return kept ?? [...formulas].reverse().find((f) => f.from <= month) ?? formulas[0];
}

interface Divided {
  by: 'area' | 'unit' | 'item' | 'month';
  from: string;
  to: string;
  place: { code: string } | null;
  unit: { id: string } | null;
}
/** The query of the list of cases behind a row of the statistics, before it is said which of them. */
export interface CasesBehind {
  factFrom: string;
  factTo: string;
  place?: string;
  factUnit?: string;
  item?: string;
}
/** @param key of the row; empty for all together */
export function casesBehind(view: Divided, key: string): CasesBehind {
  const { by } = view;
  const of = (division: Divided['by']) => (by === division && key ? key : undefined);
  const month = of('month') && monthText(Number(key));
  const place = of('area') ?? view.place?.code;
  const factUnit = of('unit') ?? view.unit?.id;
  const item = of('item');
  return {
    factFrom: month ?? view.from,
    factTo: month ?? view.to,
    ...(place ? { place } : {}),
    ...(factUnit ? { factUnit } : {}),
    ...(item ? { item } : {}),
  };
}

/** What the standards or scoring programs have and we do not, each with the reason; shown beside the formulas. */
export const notBuilt = [
  { label: '数量分（上报越多、派得越多分越高）', why: '奖励数量会催生凑数的上报；整治形式主义为基层减负的规定不允许' },
  { label: '监督员、受理员、派遣员等个人的综合分和名次', why: '统计的对象是地方、单位和事项；不给个人排名' },
  { label: '部门综合分和 A–E 等级', why: '权重各地不同，又含数量分；这里只给每个比率和它的事件' },
  { label: '漏报率', why: '“本应由网格员先发现”没有可靠的判断依据，不编造' },
] as const;

/** From this on a resident counts as satisfied. */
export const SATISFIED_FROM = 4;

/** Fewer cases than this show an interval: one case more or less would move the ratio too far. */
export const FEW = 30;
/** The 95 % interval of a ratio by Wilson (1927); honest for few cases and near 0 and 1. */
export function wilson(good: number, of: number): readonly [low: number, high: number] {
  if (of === 0) return [0, 1];
  const z = 1.96;
  const p = good / of;
  const middle = p + (z * z) / (2 * of);
  const wide = z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  const whole = 1 + (z * z) / of;
  return [Math.max(0, (middle - wide) / whole), Math.min(1, (middle + wide) / whole)];
}

export interface Share {
  good: number;
  of: number;
}
const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
/** '92.3%', '41%–67%' of few, '不计' of none. */
export function sayShare({ good, of }: Share): string {
  if (of === 0) return '不计';
  if (of >= FEW) return percent(good / of);
  const [low, high] = wilson(good, of);
  return `${Math.round(low * 100)}%–${Math.round(high * 100)}%`;
}

/** Eight buckets to each doubling: a median told from them is less than 5 % off. */
const PER_DOUBLING = 8;
export const bucketOf = (minutes: number): number => Math.floor(PER_DOUBLING * Math.log2(1 + Math.max(0, minutes)));
const minutesOf = (bucket: number): number => 2 ** ((bucket + 0.5) / PER_DOUBLING) - 1;
/** The minutes that a share of all is not above; null of none. @param histogram bucket → how many */
export function quantile(histogram: ReadonlyMap<number, number>, share: number): number | null {
  const total = [...histogram.values()].reduce((sum, n) => sum + n, 0);
  if (total <= 0) return null;
  let left = Math.ceil(total * share);
  for (const [bucket, n] of [...histogram].sort(([a], [b]) => a - b)) {
    left -= n;
    if (left <= 0) return minutesOf(bucket);
  }
  return null;
}

/** '2026-11' → 202611 */
export const monthNumber = (month: string): number => Number(month.replace('-', ''));
export const monthText = (month: number): string =>
  `${Math.floor(month / 100)}-${String(month % 100).padStart(2, '0')}`;
