/** What the API answers: the one set of types that server, console and mini-program use. */
import type { CaseKind, Evidence, Outcome, Quality, Solved, Source, Urgency } from './case.js';
import type { Action, EntryAction, Seat, State } from './case-flow.js';
import type { PressCause, TaskKind, TaskRating, TaskSide, TaskState } from './case-office.js';
import type { StopKey } from './duty-list.js';
import type { Law, RuleContent, RuleState, Standing } from './duty-rule.js';
import type { WrittenRule } from './duty-written.js';
import type { HintFinding, HintKind } from './hints.js';
import type { OfficeSpan } from './hours.js';
import type { MeasureKey, Share, TimedStep } from './measures.js';
import type { May, Role, UnitKind } from './permissions.js';
import type { GridKind, How, Level, Post } from './places.js';
import type { Operator } from './privacy.js';
import type { TimeUnit } from './worktime.js';

/** A page of a list. Counting stops at 1,000: then `more` is true and `total` reads 1,000+. */
export interface Page<T> {
  rows: T[];
  total: number;
  more: boolean;
  page: number;
  size: number;
}
export const PAGE_SIZES = [20, 50, 100] as const;
export const COUNT_LIMIT = 1000;

export interface Named {
  id: string;
  name: string;
}
export interface UnitRef extends Named {
  kind: UnitKind;
}
export interface PlaceRef {
  code: string;
  name: string;
}

/** GET /api/session: who is signed in. */
export interface Me {
  id: string;
  kind: 'staff' | 'resident';
  /** Staff: their own name. Residents: how they want to be called, or 居民. */
  name: string;
  roles: Role[];
  may: May;
  unit: UnitRef | null;
  /** The place of the unit: "my area". */
  place: (PlaceRef & { path: string; level: Level }) | null;
  /** Grids where this person holds a post. */
  grids: PlaceRef[];
  /** Absent colleagues whose work this person does today. */
  standsFor: Named[];
  unread: number;
  mustChangePassword: boolean;
  /** Residents: their own masked phone, and which text of the privacy notice they agreed to. */
  phone: string | null;
  /** Residents: a name or phone is kept. */
  hasContact: boolean;
  consent: { version: string; at: string } | null;
}
/** POST /api/session/wechat and /demo: the mini-program has no cookies. */
export interface SignedIn {
  token: string;
  me: Me;
}

/** GET /api/settings (public): what a client must know before anybody signs in. */
export interface Settings {
  city: string;
  /** Centre and span of the first map, WGS-84. */
  view: { lng: number; lat: number; zoom: number };
  demo: boolean;
  firstRun: boolean;
  /** Who runs the service, as the privacy notice names them. */
  operator: Operator;
  hotline: string;
  /** Items that are telephoned and not taken down, by code, as the duty list says for the whole city. */
  stops: Readonly<Record<string, StopKey>>;
  /** Tiles by configuration; without a key the offline base map is drawn. */
  tianditu: { key: string } | null;
}

/** GET and PUT /api/settings/hours. */
export interface OfficeHours {
  spans: OfficeSpan[];
  /** The last year whose holidays are published. */
  knownUntil: number;
}

/** The public card of a grid. */
export interface GridCard extends PlaceRef {
  path: string;
  /** Names from the city down, e.g. 黄浦区 · 兴和街道 · 广福社区. */
  pathNames: string[];
  kind: GridKind;
  households: number | null;
  /** Square metres. */
  area: number | null;
  worker: { workName: string; contact: string } | null;
  supervisionPhone: string | null;
}
/** GET /api/places/at (public): 我在哪个网格. */
export interface PlaceAt {
  grid: GridCard | null;
  how: How;
  special: boolean;
  nearBorder: boolean;
  /** Metres. */
  distance: number | null;
  runnerUp: PlaceRef | null;
}

