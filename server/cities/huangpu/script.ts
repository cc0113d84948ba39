// Plays one case of the demo city: each verb adds a step with the right person, a plausible time and the typed input.

import type { Outcome, Quality, Rejection, SatisfiedReason, Solved, Urgency } from '../../../shared/case.js';
import { rejections } from '../../../shared/case.js';
import { type Action, actionRow, type State } from '../../../shared/case-flow.js';
import type { PressCause, TaskRating } from '../../../shared/case-office.js';
import { type DutyItem, type LeadKey } from '../../../shared/duty-list.js';
import { aWorkdayFrom } from '../../core/calendar.js';
import type { DemoStep, DemoUnit } from '../city.js';
import type { MotifName } from './pictures.js';
import type { Chance } from './seeded.js';
import type { Said } from './stories/story.js';
import { dayAfter, Timing } from './timing.js';
import { keyAt, unitFor } from './units.js';

export interface Setting {
  now: Date;
  at: Date;
  item: DutyItem;
  starts: State;
  /** Code of the owning grid; null: nobody knows where. */
  grid: string | null;
  resident: string | null;
  units: readonly DemoUnit[];
  motif: MotifName;
  variant: number;
  dice: Chance;
}
type Seat = { staff: string; role: DemoStep['role'] } | 'reporter';

export class Script {
  readonly steps: DemoStep[] = [];
  state: State;
  /** Time of the last step. */
  at: Date;
  /** A step would have come after now: nothing more happens. */
  cut = false;
  private readonly time: Timing;
  private before: State;
  private unit: DemoUnit | null = null;
  /** Whom the unit asked to help, and who asked. */
  private helper: DemoUnit | null = null;
  private caller: Seat | null = null;
  /** Supervision that sent it to be done again: it does not judge the outcome. */
  private readonly hands = new Set<string>();

  constructor(private readonly set: Setting) {
    this.state = set.starts;
    this.before = set.starts;
    this.at = set.at;
    this.time = new Timing(set.dice, this.isUrgent);
  }

  get isUrgent(): boolean {
    return this.set.item.limits.verify.unit === 'urgentHour';
  }

  verify(findings = '', item?: string): this {
    const by: Seat = this.set.grid
      ? { staff: `${keyAt('wg', this.set.grid)}-2`, role: 'gridWorker' }
      : { staff: `zhihui-${this.set.dice.between(5, 7)}`, role: 'operator' };
    const photos = findings && this.set.dice.share(0.3) ? { photos: [this.photo('before', 1)] } : {};
    return this.step('verify', by, this.time.soon(this.at, 0.4, 3.5), {
      ...(findings ? { findings } : {}),
      ...(item ? { item } : {}),
      ...photos,
    });
  }

  settle(reply: string): this {
    if (!this.set.grid) throw new Error('only a grid worker settles at once');
    const input = { before: [this.photo('before', 1)], photos: [this.photo('after')], reply };
    return this.step(
      'settle',
      { staff: `${keyAt('wg', this.set.grid)}-2`, role: 'gridWorker' },
      this.time.soon(this.at, 0.3, 2),
      input,
    );
  }

  assign(lead: LeadKey = this.set.item.lead, words = '', urgency?: Urgency): this {
    const unit = this.unitOf(lead);
    const level: Urgency = urgency ?? (this.isUrgent ? 'urgent' : this.set.dice.share(0.15) ? 'soon' : 'normal');
    const input = { unit: unit.key, urgency: level, ...(words ? { words } : {}) };
    return this.step('assign', this.deskFor(unit), this.time.soon(this.at, 0.2, 1.6), input, unit);
  }

  decide(lead: LeadKey, words: string): this {
    const unit = this.unitOf(lead);
    return this.step(
      'decide',
      this.centre(),
      this.time.soon(this.at, 0.5, 3),
      { unit: unit.key, urgency: 'soon', words },
      unit,
    );
  }

  transfer(lead: LeadKey, words: string): this {
    const unit = this.unitOf(lead);
    return this.step('transfer', this.centre(), this.time.soon(this.at, 0.5, 3), { unit: unit.key, words }, unit);
  }

  accept(): this {
    return this.step('accept', this.handler(), this.time.soon(this.at, 0.3, 3), {});
  }

