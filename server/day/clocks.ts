/**
 * The clocks of a case a second time, from its timeline alone: written apart from cases.clock.ts, so that a mistake
 * in the one is not repeated in the other.
 */
import {
  type Action,
  actions,
  type ClockStep,
  type EntryAction,
  isAction,
  type State,
  states,
} from '../../shared/case-flow.js';
import type { Limit } from '../../shared/worktime.js';
import type { Counter } from './counter.js';

/** Fractions of a unit are rounded. */
export const SAME_MS = 1000;
const PROMISED: readonly ClockStep[] = ['verify', 'assign', 'accept', 'handle', 'check'];
/** What begins anew (重办, 复核, 改为受理). */
const ANEW: readonly string[] = ['redo', 'overrule', 'admit', 'dismiss', 'readmit'];
const FIVE_DAYS = { amount: 5, unit: 'workDay' } as const;

/** One entry of a timeline, as it stands in the table. */
export interface Told {
  at: number;
  action: EntryAction;
  from: State | null;
  to: State;
  unit: string | null;
  input: Record<string, unknown>;
}
/** One run of a clock, from when it began to when it ended; `null`: it still runs. */
export interface Run {
  clock: ClockStep | 'silence';
  /** By what the run is told from another: its deadline, or since when the resident is silent. */
  name: number;
  began: number;
  ended: number | null;
  /** Percentages and when they are reached. */
  rungs: { percent: number; at: number }[];
}
export interface Clocks {
  /** Step, or step@unit → milliseconds. */
  used: Record<string, number>;
  usedBy: Map<string, number>;
  due: number | null;
  promised: number | null;
  /** What was promised after each entry. */
  promises: (number | null)[];
  runs: Run[];
}

/** Of an item, the limit of each step. */
export type LimitsOf = (item: string) => Readonly<Record<string, Limit>>;
/** The limit of a step; what waits for the resident or for supervision is in no list. */
export const limitIn = (limits: Readonly<Record<string, Limit>>, step: ClockStep): Limit =>
  step === 'rate' || step === 'review' ? FIVE_DAYS : limits[step];

const stepOf = (state: State): ClockStep | null => {
  const row = states[state];
  return 'step' in row ? row.step : null;
};
const pauses = (state: State) => 'paused' in states[state];

export interface About {
  /** The one that was reported. */
  item: string;
  limitsOf: LimitsOf;
  /** Whether a resident can be waited for. */
  hasReporter: boolean;
}
export function clocksOf(timeline: readonly Told[], about: About, counter: Counter): Clocks {
  return new Replay(about, counter).run(timeline);
}

class Replay {
  private used: Clocks['used'] = {};
  private extra: Clocks['used'] = {};
  /** Who sent it back, and out of which step. */
  private returned: { unit: string; step: ClockStep } | null = null;
  private readonly usedBy: Clocks['usedBy'] = new Map();
  private state: State = 'reported';
  private since = 0;
  private opened = 0;
  private due: number | null = null;
  private promised: number | null = null;
  private holder: string | null = null;
  private readonly runs: Run[] = [];

  private item: string;

  constructor(
    private readonly about: About,
    private readonly counter: Counter,
  ) {
    this.item = about.item;
  }

  run(timeline: readonly Told[]): Clocks {
    const promises: Clocks['promises'] = [];
    for (const [i, entry] of timeline.entries()) {
      if (i === 0) this.open(entry);
      else this.go(entry);
      promises.push(this.promised);
    }
    const { used, usedBy, due, promised, runs } = this;
    return { used, usedBy, due, promised, promises, runs };
  }

  private limit(step: ClockStep, item = this.item) {
    return this.counter.limit(limitIn(this.about.limitsOf(item), step));
  }

  private promise(from: number, state: State, item = this.item): number {
    const first = PROMISED.indexOf(stepOf(state) ?? 'verify');
    let at = from;
    for (const step of PROMISED.slice(first)) {
      const { ms, always } = this.limit(step, item);
      at = this.counter.after(at, ms, always);
    }
    return at;
  }

  private open({ at, to }: Told): void {
    this.opened = at;
    this.promised = this.promise(at, to);
    this.enter(to, at);
  }

  private go(entry: Told): void {
    const { action, at, from, to, input } = entry;
    if (action === 'grantExtension') this.extend(at, String(input.until));
    if (!isAction(action) || actions[action as Action].to === 'same') return;
    this.leave(at);
    const before = this.item;
    if (input.item) this.item = String(input.item);
    if (ANEW.includes(action)) {
      this.used = {};
      this.extra = {};
      if (stepOf(to)) this.promised = this.promise(at, to);
    } else if (this.item !== before) {
      this.promised = this.corrected(before);
    } else if (from && pauses(from) && !pauses(to)) {
      const { always } = this.limit('handle');
      this.promised = this.counter.after(this.promised!, this.counter.between(this.since, at, always), always);
    }
    this.sendBack(to);
    this.hold(entry);
    this.enter(to, at);
  }

