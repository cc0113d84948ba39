/** The clocks of a case, as rules that hold whatever happens to it and whenever: random lives of random items. */
import fc from 'fast-check';
import { type Action, actionRow, actions, type ClockStep, type State, stateRow } from '../../../shared/case-flow.js';
import { type DutyItem, itemOf, items } from '../../../shared/duty-list.js';
import { addWorktime, worktimeBetween } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import { type Clocks, isOpenPromise, limitOf, move, promise } from './cases.clock.js';
import type { CaseFile } from './cases.guards.js';
import type { Account, UsedBy } from './cases.tables.js';

const calendar = cityCalendar();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Each item with the line that comes with the software. */
const ruleOf = (item: string) => itemOf(item) as DutyItem;

/** What of a case its clocks read. */
type Ticking = Clocks & { state: State; item: string; createdAt: Date; backTo: State | null; unit: string | null };
interface Deed {
  action: Action;
  /** Milliseconds after the deed before. */
  wait: number;
  item?: string;
}

const FRESH: readonly Action[] = ['redo', 'overrule', 'admit', 'dismiss', 'readmit'];
const moving = (Object.keys(actions) as Action[]).filter((a) => actions[a].to !== 'same');
const from = (state: State) => moving.filter((a) => (actionRow(a).from as readonly State[]).includes(state));

function born(item: string, createdAt: Date, state: State = 'reported'): Ticking {
  const none: Ticking = {
    item,
    state,
    createdAt,
    backTo: null,
    unit: null,
    used: {},
    usedBy: {},
    stepSince: null,
    dueAt: null,
    pausedAt: null,
    contactBy: null,
    returned: null,
    dueSince: null,
    promisedAt: promise(ruleOf(item), createdAt, state, calendar),
  };
  return { ...none, ...move(none as CaseFile, { to: state, unit: null, at: createdAt, rule: ruleOf(item) }, calendar) };
}

/** With whom it is then: dispatched to one of three, settled by the grid, at the desk with nobody. */
function unitAfter(c: Ticking, action: Action, next: State, at: Date): string | null {
  if ('unit' in actionRow(action).asks) return `unit ${at.getTime() % 3}`;
  if (action === 'settle') return c.unit ?? 'grid';
  return stateRow(next).seat === 'desk' ? null : c.unit;
}

function after(c: Ticking, { action, item = c.item }: Deed, at: Date): Ticking {
  const { to } = actionRow(action);
  const next = to === 'back' ? (c.backTo ?? 'verified') : (to as State);
  const fresh = FRESH.includes(action);
  const rests = stateRow(next).paused || next === 'merged';
  const unit = unitAfter(c, action, next, at);
  const turn = { to: next, unit, at, rule: ruleOf(item), before: ruleOf(c.item), fresh };
  return { ...c, ...move(c as CaseFile, turn, calendar), state: next, item, unit, backTo: rests ? c.state : null };
}

const someItem = fc.constantFrom(...items.filter((i) => !i.stop).map((i) => i.code));
/** Three years of which the calendar knows the holidays of some. */
const someMoment = fc.integer({ min: Date.UTC(2024, 11, 1), max: Date.UTC(2027, 11, 1) }).map((n) => new Date(n));
const someWait = fc.oneof(
  fc.integer({ min: 0, max: HOUR }),
  fc.integer({ min: 0, max: 3 * DAY }),
  fc.integer({ min: 0, max: 40 * DAY }),
);
/** A life: at each turn one of the actions that the state allows. */
const someLife = fc.record({
  item: someItem,
  createdAt: someMoment,
  turns: fc.array(fc.record({ choice: fc.nat(), wait: someWait, item: fc.option(someItem, { nil: undefined }) }), {
    maxLength: 25,
  }),
});
type Life = typeof someLife extends fc.Arbitrary<infer T> ? T : never;

