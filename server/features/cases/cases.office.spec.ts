/** The office's duties over HTTP: 挂账, 延期, 督办, 子任务, 协办, 吹哨, 核查人, 不合理认定, 回访. */
import { guards } from '../../../shared/case-flow.js';
import type { CaseRow, CaseView, Page } from '../../../shared/views.js';
import { momentAt } from '../../../shared/worktime.js';
import { aWorkdayFrom, cityCalendar } from '../../core/calendar.js';
import { Jobs } from '../../core/jobs.js';
import { startServer, type TestServer } from '../../test/app.js';
import { DAY, dayAfter, later, MINUTE } from '../../test/clock.js';
import { Given, type Person, STEPS_TO } from '../../test/given.js';
import { reviewTimes } from './cases.review.js';
import { caseTask } from './cases.tables.js';
import { taskRungs } from './cases.task-clock.js';

let server: TestServer;
let given: Given;
let dispatcher: Person;
let handler: Person;
let supervisor: Person;
let community: Person;
let leader: Person;
let green: Person;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
  dispatcher = await given.the('dispatcher');
  handler = await given.the('handler');
  supervisor = await given.the('supervisor');
  community = await given.the('communityWorker');
  leader = await given.the('leader');
  green = await given.person('handler', { unit: 'green' });
});
afterAll(() => server?.close());

const runJobs = async () => {
  while ((await server.app.get(Jobs).runDue()) > 0);
};
const wordsFor = async (person: Person, id: string): Promise<string[]> => {
  await runJobs();
  const { rows } = (await person.get('/api/notices?size=100')).body as Page<{ caseId: string; words: string }>;
  return rows.filter((n) => n.caseId === id).map((n) => n.words);
};
const says = (view: CaseView) => view.timeline.map((e) => e.says);
const solvedBy = async (person: Person, id: string) =>
  person.does(id, 'handle', { outcome: 'solved', reply: '已经修好了', photos: [(await person.photo()).id] });
const listed = async (person: Person, query: object) =>
  ((await person.get('/api/cases').query({ size: 100, ...query })).body as Page<CaseRow>).rows.map((r) => r.id);

/** However long the test pretends to wait. */
const stillSignedIn = (person: Person) => {
  const until = new Date(Date.now() + 100 * DAY);
  const sql = 'UPDATE session SET expiresAt = ?, seenAt = ? WHERE account = ?';
  return server.db.write((tx) => tx.run(sql, [until, until, person.id]));
};

describe('挂账', () => {
  it('stops the clock until a day that the reporter reads, is never counted closed, and goes on where it stood', async () => {
    const { id, resident } = await given.case('handling');
    const before = await dispatcher.case(id);
    expect((await handler.case(id)).can).not.toContain('suspend');
    const reviewOn = dayAfter(20);
    const view = await dispatcher.does(id, 'suspend', { reviewOn, words: '等排水管网改造一并实施' });
    expect(view).toMatchObject({ state: 'suspended', dueAt: null, closedAt: null, reviewOn, seat: 'unit' });
    expect(await listed(dispatcher, { open: true, state: 'suspended' })).toContain(id);
    const [, month, day] = reviewOn.split('-').map(Number);
    expect(says(await resident.case(id)).at(-1)).toContain(`${month}月${day}日 复查`);
    await stillSignedIn(handler);
    const again = await later(10 * DAY, () => handler.does(id, 'resume', { words: '材料到了，下周施工' }));
    expect(again).toMatchObject({ state: 'handling', reviewOn: null });
    expect(Date.parse(again.promisedAt ?? '')).toBeGreaterThan(Date.parse(before.promisedAt ?? ''));
    expect(again.dueAt).not.toBeNull();
  });

  it('reminds the unit and supervision on the day, once, and nobody where it was resumed before', async () => {
    const waiting = await given.case('handling');
    const resumed = await given.case('handling');
    for (const { id } of [waiting, resumed]) {
      await dispatcher.does(id, 'suspend', { reviewOn: dayAfter(5), words: '等排水管网改造一并实施' });
    }
    await handler.does(resumed.id, 'resume', { words: '提前开工' });
    await runJobs();
    const told = async (person: Person, id: string) =>
      (await wordsFor(person, id)).filter((w) => w.includes('到了复查日期')).length;
    expect(await told(handler, waiting.id)).toBe(0);
    const onTheDay = reviewTimes(dayAfter(5))[0].getTime() - Date.now();
    for (const wait of [MINUTE, 2 * MINUTE]) await later(onTheDay + wait, runJobs);
    expect([await told(handler, waiting.id), await told(supervisor, waiting.id)]).toEqual([1, 1]);
    expect(await told(handler, resumed.id)).toBe(0);
    expect(await wordsFor(waiting.resident, waiting.id)).toContain('到了说好的复查日期，承办单位正在复查这件事');
  });
});

