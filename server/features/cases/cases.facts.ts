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
import {
  bitsOf,
  type Fact,
  type FactKind,
  type Mark,
  RESPOND_WITHIN,
  SATISFIED_FROM,
} from '../../../shared/measures.js';
import {
  addWorktime,
  type Calendar,
  type Limit,
  localDayOf,
  momentAt,
  worktimeBetween,
} from '../../../shared/worktime.js';

/** Of an entry of the timeline, what the facts are made of. */
export interface Told {
  at: Date;
  action: EntryAction | string;
  /** Of whoever acted. */
  unit: string | null;
  toState: State;
  input: Record<string, unknown>;
}
export interface Rules {
  /** The limit of a step that begins then. */
  limitOf(step: ClockStep, at: Date): Limit;
  calendar: Calendar;
  /** There is a reporter who can be contacted. */
  hasReporter: boolean;
  /** What was not done by then and should have been is late. */
  asOf: Date;
}
export interface Facts {
  facts: Fact[];
  /** When the facts change although nobody does anything: the next deadline. */
  nextAt: Date | null;
}

const MEASURED: readonly ClockStep[] = ['verify', 'assign', 'accept', 'handle', 'check', 'review'];
/** Of these the unit that holds the case answers, of the others whoever acts. */
const HELD: readonly ClockStep[] = ['accept', 'handle'];
const MAIN_LINE: readonly State[] = ['reported', 'verified', 'assigned', 'handling', 'handled', 'checked', 'closed'];
/** The reporter has heard from the unit. */
const CONTACTS: readonly string[] = ['ask', 'answer', 'handle'];
const ENDED: readonly State[] = ['rejected', 'merged', 'withdrawn'];

interface Run {
  used: number;
  /** What was granted on top of the limit. */
  extra: number;
  minutes: number;
  /** The first time. */
  done: { at: Date; unit: string | null } | null;
  /** Not in this round yet. */
  isWaiting: boolean;
  /** The first time. */
  late: { at: Date; unit: string | null } | null;
  /** In this round. */
  isLate: boolean;
}

const UNTOUCHED: Run = { used: 0, extra: 0, minutes: 0, done: null, isWaiting: true, late: null, isLate: false };

export function factsOf(entries: readonly Told[], rules: Rules): Facts {
  const told = new Timeline(rules);
  for (const entry of entries) told.read(entry);
  return told.end();
}

/** A step counts as done when the case moves on by it; what goes back or aside leaves it undone. */
function isDone(from: State, action: string, to: State): boolean {
  if (from === 'handled') return action === 'pass' || action === 'rework';
  if (from === 'disputed' || to === 'rejected') return true;
  return MAIN_LINE.includes(to) && MAIN_LINE.indexOf(to) > MAIN_LINE.indexOf(from);
}

class Timeline {
  private readonly runs = new Map<ClockStep, Run>();
  private readonly seen: Told[] = [];
  private state: State = 'reported';
  private since = new Date(0);
  private holder: string | null = null;
  /** Whose handling the case is judged by. */
  private handler: string | null = null;
  private round = 0;

  constructor(private readonly rules: Rules) {}

  read(entry: Told): void {
    const stays = this.stays(entry);
    if (this.seen.length > 0 && !stays) this.leave(entry);
    this.seen.push(entry);
    // Its clock runs on.
    if (stays) {
      this.extend(entry);
      return;
    }
    if (isAction(entry.action)) this.restart(entry.action);
    if (entry.toState === 'assigned') this.holder = textOr(entry.input.unit, this.holder);
    else if (entry.toState === 'verified' || entry.toState === 'reported') this.holder = null;
    this.handler = this.handlerAfter(entry);
    this.state = entry.toState;
    this.since = entry.at;
  }

  private stays({ action, toState }: Told): boolean {
    if (this.seen.length === 0 || toState !== this.state) return false;
    return !isAction(action) || actionRow(action).to === 'same';
  }

  private restart(action: Parameters<typeof actionRow>[0]): void {
    if (!startsAnew(actionRow(action))) return;
    this.round++;
    for (const run of this.runs.values()) Object.assign(run, { used: 0, extra: 0, isWaiting: true, isLate: false });
  }

