/** Random walks of random people through the flow over HTTP: what the table promises holds wherever a case wanders. */
import fc from 'fast-check';
import { type Action, actionOrder, actionRow, guards, type State, stateRow } from '../../../shared/case-flow.js';
import { taskAnswers } from '../../../shared/case-office.js';
import type { Field, Fields } from '../../../shared/fields.js';
import type { Role } from '../../../shared/permissions.js';
import type { CaseView, Task } from '../../../shared/views.js';
import { aWorkdayFrom } from '../../core/calendar.js';
import { startServer, type TestServer } from '../../test/app.js';
import { dayAfter } from '../../test/clock.js';
import { evil } from '../../test/evil.js';
import { Given, middleOf, type Person, type UnitKey } from '../../test/given.js';

let server: TestServer;
let given: Given;
let cast: Person[];
/** Where those of the cast sit who may ask others for help. */
const unitOf = new Map<string, string>();
/** A photo of each person that is joined to nothing yet. */
const spare = new Map<string, string>();

const ALSO: [Role, { unit: UnitKey; roles: Role[] }][] = [
  ['dispatcher', { unit: 'supervision', roles: ['dispatcher', 'supervisor'] }],
  ['supervisor', { unit: 'command', roles: ['supervisor', 'operator'] }],
  ['communityWorker', { unit: 'west', roles: ['communityWorker', 'supervisor'] }],
  ['handler', { unit: 'green', roles: ['handler'] }],
  ['handler', { unit: 'works', roles: ['handler', 'supervisor'] }],
];
const CAST: Role[] = [
  'resident',
  'gridWorker',
  'gridLead',
  'communityWorker',
  'operator',
  'dispatcher',
  'supervisor',
  'handler',
  'unitHead',
  'leader',
];
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
  cast = [];
  for (const role of CAST) cast.push(await given.the(role));
  for (const [role, more] of ALSO) cast.push(await given.person(role, more));
  cast.push(await given.person('resident'));
  for (const person of cast) unitOf.set(person.id, (await person.get('/api/session')).body.unit?.id ?? '');
});
afterAll(() => server?.close());

/** Draws from the numbers that fast-check gives, so that a failure can be run again. */
class Dice {
  private at = 0;
  constructor(private readonly numbers: number[]) {}
  upTo(n: number): number {
    return this.numbers[this.at++ % this.numbers.length] % n;
  }
  one<T>(list: readonly T[]): T {
    return list[this.upTo(list.length)];
  }
}

async function photoOf(person: Person): Promise<string> {
  const id = spare.get(person.id) ?? (await person.photo()).id;
  spare.set(person.id, id);
  return id;
}

/** A value that the field takes. */
async function valueFor(field: Field, person: Person, dice: Dice, view: CaseView | null): Promise<unknown> {
  switch (field.kind) {
    case 'text':
    case 'longText':
      // Whatever is typed is words: what would break a page or a statement is stored as it is.
      return [...`${'字'.repeat(field.min ?? 1)}${dice.one(evil)}`].slice(0, field.max ?? 2000).join('');
    case 'choice':
      return dice.one(Object.keys(field.options));
    case 'choices':
      return Object.keys(field.options).slice(0, 1 + dice.upTo(2));
    case 'stars':
      return 1 + dice.upTo(5);
    case 'date':
      // Each extension reaches further than the one before.
      return dayAfter(200 + 200 * (view?.extensions ?? 0));
    case 'point':
      return middleOf(dice.upTo(4));
    case 'photos':
      return [await photoOf(person)];
    case 'ref':
      if (field.to === 'item') return dice.one(['road-lamp', 'dog', 'manhole']);
      if (field.to === 'task') return view?.tasks.find((t) => t.waits)?.id ?? 'none';
      if (field.to === 'case') return (await (await given.the('resident')).report()).id;
      return given.units[dice.one(['works', 'green', 'green-west', 'west'] as const)];
    default:
      throw new Error(`no value for ${field.kind}`);
  }
}