describe('the review day of 挂账', () => {
  const suspended = async (days = 5) => {
    const made = await given.case('handling');
    await dispatcher.does(made.id, 'suspend', { reviewOn: dayAfter(days), words: '等排水管网改造一并实施' });
    return made;
  };
  const told = async (person: Person, id: string) =>
    (await wordsFor(person, id)).filter((w) => /^挂账.*复查日期/.test(w));
  const postpone = (id: string, days: number) =>
    dispatcher.does(id, 'postpone', { reviewOn: dayAfter(days), words: '管网改造推迟' });

  it('is moved by the desk with a reason that the reporter reads; the clock goes on standing still', async () => {
    const { id, resident } = await suspended();
    const before = await dispatcher.case(id);
    expect((await handler.case(id)).can).not.toContain('postpone');
    const same = await dispatcher.act(id, 'postpone', { reviewOn: dayAfter(5), words: '不变' });
    expect(same.body).toMatchObject({ errors: { reviewOn: 'invalid' }, detail: '和现在的复查日期一样，请选另一天' });
    const view = await postpone(id, 20);
    expect(view).toMatchObject({ state: 'suspended', reviewOn: dayAfter(20), dueAt: null });
    expect(view.promisedAt).toBe(before.promisedAt);
    const shown = (await resident.case(id)).timeline.at(-1);
    expect(shown?.says).toMatch(/^还在计划中，改为 .*月.*日 复查$/);
    expect(shown?.input.words).toBe('管网改造推迟');
    expect(await wordsFor(resident, id)).toContain(shown?.says);
    expect((await wordsFor(handler, id)).some((w) => w.includes('改了复查日期'))).toBe(true);
  });

  it('of a day that was set anew nothing is told, however often it was set', async () => {
    const { id } = await suspended();
    await postpone(id, 20);
    await later(6 * DAY, runJobs);
    expect(await told(handler, id)).toEqual([]);
    await postpone(id, 30);
    await postpone(id, 20);
    await later(reviewTimes(dayAfter(20))[0].getTime() - Date.now() + MINUTE, runJobs);
    expect(await told(handler, id)).toHaveLength(1);
  });

  it('that passes is told to the unit again, then to supervision, then one level up, each once', async () => {
    const { id, resident } = await suspended();
    const people = [handler, supervisor, leader, resident];
    const after: string[][] = [];
    for (const at of reviewTimes(dayAfter(5))) {
      for (const wait of [MINUTE, 2 * MINUTE]) await later(at.getTime() - Date.now() + wait, runJobs);
      const said = await Promise.all(people.map((person) => told(person, id)));
      after.push(said.map((words) => words.map((w) => /到了|已过 \d/.exec(w)?.[0]).join()));
    }
    expect(after).toEqual([
      ['到了', '到了', '', ''],
      ['已过 1,到了', '到了', '', ''],
      ['已过 1,到了', '已过 2,到了', '', ''],
      ['已过 1,到了', '已过 2,到了', '已过 3', ''],
    ]);
    await later(60 * DAY, runJobs);
    expect(await told(leader, id)).toHaveLength(1);
  });

  it('that passed while the server was off is told once to everybody whom it concerns', async () => {
    const { id } = await suspended();
    await later(30 * DAY, runJobs);
    for (const person of [handler, supervisor, leader])
      expect(await told(person, id)).toEqual([expect.stringContaining('已过 3 个工作日')]);
  });
});

