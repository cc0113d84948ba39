/** A clerk's desk as data: the views everybody has, saved ones, quick actions, reply templates, and what the API answers. */
import { type Action, actionRow, isAction, placingStates, stateRow } from './case-flow.js';
import { type Fault, type Fields, faults, forMany, has } from './fields.js';
import type { May, Permission, Role } from './permissions.js';
import { sayCaseNumber, sayDate } from './say.js';
import type { CaseRow, CaseView, Count, Named } from './views.js';

/** What narrows a list, in the words of its query: exactly what `GET /api/cases` takes. */
export type ViewFilter = Readonly<Record<string, string>>;

interface SystemViewRow {
  label: string;
  filter: ViewFilter;
  /** Shown to whoever holds one of these. */
  for: readonly Permission[];
}

/** Whoever has a next move; 领导 reads only and needs no queue. */
const movers = ['case.verify', 'case.assign', 'case.handle', 'case.check', 'case.review', 'case.close'] as const;

/** In the order in which they stand above the list. */
export const systemViews = {
  mine: { label: '我的待办', filter: { mine: 'true', sort: 'dueAt' }, for: movers },
  soon: { label: '即将超期', filter: { soon: 'true', sort: 'dueAt' }, for: ['case.read'] },
  late: { label: '已超期', filter: { late: 'true', sort: 'dueAt' }, for: ['case.read'] },
  ownerless: {
    label: '无主',
    filter: { state: placingStates.join(), without: 'grid', sort: 'dueAt' },
    for: ['case.verify', 'case.assign'],
  },
  returned: { label: '被退回', filter: { returned: 'true', sort: 'dueAt' }, for: ['case.assign'] },
  pressed: {
    label: '被督办',
    filter: { pressed: 'true', sort: 'dueAt' },
    for: ['case.assign', 'case.handle', 'case.press'],
  },
  pending: {
    label: '待批',
    filter: { pending: 'true' },
    for: ['case.assign', 'case.decide', 'case.review'],
  },
  unchecked: {
    label: '无人可核查',
    filter: { unchecked: 'true', sort: 'dueAt' },
    for: ['case.check', 'case.review'],
  },
  review: { label: '复核', filter: { state: 'disputed', sort: 'dueAt' }, for: ['case.review'] },
} as const satisfies Record<string, SystemViewRow>;
export type SystemView = keyof typeof systemViews;
export const systemViewOrder = Object.keys(systemViews) as SystemView[];
export const systemViewRow = (v: SystemView): SystemViewRow => systemViews[v];
/** The system views of somebody with these permissions. */
export const viewsFor = (may: May): SystemView[] =>
  systemViewOrder.filter((v) => systemViewRow(v).for.some((p) => may[p] !== undefined));

/** As many views stand above the list, those that everybody has first; only these are counted. */
export const MOST_IN_BAR = 20;

/** What a list of cases can be sorted by; a minus is descending. */
export const caseSorts = ['dueAt', '-createdAt', 'createdAt', 'promisedAt', 'number', '-number', '-changedAt'] as const;
export type CaseSort = (typeof caseSorts)[number];
/** How a list is sorted: as it is asked for, else queues by what is due first and everything else by what is newest. */
export const orderOf = (f: { sort?: CaseSort; mine?: boolean; open?: boolean }): CaseSort =>
  f.sort ?? (f.mine || f.open ? 'dueAt' : '-createdAt');

/** How near its deadline a case is 即将超期: one day. */
export const SOON_MS = 24 * 3_600_000;

/** The blanks of a reply template: what stands in braces → what it is replaced by, in words. */
export const blanks = {
  number: '编号',
  item: '事项',
  place: '地点',
  unit: '承办单位',
  date: '承诺日期',
  reporter: '诉求人称呼（已遮盖）',
} as const;
export type Blank = keyof typeof blanks;
export type BlankValues = Record<Blank, string>;

const BLANK = /\{([^{}]*)\}/g;

/** What stands in braces and is no blank of ours: such a template would be sent with its braces. */
export function unknownBlanks(words: string): string[] {
  const named = [...words.matchAll(BLANK)].map((m) => m[1] as string);
  return [...new Set(named.filter((name) => !has(blanks, name)))];
}

/** The words with their blanks filled in; what is not ours stays as it was typed. */
export const fillBlanks = (words: string, values: BlankValues): string =>
  words.replace(BLANK, (whole, name: string) => (has(blanks, name) ? values[name as Blank] : whole));

/** What the blanks mean for one case, as the reporter may read it. @param itemName of the duty list */
export function blanksOf(view: CaseView, itemName: string, now: string | Date): BlankValues {
  const place = view.address ?? view.grid?.name ?? view.community?.name ?? view.street?.name ?? '您反映的地点';
  return {
    number: sayCaseNumber(view.number),
    item: itemName,
    place,
    unit: view.unit?.name ?? '承办单位',
    date: view.promisedAt ? sayDate(view.promisedAt, now) : '承诺日期',
    reporter: view.reporter?.name ?? '您',
  };
}

/** Instead of a unit: the one that the duty list suggests for the case at hand. */
export const SUGGESTED = 'suggested';

export interface MacroStep {
  action: Action;
  input: Record<string, unknown>;
}
export interface MacroContent {
  steps: MacroStep[];
  /** The next case of the list opens afterwards. */
  onward: boolean;
}
export const MOST_STEPS = 5;

/** Actions that a macro may hold: those of staff whose form can be filled in beforehand. */
export const canBeStep = (action: Action): boolean =>
  !['case.follow', 'case.silence'].includes(actionRow(action).by) &&
  !Object.values(actionRow(action).asks).some((field) => field.kind === 'photos' && field.required);

