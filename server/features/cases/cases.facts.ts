/** What a timeline says about a case, as facts that can be counted: a pure function, so that a recount is the same. */
import {
  actionRow,
  type ClockStep,
  type EntryAction,
  isAction,
  type State,
  startsAnew,
  stateRow,
} from '../../../shared/case-flow.js';
import { bitsOf, type Fact, type FactKind, type Mark, SATISFIED_FROM } from '../../../shared/measures.js';
import { type Calendar, localDayOf } from '../../../shared/worktime.js';

/** Of an entry of the timeline, what the facts are made of. */
export interface Told {
  at: Date;
  action: EntryAction | string;
  /** Of whoever acted. */
  unit: string | null;
  toState: State;
  input: Record<string, unknown>;
  /** By when the step that runs after it is to be done, by the limits and the calendar of that time. */
  dueAt: Date | null;
  /** The unit whose clock that is. */
  onDuty: string | null;
  /** By when that unit is to contact the reporter; null where there is nobody to contact, or who was. */
  contactBy: Date | null;
}
export interface Rules {
  /** Whose days they are. */
  calendar: Pick<Calendar, 'zone'>;
  /** What was not done by then and should have been is late. */
  asOf: Date;
}
export interface Facts {
  facts: Fact[];
  /** When the facts change although nobody does anything: the next deadline. */
  nextAt: Date | null;
}

const MEASURED = ['verify', 'assign', 'accept', 'handle', 'check', 'review'] as const satisfies ClockStep[];
type Measured = (typeof MEASURED)[number];
const isMeasured = (step: ClockStep | undefined): step is Measured => (MEASURED as readonly unknown[]).includes(step);
/** Of these the unit that holds the case answers, of the others whoever acts. */
const HELD: readonly ClockStep[] = ['accept', 'handle'];
const MAIN_LINE: readonly State[] = ['reported', 'verified', 'assigned', 'handling', 'handled', 'checked', 'closed'];
const placeOf = (state: State) => MAIN_LINE.indexOf(state);
/** The reporter has heard from the unit. */
const CONTACTS: readonly string[] = ['ask', 'answer', 'handle'];
const ENDED: readonly State[] = ['rejected', 'merged', 'withdrawn'];

interface Moment {
  at: Date;
  unit: string | null;
}
/** The first time that something was to be done; what comes after it was done is no part of it. */
interface Run {
  minutes: number;
  done: Moment | null;
  /** Missed before it was done. */
  late: Moment | null;
  /** Nothing else has taken its place. */
  isWaiting: boolean;
}

export function factsOf(entries: readonly Told[], rules: Rules): Facts {
  const told = new Timeline(rules);
  for (const entry of entries) told.read(entry);
  return told.end();
}

/** A step counts as done when the case moves on by it; what goes back, aside or past it leaves it undone. */
function isDone(from: State, action: string, to: State): boolean {
  if (from === to) return false;
  if (from === 'handled') return action === 'pass' || action === 'rework';
  if (from === 'verified') return to === 'assigned';
  return from === 'disputed' || to === 'rejected' || (placeOf(to) >= 0 && placeOf(to) > placeOf(from));
}

class Timeline {
  private readonly runs = new Map<Measured | 'again' | 'respond', Run>();
  private readonly seen: Told[] = [];
  private round = 0;
  /** The round of the first dispatch, and whether it came back in it. */
  private sent: { round: number; isBack: boolean } | null = null;
  /** Whose handling the case is judged by. */
  private handler: string | null = null;
  private replied: Moment | null = null;
  private opinion: { said: Told; unit: string | null } | null = null;
  private doubted: Told | null = null;

  constructor(private readonly rules: Rules) {}

  private get last(): Told {
    return this.seen[this.seen.length - 1];
  }
  private get state(): State {
    return this.last.toState;
  }

  read(entry: Told): void {
    if (this.seen.length > 0) {
      this.pass(entry.at);
      this.leave(entry);
    }
    if (isAction(entry.action) && startsAnew(actionRow(entry.action))) this.startAnew();
    this.handler = this.handlerAfter(entry);
    this.seen.push(entry);
    this.enter(entry);
  }