  contact(words: string, how: 'phone' | 'visit' | 'message' | 'notReached' = 'phone'): this {
    return this.step('contact', this.handler(), this.time.soon(this.at, 0.3, 2), { how, words });
  }

  ask(question: string): this {
    return this.step('ask', this.asker(), this.time.soon(this.at, 0.4, 2.5), { question });
  }

  supply(words: string): this {
    return this.step('supply', 'reporter', this.time.later(this.at, 1, 20), { words });
  }

  add(words: string): this {
    return this.step('add', 'reporter', this.time.later(this.at, 2, 14), { words });
  }

  urge(words = ''): this {
    return this.step('urge', 'reporter', this.time.later(this.at, 12, 40), words ? { words } : {});
  }

  escalate(words: string): this {
    if (!this.set.grid) throw new Error('escalation needs a community');
    const by: Seat = { staff: `${keyAt('sq', this.set.grid.slice(0, 12))}-1`, role: 'communityWorker' };
    return this.step('escalate', by, this.time.soon(this.at, 1, 4), { words });
  }

  return(reason: 'notOurDuty' | 'wrongPlace' | 'needsOthers' | 'unclear', words: string): this {
    return this.step('return', this.handler(), this.time.soon(this.at, 0.5, 4), { reason, words });
  }

  /** `part`: how much of the limit the handling takes; above 1 it is late. */
  handle(reply: string, outcome: Outcome = 'solved', part?: number): this {
    const time = this.time.within(this.at, this.set.item.limits.handle, part ?? 0.15 + 0.6 * this.set.dice.next());
    const extra =
      outcome === 'solved'
        ? { photos: [this.photo('after')] }
        : outcome === 'planned'
          ? { plannedOn: dayAfter(time, 45) }
          : outcome === 'notOurs'
            ? { goTo: '请向产权单位或有关主管部门反映，社区可以协助联系' }
            : {};
    return this.step('handle', this.handler(), time, { outcome, reply, ...extra });
  }

  answer(reply: string): this {
    const time = this.time.within(this.at, this.set.item.limits.handle, 0.1 + 0.3 * this.set.dice.next());
    return this.step('answer', this.asker(), time, { reply });
  }

  pass(quality: Exclude<Quality, 'poor'> = 'good', words = '', aspects: ('evidence' | 'time' | 'reply')[] = []): this {
    const input = { quality, ...(words ? { words } : {}), ...(aspects.length > 0 ? { aspects } : {}) };
    return this.step('pass', this.checker(), this.time.soon(this.at, 0.8, 7), input);
  }

  rework(aspects: ('evidence' | 'time' | 'reply')[], words: string): this {
    return this.step('rework', this.checker(), this.time.soon(this.at, 1, 7), { aspects, words });
  }

  confirm(solved: Said[0], satisfied: 1 | 2 | 3 | 4 | 5, words = '', reasons: SatisfiedReason[] = []): this {
    const input = { solved, satisfied, ...(reasons.length > 0 ? { reasons } : {}), ...(words ? { words } : {}) };
    return this.step('confirm', 'reporter', this.time.later(this.at, 0.5, 50), input);
  }

  disagree(words: string, satisfied: 1 | 2 | 3 = 2): this {
    return this.step('disagree', 'reporter', this.time.later(this.at, 1, 24), { satisfied, words });
  }

  overrule(words: string, lead: LeadKey = this.set.item.lead): this {
    const unit = this.unitOf(lead);
    return this.step('overrule', this.checker(), this.time.soon(this.at, 3, 10), { unit: unit.key, words }, unit);
  }

  uphold(words: string): this {
    return this.step('uphold', this.checker(), this.time.soon(this.at, 3, 12), { words });
  }

  admit(words: string): this {
    return this.step('admit', this.checker(), this.time.soon(this.at, 3, 8), { words });
  }

  dismiss(words: string): this {
    return this.step('dismiss', this.checker(), this.time.soon(this.at, 3, 12), { words });
  }

  reject(reason: Rejection, words = ''): this {
    const by: Seat = this.set.grid
      ? { staff: `${keyAt('sq', this.set.grid.slice(0, 12))}-1`, role: 'communityWorker' }
      : { staff: `zhihui-${this.set.dice.between(5, 7)}`, role: 'operator' };
    return this.step('reject', by, this.time.soon(this.at, 0.5, 4), {
      reason,
      goTo: rejections[reason].goTo,
      ...(words ? { words } : {}),
    });
  }