/** An input that the action takes, as far as its form can tell; what depends on the case is chosen to fit it. */
async function inputFor(
  action: Action,
  person: Person,
  dice: Dice,
  view: CaseView | null,
): Promise<Record<string, unknown>> {
  const { asks }: { asks: Fields } = actionRow(action);
  const input: Record<string, unknown> = {};
  let photographed = false;
  for (const [key, field] of Object.entries(asks)) {
    // Each photo may be joined once, so the second field of photos needs one of its own.
    if (field.kind === 'photos' && photographed) input[key] = [(await person.photo()).id];
    else input[key] = await valueFor(field, person, dice, view);
    photographed ||= field.kind === 'photos';
  }
  // Who was not reached said nothing.
  if (input.reached === 'no') for (const key of ['solved', 'satisfied']) delete input[key];
  const kind = taskAnswers[action];
  if ('dueOn' in input) input.dueOn = aWorkdayFrom(new Date());
  // A review day is set anew to another one.
  if ('reviewOn' in input && input.reviewOn === view?.reviewOn) input.reviewOn = dayAfter(300);
  const fits = (t: Task) => {
    if (action === 'cancelTask') return t.mine;
    return kind ? t.kind === kind && t.waits === 'answer' : t.waits === 'rating';
  };
  if ('task' in input) input.task = view?.tasks.find(fits)?.id ?? 'none';
  if ('doer' in input) input.doer = given.units[view?.unit?.id === given.units.green ? 'works' : 'green'];
  if ('doer' in input && input.doer === unitOf.get(person.id)) input.doer = given.units['green-west'];
  return input;
}

/** What the walk itself remembers, against which the server's word is held. */
interface Memory {
  hands: Set<string>;
  units: Set<string>;
  returns: number;
  extensions: number;
  final: boolean;
  paused: boolean;
  proposedBy: string | null;
  passedBy: string | null;
  rejectedBy: string | null;
  admitted: boolean;
  dismissed: boolean;
  promisedAt: string | null;
}
const HANDS: readonly Action[] = [
  'settle',
  'assign',
  'decide',
  'accept',
  'handle',
  'transfer',
  'answer',
  'redo',
  'overrule',
  'suspend',
  'resume',
  'grantExtension',
  'denyExtension',
  'split',
  'finishSubtask',
  'askHelp',
  'giveHelp',
  'whistle',
  'answerWhistle',
];
const CHECKS: readonly Action[] = ['pass', 'rework', 'redraw', 'close', 'uphold', 'visit', 'confirmDoubt'];
const FRESH: readonly Action[] = ['redo', 'overrule', 'admit', 'readmit'];
const LATER: readonly Action[] = ['supply', 'resume', 'grantExtension'];
const MOVES_PROMISE: readonly Action[] = [...FRESH, ...LATER, 'withdraw', 'verify'];
const PAUSES: readonly Action[] = ['ask', 'suspend'];
const ENDS_PAUSE: readonly Action[] = ['supply', 'resume', 'withdraw'];