export interface PlaceRow extends PlaceRef {
  level: Level;
  parent: string | null;
  path: string;
  kind: GridKind;
  children: number;
  households: number | null;
  hasShape: boolean;
  /** What is wrong with it, in words: no full-time worker, no shape, unusual size. */
  faults: string[];
}
export interface PostHolder {
  id: string;
  post: Post;
  account: Named;
  workName: string;
  contact: string;
  since: string;
}
/** GET /api/places/:code for staff. */
export interface PlaceView extends PlaceRow {
  pathNames: string[];
  card: GridCard | null;
  posts: PostHolder[];
  /** Square metres. */
  area: number | null;
  shapeSince: string | null;
  /** From when on it is given up; null for good. */
  until: string | null;
  supervisionPhone: string | null;
  hints: string[];
  openCases: number;
}
/** One thing wrong with an import: which feature, why, where. */
export interface ImportFault {
  feature: number;
  code?: string;
  kind: string;
  reason: string;
  at?: [number, number];
  /** Square metres of an overlap or gap. */
  area?: number;
  other?: string;
}
/** How far an import is: features read, then features whose neighbours have been compared, and pairs of those. */
export interface ImportProgress {
  stage: 'reading' | 'comparing' | 'writing';
  done: number;
  /** 0 until it is known. */
  total: number;
  pairs: number;
}
/** An import that is watched: `waiting` until its file is there. */
export interface ImportRun extends ImportProgress {
  id: string;
  state: 'waiting' | 'running' | 'done' | 'stopped';
}
export interface ImportReport {
  features: number;
  faults: ImportFault[];
  /** Rows that were, or in a dry run would be, written. */
  created: number;
  changed: number;
  /** Places that are called otherwise afterwards. */
  renamed: { code: string; from: string; to: string }[];
  applied: boolean;
  /** Preview for the map: what would be there (GeoJSON FeatureCollection, WGS-84). */
  preview?: unknown;
}

export interface UnitRow extends UnitRef {
  parent: string | null;
  place: PlaceRef | null;
  head: Named | null;
  /** Keys of the duty list this unit leads. */
  leads: string[];
  staff: number;
  active: boolean;
}
export interface AccountRow extends Named {
  workName: string;
  contact: string;
  /** The name typed at sign-in. */
  login: string;
  roles: Role[];
  unit: UnitRef | null;
  grids: PlaceRef[];
  active: boolean;
  locked: boolean;
  lastSeen: string | null;
}

export interface Photo {
  id: string;
  /** Signed, short-lived addresses. */
  url: string;
  thumb: string;
  width: number;
  height: number;
}

export interface CaseRow {
  id: string;
  /** Digits; shown in groups by `sayCaseNumber`. */
  number: string;
  kind: CaseKind;
  source: Source;
  /** Code of the duty list. */
  item: string;
  words: string;
  address: string | null;
  state: State;
  seat: Seat;
  grid: PlaceRef | null;
  community: PlaceRef | null;
  street: PlaceRef | null;
  how: How;
  unit: UnitRef | null;
  urgency: Urgency;
  createdAt: string;
  /** When the step that runs must be done; null while nothing runs. */
  dueAt: string | null;
  /** The one date the resident was promised. */
  promisedAt: string | null;
  closedAt: string | null;
  returns: number;
  followers: number;
  photo: string | null;
  /** 督办中. */
  pressed: boolean;
  /** 挂账: the day it is looked at again. */
  reviewOn: string | null;
  /** The day supervision asked the reporter afterwards. */
  visitedOn: string | null;
  /** Marked by two people; left out of the measures. */
  unreasonable: boolean;
  /** In a search: what was found where the row itself does not show it, e.g. in a reply. */
  found?: string;
  version: number;
  /** What the asker may do now, in the table's order. Clients never work it out again. */
  can: Action[];
}

export interface Entry {
  id: string;
  seq: number;
  at: string;
  action: EntryAction;
  /** Staff see who; residents see the unit only, and themselves as 您. */
  who: string | null;
  unit: string | null;
  mine: boolean;
  from: State | null;
  to: State;
  /** What was typed, by field of the action's form; photos are in `photos`. */
  input: Record<string, unknown>;
  /** Names of units, cases and items that `input` refers to, by id. */
  names: Record<string, string>;
  photos: Record<string, Photo[]>;
  /** Resident's wording, ready to show; null for entries that residents do not see. */
  says: string | null;
  /** What the duty list said to it; staff only. */
  why?: string | null;
  /** Staff photos: when and how far from the place they were taken, if the file told. */
  evidence?: { takenAt: string | null; metres: number | null }[];
}