  /** What the right item would have been promised from the start, and what was added since. */
  private corrected(before: string): number {
    const { always } = this.limit('handle');
    const added = this.counter.between(this.promise(this.opened, 'reported', before), this.promised!, always);
    return this.counter.after(this.promise(this.opened, 'reported'), added, always);
  }

  private hold({ input, to, action, unit }: Told): void {
    if (input.unit) this.holder = String(input.unit);
    else if (to === 'verified') this.holder = null;
    else if (action === 'settle') this.holder ??= unit;
  }

  /** The account of a step: whoever holds the case has one of their own. */
  private account(step: ClockStep): string {
    const isHeld = states[this.state].seat === 'unit' && this.holder;
    return isHeld ? `${step}@${this.holder}` : step;
  }

  private leave(at: number): void {
    this.end(at);
    const step = stepOf(this.state);
    if (!step) return;
    const spend = (account: string, which: ClockStep) => {
      const spent = this.counter.between(this.since, at, this.limit(which).always);
      this.used[account] = (this.used[account] ?? 0) + spent;
      const [, unit] = account.split('@');
      if (unit) this.usedBy.set(unit, (this.usedBy.get(unit) ?? 0) + spent);
    };
    spend(this.account(step), step);
    const { returned } = this;
    if (this.state === 'verified' && returned) spend(`${returned.step}@${returned.unit}`, returned.step);
  }

  /** While the desk looks for somebody else, it is at the expense of whoever sent the case back. */
  private sendBack(to: State): void {
    const step = stepOf(this.state);
    if (to === 'verified' && states[this.state].seat === 'unit' && step && this.holder) {
      this.returned = { unit: this.holder, step };
    } else if (to !== 'verified' && !pauses(to)) this.returned = null;
  }

  private enter(state: State, at: number): void {
    this.state = state;
    this.since = at;
    const step = stepOf(state);
    this.due = null;
    if (step) {
      const { always } = this.limit(step);
      this.due = this.counter.after(at, this.whole(step) - (this.used[this.account(step)] ?? 0), always);
    }
    this.begin(at);
  }

  /** The limit and what was granted on top. */
  private whole(step: ClockStep): number {
    return this.limit(step).ms + (this.extra[this.account(step)] ?? 0);
  }

  private extend(at: number, until: string): void {
    const step = stepOf(this.state)!;
    const { ms, always } = this.limit(step);
    const due = this.counter.closing(until);
    this.end(at);
    const account = this.account(step);
    this.extra[account] = (this.used[account] ?? 0) + this.counter.between(this.since, due, always) - ms;
    this.due = due;
    const end = PROMISED.slice(PROMISED.indexOf(step) + 1).reduce((moment, later) => {
      const limit = this.limit(later);
      return this.counter.after(moment, limit.ms, limit.always);
    }, due);
    this.promised = Math.max(this.promised!, end);
    this.begin(at);
  }

  private end(at: number): void {
    for (const run of this.runs) run.ended ??= at;
  }

  private begin(at: number): void {
    const waits = this.state === 'checked' || this.state === 'waitingReporter';
    if (waits && this.about.hasReporter) this.runs.push(this.silence());
    else if (this.due !== null) this.goOn(this.limited(at, this.due));
  }

  /**
   * With the same deadline it is the same run, and warns no second time: a case comes back to the unit that sent it
   * away, at whose expense the desk has looked. What was reached meanwhile was told by the desk's clock.
   */
  private goOn(run: Run): void {
    const same = this.runs.find(({ clock, name }) => clock === run.clock && Math.abs(name - run.name) < SAME_MS);
    if (!same) {
      this.runs.push(run);
      return;
    }
    const left = same.ended ?? run.began;
    same.rungs = same.rungs.filter(({ at }) => at <= left || at > run.began);
    same.ended = null;
  }

  private limited(at: number, due: number): Run {
    const step = stepOf(this.state)!;
    const { always } = this.limit(step);
    const used = this.used[this.account(step)] ?? 0;
    const whole = this.whole(step);
    const rungs = [50, 80, 100, 150]
      .map((percent) => ({ percent, left: (whole * percent) / 100 - used }))
      .filter(({ left }) => left > 0)
      .map(({ percent, left }) => ({
        percent,
        at: percent === 100 ? due : this.counter.after(this.since, left, always),
      }))
      // What an extension has overtaken belongs to the run before it.
      .filter((rung) => rung.at > at);
    return { clock: step, name: due, began: at, ended: null, rungs };
  }

  private silence(): Run {
    const { ms, always } = this.counter.limit(FIVE_DAYS);
    const at = (part: number) => this.counter.after(this.since, part * ms, always);
    const rungs = [
      { percent: 80, at: at(0.8) },
      { percent: 100, at: at(1) },
    ];
    return { clock: 'silence', name: this.since, began: this.since, ended: null, rungs };
  }
}