describe('延期', () => {
  it('is asked with a day and a reason, granted by the desk, and moves deadline and promise before everybody’s eyes', async () => {
    const { id, resident } = await given.case('handling');
    const before = await handler.case(id);
    expect((await handler.act(id, 'askExtension', { until: dayAfter(0), words: '配件未到' })).body.errors).toEqual({
      until: 'tooSmall',
    });
    const until = dayAfter(30);
    await handler.does(id, 'askExtension', { until, words: '灯杆配件定制，月底到货' });
    expect((await handler.case(id)).cannot.askExtension).toBe(guards.extensionAsked);
    expect((await dispatcher.case(id)).extension).toEqual({ until, words: '灯杆配件定制，月底到货' });
    expect((await handler.act(id, 'grantExtension', { until, words: '同意' })).status).toBe(403);
    const granted = await dispatcher.does(id, 'grantExtension', { until, words: '情况属实，同意' });
    expect(granted.dueAt).toBe(`${until}T10:00:00.000Z`);
    expect(Date.parse(granted.promisedAt ?? '')).toBeGreaterThan(Date.parse(before.promisedAt ?? ''));
    expect(granted).toMatchObject({ extension: null, extensions: 1 });
    const told = (await resident.case(id)).timeline.at(-1);
    expect(told?.says).toContain('已批准延期');
    expect(told?.input).toEqual({ until, words: '情况属实，同意' });
    expect((await wordsFor(resident, id)).some((w) => w.includes('已批准延期'))).toBe(true);
  });

  it('is not lost when the reporter is asked in between', async () => {
    const { id, resident } = await given.case('handling');
    const until = dayAfter(30);
    await handler.does(id, 'askExtension', { until, words: '灯杆配件定制' });
    await dispatcher.does(id, 'grantExtension', { until, words: '同意延期' });
    await handler.does(id, 'ask', { question: '是哪一盏灯' });
    const { dueAt } = await resident.does(id, 'supply', { words: '门口那盏' });
    expect(Date.parse(dueAt ?? '')).toBeGreaterThan(Date.now() + 20 * DAY);
  });

  it('ends with its round: what is admitted after an appeal has the limit of the item again', async () => {
    const { id, resident } = await given.case('handling');
    const until = dayAfter(30);
    await handler.does(id, 'askExtension', { until, words: '灯杆配件定制' });
    await dispatcher.does(id, 'grantExtension', { until, words: '同意延期' });
    await dispatcher.does(id, 'transfer', { unit: given.units.green, words: '灯在绿化带里' });
    await green.does(id, 'return', { reason: 'notOurDuty', words: '不是本单位的灯' });
    await community.does(id, 'reject', { reason: 'notPublic', goTo: '请找产权单位' });
    await resident.does(id, 'appeal', { words: '这是马路上的灯' });
    await supervisor.does(id, 'admit', { words: '属于公共照明' });
    await dispatcher.does(id, 'assign', { unit: given.units.works, urgency: 'normal' });
    const { dueAt } = await handler.does(id, 'accept');
    expect(Date.parse(dueAt ?? '')).toBeLessThan(Date.now() + 20 * DAY);
  });

  it('is refused with a reason that the reporter reads, and granted at most twice', async () => {
    const { id, resident } = await given.case('handling');
    const ask = (days: number) => handler.does(id, 'askExtension', { until: dayAfter(days), words: '还要时间' });
    await ask(20);
    await dispatcher.does(id, 'denyExtension', { words: '配件本地有货，不同意延期' });
    expect((await resident.case(id)).timeline.at(-1)).toMatchObject({
      says: '延期没有批准，承诺的日期不变',
      input: { words: '配件本地有货，不同意延期' },
    });
    for (const days of [20, 40]) {
      await ask(days);
      await dispatcher.does(id, 'grantExtension', { until: dayAfter(days), words: '同意延期' });
    }
    expect((await handler.case(id)).cannot.askExtension).toBe(guards.extendedTwice);
  });
});

