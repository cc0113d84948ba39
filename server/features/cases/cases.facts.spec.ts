/** Facts come from the timeline alone: told on examples, and on random walks through the flow table. */
import fc from 'fast-check';
import {
  actionOrder,
  actionRow,
  isAction,
  type Seat,
  type State,
  startsAnew,
  stateRow,
} from '../../../shared/case-flow.js';
import { type DutyItem, itemOf } from '../../../shared/duty-list.js';
import { countersOf, type Fact, type FactKind } from '../../../shared/measures.js';
import { localDayOf } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import { extended, move } from './cases.clock.js';
import { closingOf } from './cases.days.js';
import { factsOf, type Told } from './cases.facts.js';
import type { CaseFile } from './cases.guards.js';

const calendar = cityCalendar();
const HOUR = 3_600_000;
/** A Tuesday, 10:00 in Shanghai. */
const START = new Date('2026-11-03T02:00:00Z');
const RULE = itemOf('road-lamp') as DutyItem;
const count = (entries: Told[], asOf: Date) => factsOf(entries, { calendar, asOf });
const counted = (entries: Told[], asOf: Date) => count(entries, asOf).facts.flatMap(countersOf).sort();
const only = (facts: readonly Fact[], kind: FactKind) => facts.find((f) => f.kind === kind);
const dayOf = (at: Date) => Number(localDayOf(at, calendar).replace(/-/g, ''));

type Deed = [hours: number, action: string, toState: State, more?: { unit?: string | null; input?: object }];
/** Who is on duty while the office has the move. */
const OFFICE: { readonly [S in Seat]?: string } = {
  worker: 'west',
  desk: 'desk',
  checker: 'centre',
  supervisor: 'centre',
};

/** A timeline of acts so many hours after the start, with the clocks that ran. */
function told(...deeds: Deed[]): Told[] {
  let c = { state: deeds[0][2], unit: null, createdAt: START, used: {}, reporter: 'me' } as unknown as CaseFile;
  return deeds.map(([hours, action, toState, { unit = null, input = {} } = {}]) => {
    const at = new Date(START.getTime() + hours * HOUR);
    const to = input as { unit?: string; until?: string };
    const row = isAction(action) ? actionRow(action) : null;
    const held = stateRow(toState).seat === 'desk' ? null : c.unit;
    const turn = { to: toState, unit: to.unit ?? held, at, rule: RULE, fresh: row !== null && startsAnew(row) };
    const clocks = row?.to === 'same' ? {} : move(c, turn, calendar);
    c = { ...c, ...clocks, state: toState, unit: turn.unit };
    if (action === 'grantExtension') c = { ...c, ...extended(c, RULE, closingOf(String(to.until)), at, calendar) };
    if (action === 'contact') c = { ...c, contactBy: null };
    const { seat } = stateRow(toState);
    const onDuty = seat === 'unit' ? c.unit : (OFFICE[seat] ?? null);
    return { at, action, unit, toState, input: { ...input }, dueAt: c.dueAt, onDuty, contactBy: c.contactBy };
  });
}
const assigned = (hours: number, unit: string): Deed => [
  hours,
  'assign',
  'assigned',
  { unit: 'desk', input: { unit } },
];
/** So many hours after an entry its step is due. */
const dueIn = (entry: Told) => ((entry.dueAt?.getTime() ?? 0) - START.getTime()) / HOUR;
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
  const slow = told([0, 'found', 'verified', { unit: 'centre' }], assigned(0.5, 'slow'), [
    2,
    'accept',
    'handling',
    { unit: 'slow' },
  ]);
  const hours = dueIn(slow[2]);
  const deeds: Deed[] = [
    [0, 'found', 'verified', { unit: 'centre' }],
    assigned(0.5, 'slow'),
    [2, 'accept', 'handling', { unit: 'slow' }],
    [hours + 30, 'return', 'verified', { unit: 'slow' }],
    assigned(hours + 31, 'quick'),
    [hours + 32, 'accept', 'handling', { unit: 'quick' }],
  ];
  const late = only(count(told(...deeds), far).facts, 'handle');
  const day = dayOf(slow[2].dueAt as Date);
  expect(late).toMatchObject({ unit: 'slow', day });
  expect(countersOf(late as Fact)).toEqual(['handle', 'handle.late', 'handle.open']);
  const then = only(count(told(...deeds, [hours + 60, 'handle', 'handled', { unit: 'quick' }]), far).facts, 'handle');
  expect(then).toMatchObject({ unit: 'slow', day });
  expect(countersOf(then as Fact)).toEqual(['handle', 'handle.done', 'handle.late']);
});