/** The promised date was another before: what the resident is told of it. */
export interface PromiseChange {
  at: string;
  from: string;
  to: string;
  why: string;
}

/** What the duty list says of a case: whose it is, and by which line. */
export interface CaseDuty {
  rule: string;
  version: number;
  /** Whom it comes to at this place; null where nobody answers for it. */
  unit: UnitRef | null;
  helpers: UnitRef[];
  law: Law[];
  evidence: Evidence;
  /** 为什么派给它: what the line says, by what law, with whose help. */
  words: string[];
}

/** What was answered to whoever reported, with the photos that they are shown. */
export interface Answer {
  unit: string | null;
  outcome: Outcome | null;
  reply: string;
  plannedOn: string | null;
  goTo: string | null;
  before: Photo[];
  after: Photo[];
}
/** The main case of a merged one, as whoever follows it may see it. */
export interface MainCase {
  id: string;
  number: string;
  state: State;
  unit: UnitRef | null;
  promisedAt: string | null;
  reviewOn: string | null;
  /** Null before it is answered, and again when it is done anew. */
  answer: Answer | null;
}

export interface CaseView extends CaseRow {
  /** Holidays of a year that the promise reaches into are not published yet (`PROVISIONAL` says it). */
  provisional: boolean;
  /** Each change of the promised date, oldest first. */
  promiseChanges: PromiseChange[];
  /** While the resident is waited for: until when, after which the system goes on without them. */
  answerBy: string | null;
  /** Staff: until when the unit that has it reaches the reporter; null once it did, or where there is nobody to reach. */
  contactBy: string | null;
  /** Staff: time used by each unit while it held the case, by unit of time. */
  unitTimes: { unit: UnitRef; used: Partial<Record<TimeUnit, number>> }[];
  point: { lng: number; lat: number } | null;
  /** As it was given: datum and accuracy in metres. */
  given: { lng: number; lat: number; datum: string; accuracy: number | null } | null;
  routed: {
    how: How;
    special: boolean;
    nearBorder: boolean;
    distance: number | null;
    runnerUp: PlaceRef | null;
    pathNames: string[];
  };
  worker: { workName: string; contact: string } | null;
  photos: Photo[];
  timeline: Entry[];
  /** Masked: 王** and 199****0012. Null when there is none. */
  reporter: { name: string | null; phone: string | null; mine: boolean } | null;
  /** Which unit is suggested for 派遣, and why. */
  suggestion: { unit: UnitRef; why: string } | null;
  /** The line of the duty list that it was opened under; staff only. */
  duty: CaseDuty | null;
  /** What the reporter answered to the extra questions of the item. */
  answers: { question: string; said: string }[];
  /** Where this one was merged: what its reporter follows. */
  main: MainCase | null;
  merged: { id: string; number: string }[];
  rating: { solved: Solved; satisfied: number; reasons: string[]; words: string | null } | null;
  quality: Quality | null;
  final: boolean;
  seenOn: string | null;
  /** What is refused now although the state would allow it: action → reason in words. */
  cannot: Partial<Record<Action, string>>;
  /** Staff only, as all below. */
  press: { cause: PressCause; demand: string; until: string; by: string; at: string } | null;
  /** Who was drawn to check it. */
  checker: Named | null;
  extension: { until: string; words: string } | null;
  extensions: number;
  doubt: { words: string; at: string } | null;
  /** The level above was asked to coordinate, and has not answered. */
  escalation: { words: string; at: string } | null;
  /** 首接单位. */
  firstUnit: Named | null;
  tasks: Task[];
}