function remember(memory: Memory, before: CaseView, action: Action, person: Person, after: CaseView): void {
  const { to, from } = actionRow(action);
  expect(from).toContain(before.state);
  if (to === 'same') expect(after.state).toBe(before.state);
  else if (to !== 'back') expect(after.state).toBe(to);
  else expect(stateRow(after.state).settled ?? stateRow(after.state).paused).toBeUndefined();
  // One for the act, and one where it makes a rule press the case.
  const pressedNow = action !== 'press' && after.pressed && !before.pressed;
  expect(after.version).toBe(before.version + (pressedNow ? 2 : 1));
  expect(after.timeline.at(-1)?.action).toBe(pressedNow ? 'press' : action);
  if (CHECKS.includes(action)) {
    expect([action, memory.hands.has(person.id)]).toEqual([action, false]);
  }
  // Whoever decided does not decide again about what they decided.
  if (action === 'uphold') expect(memory.passedBy).not.toBe(person.id);
  if (action === 'admit' || action === 'dismiss') expect(memory.rejectedBy).not.toBe(person.id);
  if (action === 'reject') expect(memory.admitted).toBe(false);
  if (action === 'appeal') expect(memory.dismissed).toBe(false);
  if (action === 'pass') memory.passedBy = person.id;
  if (action === 'reject') memory.rejectedBy = person.id;
  if (action === 'admit') memory.admitted = true;
  if (action === 'dismiss' || action === 'readmit') memory.dismissed = action === 'dismiss';
  if (action === 'return') {
    expect([memory.final, memory.returns < 2]).toEqual([false, true]);
    memory.returns++;
  }
  if (action === 'grantExtension') memory.extensions++;
  expect(memory.extensions).toBeLessThanOrEqual(2);
  if (PAUSES.includes(action)) expect([action, memory.paused]).toEqual([action, false]);
  if (ENDS_PAUSE.includes(action) && action !== 'withdraw') expect([action, memory.paused]).toEqual([action, true]);
  memory.paused = PAUSES.includes(action) || (memory.paused && !ENDS_PAUSE.includes(action));
  expect(stateRow(after.state).paused === true).toBe(memory.paused);
  if (action === 'doubt') memory.proposedBy = person.id;
  if (action === 'confirmDoubt') expect(memory.proposedBy).not.toBe(person.id);
  if (action === 'handle') expect(before.tasks.some((t) => t.kind === 'subtask' && t.state === 'open')).toBe(false);
  if (['handled', 'closed', 'withdrawn', 'merged'].includes(after.state))
    expect(after.tasks.filter((t) => t.state === 'open')).toEqual([]);
  if (after.state === 'handled' && after.checker) expect(memory.hands.has(after.checker.id)).toBe(false);
  if (action === 'transfer') expect(memory.final).toBe(false);
  if (action === 'decide') memory.final = true;
  if (['redo', 'overrule'].includes(action)) Object.assign(memory, { returns: 0, extensions: 0, final: false });
  if (HANDS.includes(action)) memory.hands.add(person.id);
  if (!MOVES_PROMISE.includes(action)) expect([action, after.promisedAt]).toEqual([action, before.promisedAt]);
  else if (LATER.includes(action)) expect(String(after.promisedAt) >= String(before.promisedAt)).toBe(true);
  const step = stateRow(after.state).step;
  expect([after.state, after.dueAt !== null]).toEqual([after.state, step !== undefined]);
  expect(after.closedAt !== null).toBe(stateRow(after.state).settled === true);
}

/** The actor reads in the timeline what they typed, letter by letter. */
function expectWordsKept(action: Action, input: Record<string, unknown>, { timeline }: CaseView): void {
  const kept = timeline.filter((e) => e.action === action).at(-1)?.input ?? {};
  for (const [key, field] of Object.entries(actionRow(action).asks as Fields))
    if (field.kind === 'text' || field.kind === 'longText')
      expect([action, key, kept[key]]).toEqual([action, key, String(input[key]).trim()]);
}

const viewsOf = (id: string) =>
  Promise.all(
    cast.map(async (person) => {
      const answer = await person.get(`/api/cases/${id}`);
      expect([200, 404]).toContain(answer.status);
      return { person, view: answer.status === 200 ? (answer.body as CaseView) : null };
    }),
  );

/** Somebody tries what `can` does not hold, with an input that would do. */
async function trespass(id: string, version: number, dice: Dice, views: Awaited<ReturnType<typeof viewsOf>>) {
  const { person, view } = dice.one(views);
  const action = dice.one(actionOrder.filter((a) => !view?.can.includes(a)));
  const input = await inputFor(action, person, dice, view);
  const answer = await person.post(`/api/cases/${id}/acts/${action}`, { version, input });
  const expected = view ? [403, 409] : [404];
  expect([person.role, action, answer.status, expected.includes(answer.status)]).toEqual([
    person.role,
    action,
    answer.status,
    true,
  ]);
}

/** Acts that end a walk, or lead aside, are drawn less often. */
const RARE: readonly Action[] = [
  'withdraw',
  'reject',
  'merge',
  'dismiss',
  'escalate',
  'urge',
  'add',
  'visit',
  'redraw',
];

