/** Facts come from the timeline alone: told on examples, and on random walks through the flow table. */
import fc from 'fast-check';
import { actionOrder, actionRow, type ClockStep, type State } from '../../../shared/case-flow.js';
import { type DutyItem, itemOf } from '../../../shared/duty-list.js';
import { countersOf, type Fact, type FactKind } from '../../../shared/measures.js';
import { addWorktime } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import { limitOf } from './cases.clock.js';
import { factsOf, type Told } from './cases.facts.js';

const calendar = cityCalendar();
const HOUR = 3_600_000;
/** A Tuesday, 10:00 in Shanghai. */
const START = new Date('2026-11-03T02:00:00Z');
const RULE = itemOf('road-lamp') as DutyItem;
const limitsOf = (step: ClockStep) => limitOf(RULE, step);
const count = (entries: Told[], asOf: Date) =>
  factsOf(entries, { limitOf: limitsOf, calendar, hasReporter: true, asOf });
const counted = (entries: Told[], asOf: Date) => count(entries, asOf).facts.flatMap(countersOf).sort();
const only = (facts: readonly Fact[], kind: FactKind) => facts.find((f) => f.kind === kind);

/** Entries so many hours after the start. */
const told = (...lines: [hours: number, action: string, toState: State, more?: Partial<Told>][]): Told[] =>
  lines.map(([hours, action, toState, more]) => ({
    at: new Date(START.getTime() + hours * HOUR),
    action,
    toState,
    unit: null,
    input: {},
    ...more,
  }));
const assigned = (hours: number, unit: string): [number, string, State, Partial<Told>] => [
  hours,
  'assign',
  'assigned',
  { unit: 'desk', input: { unit } },
];
const quick = told(
  [0, 'report', 'reported'],
  [1, 'verify', 'verified', { unit: 'west' }],
  assigned(1.5, 'works'),
  [4, 'accept', 'handling', { unit: 'works' }],
  [5, 'handle', 'handled', { unit: 'works', input: { outcome: 'solved' } }],
  [6, 'pass', 'checked', { unit: 'centre' }],
  [7, 'confirm', 'closed', { input: { solved: 'yes', satisfied: 5 } }],
);
const far = new Date('2027-03-01T00:00:00Z');

describe('a case that goes straight through', () => {
  it('is in time at each step, closed in time, and the resident was content', () => {
    expect(counted(quick, far)).toEqual(
      [
        ...['report', 'report.judged', 'report.valid', 'register', 'register.inTime', 'register.kept'],
        ...['verify', 'verify.done', 'verify.inTime', 'assign', 'assign.done', 'assign.inTime', 'assign.accurate'],
        ...['accept', 'accept.done', 'accept.inTime', 'respond', 'respond.done', 'respond.inTime'],
        ...['handle', 'handle.done', 'handle.inTime', 'check', 'check.done', 'check.inTime'],
        ...['close', 'close.closed', 'close.inTime', 'opinion', 'opinion.solved', 'opinion.satisfied'],
      ].sort(),
    );
  });

  it('tells how long each step took, and which unit answers for it', () => {
    const { facts } = count(quick, far);
    expect(facts.map((f) => [f.kind, f.unit, f.minutes])).toEqual(
      expect.arrayContaining([
        ['verify', 'west', 60],
        ['assign', 'desk', 30],
        ['accept', 'works', 150],
        ['handle', 'works', 60],
        ['check', 'centre', 60],
        ['close', 'works', null],
        ['opinion', 'works', null],
      ]),
    );
  });
});

it('what is late counts on the day and for the unit that had it when the time was up', () => {
  const due = addWorktime(new Date(START.getTime() + 2 * HOUR), limitsOf('handle'), calendar);
  const hours = (due.getTime() - START.getTime()) / HOUR;
  const entries = told(
    [0, 'found', 'verified', { unit: 'centre' }],
    assigned(0.5, 'slow'),
    [2, 'accept', 'handling', { unit: 'slow' }],
    [hours + 30, 'return', 'verified', { unit: 'slow' }],
    assigned(hours + 31, 'quick'),
    [hours + 32, 'accept', 'handling', { unit: 'quick' }],
  );
  const late = only(count(entries, far).facts, 'handle');
  const day = Number(new Date(due.getTime() + 8 * HOUR).toISOString().slice(0, 10).replace(/-/g, ''));
  expect(late).toMatchObject({ unit: 'slow', day });
  expect(countersOf(late as Fact)).toEqual(['handle', 'handle.late', 'handle.open']);
  const done = [...entries, ...told([hours + 60, 'handle', 'handled', { unit: 'quick' }])];
  const then = only(count(done, far).facts, 'handle');
  expect(then).toMatchObject({ unit: 'slow', day });
  expect(countersOf(then as Fact)).toEqual(['handle', 'handle.done', 'handle.late']);
});

it('no deadline is missed while the reporter is asked', () => {
  const entries = told([0, 'report', 'reported'], [1, 'ask', 'waitingReporter']);
  expect(counted(entries, far)).toEqual(['report']);
  expect(count(entries, far).nextAt).toBeNull();
});

it('a rejection was judged and is not valid; a withdrawal was not judged', () => {
  expect(counted(told([0, 'report', 'reported'], [1, 'reject', 'rejected']), far)).toContain('report.judged');
  expect(counted(told([0, 'report', 'reported'], [1, 'reject', 'rejected']), far)).not.toContain('report.valid');
  expect(counted(told([0, 'report', 'reported'], [1, 'withdraw', 'withdrawn']), far)).toEqual(['report']);
});