describe('督办', () => {
  const demand = { cause: 'overdue', demand: '三天内办结并当面答复', until: dayAfter(30) };

  it('is begun by a leader with cause, demand and day, shown in lists, and ended with a result', async () => {
    const { id, resident } = await given.case('handling');
    expect((await handler.case(id)).can).not.toContain('press');
    const view = await leader.does(id, 'press', demand);
    expect(view).toMatchObject({ pressed: true, state: 'handling', press: { cause: 'overdue', by: '区指挥中心' } });
    expect(await listed(handler, { pressed: true })).toContain(id);
    expect(await listed(handler, { pressed: false })).not.toContain(id);
    expect((await dispatcher.get('/api/cases/counts')).body.pressed.n).toBeGreaterThan(0);
    expect((await wordsFor(handler, id)).some((w) => w.includes('督办'))).toBe(true);
    expect(says(await resident.case(id)).at(-1)).toBe('已要求尽快办理');
    expect((await resident.case(id)).press).toBeNull();
    expect((await supervisor.case(id)).can).toContain('endPress');
    const ended = await supervisor.does(id, 'endPress', { result: '已到场施工' });
    expect(ended).toMatchObject({ pressed: false, press: null });
  });

  it('whose day passes is told to whoever pressed, the head of the unit and supervision, once', async () => {
    const head = await given.person('unitHead');
    const [waiting, ended, anew] = [
      await given.case('handling'),
      await given.case('handling'),
      await given.case('handling'),
    ];
    for (const { id } of [waiting, ended, anew]) await leader.does(id, 'press', { ...demand, until: dayAfter(5) });
    for (const { id } of [ended, anew]) await supervisor.does(id, 'endPress', { result: '已到场施工' });
    await leader.does(anew.id, 'press', { ...demand, until: dayAfter(9) });
    const told = async (id: string) => {
      const said = await Promise.all([leader, head, supervisor, handler].map((person) => wordsFor(person, id)));
      return said.map((words) => words.filter((w) => /^督办要求.*前办到，现在已过/.test(w)).length);
    };
    const due = momentAt(`${dayAfter(5)}T18:00:00`, cityCalendar().zone).getTime();
    await later(due - Date.now() - MINUTE, runJobs);
    expect(await told(waiting.id)).toEqual([0, 0, 0, 0]);
    for (const wait of [MINUTE, DAY]) await later(due - Date.now() + wait, runJobs);
    expect(await told(waiting.id)).toEqual([1, 1, 1, 0]);
    expect([await told(ended.id), await told(anew.id)]).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
    await later(10 * DAY, runJobs);
    expect([await told(waiting.id), await told(anew.id)]).toEqual([
      [1, 1, 1, 0],
      [1, 1, 1, 0],
    ]);
  });

  it('by rule has its day told too, to the head and supervision', async () => {
    const { id } = await given.case('disputed');
    await given.person('handler');
    const { press } = await supervisor.does(id, 'overrule', { unit: given.units.works, words: '确实没有修好' });
    const due = momentAt(`${press?.until}T18:00:00`, cityCalendar().zone).getTime();
    await later(due - Date.now() + MINUTE, runJobs);
    expect(await wordsFor(supervisor, id)).toContainEqual(expect.stringMatching(/^督办要求.*前办到，现在已过/));
  });

  it('ends by itself when the case is done with', async () => {
    const { id, resident } = await given.case('handling');
    await leader.does(id, 'press', demand);
    await solvedBy(handler, id);
    await (await given.checkerOf(id)).does(id, 'pass', { quality: 'good' });
    expect((await resident.does(id, 'confirm', { solved: 'yes', satisfied: 5 })).pressed).toBe(false);
  });

  it('comes by rule where a dispute was right, and after the second return', async () => {
    const { id } = await given.case('disputed');
    // Somebody else of the unit, who can do it again.
    await given.person('handler');
    const view = await supervisor.does(id, 'overrule', { unit: given.units.works, words: '确实没有修好，重新办理' });
    expect(view).toMatchObject({ state: 'assigned', pressed: true, press: { cause: 'unsolved', by: '系统' } });
    expect(view.timeline.at(-1)).toMatchObject({ action: 'press', who: '系统' });
    expect((await wordsFor(handler, id)).some((w) => w.startsWith('系统督办'))).toBe(true);
    const own = await leader.does(id, 'press', demand);
    expect(own.press).toMatchObject({ cause: 'overdue', demand: demand.demand });
    expect((await leader.case(id)).cannot.press ?? null).toBeNull();
    expect((await leader.case(id)).can).not.toContain('press');

    const other = await given.case('assigned');
    for (const unit of [given.units.works, given.units.works]) {
      const returned = await handler.does(other.id, 'return', { reason: 'notOurDuty', words: '不归我们管' });
      if (returned.returns === 2) expect(returned).toMatchObject({ pressed: true, press: { cause: 'other' } });
      else await dispatcher.does(other.id, 'assign', { unit, urgency: 'normal' });
    }
    expect((await dispatcher.case(other.id)).can).toContain('decide');
  });
});