  /** Granted until the end of a day: as much working time more as lies between. */
  private extend({ action, input, at }: Told): void {
    const { step } = stateRow(this.state);
    if (action !== 'grantExtension' || !step || typeof input.until !== 'string') return;
    const { calendar } = this.rules;
    const run = this.runOf(step);
    const until = closingOf(input.until, calendar);
    const due = this.dueOf(step, run);
    // What was granted afterwards does not undo that it was late.
    if (due < at) this.miss(step, run, due);
    run.extra += worktimeBetween(due, until, this.rules.limitOf(step, this.since).unit, calendar);
  }

  private runOf(step: ClockStep): Run {
    const run = this.runs.get(step) ?? { ...UNTOUCHED };
    this.runs.set(step, run);
    return run;
  }

  private handlerAfter({ action, unit, toState }: Told): string | null {
    if (action === 'settle' || (action === 'answer' && !this.holder)) return unit;
    return toState === 'handled' || toState === 'checked' ? (this.holder ?? this.handler) : this.handler;
  }

  private leave(entry: Told): void {
    const { step } = stateRow(this.state);
    if (!step || !MEASURED.includes(step)) return;
    const run = this.spend(step, entry.at);
    if (!isDone(this.state, entry.action, entry.toState)) return;
    run.isWaiting = false;
    run.done ??= { at: entry.at, unit: HELD.includes(step) ? this.holder : entry.unit };
  }

  private dueOf(step: ClockStep, run: Run): Date {
    const limit = this.rules.limitOf(step, this.since);
    return addWorktime(
      this.since,
      { ...limit, amount: Math.max(0, limit.amount + run.extra - run.used) },
      this.rules.calendar,
    );
  }

  private miss(step: ClockStep, run: Run, due: Date): void {
    run.late ??= { at: due, unit: HELD.includes(step) ? this.holder : null };
    run.isLate = true;
  }

  /** The time from the last move up to a moment goes to the step that ran. */
  private spend(step: ClockStep, until: Date): Run {
    const run = this.runOf(step);
    const due = this.dueOf(step, run);
    if (due < until) this.miss(step, run, due);
    const { unit } = this.rules.limitOf(step, this.since);
    run.used += worktimeBetween(this.since, until, unit, this.rules.calendar);
    if (this.round === 0 && !run.done) run.minutes += Math.max(0, until.getTime() - this.since.getTime()) / 60_000;
    return run;
  }

  end(): Facts {
    const { step } = stateRow(this.state);
    const deadlines: Date[] = [];
    if (step && MEASURED.includes(step)) {
      const run = this.runOf(step);
      const due = this.dueOf(step, run);
      const wouldChange = !run.late || (run.isWaiting && !run.isLate);
      if (due >= this.rules.asOf && wouldChange) deadlines.push(due);
      this.spend(step, this.rules.asOf);
    }
    const doubted = this.seen.find((e) => e.action === 'confirmDoubt');
    if (doubted) return { facts: [this.fact('excluded', doubted.at, doubted.unit, [])], nextAt: null };
    const respond = this.respond();
    if (respond?.due) deadlines.push(respond.due);
    const found = [
      this.report(),
      this.register(),
      ...MEASURED.map((s) => this.stepFact(s)),
      respond?.fact,
      this.close(),
      this.opinion(),
    ];
    const [nextAt] = deadlines.sort((a, b) => a.getTime() - b.getTime());
    return { facts: found.filter((f): f is Fact => !!f), nextAt: nextAt ?? null };
  }

  private fact(
    kind: FactKind,
    at: Date,
    unit: string | null,
    of: readonly Mark[],
    minutes: number | null = null,
  ): Fact {
    const day = Number(localDayOf(at, this.rules.calendar).replace(/-/g, ''));
    return { kind, day, unit, marks: bitsOf(of), minutes };
  }

  /** Where the case stands, a dispute about it left aside. */
  private get decided(): State {
    return this.seen.findLast((e) => e.toState !== 'disputed')?.toState ?? this.state;
  }

  private get first(): Told {
    return this.seen[0];
  }

  private report(): Fact {
    const judged = this.seen.some((e) => e.toState === 'rejected' || e.toState === 'merged' || isPast(e.toState));
    const of: Mark[] = judged ? ['judged', ...(this.decided === 'rejected' ? [] : (['valid'] as const))] : [];
    return this.fact('report', this.first.at, this.first.unit, of);
  }

  private register(): Fact | null {
    const entry = this.seen.find((e) => isPast(e.toState));
    if (!entry) return null;
    const of: Mark[] = [];
    if (!this.runs.get('verify')?.late) of.push('inTime');
    if (!ENDED.includes(this.decided)) of.push('kept');
    return this.fact('register', entry.at, entry.unit, of);
  }