  private startAnew(): void {
    this.round++;
    this.doubted = null;
    for (const run of this.runs.values()) if (!run.done) run.minutes = 0;
  }

  private enter(entry: Told): void {
    const place = placeOf(this.state);
    for (const [step, run] of this.runs) if (place > POSITION[step]) run.isWaiting = false;
    if (this.clock) this.runOf(this.clock).isWaiting = true;
    if (this.hasToContact) this.runOf('respond').isWaiting = true;
    if (this.state === 'assigned') this.sent ??= { round: this.round, isBack: false };
    if (this.state === 'handled' || this.state === 'checked') this.replied ??= { at: entry.at, unit: this.handler };
    if (isOpinion(entry)) this.opinion = { said: entry, unit: this.handler };
    if (entry.action === 'confirmDoubt') this.doubted ??= entry;
  }

  /** Whose clock runs in the state where the case stands: that of a step, or of handling a second time. */
  private get clock(): Measured | 'again' | null {
    const { step } = stateRow(this.state);
    if (!isMeasured(step)) return null;
    return HELD.includes(step) && this.runs.get('handle')?.done ? 'again' : step;
  }

  private get hasToContact(): boolean {
    const { seat, paused } = stateRow(this.state);
    return seat === 'unit' && !paused && this.last.contactBy !== null;
  }

  private runOf(step: Measured | 'again' | 'respond'): Run {
    const run = this.runs.get(step) ?? { minutes: 0, done: null, late: null, isWaiting: true };
    this.runs.set(step, run);
    return run;
  }

  /** Time goes by up to a moment, and a deadline with it. */
  private pass(until: Date): void {
    const { at, dueAt, contactBy, onDuty } = this.last;
    const { clock } = this;
    if (clock) {
      const run = this.runOf(clock);
      if (!run.done) run.minutes += Math.max(0, until.getTime() - at.getTime()) / 60_000;
      miss(run, dueAt, onDuty, until);
    }
    if (this.hasToContact) miss(this.runOf('respond'), contactBy, onDuty, until);
  }

  private leave({ at, action, unit, toState, input }: Told): void {
    const { state, clock } = this;
    const { onDuty } = this.last;
    const respond = this.runs.get('respond');
    const isContact = CONTACTS.includes(action) || (action === 'contact' && input.how !== 'notReached');
    if (respond && isContact && stateRow(state).seat === 'unit') respond.done ??= { at, unit: onDuty };
    if (this.sent?.round === this.round && (action === 'return' || action === 'transfer')) this.sent.isBack = true;
    if (!clock || !isDone(state, action, toState) || (clock === 'again' && state !== 'handling')) return;
    const isHeld = clock === 'again' || HELD.includes(clock);
    this.runOf(clock).done ??= { at, unit: isHeld ? onDuty : unit };
  }

  private handlerAfter({ action, unit, toState }: Told): string | null {
    const holder = this.seen.findLast(({ toState }) => isPlaced(toState));
    const held = holder && stateRow(holder.toState).seat === 'unit' ? holder.onDuty : null;
    if (action === 'settle' || (action === 'answer' && !held)) return unit;
    return toState === 'handled' || (toState === 'checked' && action === 'answer') ? held : this.handler;
  }

  end(): Facts {
    this.pass(this.rules.asOf);
    if (this.doubted) return { facts: [this.fact('excluded', this.doubted, [])], nextAt: null };
    const found = [
      this.report(),
      this.register(),
      ...MEASURED.map((step) => this.stepFact(step)),
      this.stepFact('again'),
      this.stepFact('respond'),
      this.close(),
      this.said(),
    ];
    return { facts: found.filter((f): f is Fact => f !== null), nextAt: this.nextAt() };
  }

  private nextAt(): Date | null {
    const { dueAt, contactBy } = this.last;
    const ahead: (Date | null)[] = [];
    if (this.clock && isUnjudged(this.runOf(this.clock))) ahead.push(dueAt);
    if (this.hasToContact && isUnjudged(this.runOf('respond'))) ahead.push(contactBy);
    const moments = ahead.filter((d): d is Date => d !== null && d >= this.rules.asOf);
    return moments.sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
  }