describe('tasks of other units', () => {
  const task = (unit: string, days?: number) => ({
    doer: unit,
    words: '请修剪遮住路灯的树枝',
    dueOn: days === undefined ? aWorkdayFrom(new Date()) : dayAfter(days),
  });
  const rowOf = async (id: string) => {
    const row = await server.db.read.find(caseTask, { caseId: id });
    if (!row) throw new Error('no task');
    return row;
  };
  /** A case with a long way to go. */
  const long = async () => {
    const made = await given.case('handling');
    await handler.does(made.id, 'askExtension', { until: dayAfter(90), words: '灯杆配件定制' });
    await dispatcher.does(made.id, 'grantExtension', { until: dayAfter(90), words: '同意延期' });
    return made;
  };

  it('a subtask is done by the other unit in its own time; the answer waits for it', async () => {
    const { id, resident } = await given.case('handling');
    expect((await green.get(`/api/cases/${id}`)).status).toBe(404);
    expect((await handler.act(id, 'split', task(given.units.works))).body.errors).toEqual({ doer: 'invalid' });
    const view = await handler.does(id, 'split', task(given.units.green));
    expect(view.cannot.handle).toBe(guards.openSubtasks);
    expect(view.tasks).toMatchObject([{ kind: 'subtask', state: 'open', unit: { name: '区绿化市容所' }, waits: null }]);
    expect(await listed(green, { task: 'mine' })).toContain(id);
    expect((await green.get('/api/cases/counts')).body.tasks.n).toBeGreaterThan(0);
    expect((await wordsFor(green, id)).some((w) => w.includes('拆分了子任务'))).toBe(true);

    const mine = await green.case(id);
    expect(mine.can).toEqual(['finishSubtask']);
    const [{ id: own }] = mine.tasks;
    expect((await green.act(id, 'finishSubtask', { task: 'none', reply: '剪好了' })).body.errors).toEqual({
      task: 'invalid',
    });
    await green.does(id, 'finishSubtask', { task: own, reply: '树枝已修剪' });
    expect(await listed(green, { task: 'mine' })).not.toContain(id);
    expect((await wordsFor(handler, id)).some((w) => w.includes('办结了子任务'))).toBe(true);
    expect((await solvedBy(handler, id)).state).toBe('handled');
    expect(JSON.stringify(await resident.case(id))).not.toContain('树枝');
  });

  it('help is given to the lead; both then rate each other', async () => {
    const { id } = await given.case('handling');
    await handler.does(id, 'askHelp', task(given.units.green));
    const [{ id: own }] = (await green.case(id)).tasks;
    const done = await green.does(id, 'giveHelp', { task: own, reply: '已修剪三株' });
    expect(done.tasks[0]).toMatchObject({ state: 'done', reply: '已修剪三株', waits: 'rating' });
    await green.does(id, 'rateTask', { task: own, rating: 'good' });
    expect((await green.case(id)).can).not.toContain('rateTask');
    const rated = await handler.does(id, 'rateTask', { task: own, rating: 'fair', words: '来得晚了一天' });
    expect(rated.tasks[0].ratings).toEqual({
      doer: { rating: 'good', words: null },
      asker: { rating: 'fair', words: '来得晚了一天' },
    });
    expect(rated.can).not.toContain('rateTask');
  });

  it('a community whistles for a department, which answers; whoever came does not check', async () => {
    const { id } = await given.case('verified');
    expect((await community.act(id, 'whistle', task(given.units.street))).body.errors).toEqual({ doer: 'invalid' });
    await community.does(id, 'whistle', task(given.units.green));
    const [{ id: own }] = (await green.case(id)).tasks;
    const answered = await green.does(id, 'answerWhistle', { task: own, answer: 'arrived', reply: '已到现场' });
    expect(answered.tasks[0]).toMatchObject({ kind: 'whistle', state: 'done', asker: { name: '西社区居委会' } });
    expect((await community.case(id)).can).toContain('rateTask');
    expect((await wordsFor(community, id)).some((w) => w.includes('应哨'))).toBe(true);
  });

  it('nobody works on for a unit that has lost the case', async () => {
    const { id } = await given.case('handling');
    await handler.does(id, 'split', task(given.units['green-west']));
    const west = await given.person('handler', { unit: 'green-west' });
    const view = await dispatcher.does(id, 'transfer', { unit: given.units.green, words: '归口绿化办理' });
    expect(view.tasks[0].state).toBe('dropped');
    expect((await west.case(id)).can).toEqual([]);
    expect(await listed(west, { task: 'mine' })).not.toContain(id);
  });

  it('has a clock of its own: as its time is used up the doer, its head, supervision and the unit above hear of it', async () => {
    const head = await given.person('unitHead', { unit: 'green' });
    const { id } = await long();
    await handler.does(id, 'askHelp', task(given.units.green, 60));
    const said = async (p: Person) =>
      (await wordsFor(p, id)).flatMap(
        (w) => /^协办（区绿化市容所）.*?(一半，请在|八成|超过时限（|有一半（)/.exec(w)?.[1] ?? [],
      );
    const heard = async () => [await said(green), await said(head), await said(supervisor), await said(dispatcher)];
    const expected = [
      [['一半，请在'], [], [], []],
      [['一半，请在'], ['八成'], [], []],
      [['超过时限（', '一半，请在'], ['超过时限（', '八成'], ['超过时限（'], []],
    ];
    for (const [i, { at }] of taskRungs(await rowOf(id))
      .slice(0, 3)
      .entries()) {
      await later(at.getTime() - Date.now() + 60_000, runJobs);
      expect(await heard()).toEqual(expected[i]);
    }
    // Whoever asked hears that it is late, and may rate what was never done.
    expect(await said(handler)).toEqual(['超过时限（']);
    const [{ at }] = taskRungs(await rowOf(id)).slice(3);
    await later(at.getTime() - Date.now() + 60_000, runJobs);
    expect((await said(dispatcher)).length).toBe(1);
  });

  it('stands still with the case', async () => {
    const { id, resident } = await long();
    await handler.does(id, 'askHelp', task(given.units.green, 60));
    const before = await rowOf(id);
    await handler.does(id, 'ask', { question: '请问具体在几号门口' });
    await later(200 * DAY, runJobs);
    expect((await rowOf(id)).told).toBe(0);
    await stillSignedIn(resident);
    await later(20 * DAY, () => resident.does(id, 'supply', { words: '兴和路 12 号门口' }));
    const after = await rowOf(id);
    expect(after.dueAt.getTime()).toBeGreaterThan(before.dueAt.getTime() + 10 * DAY);
  });

  it('ends within the time of the case itself', async () => {
    const { id } = await given.case('handling');
    const refused = await handler.act(id, 'askHelp', task(given.units.green, 300));
    expect(refused.body).toMatchObject({ code: 'input.invalid', errors: { dueOn: 'tooLarge' } });
    expect(refused.body.detail).toMatch(/^不能晚于这件事本步的期限，最晚 /);
  });

  it('is taken back by whoever gave it, and the other unit need not go on', async () => {
    const { id } = await given.case('handling');
    await handler.does(id, 'split', task(given.units.green));
    const [{ id: own, mine }] = (await handler.case(id)).tasks;
    expect([mine, (await green.case(id)).can]).toEqual([true, ['finishSubtask']]);
    expect((await green.act(id, 'cancelTask', { task: own, words: '不办了' })).body.code).toBe('case.guarded');
    const view = await handler.does(id, 'cancelTask', { task: own, words: '我们自己已经剪好' });
    expect(view.tasks[0]).toMatchObject({ state: 'cancelled', waits: null });
    expect((await wordsFor(green, id)).some((w) => w.includes('撤回了任务'))).toBe(true);
    expect((await solvedBy(handler, id)).state).toBe('handled');
  });

  it('that was never answered is rated by whoever asked, and stays late when it is dropped', async () => {
    const { id } = await given.case('handling');
    await handler.does(id, 'askHelp', task(given.units.green));
    await stillSignedIn(handler);
    const overdue = (await rowOf(id)).dueAt.getTime() - Date.now() + MINUTE;
    await later(overdue, () => solvedBy(handler, id));
    const dropped = (await handler.case(id)).tasks[0];
    expect(dropped).toMatchObject({ state: 'dropped', late: true, waits: 'rating' });
    expect((await green.case(id)).can).not.toContain('rateTask');
    await later(overdue, runJobs);
    expect((await wordsFor(green, id)).some((w) => w.startsWith('协办已失效，不用再办'))).toBe(true);
    const rated = await handler.does(id, 'rateTask', { task: dropped.id, rating: 'poor', words: '一直没有来' });
    expect(rated.tasks[0].ratings.asker?.rating).toBe('poor');
  });

  it('only the desk moves a case to another unit', async () => {
    const { id } = await given.case('handling');
    const { can } = await handler.case(id);
    expect(can).not.toContain('transfer');
    expect((await handler.act(id, 'transfer', { unit: given.units.green, words: '请他们办' })).status).toBe(403);
  });
});