const textsOf = (fields: Fields, input: Record<string, unknown>) =>
  Object.keys(fields)
    .filter((key) => fields[key]?.kind === 'longText' || fields[key]?.kind === 'text')
    .map((key) => String(input[key] ?? ''));

/** What is wrong with a macro, by `steps.<n>.<field>`; an empty object means nothing. */
export function macroFaults(content: MacroContent): Record<string, Fault> {
  const { steps } = content;
  if (!Array.isArray(steps) || steps.length === 0) return { steps: 'required' };
  if (steps.length > MOST_STEPS) return { steps: 'tooMany' };
  const found: Record<string, Fault> = {};
  steps.forEach((step, i) => {
    const action = step?.action;
    if (typeof action !== 'string' || !isAction(action) || !canBeStep(action)) {
      found[`steps.${i}`] = 'invalid';
      return;
    }
    if (!follows(steps.slice(0, i), action)) found[`steps.${i}`] = 'invalid';
    const { asks, check } = actionRow(action);
    const wrong = { ...check?.(step.input ?? {}), ...faults(forMany(asks), step.input) };
    for (const [key, fault] of Object.entries(wrong)) found[`steps.${i}.${key}`] = fault;
    if (textsOf(asks, step.input ?? {}).some((text) => unknownBlanks(text).length > 0))
      found[`steps.${i}`] ??= 'invalid';
  });
  return found;
}

/** Whether the action can come after these, as far as the table alone can tell. */
function follows(before: readonly MacroStep[], action: Action): boolean {
  const moved = before.map((step) => (isAction(step.action) ? actionRow(step.action).to : 'back'));
  const last = moved.filter((to) => to !== 'same').at(-1);
  return last === undefined || last === 'back' || actionRow(action).from.includes(last);
}

/** A macro in one line: 核实 → 派遣. */
export const sayMacro = ({ steps }: Pick<MacroContent, 'steps'>): string =>
  steps.map((step) => actionRow(step.action).label).join(' → ');
/** Where the step leads, in words; '' where the case stays as it is. */
export const sayStepEnd = (action: Action): string => {
  const { to } = actionRow(action);
  return to === 'same' || to === 'back' ? '' : stateRow(to).label;
};

/** What the API answers. */
interface Kept extends Named {
  /** Shared with the whole unit. */
  shared: boolean;
  mine: boolean;
  /** Whose it is, where it is somebody else's. */
  by: string | null;
  /** May be changed by the asker. */
  editable: boolean;
}
export interface SavedView extends Kept {
  filter: ViewFilter;
}
export interface MacroRow extends Kept, MacroContent {}
export interface TemplateRow extends Kept {
  words: string;
}
/** GET /api/views */
export interface DeskViews {
  system: SystemView[];
  saved: SavedView[];
}
/** GET /api/views/counts: by system view or id of a saved one; null where counting would read too much. */
export type ViewCounts = Record<string, Count | null>;

/** What was typed and not sent. */
export interface Draft {
  input: Record<string, unknown>;
  at: string;
}
/** Drafts of one case, by action. */
export type Drafts = Partial<Record<Action, Draft>>;
/** GET /api/intake/draft: the report that one was taking down. */
export type IntakeDraft = Draft | null;

/** What a macro, or one action on one of many cases, would do. */
export interface StepPreview {
  action: Action;
  /** The form as it would be sent. */
  input: Record<string, unknown>;
  names: Record<string, string>;
  ok: boolean;
  /** In words, where it is the state that changes. */
  to: string | null;
  /** Why not. */
  detail: string | null;
}
export interface BulkPreview {
  id: string;
  /** `same`: nothing would change. */
  verdict: 'ok' | 'no' | 'same';
  /** What it becomes, or why not. */
  words: string;
}

export interface SimilarCase extends CaseRow {
  /** Null where one of the two has no place. */
  metres: number | null;
  sameItem: boolean;
  /** Share of the words that both use, 0 to 1. */
  likeness: number;
}

/** GET /api/live: what changed since, besides who else looks (`LookingNews`). */
export interface LiveNews {
  /** To be given as `after` next time. */
  at: string;
  cases: { id: string; version: number }[];
  /** More changed than is told one by one. */
  many: boolean;
}
/** Who else has this case open. */
export interface Looking {
  caseId: string;
  people: { name: string; unit: string | null }[];
}
/** For each case that one has open, in whatever window. */
export interface LookingNews {
  looking: Looking[];
}

/** GET /api/stand-ins/colleagues: whom one may ask to stand in. */
export interface StandInChoice {
  colleagues: Named[];
  /** Somebody of another unit may be named too. */
  beyond: boolean;
}
/** GET /api/stand-ins/outsiders: somebody of the staff, and where they work. */
export interface Outsider extends Named {
  unit: string | null;
}
/** Somebody whose work somebody else does from one day to another, both included. */
export interface StandInRow {
  id: string;
  account: Named;
  standIn: Named;
  unit: string | null;
  /** The unit of who stands in, where it is another. */
  fromUnit: string | null;
  from: string;
  until: string;
  /** In force today. */
  now: boolean;
  /** May be ended by the asker. */
  editable: boolean;
}
/** GET /api/accounts/:id/hand-over: what would go over, and what ends with the account. */
export interface HandOver {
  posts: string[];
  headOf: string[];
  views: number;
  macros: number;
  templates: number;
  /** Dropped, nobody else reads them. */
  drafts: number;
  standIns: number;
  /** Roles that nobody in service in the unit has without the leaver. */
  lastOf: Role[];
  /** And what nobody there may do then. */
  lost: Permission[];
}
