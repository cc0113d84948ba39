/** A case, its timeline and the units it was with. The row is the projection of the timeline. */
import type { CaseKind, Outcome, Quality, Solved, Source, Urgency } from '../../../shared/case.js';
import type { ClockStep, EntryAction, State } from '../../../shared/case-flow.js';
import type { PressCause, TaskKind, TaskRating, TaskSide, TaskState } from '../../../shared/case-office.js';
import type { Point } from '../../../shared/fields.js';
import type { CaseLevel, How } from '../../../shared/places.js';
import type { TimeUnit } from '../../../shared/worktime.js';
import { at, body, boolean, code, double, id, integer, json, nullable, string, table } from '../../core/tables.js';

export interface Rating {
  solved: Solved;
  satisfied: number;
  reasons: string[];
  words: string | null;
}
/** Of a step as a whole, or of a step at one unit. */
export type Account = ClockStep | `${ClockStep}@${string}`;
/** Unit → time used, in the units of time of the limits that ran. */
export type UsedBy = Record<string, Partial<Record<TimeUnit, number>>>;
/** What the router said, kept for 为什么是这个网格. */
export interface RoutedNote {
  special: boolean;
  nearBorder: boolean;
  distance: number | null;
  runnerUp: string | null;
}

/** Of a task, what decides who may do what with the case; the rest stands in `case_task`. */
export interface TaskNote {
  id: string;
  kind: TaskKind;
  unit: string;
  asker: string | null;
  /** The city's day until whose end it is to be done. */
  dueOn: string;
  state: TaskState;
  rated: TaskSide[];
}
export interface Press {
  cause: PressCause;
  demand: string;
  until: string;
  by: string;
  at: string;
}
/** What somebody put forward, and who: another person decides. */
export interface Proposal {
  by: string;
  words: string;
  at: string;
  until?: string;
}

/** Of an act that said where the case lies. */
export interface Placed {
  /** Where it lies since, and whose it is, for whoever reads the timeline; null where only its address was written. */
  words: string | null;
  /** Where it was taken to lie before. */
  was: Was;
}
export interface Was extends Record<CaseLevel, string | null> {
  how: How;
  address: string | null;
  given: Point | null;
}

const place = () => nullable(code(24));

export const caseFile = table(
  'case_file',
  {
    id: id(),
    number: code(20),
    kind: code<CaseKind>(12),
    source: code<Source>(12),
    item: code(40),
    /** The version of the duty list's line that it was opened under, and keeps. */
    rule: nullable(code()),
    /** What the reporter answered to the extra questions of the item, by question. */
    answers: nullable(json<Record<string, unknown>>()),
    words: body(),
    address: nullable(string(120)),
    /** WGS-84. */
    lng: nullable(double()),
    lat: nullable(double()),
    /** As it was given. */
    givenLng: nullable(double()),
    givenLat: nullable(double()),
    givenDatum: nullable(code(8)),
    accuracy: nullable(double()),
    how: code<How>(12),
    routed: json<RoutedNote>(),
    city: place(),
    county: place(),
    street: place(),
    community: place(),
    grid: place(),
    /** The area whose triage desk has it; 报请协调 moves it up. */
    desk: place(),
    state: code<State>(20),
    /** False once nothing is to be done unless somebody objects: such cases leave the queues. */
    open: boolean(),
    /** The state before waiting or merging. */
    backTo: nullable(code<State>(20)),
    /** The unit it is with now; the last one while it is with nobody. */
    unit: nullable(code()),
    /** Every unit it is or was with. */
    units: json<string[]>(),
    /** Accounts that dispatched, received or handled it: they never check it. */
    handledBy: json<string[]>(),
    urgency: code<Urgency>(10),
    urgencyWhy: nullable(string(60)),
    reporter: nullable(code()),
    /** Account of the member of staff who entered it for somebody else. */
    enteredBy: nullable(code()),
    contactName: nullable(body()),
    contactPhone: nullable(body()),
    phoneIndex: nullable(code(40)),
    /** Of its last four digits. */
    phoneEnd: nullable(code(40)),
    photos: json<string[]>(),
    seenOn: nullable(code(10)),
    dueAt: nullable(at()),
    /** When that deadline was set: with the step, or later by an extension. */
    dueSince: nullable(at()),
    /** The unit whose clock that is: of the grid, of the desk, the one that handles, of whoever checks. */
    onDuty: nullable(code()),
    /** By when the unit is to contact the reporter; null where there is nobody to contact, or who was. */
    contactBy: nullable(at()),
    promisedAt: nullable(at()),
    /** Working time used by each step, and at each unit, so far, in the unit of its limit: a return does not reset it. */
    used: json<Partial<Record<Account, number>>>(),
    /** Time used by each unit while it held the case, by unit of time: what is returned stays with the returner. */
    usedBy: nullable(json<UsedBy>()),
    /** Who sent it back to the desk, and out of which step, until it is dispatched again. */
    returned: nullable(json<{ unit: string; step: ClockStep }>()),
    stepSince: nullable(at()),
    pausedAt: nullable(at()),
    returns: integer(),
    /** Assigned by decision: may not be returned. */
    final: boolean(),
    /** The dispute is about a rejection. */
    appealed: boolean(),
    /** An appeal was turned down: there is no second one. */
    dismissed: nullable(boolean()),
    /** Taken on by supervision: not rejected again. */
    admitted: nullable(boolean()),
    /** Who rejected it, and who passed it, do not decide about it when that is disputed. */
    rejectedBy: nullable(code()),
    passedBy: nullable(code()),
    urgedOn: nullable(code(10)),
    /** The last day on which its reporter added to it, and how often. */
    adds: nullable(json<{ on: string; n: number }>()),
    followers: integer(),
    main: nullable(code()),
    outcome: nullable(code<Outcome>(20)),
    quality: nullable(code<Quality>(10)),
    rating: nullable(json<Rating>()),
    /** Drawn when it was handled; null: nobody could be drawn. */
    checker: nullable(code()),
    /** All who were drawn for it. */
    drawn: nullable(json<string[]>()),
    /** 挂账 until this day. */
    reviewOn: nullable(code(10)),
    /** Time that extensions added, in the unit of the limit. */
    extra: nullable(json<Partial<Record<Account, number>>>()),
    extensions: nullable(integer()),
    extension: nullable(json<Proposal>()),
    /** The level above was asked to coordinate, and has not answered. */
    escalation: nullable(json<Proposal>()),
    /** An extension, an escalation or a doubt waits for whoever decides. */
    pending: nullable(boolean()),
    /** 首接单位: who received it first. */
    firstUnit: nullable(code()),
    pressed: nullable(boolean()),
    press: nullable(json<Press>()),
    tasks: nullable(json<TaskNote[]>()),
    /** Two people found the demand unreasonable: measures leave it out. */
    unreasonable: nullable(boolean()),
    doubt: nullable(json<Proposal>()),
    visitedOn: nullable(code(10)),
    createdAt: at(),
    closedAt: nullable(at()),
    changedAt: at(),
    version: integer(),
  },
  {
    unique: [['number']],
    indexes: [
      ['open', 'state', 'dueAt'],
      ['city', 'open', 'state', 'dueAt'],
      ['county', 'open', 'state', 'dueAt'],
      ['street', 'open', 'state', 'dueAt'],
      ['community', 'open', 'state', 'dueAt'],
      ['grid', 'open', 'state', 'dueAt'],
      ['unit', 'open', 'state', 'dueAt'],
      ['reporter', 'createdAt'],
      ['createdAt'],
      ['closedAt'],
      ['main'],
      ['phoneIndex'],
      ['phoneEnd'],
      ['pending'],
    ],
  },
);

