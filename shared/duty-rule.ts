/** One line of the duty list (权责清单) as the office keeps it, and which line decides about a case. */
import { alwaysAsked, type Evidence } from './case.js';
import { type GroupKey, groups, itemOf, items, type LeadKey, leads, type Step, type StopKey } from './duty-list.js';
import type { Fields } from './fields.js';
import type { Limit } from './worktime.js';

/** What a line is about: one item by its code, a group of items, or all of them. */
const ALL = 'all';
const GROUP = 'group.';
export const aboutItem = (item: string) => item;
export const aboutGroup = (group: GroupKey) => `${GROUP}${group}`;
export const aboutLabels: Readonly<Record<string, string>> = Object.fromEntries([
  ...items.map((item) => [aboutItem(item.code), item.name]),
  ...(Object.keys(groups) as GroupKey[]).map((key) => [aboutGroup(key), `【${groups[key].label}】各事项`]),
  [ALL, '【全部事项】'],
]);

/** How a version stands. Only what asks something of grid workers waits for the centre (准入). */
export const ruleStates = {
  proposed: '待准入',
  inForce: '已发布',
  withdrawn: '已撤回',
  /** From its day on the line decides nothing more. */
  ended: '已终止',
} as const;
export type RuleState = keyof typeof ruleStates;

export interface Law {
  text: string;
  article: string;
}
/** Answers to the extra questions of an item, by question; questions and options are kept in their own words. */
export type Answers = Readonly<Record<string, unknown>>;

export interface RuleContent {
  about: string;
  /** Code of the place it is for; null for everywhere. */
  area: string | null;
  /** Question → the answer for which it is; null for any. */
  conditions: Readonly<Record<string, string>> | null;
  ledBy: LeadKey;
  /** A certain unit, whoever else leads there. */
  unit: string | null;
  helpers: LeadKey[];
  law: Law[];
  limits: Record<Step, Limit>;
  evidence: Evidence;
  questions: Fields;
  /** To be telephoned at once: such a case is not taken down, and the reporter is told which number to call. */
  stop: StopKey | null;
  /** Assigned by the system itself after 核实. */
  auto: boolean;
  /** Asks something of grid workers: needs the centre's approval and a last day. */
  asksWorkers: boolean;
  /** First day, `YYYY-MM-DD`; null for always. */
  effectiveFrom: string | null;
  /** Last day; null for as long as nothing newer stands. */
  until: string | null;
}
/** One version; what it says is never edited. */
export interface DutyRule extends RuleContent {
  id: string;
  /** What its versions have in common: about, area, conditions. */
  line: string;
  version: number;
  state: RuleState;
}

/** The same for all versions of a line. */
export function lineOf({ about, area, conditions }: Pick<RuleContent, 'about' | 'area' | 'conditions'>): string {
  const when = Object.entries(conditions ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([question, answer]) => `${question}=${answer}`);
  return [about, ...(area || when.length > 0 ? [`@${area ?? ''}`] : []), ...when].join('&');
}
/** Every item has such a line, which therefore cannot be ended. */
export const isBase = (rule: Pick<RuleContent, 'about' | 'area' | 'conditions'>) =>
  itemOf(rule.about) !== undefined && rule.area === null && rule.conditions === null;

export interface Asked {
  item: string;
  /** Codes of the places that hold the case, from the root down. */
  path: readonly string[];
  answers?: Answers | null;
  /** The city's day. */
  on: string;
}
export interface Decision {
  rule: DutyRule;
  /** What it went before, the next best first. */
  over: DutyRule[];
}

/**
 * The line that decides: the smallest area first, then the one with more conditions that are met, then item before
 * group before all. The order in which the lines are given does not matter.
 * @returns null when no line in force fits
 */
export function decide(rules: readonly DutyRule[], asked: Asked): Decision | null {
  const [rule, ...over] = standing(
    rules.filter((r) => concerns(r, asked.item)),
    asked.on,
  )
    .filter((r) => (r.area === null || asked.path.includes(r.area)) && isMet(r.conditions, asked.answers ?? {}))
    .sort(
      (a, b) =>
        depthOf(b, asked.path) - depthOf(a, asked.path) ||
        conditionsOf(b) - conditionsOf(a) ||
        closeness(b) - closeness(a) ||
        (a.line < b.line ? -1 : 1),
    );
  return rule ? { rule, over } : null;
}

/** What to ask the reporter: what is always asked, and the questions of the line that decides as long as nothing was answered. */
export const questionsFor = (
  rules: readonly DutyRule[],
  asked: Omit<Asked, 'answers'>,
  always = alwaysAsked,
): Fields => ({
  ...always,
  ...decide(rules, asked)?.rule.questions,
});