it('what a second person found unreasonable leaves every ratio', () => {
  expect(counted([...quick, ...told([9, 'confirmDoubt', 'closed'])], far)).toEqual(['excluded']);
});

it('an extension gives more time, and does not undo that it was late', () => {
  const until = '2026-11-20';
  const granted = (hours: number): [number, string, State, Partial<Told>] => [
    hours,
    'grantExtension',
    'handling',
    { input: { until } },
  ];
  const line = (hours: number) =>
    told(
      [0, 'found', 'verified'],
      assigned(0.5, 'works'),
      [1, 'accept', 'handling', { unit: 'works' }],
      granted(hours),
    );
  const before = new Date('2026-11-20T09:59:00Z');
  expect(counted(line(2), before)).not.toContain('handle');
  expect(count(line(2), before).nextAt).toEqual(new Date('2026-11-20T10:00:00Z'));
  expect(counted(line(2), far)).toEqual(expect.arrayContaining(['handle.late', 'handle.open', 'handle.extended']));
  expect(counted(line(24 * 10), before)).toContain('handle.late');
});

it('a dispatch that comes back was not accurate, and redoing is told', () => {
  const entries = told(
    [0, 'found', 'verified'],
    assigned(0.5, 'a'),
    [1, 'return', 'verified', { unit: 'a' }],
    assigned(1.2, 'b'),
    [3, 'accept', 'handling', { unit: 'b' }],
    [4, 'handle', 'handled', { unit: 'b' }],
    [5, 'rework', 'handling'],
    [6, 'handle', 'handled', { unit: 'b' }],
    [6.5, 'pass', 'checked'],
    [7, 'disagree', 'disputed', { input: { satisfied: 4 } }],
    [8, 'overrule', 'assigned', { input: { unit: 'b' } }],
  );
  const found = counted(entries, new Date(START.getTime() + 8.1 * HOUR));
  expect(found).toContain('assign.done');
  expect(found).not.toContain('assign.accurate');
  // Two questions, two answers: not solved, and yet content with how they were treated.
  expect(found).toEqual(expect.arrayContaining(['close.reworked', 'close.redone', 'opinion', 'opinion.satisfied']));
  expect(found).not.toContain('opinion.solved');
  expect(found).not.toContain('close.closed');
});

/** A walk through the flow table, at random moments. */
const walk = fc
  .array(fc.record({ pick: fc.nat(1000), hours: fc.double({ min: 0, max: 200, noNaN: true }) }), { maxLength: 16 })
  .map((steps) => {
    let state: State = 'reported';
    let back: State = 'reported';
    let at = START.getTime();
    const entries: Told[] = [{ at: START, action: 'report', toState: state, unit: null, input: {} }];
    for (const { pick, hours } of steps) {
      const possible = actionOrder.filter((a) => actionRow(a).from.includes(state));
      if (possible.length === 0) break;
      const action = possible[pick % possible.length];
      const { to } = actionRow(action);
      const next: State = to === 'same' ? state : to === 'back' ? back : to;
      if (next === 'waitingReporter' || next === 'merged') back = state;
      at += Math.round(hours * HOUR);
      state = next;
      const unit = `u${pick % 3}`;
      entries.push({ at: new Date(at), action, toState: state, unit, input: { unit, solved: 'yes', satisfied: 4 } });
    }
    return entries;
  });

describe('on any walk', () => {
  const last = (entries: Told[]) => entries[entries.length - 1].at;

  it('a fact stands once at most, is late or in time, and what is open is late', () => {
    fc.assert(
      fc.property(walk, fc.nat(1000), (entries, hours) => {
        const { facts } = count(entries, new Date(last(entries).getTime() + hours * HOUR));
        expect(new Set(facts.map((f) => f.kind)).size).toBe(facts.length);
        for (const fact of facts) {
          const has = countersOf(fact).map((c) => c.split('.')[1]);
          if (has.includes('open')) expect(has).toContain('late');
          if (has.includes('inTime')) expect(has).not.toContain('late');
        }
      }),
    );
  });

  it('nothing changes before the next deadline, and something does at it', () => {
    fc.assert(
      fc.property(walk, (entries) => {
        const now = count(entries, last(entries));
        if (!now.nextAt) return;
        expect(count(entries, now.nextAt).facts).toEqual(now.facts);
        expect(count(entries, new Date(now.nextAt.getTime() + 1)).facts).not.toEqual(now.facts);
      }),
      { numRuns: 1000 },
    );
  });

  it('what counts stays counted on its day, however the case goes on, unless it turns out late or unreasonable', () => {
    fc.assert(
      fc.property(walk, fc.nat(20), (entries, length) => {
        const before = count(entries.slice(0, length + 1), last(entries.slice(0, length + 1))).facts;
        const after = count(entries, last(entries)).facts;
        if (only(after, 'excluded')) return;
        for (const fact of before.filter((f) => !['opinion', 'close', 'respond'].includes(f.kind))) {
          const then = only(after, fact.kind);
          if (then && countersOf(then).includes(`${fact.kind}.late` as never)) continue;
          expect(then?.day).toBe(fact.day);
        }
      }),
    );
  });
});