describe('who checks', () => {
  it('is drawn among supervision, queues with the one who was drawn, and can be drawn again with a reason', async () => {
    const second = await given.person('supervisor');
    const { id } = await given.case('handled');
    const drawn = await given.checkerOf(id);
    const other = drawn.id === second.id ? supervisor : second;
    expect([await listed(drawn, { checker: 'me' }), await listed(other, { checker: 'me' })]).toEqual([
      expect.arrayContaining([id]),
      expect.not.arrayContaining([id]),
    ]);
    expect(await listed(drawn, { mine: true })).toContain(id);
    expect(await listed(other, { mine: true })).not.toContain(id);
    expect((await other.case(id)).cannot.pass).toBe(guards.otherChecker);
    expect((await other.act(id, 'pass', { quality: 'good' })).body.detail).toBe(guards.otherChecker);
    expect((await wordsFor(drawn, id)).some((w) => w.includes('办结回复'))).toBe(true);
    expect((await wordsFor(other, id)).some((w) => w.includes('办结回复'))).toBe(false);
    const again = await drawn.does(id, 'redraw', { words: '休假，请另抽' });
    expect(again.checker?.id).toBe(other.id);
    await other.does(id, 'rework', { aspects: ['evidence'], words: '照片看不清，重拍' });
    expect((await solvedBy(handler, id)).checker?.id).toBe(other.id);
  });

  it('is anybody of supervision where nobody can be drawn', async () => {
    const { id } = await given.case('handled');
    await server.db.write((tx) => tx.run('UPDATE case_file SET checker = NULL WHERE id = ?', [id]));
    expect((await supervisor.case(id)).can).toContain('pass');
  });

  it('whoever sends a case to be done again does not check it', async () => {
    const { id } = await given.case('closed');
    const view = await supervisor.does(id, 'redo', { unit: given.units.works, words: '回访说又坏了' });
    expect(view.checker).toBeNull();
    await handler.does(id, 'accept');
    const handled = await solvedBy(handler, id);
    expect(handled.checker?.id).not.toBe(supervisor.id);
    expect((await supervisor.case(id)).cannot.pass).toBe(guards.handledIt);
  });
});