  appeal(words: string): this {
    return this.step('appeal', 'reporter', this.time.later(this.at, 1, 30), { words });
  }

  merge(main: string, words: string): this {
    if (!this.set.grid) throw new Error('a case is merged where it lies');
    const by: Seat = { staff: `${keyAt('sq', this.set.grid.slice(0, 12))}-1`, role: 'communityWorker' };
    return this.step('merge', by, this.time.soon(this.at, 0.3, 1.2), { main, words });
  }

  withdraw(words: string): this {
    return this.step('withdraw', 'reporter', this.time.later(this.at, 0.3, 6), { words });
  }

  close(words = ''): this {
    return this.step('close', this.checker(), this.time.soon(this.at, 0.5, 5), words ? { words } : {});
  }

  redo(words: string, days: number): this {
    const unit = this.unit ?? this.unitOf(this.set.item.lead);
    const input = { unit: unit.key, words };
    return this.step('redo', this.checker(), this.time.later(this.at, days * 24, days * 24 + 20), input, unit);
  }

  suspend(words: string, days: number): this {
    const time = this.time.soon(this.at, 1, 5);
    return this.step('suspend', this.centre(), time, { reviewOn: dayAfter(time, days), words });
  }

  resume(words: string, afterDays: number): this {
    return this.step('resume', this.handler(), this.time.later(this.at, afterDays * 24, afterDays * 24 + 6), { words });
  }

  askExtension(words: string): this {
    const time = this.time.soon(this.at, 2, 6);
    return this.step('askExtension', this.handler(), time, { until: dayAfter(time, 50), words });
  }

  grantExtension(words: string): this {
    const time = this.time.soon(this.at, 1, 4);
    return this.step('grantExtension', this.centre(), time, { until: dayAfter(time, 45), words });
  }

  denyExtension(words: string): this {
    return this.step('denyExtension', this.centre(), this.time.soon(this.at, 1, 4), { words });
  }

  press(cause: PressCause, demand: string, days: number, by: 'leader' | 'supervisor' = 'supervisor'): this {
    const seat: Seat = by === 'leader' ? { staff: 'zhihui-1', role: 'leader' } : this.checker();
    const time = this.time.later(this.at, 4, 20);
    return this.step('press', seat, time, { cause, demand, until: dayAfter(time, days) });
  }

  endPress(result: string): this {
    return this.step('endPress', this.checker(), this.time.soon(this.at, 0.5, 3), { result });
  }

  split(lead: LeadKey, words: string): this {
    return this.task('split', lead, words, this.handler());
  }

  askHelp(lead: LeadKey, words: string): this {
    return this.task('askHelp', lead, words, this.handler());
  }

  whistle(lead: LeadKey, words: string): this {
    if (!this.set.grid) throw new Error('a whistle is blown somewhere');
    const by: Seat = { staff: `${keyAt('sq', this.set.grid.slice(0, 12))}-1`, role: 'communityWorker' };
    return this.task('whistle', lead, words, by);
  }

  /** A working day is what a task may always have, at whatever hour of whatever day. */
  private task(action: Action, lead: LeadKey, words: string, by: Seat): this {
    const unit = this.unitOf(lead);
    const time = this.time.soon(this.at, 0.3, 2);
    this.helper = unit;
    this.caller = by;
    return this.step(action, by, time, { doer: unit.key, words, dueOn: aWorkdayFrom(time) });
  }

  /** The loader puts the id in the place of `latest`. */
  finishSubtask(reply: string): this {
    const input = { task: 'latest', reply, photos: [this.photo('after', 1)] };
    return this.step('finishSubtask', this.helping(), this.time.soon(this.at, 2, 8), input);
  }

  giveHelp(reply: string): this {
    return this.step('giveHelp', this.helping(), this.time.soon(this.at, 2, 8), { task: 'latest', reply });
  }

  answerWhistle(reply: string): this {
    const input = { task: 'latest', answer: 'arrived', reply };
    return this.step('answerWhistle', this.helping(), this.time.soon(this.at, 0.5, 3), input);
  }

  rateHelper(rating: TaskRating, words = ''): this {
    const input = { task: 'latest', rating, ...(words ? { words } : {}) };
    return this.step('rateTask', this.caller ?? this.centre(), this.time.soon(this.at, 0.5, 3), input);
  }