  private fact(kind: FactKind, { at, unit }: Moment, of: readonly Mark[], minutes: number | null = null): Fact {
    const day = Number(localDayOf(at, this.rules.calendar).replace(/-/g, ''));
    return { kind, day, unit, marks: bitsOf(of), minutes };
  }

  /** Where the case stands, a dispute about it left aside. */
  private get decided(): State {
    return this.seen.findLast((e) => e.toState !== 'disputed')?.toState ?? this.state;
  }

  private report(): Fact {
    const judged = this.seen.some((e) => e.toState === 'rejected' || e.toState === 'merged' || isPast(e.toState));
    const of: Mark[] = judged ? ['judged', ...(this.decided === 'rejected' ? [] : (['valid'] as const))] : [];
    return this.fact('report', this.seen[0], of);
  }

  private register(): Fact | null {
    const entry = this.seen.find((e) => isPast(e.toState));
    if (!entry) return null;
    const of: Mark[] = [];
    if (!this.runs.get('verify')?.late) of.push('inTime');
    if (!ENDED.includes(this.decided)) of.push('kept');
    return this.fact('register', entry, of);
  }

  private stepFact(step: Measured | 'again' | 'respond'): Fact | null {
    const run = this.runs.get(step);
    const judged = run?.late ?? run?.done;
    if (!run || !judged) return null;
    const of: Mark[] = [];
    if (run.done) of.push('done');
    of.push(run.late ? 'late' : 'inTime');
    if (!run.done && run.isWaiting && !stateRow(this.state).settled) of.push('open');
    if (step === 'assign' && run.done && !this.sent?.isBack) of.push('accurate');
    if (step === 'handle' && this.did('grantExtension')) of.push('extended');
    const isTimed = run.done && step !== 'again' && step !== 'respond';
    return this.fact(step, judged, of, isTimed ? Math.round(run.minutes) : null);
  }

  private did(...actions: string[]): boolean {
    return this.seen.some((e) => actions.includes(e.action));
  }

  private close(): Fact | null {
    const judged = this.runs.get('handle')?.late ?? this.replied;
    if (ENDED.includes(this.decided) || !judged) return null;
    const first = this.replied && this.replied.at < judged.at ? this.replied : judged;
    const of: Mark[] = [];
    const isClosed = this.state === 'closed';
    if (isClosed) of.push('closed');
    if (isClosed && ![...this.runs].some(([step, { late }]) => late && IN_TIME.includes(step))) of.push('inTime');
    if (this.did('rework')) of.push('reworked');
    if (this.did('redo', 'overrule')) of.push('redone');
    return this.fact('close', first, of);
  }

  /** What the resident said last, in the mini-program or when supervision called. */
  private said(): Fact | null {
    if (!this.opinion) return null;
    const { said, unit } = this.opinion;
    const { solved, satisfied } = said.input;
    const of: Mark[] = [];
    if (solved === 'yes') of.push('solved');
    if (Number(satisfied) >= SATISFIED_FROM) of.push('satisfied');
    return this.fact('opinion', { at: said.at, unit }, of);
  }
}

/** Beyond which state of the main line something is not waited for any more. */
const POSITION = {
  verify: 0,
  assign: 1,
  accept: 2,
  handle: 3,
  again: 3,
  respond: 3,
  check: 4,
  review: Infinity,
} as const satisfies Record<Measured | 'again' | 'respond', number>;
/** The steps of which none may have been late for a case to be closed in time. */
const IN_TIME: readonly string[] = ['verify', 'assign', 'accept', 'handle', 'again', 'check'];

function miss(run: Run, dueAt: Date | null, unit: string | null, until: Date): void {
  if (!run.done && dueAt && dueAt < until) run.late ??= { at: dueAt, unit };
}
const isUnjudged = ({ done, late }: Run) => !done && !late;
/** It was taken on. */
const isPast = (state: State) => placeOf(state) > 0;
/** Who holds a case is said by the states where it waits for somebody of the office, or is with a unit. */
const isPlaced = (state: State) => stateRow(state).seat === 'unit' || state === 'verified' || state === 'reported';
const isOpinion = (e: Told) =>
  e.action === 'confirm' || e.action === 'disagree' || (e.action === 'visit' && typeof e.input.solved === 'string');