/** One act each; written once, never edited (the database refuses it too). */
export const caseEntry = table(
  'case_entry',
  {
    id: id(),
    caseId: code(),
    seq: integer(),
    at: at(),
    action: code<EntryAction>(20),
    account: nullable(code()),
    who: nullable(string(60)),
    unit: nullable(code()),
    unitName: nullable(string(80)),
    fromState: nullable(code<State>(20)),
    toState: code<State>(20),
    /** The unit it went to, and the date that was promised, as the resident's sentence needs them. */
    toUnitName: nullable(string(80)),
    promisedAt: nullable(at()),
    /** The clocks that run from then on, and whose they are: what is judged later is judged by them. */
    dueAt: nullable(at()),
    onDuty: nullable(code()),
    contactBy: nullable(at()),
    input: json<Record<string, unknown>>(),
    /** What the duty list said to it, for staff. */
    why: nullable(body()),
    /** Null where it left the place as it was. */
    placed: nullable(json<Placed>()),
  },
  { unique: [['caseId', 'seq']], indexes: [['at']] },
);

/** For departments: cases that are, or once were, theirs. */
export const caseUnit = table(
  'case_unit',
  { caseId: { ...code(), primary: true }, unit: { ...code(), primary: true }, since: at() },
  { indexes: [['unit', 'caseId']] },
);

/** What another unit was asked to do for a case: 子任务, 协办, 吹哨. */
export const caseTask = table(
  'case_task',
  {
    id: id(),
    caseId: code(),
    kind: code<TaskKind>(10),
    /** The unit that is to do it, and the one that asked. */
    unit: code(),
    asker: nullable(code()),
    words: body(),
    /** Moves on by what the case stood still. */
    dueAt: at(),
    pauses: nullable(json<{ from: string; to: string }[]>()),
    /** It ended after that, or not at all. */
    late: nullable(boolean()),
    /** The highest share of its time, in per cent, that somebody was told of. */
    told: nullable(integer()),
    state: code<TaskState>(10),
    reply: nullable(body()),
    doneAt: nullable(at()),
    askerRating: nullable(code<TaskRating>(10)),
    askerWords: nullable(body()),
    doerRating: nullable(code<TaskRating>(10)),
    doerWords: nullable(body()),
    createdAt: at(),
  },
  { indexes: [['unit', 'state', 'caseId'], ['caseId'], ['state', 'dueAt']] },
);

/** Whom supervision is to ask afterwards: drawn for a day and an area, then kept. */
export const visitDraw = table(
  'visit_draw',
  {
    day: { ...code(10), primary: true },
    area: { ...code(24), primary: true },
    caseId: { ...code(), primary: true },
    place: integer(),
    drawnBy: code(),
    drawnAt: at(),
  },
  { indexes: [['caseId']] },
);

/** What was said of a clock that runs out, once each: neither a restart nor a second server says it again. */
export const caseWarning = table(
  'case_warning',
  {
    id: id(),
    caseId: code(),
    /** The step whose limit runs, or the silence of the resident. */
    clock: code<ClockStep | 'silence'>(12),
    /** Which run of the clock: the deadline of the step, or since when the resident is silent. */
    run: at(),
    percent: integer(),
    at: at(),
  },
  { unique: [['caseId', 'clock', 'run', 'percent']] },
);

/** Which cases were found by a telephone number: what the audit log holds, where their reporters can read it. */
export const casePhoneLook = table(
  'case_phone_look',
  { id: id(), caseId: code(), at: at(), unit: nullable(string(60)), way: string(10) },
  { indexes: [['caseId']] },
);