describe('what the office lets lie', () => {
  it('is late for the unit on duty, and stays so when another does it at last', () => {
    const late = (entries: Told[], kind: FactKind) => {
      const fact = only(count(entries, far).facts, kind) as Fact;
      return [fact.unit, ...countersOf(fact).slice(1)];
    };
    const slow: Deed[] = [
      [0, 'report', 'reported'],
      [500, 'verify', 'verified', { unit: 'rescue' }],
    ];
    expect(late(told(slow[0]), 'verify')).toEqual(['west', 'verify.late', 'verify.open']);
    expect(late(told(...slow), 'verify')).toEqual(['west', 'verify.done', 'verify.late']);
    expect(late(told(...slow), 'assign')).toEqual(['desk', 'assign.late', 'assign.open']);
    const handled: Deed[] = [assigned(501, 'works'), [502, 'accept', 'handling'], [503, 'handle', 'handled']];
    expect(late(told(...slow, ...handled), 'check')).toEqual(['centre', 'check.late', 'check.open']);
    const back: Deed[] = [
      [504, 'pass', 'checked', { unit: 'centre' }],
      [505, 'disagree', 'disputed'],
    ];
    expect(late(told(...slow, ...handled, ...back), 'review')).toEqual(['centre', 'review.late', 'review.open']);
  });

  it('is judged by the limit that ran then, whatever was found out afterwards', () => {
    const entries = told([0, 'report', 'reported'], [1, 'verify', 'verified', { unit: 'west' }]);
    const early = entries.map((e, i) => (i === 0 ? { ...e, dueAt: new Date(START.getTime() + HOUR / 2) } : e));
    expect(counted(entries, far)).toContain('verify.inTime');
    expect(counted(early, far)).toContain('verify.late');
  });
});

describe('a dispatch', () => {
  const shortcut = (action: string, to: State) =>
    told([0, 'report', 'reported'], [1, 'verify', 'verified'], [2, action, to, { unit: 'west' }]);

  it('is none where a case was settled, answered or refused at the desk', () => {
    for (const [action, to] of [
      ['settle', 'handled'],
      ['answer', 'checked'],
      ['reject', 'rejected'],
    ] as const) {
      expect(counted(shortcut(action, to), far).filter((c) => c.startsWith('assign'))).toEqual([]);
    }
  });

  it('that was late stays so, and waits no longer', () => {
    const entries = told([0, 'found', 'verified'], [500, 'settle', 'handled', { unit: 'west' }]);
    expect(counted(entries, far).filter((c) => c.startsWith('assign'))).toEqual(['assign', 'assign.late']);
  });
});