  private stepFact(step: ClockStep): Fact | null {
    const run = this.runs.get(step);
    if (!run || (!run.done && !run.late)) return null;
    const { done, late } = run;
    const of: Mark[] = [];
    if (done) of.push('done');
    of.push(late ? 'late' : 'inTime');
    if (run.isLate && run.isWaiting && !stateRow(this.state).settled) of.push('open');
    if (step === 'assign' && done && !this.wasSentOn()) of.push('accurate');
    if (step === 'handle' && this.did('grantExtension')) of.push('extended');
    const at = late?.at ?? done?.at ?? this.since;
    const unit = late?.unit ?? done?.unit ?? null;
    return this.fact(step as FactKind, at, unit, of, done ? Math.round(run.minutes) : null);
  }

  private did(...actions: string[]): boolean {
    return this.seen.some((e) => actions.includes(e.action));
  }

  private wasSentOn(): boolean {
    return this.did('return', 'transfer');
  }

  /** The first dispatch, and when the reporter heard from the unit after it. */
  private respond(): { fact: Fact | null; due: Date | null } | null {
    const sent = this.seen.find((e) => e.toState === 'assigned');
    if (!sent || !this.rules.hasReporter) return null;
    const accept = this.rules.limitOf('accept', sent.at);
    const due = addWorktime(sent.at, accept.unit === 'urgentHour' ? accept : RESPOND_WITHIN, this.rules.calendar);
    const heard = this.seen.slice(this.seen.indexOf(sent)).find(isContact);
    const isLate = due < (heard?.at ?? this.endedAt ?? this.rules.asOf);
    const unit = textOr(sent.input.unit, null);
    if (isLate) {
      const of: Mark[] = [
        'late',
        ...(heard ? (['done'] as const) : stateRow(this.state).settled ? [] : (['open'] as const)),
      ];
      return { fact: this.fact('respond', due, unit, of), due: null };
    }
    if (heard) return { fact: this.fact('respond', heard.at, unit, ['done', 'inTime']), due: null };
    return { fact: null, due: this.endedAt ? null : due };
  }

  private get endedAt(): Date | null {
    return stateRow(this.state).settled ? this.since : null;
  }

  private close(): Fact | null {
    if (ENDED.includes(this.decided)) return null;
    const handle = this.runs.get('handle');
    const replied = this.seen.find((e) => e.toState === 'handled' || e.toState === 'checked');
    const at = [handle?.late?.at, replied?.at]
      .filter((d): d is Date => !!d)
      .sort((a, b) => a.getTime() - b.getTime())[0];
    if (!at) return null;
    const of: Mark[] = [];
    const closed = this.state === 'closed';
    if (closed) of.push('closed');
    if (closed && ![...this.runs].some(([step, run]) => step !== 'review' && run.late)) of.push('inTime');
    if (this.did('rework')) of.push('reworked');
    if (this.did('redo', 'overrule')) of.push('redone');
    return this.fact('close', at, handle?.late?.unit ?? this.handler ?? this.holder, of);
  }

  /** What the resident said last, in the mini-program or when supervision called. */
  private opinion(): Fact | null {
    const said = this.seen.findLast(isOpinion);
    if (!said) return null;
    const { solved, satisfied } = said.input;
    const of: Mark[] = [];
    if (solved === 'yes') of.push('solved');
    if (Number(satisfied) >= SATISFIED_FROM) of.push('satisfied');
    return this.fact('opinion', said.at, this.handler, of);
  }
}

/** The end of office hours on a day, `2026-11-30`, in the city's time. */
const closingOf = (day: string, { hours, zone }: Calendar) => {
  const minutes = hours.at(-1)?.[1] ?? 24 * 60;
  return new Date(momentAt(`${day}T00:00:00`, zone).getTime() + minutes * 60_000);
};
const textOr = (value: unknown, other: string | null): string | null => (typeof value === 'string' ? value : other);
/** It was taken on. */
const isPast = (state: State) => MAIN_LINE.indexOf(state) > 0;
const isContact = (e: Told) => CONTACTS.includes(e.action) || (e.action === 'contact' && e.input.how !== 'notReached');
const isOpinion = (e: Told) =>
  e.action === 'confirm' || e.action === 'disagree' || (e.action === 'visit' && typeof e.input.solved === 'string');