/**
 * Of each line the version in force on a day: the one that began last. What lapsed or was withdrawn gives way to the one
 * before; what was written before the line was ended does not come back, even if its day is later.
 */
export function standing(rules: readonly DutyRule[], on: string): DutyRule[] {
  const begun = rules.filter((rule) => holdsOn(rule, on));
  const endedBy = new Map<string, number>();
  for (const { line, state, version } of begun) {
    if (state === 'ended') endedBy.set(line, Math.max(version, endedBy.get(line) ?? 0));
  }
  const last = new Map<string, DutyRule>();
  for (const rule of begun) {
    if (rule.version < (endedBy.get(rule.line) ?? 0)) continue;
    const other = last.get(rule.line);
    if (!other || isLater(rule, other)) last.set(rule.line, rule);
  }
  return [...last.values()].filter((r) => r.state === 'inForce');
}

/** How a version stands on a day, in a word and with the tone it is shown in. */
export const standings = {
  inForce: { label: '执行中', tone: 'done' },
  coming: { label: '尚未生效', tone: 'active' },
  proposed: { label: '待准入', tone: 'waiting' },
  lapsed: { label: '已到期', tone: 'stopped' },
  withdrawn: { label: '已撤回', tone: 'stopped' },
  ended: { label: '已终止', tone: 'stopped' },
} as const;
export type Standing = keyof typeof standings;
export function standingOf(rule: Pick<DutyRule, 'state' | 'effectiveFrom' | 'until'>, on: string): Standing {
  if (rule.state === 'proposed' || rule.state === 'withdrawn') return rule.state;
  if (rule.until !== null && rule.until < on) return 'lapsed';
  if (rule.effectiveFrom !== null && rule.effectiveFrom > on) return 'coming';
  return rule.state;
}

const holdsOn = (r: DutyRule, on: string) => ['inForce', 'ended'].includes(standingOf(r, on));
const isLater = (a: DutyRule, b: DutyRule) => {
  const [x, y] = [a.effectiveFrom ?? '', b.effectiveFrom ?? ''];
  return x === y ? a.version > b.version : x > y;
};
const concerns = (r: DutyRule, item: string) => {
  const group = itemOf(item)?.group;
  return r.about === ALL || r.about === item || (group !== undefined && r.about === aboutGroup(group));
};
const depthOf = (r: DutyRule, path: readonly string[]) => (r.area === null ? -1 : path.indexOf(r.area));
const conditionsOf = (r: DutyRule) => Object.keys(r.conditions ?? {}).length;
const closeness = (r: DutyRule) => (r.about === ALL ? 0 : r.about.startsWith(GROUP) ? 1 : 2);

const isMet = (conditions: DutyRule['conditions'], answers: Answers) =>
  Object.entries(conditions ?? {}).every(([question, wanted]) => saidIn(answers[question]).includes(wanted));

/** An answer as it is read; what was chosen among several is one word each. */
export function saidIn(answer: unknown): string[] {
  if (answer === undefined || answer === null) return [];
  if (Array.isArray(answer)) return answer.map(String);
  return [typeof answer === 'boolean' ? (answer ? '是' : '否') : String(answer)];
}

/** What a line says about who leads, in one sentence. @param names of its area and of the unit that it comes to here */
export function sayRule(rule: DutyRule, names: { area?: string | undefined; unit?: string | undefined }): string {
  const { about, conditions, unit, version, effectiveFrom } = rule;
  const since =
    version > 1 || effectiveFrom ? `（第 ${version} 版${effectiveFrom ? `，${effectiveFrom} 起` : ''}）` : '';
  const what = itemOf(about) ? `“${aboutLabels[about]}”` : aboutLabels[about];
  const where = rule.area ? `在${names.area ?? rule.area}` : '';
  const when = Object.entries(conditions ?? {}).map(([question, answer]) => `，${question}为“${answer}”时，`);
  const who = !names.unit
    ? '本辖区没有单位负责，须人工确定'
    : unit
      ? `指定由${names.unit}负责`
      : `本辖区由${names.unit}负责`;
  return `权责清单${since}：${what}${where}${when.join('')}由${leads[rule.ledBy]}牵头，${who}`;
}
export const sayLaw = ({ text, article }: Law) => `${text}${article}`;

/** The line that comes with the software for an item. */
export function baseRule(code: string): RuleContent | null {
  const item = itemOf(code);
  if (!item) return null;
  const nothing = { area: null, conditions: null, unit: null, helpers: [], law: [], questions: {} };
  const rest = { stop: item.stop ?? null, auto: false, asksWorkers: false, effectiveFrom: null, until: null };
  return { ...nothing, ...rest, about: code, ledBy: item.lead, limits: item.limits, evidence: { solved: 1 } };
}