function live({ item, createdAt, turns }: Life, look: (before: Ticking, deed: Deed, at: Date, now: Ticking) => void) {
  let c = born(item, createdAt);
  let at = createdAt.getTime();
  for (const turn of turns) {
    const possible = from(c.state);
    if (possible.length === 0) return;
    const action = possible[turn.choice % possible.length];
    const deed = { action, wait: turn.wait, item: action === 'verify' ? turn.item : undefined };
    at += turn.wait;
    const now = after(c, deed, new Date(at));
    look(c, deed, new Date(at), now);
    c = now;
  }
}
const always = (look: Parameters<typeof live>[1]) =>
  fc.assert(
    fc.property(someLife, (life) => live(life, look)),
    { numRuns: 300 },
  );
const timeOf = (d: Date | null) => d?.getTime() ?? 0;

/** On which accounts time ran until a case was moved on, and how much, in the unit of each limit. */
function ran(before: Ticking, at: Date): Record<string, number> {
  const { step, seat } = stateRow(before.state);
  if (!step) return {};
  const of = (which: ClockStep) =>
    worktimeBetween(before.stepSince as Date, at, limitOf(ruleOf(before.item), which).unit, calendar);
  if (seat === 'unit') return { [`${step}@${before.unit}`]: of(step) };
  const { returned } = before;
  return { [step]: of(step), ...(returned ? { [`${returned.step}@${returned.unit}`]: of(returned.step) } : {}) };
}

describe('time that was used', () => {
  it('is never negative and never given back, but for a fresh start', () => {
    always((before, { action }, _, now) => {
      for (const [account, spent] of Object.entries(now.used)) {
        expect(spent).toBeGreaterThanOrEqual(0);
        if (!FRESH.includes(action)) expect(spent).toBeGreaterThanOrEqual(before.used[account as Account] ?? 0);
      }
      for (const account of Object.keys(before.used))
        if (!FRESH.includes(action)) expect(now.used).toHaveProperty([account]);
    });
  });

  it('is spent by the step that ran, by the unit that held it, and by whoever sent it back while the desk looks anew', () => {
    always((before, { action }, at, now) => {
      if (FRESH.includes(action)) return;
      const spent = ran(before, at);
      for (const [account, used] of Object.entries(now.used)) {
        expect(used).toBeCloseTo((before.used[account as Account] ?? 0) + (spent[account] ?? 0), 6);
      }
      for (const account of Object.keys(spent)) expect(now.used).toHaveProperty([account]);
    });
  });

  it('and what is left make up the limit of whoever has it: a return or a rework gives nothing back, another unit has it whole', () => {
    always((_before, _deed, at, now) => {
      const { step, seat } = stateRow(now.state);
      expect(now.dueAt === null).toBe(step === undefined);
      if (!step) return;
      const limit = limitOf(ruleOf(now.item), step);
      const account: Account = seat === 'unit' ? `${step}@${now.unit}` : step;
      const left = Math.max(0, limit.amount - (now.used[account] ?? 0));
      expect(now.dueAt).toEqual(addWorktime(at, { unit: limit.unit, amount: left }, calendar));
    });
  });
});