describe('不合理认定', () => {
  it('is put forward by one and decided by another; the case stays as it is, the mark stands on the timeline', async () => {
    const { id, resident } = await given.case('closed');
    await handler.does(id, 'doubt', { words: '要求拆除合法建筑，无法满足' });
    expect((await handler.act(id, 'confirmDoubt', { words: '同意认定' })).status).toBe(403);
    const both = await given.person('unitHead', { roles: ['unitHead', 'supervisor'] });
    expect((await both.act(id, 'confirmDoubt', { words: '同意认定' })).status).not.toBe(200);
    expect((await supervisor.case(id)).doubt?.words).toBe('要求拆除合法建筑，无法满足');
    const view = await supervisor.does(id, 'confirmDoubt', { words: '依据充分，同意认定' });
    expect(view).toMatchObject({ state: 'closed', unreasonable: true, doubt: null });
    expect(says(await resident.case(id)).at(-1)).toContain('答复不变');
    expect((await handler.case(id)).can).not.toContain('doubt');
  });

  it('may be dropped', async () => {
    const { id } = await given.case('checked');
    await handler.does(id, 'doubt', { words: '诉求人要求过高' });
    const view = await supervisor.does(id, 'dropDoubt', { words: '要求合理，不认定' });
    expect(view).toMatchObject({ unreasonable: false, doubt: null, state: 'checked' });
  });
});