/** What another unit was asked to do for a case. */
export interface Task {
  id: string;
  kind: TaskKind;
  unit: Named;
  asker: Named | null;
  words: string;
  at: string;
  dueAt: string;
  state: TaskState;
  /** It was not done by its day, or is not yet. */
  late: boolean;
  reply: string | null;
  doneAt: string | null;
  ratings: Partial<Record<TaskSide, { rating: TaskRating; words: string | null }>>;
  /** What waits for my unit: to answer, or to rate the other side. */
  waits: 'answer' | 'rating' | null;
  /** My unit gave it, and may take it back. */
  mine: boolean;
}

/** POST /api/cases: what the reporter sees at once. */
export interface Reported {
  id: string;
  number: string;
  state: State;
  grid: GridCard | null;
  how: How;
  promisedAt: string | null;
  provisional: boolean;
  /** Said in one sentence: who has it, and what happens next. */
  next: string;
}

/** GET /api/cases/counts: how many wait, capped like lists. */
export interface Count {
  n: number;
  more: boolean;
}
export interface Counts {
  states: Record<State, Count>;
  open: Count;
  /** Cases whose next move is mine. */
  mine: Count;
  /** Mine by step, in the order of the flow. */
  mineByState: Partial<Record<State, Count>>;
  mineOverdue: Count;
  mineDueToday: Count;
  overdue: Count;
  /** Not late yet, and due before the day ends. */
  dueToday: Count;
  /** In no grid, and can still be given a place. */
  unlocated: Count;
  pressed: Count;
  /** Cases with a task that waits for my unit. */
  tasks: Count;
}

/** A version of a line of the duty list, with the names of what it refers to. */
export interface DutyRow extends Omit<RuleContent, 'area' | 'unit'> {
  id: string;
  version: number;
  state: RuleState;
  area: PlaceRef | null;
  unit: UnitRef | null;
  standing: Standing;
  changedAt: string;
  /** Null for what came with the software. */
  changedBy: string | null;
  why: string;
  /** Who decided about 准入, and why; null where nobody did. */
  decided: { by: string; at: string; why: string | null } | null;
}
/** GET /api/duty/rules/:id: the newest version of the line, all versions of it, newest first, and the form as it would be changed. */
export interface DutyView extends DutyRow {
  history: DutyRow[];
  written: Partial<WrittenRule>;
  /** Each item has one such line, which cannot be ended. */
  base: boolean;
  can: DutyAct[];
}
export type DutyAct = 'change' | 'end' | 'approve' | 'withdraw';

/** POST /api/duty/dry-run: what would have gone elsewhere, or have had other limits. */
export interface DryRun {
  looked: number;
  changed: number;
  otherUnit: number;
  otherLimits: number;
  /** The newest of those that would change. */
  cases: { id: string; number: string; item: string; words: string; before: DryRunSide; after: DryRunSide }[];
}
export interface DryRunSide {
  unit: string | null;
  limits: string;
}

/** POST /api/duty/import */
export interface DutyImportReport {
  rows: number;
  created: number;
  changed: number;
  same: number;
  faults: { row: number; column: string; reason: string }[];
  applied: boolean;
}

export interface MapPoint {
  id: string;
  number: string;
  lng: number;
  lat: number;
  state: State;
  kind: CaseKind;
  late: boolean;
}
/** GET /api/cases/map: single points, or clusters where there are too many. */
export interface CaseMap {
  points: MapPoint[];
  clusters: { lng: number; lat: number; n: number }[];
  more: boolean;
}
/** GET /api/cases/by-place: open cases under each child of an area, and last of all those that lie under none. */
export interface PlaceCount {
  /** Null: under none. */
  code: string | null;
  name: string;
  open: number;
  late: number;
  households: number | null;
}

export interface Notice {
  id: string;
  at: string;
  caseId: string | null;
  number: string | null;
  title: string;
  words: string;
  read: boolean;
}

/** Answer of POST /api/cases/:id/reveal. */
export interface Revealed {
  name: string | null;
  phone: string | null;
}
/** GET /api/cases/:id/looks, newest first: who looked at my contact, for the reporter. */
export interface Look {
  at: string;
  unit: string | null;
  reason: string;
}