describe('a case that is sent back', () => {
  const opened = new Date('2026-11-03T02:00:00Z');
  const limit = limitOf(ruleOf('road-lamp'), 'handle');
  /** Into the hands of one unit, that keeps it so long. */
  function kept(by: string, wait: number) {
    let c = born('road-lamp', opened, 'verified');
    const go = (action: Action, ms: number, unit: string | null = c.unit) => {
      const at = new Date((c.stepSince?.getTime() ?? 0) + ms);
      const to = actionRow(action).to as State;
      c = { ...c, ...move(c as CaseFile, { to, unit, at, rule: ruleOf('road-lamp') }, calendar), state: to, unit };
      return c;
    };
    go('assign', HOUR, by);
    go('accept', HOUR);
    return { go, back: () => go('return', wait, null), now: () => c };
  }

  it('leaves the next unit its whole limit and the resident the date, and is at the expense of who sent it back', () => {
    const one = kept('slow', 40 * DAY);
    const promised = one.now().promisedAt;
    one.back();
    expect(one.now().used['handle@slow']).toBeGreaterThan(limit.amount);
    one.go('assign', DAY, 'quick');
    const quick = one.go('accept', HOUR);
    expect(quick.dueAt).toEqual(addWorktime(quick.stepSince as Date, limit, calendar));
    expect(quick.promisedAt).toEqual(promised);
    expect(quick.usedBy?.slow?.[limit.unit]).toBeCloseTo(one.now().used['handle@slow'] ?? 0, 1);
  });

  it('back with the same unit has lost the time that the desk needed', () => {
    const one = kept('slow', DAY);
    one.back();
    const [before, since] = [one.now().used['handle@slow'] ?? 0, one.now().stepSince as Date];
    one.go('assign', 2 * DAY, 'slow');
    const again = one.go('accept', 0);
    const waited = worktimeBetween(since, new Date(since.getTime() + 2 * DAY), limit.unit, calendar);
    expect(waited).toBeGreaterThan(0);
    const left = { unit: limit.unit, amount: Math.max(0, limit.amount - before - waited) };
    expect(again.dueAt).toEqual(addWorktime(again.stepSince as Date, left, calendar));
  });
});

describe('the clock of a unit', () => {
  const all = (used: UsedBy | null) => Object.values(used ?? {}).flatMap((own) => Object.values(own));

  it('gains what the step that it held has used, and nothing ever takes it away', () => {
    always((before, _, at, now) => {
      const own = Object.entries(ran(before, at)).filter(([account]) => account.includes('@'));
      const gained = own.reduce((sum, [, amount]) => sum + amount, 0);
      const sum = (used: UsedBy | null) => all(used).reduce((a, b) => a + b, 0);
      expect(sum(now.usedBy)).toBeCloseTo(sum(before.usedBy) + gained, 6);
      for (const [unit, own] of Object.entries(before.usedBy ?? {})) {
        for (const [of, time] of Object.entries(own)) {
          expect(now.usedBy?.[unit]?.[of as 'day'] ?? 0).toBeGreaterThanOrEqual(time as number);
        }
      }
    });
  });
});