describe('work that is to be done again', () => {
  const again = (hours: number): Deed[] => [
    [0, 'found', 'verified'],
    assigned(0.5, 'first'),
    [1, 'accept', 'handling', { unit: 'first' }],
    [2, 'handle', 'handled', { unit: 'first' }],
    [3, 'pass', 'checked', { unit: 'centre' }],
    [4, 'closeUnrated', 'closed'],
    [hours, 'redo', 'assigned', { input: { unit: 'second' } }],
  ];

  it('leaves the first time where it was, and is a fact with a day and a unit of its own', () => {
    const before = count(told(...again(3000)).slice(0, 6), far).facts.filter((f) => f.kind !== 'close');
    const entries = told(...again(3000));
    const { facts } = count(entries, new Date(START.getTime() + 6000 * HOUR));
    expect(facts).toEqual(expect.arrayContaining(before));
    expect(only(facts, 'again')).toMatchObject({ unit: 'second', day: dayOf(entries[6].dueAt as Date) });
    expect(only(facts, 'close')?.unit).toBe('first');
    expect(countersOf(only(facts, 'again') as Fact)).toEqual(['again', 'again.late', 'again.open']);
  });

  it('is in time when it was done in time', () => {
    const done: Deed[] = [
      [31, 'accept', 'handling', { unit: 'second' }],
      [32, 'handle', 'handled', { unit: 'second' }],
    ];
    const fact = only(count(told(...again(30), ...done), far).facts, 'again') as Fact;
    expect([fact.unit, ...countersOf(fact)]).toEqual(['second', 'again', 'again.done', 'again.inTime']);
  });

  it('is not unreasonable because it was so before', () => {
    const doubted: Deed[] = [...again(30).slice(0, 6), [5, 'confirmDoubt', 'closed']];
    expect(counted(told(...doubted), far)).toEqual(['excluded']);
    expect(counted(told(...doubted, again(30)[6]), far)).toContain('handle');
  });

  it('does not take along what the resident said of the first time', () => {
    const rated: Deed[] = [
      ...again(30).slice(0, 5),
      [4, 'confirm', 'closed', { input: { solved: 'no', satisfied: 1 } }],
      again(30)[6],
      [31, 'accept', 'handling'],
      [32, 'handle', 'handled'],
    ];
    expect(only(count(told(...rated), far).facts, 'opinion')?.unit).toBe('first');
  });
});

describe('the first contact', () => {
  const sent: Deed[] = [[0, 'found', 'verified'], assigned(1, 'slow')];

  it('that was missed is missed by the unit that had it then', () => {
    const entries = told(
      ...sent,
      [400, 'transfer', 'assigned', { input: { unit: 'quick' } }],
      [401, 'contact', 'assigned'],
    );
    const fact = only(count(entries, far).facts, 'respond') as Fact;
    expect([fact.unit, fact.day]).toEqual(['slow', dayOf(entries[1].contactBy as Date)]);
    expect(countersOf(fact)).toEqual(['respond', 'respond.done', 'respond.late']);
  });

  it('that another unit made is its own', () => {
    const entries = told(...sent, [1.5, 'return', 'verified'], assigned(40, 'quick'), [
      41,
      'contact',
      'assigned',
      { unit: 'quick', input: { how: 'phone' } },
    ]);
    const fact = only(count(entries, far).facts, 'respond') as Fact;
    expect([fact.unit, ...countersOf(fact)]).toEqual(['quick', 'respond', 'respond.done', 'respond.inTime']);
  });
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
  const granted = (hours: number): Deed => [hours, 'grantExtension', 'handling', { input: { until } }];
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
    let at = 0;
    const deeds: Deed[] = [[0, 'report', state]];
    for (const { pick, hours } of steps) {
      const possible = actionOrder.filter((a) => actionRow(a).from.includes(state));
      if (possible.length === 0) break;
      const action = possible[pick % possible.length];
      const { to } = actionRow(action);
      const next: State = to === 'same' ? state : to === 'back' ? back : to;
      if (stateRow(next).paused || next === 'merged') back = state;
      at += Math.round(hours * HOUR) / HOUR;
      state = next;
      const unit = `u${pick % 3}`;
      const until = localDayOf(new Date(START.getTime() + (at + 240) * HOUR), calendar);
      const moves = next === 'assigned' ? { unit } : {};
      deeds.push([at, action, state, { unit, input: { ...moves, until, solved: 'yes', satisfied: 4 } }]);
    }
    return told(...deeds);
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

  it('what counts stays counted on its day and for its unit, however the case goes on, unless it is unreasonable', () => {
    fc.assert(
      fc.property(walk, fc.nat(20), (entries, length) => {
        const before = count(entries.slice(0, length + 1), last(entries.slice(0, length + 1))).facts;
        const after = count(entries, last(entries)).facts;
        if (only(after, 'excluded')) return;
        for (const fact of before.filter((f) => f.kind !== 'opinion' && f.kind !== 'excluded')) {
          const then = only(after, fact.kind);
          if (fact.kind === 'close' && !then) continue;
          expect([fact.kind, then?.day, then?.unit]).toEqual([fact.kind, fact.day, fact.unit]);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