describe('回访', () => {
  const asked = { how: 'phone', reached: 'yes', solved: 'yes', satisfied: 4 };

  it('asks two questions of somebody who was reached, and is no business of whoever handled it', async () => {
    const { id, resident } = await given.case('closed');
    expect((await handler.case(id)).can).not.toContain('visit');
    expect((await supervisor.act(id, 'visit', { how: 'phone', reached: 'yes' })).body.errors).toEqual({
      solved: 'required',
      satisfied: 'required',
    });
    const unheard = await supervisor.act(id, 'visit', { how: 'phone', reached: 'no', solved: 'yes', satisfied: 5 });
    expect(unheard.body.errors).toEqual({ solved: 'invalid', satisfied: 'invalid' });
    const view = await supervisor.does(id, 'visit', asked);
    expect(view).toMatchObject({ state: 'closed', visitedOn: dayAfter(0) });
    expect(says(await resident.case(id)).at(-1)).toBe('监督中心进行了回访');
  });

  it('that finds a case not solved is told to whoever of supervision may have it done again, once, and not to the asker', async () => {
    const other = await given.person('supervisor');
    const told = async (person: Person, id: string) =>
      (await wordsFor(person, id)).filter((w) => w.startsWith('回访时诉求人说没有解决'));
    const [closed, solved, open] = [
      await given.case('closed'),
      await given.case('closed'),
      await given.case('checked'),
    ];
    await supervisor.does(closed.id, 'visit', { ...asked, solved: 'no', satisfied: 1, words: '灯又灭了' });
    await supervisor.does(solved.id, 'visit', asked);
    await supervisor.does(open.id, 'visit', { ...asked, solved: 'no', satisfied: 1 });
    expect(await told(other, closed.id)).toEqual(['回访时诉求人说没有解决：请核对，属实的重办']);
    expect(await told(other, open.id)).toEqual([
      '回访时诉求人说没有解决：诉求人还可以选“不认可”，请告诉诉求人，选了就转来复核',
    ]);
    expect(await told(other, solved.id)).toEqual([]);
    for (const person of [supervisor, handler]) expect(await told(person, closed.id)).toEqual([]);
  });

  /** Of somebody who came to the counter: there is nobody who could rate it, and a phone to be asked at. */
  const closedUnrated = async (): Promise<string> => {
    const { id } = await (await given.the('operator')).report({ contactPhone: '13800000001', contactName: '赵先生' });
    for (const step of STEPS_TO.checked.slice(2)) await step(given, id, supervisor);
    await supervisor.does(id, 'close', { words: '电话问过，灯亮了' });
    return id;
  };

  it('draws a list by the day that nobody chooses, keeps it, and draws nothing twice', async () => {
    for (let i = 0; i < 4; i++) await closedUnrated();
    const list = async () => (await supervisor.get('/api/visits')).body as Page<CaseRow>;
    expect((await list()).total).toBe(0);
    expect((await supervisor.post('/api/visits', { n: 3 })).body).toEqual({ drawn: 3 });
    const first = (await list()).rows.map((r) => r.id);
    expect(first).toHaveLength(3);
    expect((await list()).rows.map((r) => r.id)).toEqual(first);
    const { drawn } = (await supervisor.post('/api/visits', { n: 100 })).body;
    const all = (await list()).rows;
    expect([all.length, new Set(all.map((r) => r.id)).size]).toEqual([3 + drawn, 3 + drawn]);
    expect(all.slice(0, 3).map((r) => r.id)).toEqual(first);
    expect(all.every((r) => r.state === 'closed' && r.visitedOn === null)).toBe(true);
    expect((await supervisor.post('/api/visits', { n: 5 })).body).toEqual({ drawn: 0 });
    await supervisor.does(first[0], 'visit', { how: 'phone', reached: 'no' });
    // Nobody was asked: it stays to be done.
    expect((await list()).rows[0].visitedOn).toBeNull();
    await supervisor.does(first[0], 'visit', asked);
    expect((await list()).rows[0].visitedOn).toBe(dayAfter(0));
    expect((await handler.get('/api/visits')).status).toBe(403);
  });

  it('draws nobody who has rated already, unless it is asked for', async () => {
    const drawn = async (more: object) => {
      expect((await supervisor.post('/api/visits', { n: 100, ...more })).status).toBe(200);
      return ((await supervisor.get('/api/visits?size=100')).body as Page<CaseRow>).rows.map((r) => r.id);
    };
    const { id: rated } = await given.case('closed');
    const unrated = await closedUnrated();
    const usual = await drawn({});
    expect([usual.includes(unrated), usual.includes(rated)]).toEqual([true, false]);
    expect(await drawn({ silent: true })).not.toContain(rated);
    expect(await drawn({ silent: false })).toContain(rated);
  });
});

describe('a rejection', () => {
  it('is undone by staff: the case is taken on, with its clocks anew', async () => {
    const { id, resident } = await given.case('rejected');
    const view = await community.does(id, 'readmit', { words: '已补到照片，予以受理' });
    expect(view).toMatchObject({ state: 'verified', closedAt: null });
    expect(view.dueAt).not.toBeNull();
    expect(says(await resident.case(id)).at(-1)).toBe('已改为受理，正在分派');
  });
});