describe('the promised date', () => {
  it('is moved by nothing but a pause, another item, or a fresh start', () => {
    always((before, { action, item }, _, now) => {
      if (
        before.pausedAt ||
        (item && item !== before.item) ||
        ['redo', 'overrule', 'admit', 'readmit'].includes(action)
      )
        return;
      expect(now.promisedAt).toEqual(before.promisedAt);
    });
  });

  it('lies after the deadline of the step that runs, when nobody was late', () => {
    fc.assert(
      fc.property(someItem, someMoment, (item, at) => {
        const c = born(item, at);
        expect(timeOf(c.promisedAt)).toBeGreaterThanOrEqual(timeOf(c.dueAt));
        const admitted = promise(ruleOf(item), at, 'verified', calendar);
        expect(admitted.getTime()).toBeLessThanOrEqual(timeOf(c.promisedAt));
      }),
    );
  });

  it('is that of the right item from the start, and keeps what pauses added', () => {
    fc.assert(
      fc.property(someItem, someItem, someMoment, someWait, someWait, someWait, (wrong, right, opened, a, b, c) => {
        const at = (...waits: number[]) => new Date(opened.getTime() + waits.reduce((x, y) => x + y, 0));
        const asked = after(born(wrong, opened), { action: 'ask', wait: a }, at(a));
        const supplied = after(asked, { action: 'supply', wait: b }, at(a, b));
        const verified = after(supplied, { action: 'verify', wait: c, item: right }, at(a, b, c));
        const plain = promise(ruleOf(right), opened, 'reported', calendar);
        expect(timeOf(verified.promisedAt)).toBeGreaterThanOrEqual(plain.getTime());
        const { unit } = limitOf(ruleOf(right), 'handle');
        if (limitOf(ruleOf(wrong), 'handle').unit !== unit) return;
        const amount = worktimeBetween(at(a), at(a, b), unit, calendar);
        const kept = addWorktime(plain, { unit, amount }, calendar).getTime();
        expect(Math.abs(timeOf(verified.promisedAt) - kept)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a pause', () => {
  const pausable: readonly State[] = ['reported', 'verified', 'assigned', 'handling'];

  it('never brings a deadline or the promise nearer', () => {
    fc.assert(
      fc.property(someLife, someWait, someWait, (life, a, b) => {
        let last = born(life.item, life.createdAt);
        let at = life.createdAt;
        live(life, (_before, _deed, moment, now) => {
          if (pausable.includes(now.state)) [last, at] = [now, moment];
        });
        const asked = after(last, { action: 'ask', wait: a }, new Date(at.getTime() + a));
        expect([asked.dueAt, asked.pausedAt?.getTime()]).toEqual([null, at.getTime() + a]);
        const back = after(asked, { action: 'supply', wait: b }, new Date(at.getTime() + a + b));
        expect([back.state, back.pausedAt]).toEqual([last.state, null]);
        expect(timeOf(back.dueAt)).toBeGreaterThanOrEqual(timeOf(last.dueAt));
        expect(timeOf(back.promisedAt)).toBeGreaterThanOrEqual(timeOf(last.promisedAt));
      }),
      { numRuns: 300 },
    );
  });

  it('of no length changes nothing', () => {
    fc.assert(
      fc.property(someItem, someMoment, fc.integer({ min: 0, max: HOUR }), (item, opened, wait) => {
        const c = born(item, opened);
        const at = new Date(opened.getTime() + wait);
        const back = after(after(c, { action: 'ask', wait }, at), { action: 'supply', wait: 0 }, at);
        expect(back.promisedAt).toEqual(c.promisedAt);
        if (timeOf(c.dueAt) >= at.getTime()) expect(worktimeGap(c.dueAt as Date, back.dueAt as Date)).toBe(0);
      }),
    );
  });

  /** Two moments with no working time between them are the same deadline: 18:00 and 9:00 of the next day. */
  const worktimeGap = (one: Date, other: Date) => Math.round(worktimeBetween(one, other, 'workHour', calendar) * 1e6);
});

describe('a fresh start', () => {
  it('begins every step anew and promises a new date; what stays refused is promised nothing new', () => {
    always((_, { action }, at, now) => {
      if (!FRESH.includes(action)) return;
      expect(now.used).toEqual({});
      const { step } = stateRow(now.state);
      if (!step) return;
      expect(now.dueAt).toEqual(addWorktime(at, limitOf(ruleOf(now.item), step), calendar));
      expect(now.promisedAt).toEqual(promise(ruleOf(now.item), at, now.state, calendar));
    });
  });
});

describe('a promise that reaches into a year without published holidays', () => {
  const of = (item: string, opened: string, promised: string, open = true) =>
    isOpenPromise({ createdAt: new Date(opened), promisedAt: new Date(promised), open }, ruleOf(item));

  it('is open, unless the time runs day and night or the case is settled', () => {
    expect(of('road-lamp', '2026-03-02T02:00:00Z', '2026-03-06T02:00:00Z')).toBe(false);
    expect(of('road-lamp', '2097-12-30T02:00:00Z', '2098-01-05T02:00:00Z')).toBe(true);
    expect(of('road-lamp', '2097-12-30T02:00:00Z', '2098-01-05T02:00:00Z', false)).toBe(false);
    const always = items.find((i) => Object.values(i.limits).every((l) => ['urgentHour', 'day'].includes(l.unit)));
    expect(of(always?.code ?? 'none', '2097-12-30T02:00:00Z', '2098-01-05T02:00:00Z')).toBe(false);
  });
});