  doubt(words: string): this {
    return this.step('doubt', this.handler(), this.time.soon(this.at, 1, 5), { words });
  }

  confirmDoubt(words: string): this {
    return this.step('confirmDoubt', this.checker(), this.time.soon(this.at, 2, 8), { words });
  }

  visit(solved: Solved, satisfied: 1 | 2 | 3 | 4 | 5, words: string): this {
    const input = { how: 'phone', reached: 'yes', solved, satisfied, words };
    return this.step('visit', this.checker(), this.time.soon(this.at, 8, 20), input);
  }

  redraw(words: string): this {
    return this.step('redraw', this.checker(), this.time.soon(this.at, 0.5, 3), { words });
  }

  private step(action: Action, by: Seat, at: Date, input: Record<string, unknown>, unit?: DemoUnit): this {
    if (this.cut || at > this.set.now) {
      this.cut = true;
      return this;
    }
    const { from, to, handles } = actionRow(action);
    if (handles && by !== 'reporter') this.hands.add(by.staff);
    if (!from.includes(this.state)) throw new Error(`${action} is not possible in ${this.state}`);
    if (by === 'reporter' && this.set.resident === null) throw new Error(`nobody is there to ${action}`);
    this.steps.push({
      action,
      ...(by === 'reporter'
        ? { by: { resident: this.set.resident as string }, role: 'resident' as const }
        : { by: { staff: by.staff }, role: by.role }),
      at,
      input,
    });
    this.at = at;
    if (unit) this.unit = unit;
    const next = to === 'same' ? this.state : to === 'back' ? this.before : to;
    if (next !== this.state) this.before = this.state;
    this.state = next;
    return this;
  }

  private unitOf(lead: LeadKey): DemoUnit {
    return unitFor(this.set.units, lead, this.set.grid);
  }

  private photo(when: 'before' | 'after', shift = 0): string {
    return `${this.set.motif}-${when}-${1 + ((this.set.variant + shift) % 4)}`;
  }

  /** Communities send to themselves and to house managers; streets to their own offices; the centre to the rest. */
  private deskFor(unit: DemoUnit): Seat {
    const { grid, dice } = this.set;
    if (!grid) return this.centre();
    if (unit.kind === 'community' || unit.leads.includes('wuye')) {
      return { staff: `${keyAt('sq', grid.slice(0, 12))}-1`, role: 'communityWorker' };
    }
    if (unit.place.length > 6 || dice.share(0.3))
      return { staff: `${keyAt('jd', grid.slice(0, 9))}-2`, role: 'dispatcher' };
    return this.centre();
  }

  private centre(): Seat {
    return { staff: `zhihui-${this.set.dice.between(2, 4)}`, role: 'dispatcher' };
  }

  private checker(): Seat {
    const free = [2, 3, 4, 5].map((n) => `jiandu-${n}`).filter((staff) => !this.hands.has(staff));
    return { staff: this.set.dice.pick(free), role: 'supervisor' };
  }

  private handler(): Seat {
    const unit = this.unit;
    // What would come after now is not played, so nobody is needed for it.
    if (this.cut) return this.centre();
    if (!unit) throw new Error('no unit has the case');
    return this.handOf(unit);
  }

  private helping(): Seat {
    if (this.cut) return this.centre();
    if (!this.helper) throw new Error('nobody was asked to help');
    return this.handOf(this.helper);
  }

  private handOf(unit: DemoUnit): Seat {
    if (unit.kind === 'community') return { staff: `${unit.key}-2`, role: 'communityWorker' };
    if (unit.kind === 'street') return { staff: `${unit.key}-4`, role: 'handler' };
    return { staff: `${unit.key}-2`, role: 'handler' };
  }

  private asker(): Seat {
    if (this.state === 'assigned' || this.state === 'handling') return this.handler();
    if (!this.set.grid) return { staff: `zhihui-${this.set.dice.between(5, 7)}`, role: 'operator' };
    if (this.state === 'reported') return { staff: `${keyAt('wg', this.set.grid)}-2`, role: 'gridWorker' };
    return { staff: `${keyAt('sq', this.set.grid.slice(0, 12))}-1`, role: 'communityWorker' };
  }
}