/** GET /api/intake/spots: where somebody on the telephone may mean. */
export interface Spot {
  kind: 'place' | 'road' | 'case';
  /** What the address would say. */
  label: string;
  /** What tells it from others of the same name. */
  more: string;
  lng: number | null;
  lat: number | null;
}
/** POST /api/intake/caller: earlier cases of a telephone number, newest first. */
export interface Caller {
  rows: CaseRow[];
  /** There are more than these. */
  more: boolean;
}

/** GET /api/cases/next */
export interface NextCase {
  id: string | null;
  /** Where it stands in the list; 0 is the first row. */
  at: number | null;
}
/** So many of the cases that one has been at are told to the server; a page of the list has no more. */
export const MOST_PASSED = 100;

/** A console that nobody touches for so long is signed out (GB/T 22239 8.1.4.1). */
export const IDLE_MINUTES = 15;
/** Header of what a page asks for by itself while nobody is at it: such requests do not keep a session awake. */
export const UNATTENDED = 'x-unattended';

/** POST /api/cases/phone-search */
export interface PhoneSearch {
  /** For `tel` of the list: stands for the number, holds none of its digits, and serves this session alone. */
  tel: string;
  until: string;
  /** How many cases there are now, counted up to a few hundred. */
  found: number;
}

export type ExportState = 'waiting' | 'running' | 'done' | 'stopped' | 'failed';
/** GET /api/exports: one's own lists as files, kept for a day. */
export interface ExportView {
  id: string;
  state: ExportState;
  done: number;
  /** Known once the counting is over. */
  total: number | null;
  createdAt: string;
  /** Why it failed. */
  words: string | null;
  /** Signed and short-lived; null until there is a file. */
  url: string | null;
}

export interface ActResult {
  id: string;
  ok: boolean;
  version?: number;
  state?: State;
  code?: string;
  detail?: string;
}

export interface AuditRow {
  seq: number;
  at: string;
  who: string | null;
  action: string;
  object: string | null;
  ok: boolean;
  source: string | null;
  detail: Record<string, unknown>;
}

/** GET /api/hints: what the supervision desk may want to look at twice. */
export interface Hint {
  id: string;
  kind: HintKind;
  /** What was seen, in one sentence. */
  seen: string;
  at: string;
  case: { id: string; number: string; item: string; unit: string | null };
  /** The other case that it is about: of the same photo, or of the same place and item; null outside one's reach. */
  other: { id: string; number: string } | null;
  /** The photo, and the one it looks like. */
  photos: Photo[];
  finding: HintFinding | null;
  words: string | null;
  foundBy: string | null;
  foundAt: string | null;
}

/** How long a step took, in natural minutes; null of none. */
export interface StepTime {
  n: number;
  median: number | null;
  p90: number | null;
}
export interface StatsRow {
  /** Code of the place, id of the unit, code of the item, or the month, 202611; empty for all together. */
  key: string;
  name: string;
  /** Of frozen months as they were then, by the formulas of then. */
  shares: Record<MeasureKey, Share>;
  times: Record<TimedStep, StepTime>;
  /** As they would be now; absent where no month is frozen. */
  now?: Pick<StatsRow, 'shares' | 'times'>;
}
export interface FrozenMonth {
  month: string;
  at: string;
  /** Null: by itself. */
  by: string | null;
  versions: Record<MeasureKey, number>;
}
/** GET /api/stats: the ratios of a place or a unit, divided as asked. */
export interface StatsView extends Omit<Page<StatsRow>, 'more'> {
  place: (PlaceRef & { level: Level }) | null;
  unit: Named | null;
  /** From the root down to the place, for the way back up; only what one may see. */
  path: (PlaceRef & { level: Level })[];
  by: 'area' | 'unit' | 'item' | 'month';
  /** What the rows are, where they are places. */
  level: Level | null;
  from: string;
  to: string;
  all: StatsRow;
  frozen: FrozenMonth[];
}