async function walk(numbers: number[], start: () => Promise<string>): Promise<void> {
  const dice = new Dice(numbers);
  const id = await start();
  const memory: Memory = {
    hands: new Set(),
    units: new Set(),
    returns: 0,
    extensions: 0,
    final: false,
    paused: false,
    proposedBy: null,
    passedBy: null,
    rejectedBy: null,
    admitted: false,
    dismissed: false,
    promisedAt: null,
  };
  for (let turn = 0; turn < 18; turn++) {
    const views = await viewsOf(id);
    const seen = views.find((v) => v.view)?.view as CaseView;
    for (const { view } of views) if (view) expect([view.state, view.version]).toEqual([seen.state, seen.version]);
    await trespass(id, seen.version, dice, views);
    const possible = views.flatMap(({ person, view }) =>
      (view?.can ?? []).map((action) => ({ person, action, view: view as CaseView })),
    );
    if (possible.length === 0) {
      // Nobody can do anything: only where the table means it.
      expect(['withdrawn', 'rejected']).toContain(seen.state);
      break;
    }
    const often = possible.filter((p) => !RARE.includes(p.action));
    const { person, action, view } = dice.one(often.length > 0 && dice.upTo(6) > 0 ? often : possible);
    const input = await inputFor(action, person, dice, view);
    const answer = await person.post(`/api/cases/${id}/acts/${action}`, { version: seen.version, input });
    if (answer.status !== 200) throw new Error(`${person.role} can ${action}: ${JSON.stringify(answer.body)}`);
    expectWordsKept(action, input, answer.body);
    if (Object.values(actionRow(action).asks).some((f) => f.kind === 'photos')) spare.delete(person.id);
    remember(memory, view, action, person, answer.body);
    if (answer.body.unit) memory.units.add(answer.body.unit.id);
  }
  await timelineIsWhole(id);
}

/** The row is the projection of the timeline, which has no gap. */
async function timelineIsWhole(id: string): Promise<void> {
  const { timeline, state, version } = await (await given.the('leader')).case(id);
  expect(timeline.map((e) => e.seq)).toEqual(Array.from({ length: version }, (_, i) => i + 1));
  let at: State | null = null;
  for (const e of timeline) {
    expect(e.from).toBe(at);
    at = e.to;
  }
  expect(at).toBe(state);
}

const report = (of: object) => async () => (await (await given.the('resident')).report(of)).id;
const intake = (of: object) => async () => (await (await given.the('operator')).report(of)).id;
const STARTS: [string, () => Promise<string>][] = [
  ['a complaint of a resident', report({})],
  ['a question of a resident', report({ kind: 'question' })],
  ['a call that somebody took down', intake({ contactPhone: '19900001234' })],
  ['what a superior sent', intake({ source: 'superior' })],
  ['what has no place', report({ place: undefined })],
];

describe.each(STARTS)('%s', (_, start) => {
  it('goes only where the table leads, and everybody may do just what they are told they can', async () => {
    const numbers = fc.array(fc.nat(1_000_000), { minLength: 200, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(numbers, (n) => walk(n, start)),
      { numRuns: 2, endOnFailure: true },
    );
  }, 60_000);
});

describe('supervision and handling apart', () => {
  it('whoever answered a question does not uphold the answer', async () => {
    const both = cast.find(
      (p) => p.role === 'communityWorker' && p !== cast[CAST.indexOf('communityWorker')],
    ) as Person;
    const { id, resident } = await given.case('verified', { kind: 'question' });
    await both.does(id, 'answer', { reply: '每周六上午在居委会门口' });
    await resident.does(id, 'disagree', { satisfied: 3, words: '周六没有人' });
    expect((await both.case(id)).cannot.uphold).toBe(guards.handledIt);
    expect((await both.act(id, 'uphold', { words: '答复没有错' })).body.code).toBe('case.guarded');
    await (await given.the('supervisor')).does(id, 'uphold', { words: '答复没有错' });
  });
});

describe('nobody waits for ever', () => {
  it('only somebody who can answer is asked', async () => {
    const operator = await given.the('operator');
    const { id } = await operator.report({ contactPhone: '19900001234' });
    const file = await operator.case(id);
    expect(file.can).not.toContain('ask');
    expect(file.cannot.ask).toBe(guards.offline);
  });
});
