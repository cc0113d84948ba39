/** The whole life of a case over HTTP: every state, every action, every guard, and who sees what. */
import { randomUUID } from 'node:crypto';
import { type Action, actionRow, actions, guards, stateOrder, states } from '../../../shared/case-flow.js';
import type { CaseRow, Page } from '../../../shared/views.js';
import { aWorkdayFrom } from '../../core/calendar.js';
import { Jobs } from '../../core/jobs.js';
import { startServer, type TestServer } from '../../test/app.js';
import { dayAfter } from '../../test/clock.js';
import { Given, middleOf, ORIGIN, type Person, PIXEL } from '../../test/given.js';

let server: TestServer;
let given: Given;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
});
afterAll(() => server?.close());

const WEST_1 = '990101001001001';
const EAST_1 = '990101001002001';

describe('reporting', () => {
  it('brings the case to the grid that owns the place, with a number and a promised date', async () => {
    const resident = await given.the('resident');
    const answer = await resident.report({ place: middleOf(2), words: '路口的窨井盖碎了' });
    expect(answer.grid?.code).toBe(EAST_1);
    expect(answer.how).toBe('inside');
    expect(answer.number).toMatch(/^\d{6}\d{5,}$/);
    expect(Date.parse(answer.promisedAt ?? '')).toBeGreaterThan(Date.now());
    expect(answer.next).toContain('东一网格');
    const file = await resident.case(answer.id);
    expect(file).toMatchObject({ state: 'reported', community: { name: '东社区' }, street: { name: '望海街道' } });
    expect(file.dueAt).not.toBeNull();
    expect(file.timeline.map((e) => e.action)).toEqual(['report']);
  });

  it('keeps a case that no grid owns for the desk of the smallest area, never loses it', async () => {
    const resident = await given.the('resident');
    const nowhere = await resident.report({ place: undefined, address: '说不清在哪里' });
    expect(nowhere).toMatchObject({ grid: null, how: 'unlocated' });
    const outside = await resident.report({ place: { lng: ORIGIN.lng + 1, lat: ORIGIN.lat } });
    expect(outside).toMatchObject({ grid: null, how: 'outside' });
    const operator = await given.the('operator');
    const list = await operator.get('/api/cases').query({ how: 'outside,unlocated' });
    const ids = (list.body as Page<CaseRow>).rows.map((r) => r.id);
    expect(ids).toEqual(expect.arrayContaining([nowhere.id, outside.id]));
    await operator.does(nowhere.id, 'verify', { findings: '电话问到位置' });
  });

  it('answers the same key with the same case, and refuses other content under it', async () => {
    const resident = await given.person('resident');
    const key = randomUUID();
    const report = { kind: 'complaint', item: 'road-lamp', words: '路灯不亮', place: middleOf(0) };
    const send = (body: object) => resident.post('/api/cases', { report: body }).set('idempotency-key', key);
    const [first, again] = [await send(report), await send(report)];
    expect(first.status).toBe(201);
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    const other = await send({ ...report, words: '路灯一闪一闪' });
    expect(other.status).toBe(422);
    expect(other.body.code).toBe('idempotency.other-content');
    const raced = randomUUID();
    const race = await Promise.all(
      Array.from({ length: 10 }, () => resident.post('/api/cases', { report }).set('idempotency-key', raced)),
    );
    expect(new Set(race.map((r) => r.body.id)).size).toBe(1);
    const mine = await resident.get('/api/cases');
    expect(mine.body.total).toBe(2);
  });

  it('sends emergencies to the telephone and does not queue them', async () => {
    const resident = await given.person('resident');
    const report = { kind: 'complaint', item: 'road-lamp', words: '楼上着火了，冒黑烟', place: middleOf(0) };
    const answer = await resident.post('/api/cases', { report }).set('idempotency-key', randomUUID());
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code: 'case.stopped', more: { stop: 'fire', by: 'words' } });
    expect((await resident.get('/api/cases')).body.total).toBe(0);
  });

  it('lets those pass whom the words alone would stop: staff, and a resident who says that it is no emergency', async () => {
    const resident = await given.person('resident');
    const report = { kind: 'praise', item: 'road-lamp', words: '表扬保安，抓住了小偷', place: middleOf(0) };
    const send = (person: Person, body: object) => person.post('/api/cases', body).set('idempotency-key', randomUUID());
    expect((await send(resident, { report })).body.more).toEqual({ stop: 'crime', by: 'words' });
    const { id } = (await send(resident, { report, notUrgent: true }).expect(201)).body;
    const [first] = (await (await given.the('gridWorker')).case(id)).timeline;
    expect(first.why).toBe('诉求人确认不是紧急情况（提示过：违法犯罪或人身危险）');
    expect((await resident.case(id)).timeline[0].why).toBeNull();
    await send(await given.the('operator'), { report: { ...report, source: 'counter' } }).expect(201);
  });

  it('takes nobody’s word against the item: it is for the telephone', async () => {
    const report = { kind: 'help', item: 'fire-now', words: '已经没事了', place: middleOf(0) };
    for (const [person, source] of [
      [await given.person('resident'), {}],
      [await given.the('operator'), { source: 'counter' }],
    ] as const) {
      const body = { report: { ...report, ...source }, notUrgent: true };
      const answer = await person.post('/api/cases', body).set('idempotency-key', randomUUID());
      expect([answer.status, answer.body.more]).toEqual([422, { stop: 'fire', by: 'item' }]);
    }
  });

  it('names the fields at fault and changes nothing', async () => {
    const resident = await given.person('resident');
    const report = { kind: 'gossip', words: '', place: { lng: '121', lat: 31 }, secret: 1 };
    const answer = await resident.post('/api/cases', { report }).set('idempotency-key', randomUUID());
    expect(answer.status).toBe(422);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body.errors).toEqual({
      kind: 'invalid',
      item: 'required',
      words: 'required',
      place: 'type',
      secret: 'unknown',
    });
  });
});

describe('the flow', () => {
  it.each(stateOrder)('reaches %s, and shows what may be done there', async (state) => {
    const { id, resident } = await given.case(state);
    const file = await resident.case(id);
    expect(file.state).toBe(state);
    expect(file.timeline.at(-1)?.to).toBe(state);
    for (const action of file.can) expect(actionRow(action).from).toContain(state);
  });

  it('goes the whole way: the right people in turn, and the last word is the resident’s', async () => {
    const { id, resident } = await given.case('closed');
    const file = await resident.case(id);
    expect(file.rating).toMatchObject({ solved: 'yes', satisfied: 5 });
    expect(file.timeline.map((e) => e.action)).toEqual([
      'report',
      'verify',
      'assign',
      'accept',
      'handle',
      'pass',
      'confirm',
    ]);
    expect(file.timeline.map((e) => e.seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(file.timeline.every((e) => e.who === null)).toBe(true);
    expect(file.closedAt).not.toBeNull();
  });

  it('tells those whom the table names, once, even when the job runs twice', async () => {
    const worker = await given.person('gridWorker', { grids: ['990101001001002'] });
    const resident = await given.person('resident');
    const { id } = await resident.report({ place: middleOf(1) });
    const jobs = server.app.get(Jobs);
    while ((await jobs.runDue()) > 0);
    const told = await worker.get('/api/notices');
    expect(told.body.rows.filter((n: { caseId: string }) => n.caseId === id)).toHaveLength(1);
    await worker.does(id, 'verify');
    while ((await jobs.runDue()) > 0);
    const heard = await resident.get('/api/notices');
    expect(heard.body.rows[0].words).toContain('已核实');
  });

  it('refuses what the state, the reach or the form does not allow, and changes nothing', async () => {
    const { id } = await given.case('verified');
    const before = await (await given.the('dispatcher')).case(id);
    const tries: [Person, Action, object, number, string][] = [
      [await given.the('gridWorker'), 'verify', {}, 409, 'case.not-now'],
      [
        await given.the('gridWorker'),
        'assign',
        { unit: given.units.works, urgency: 'normal' },
        403,
        'permission.denied',
      ],
      [await given.the('dispatcher'), 'assign', {}, 422, 'input.invalid'],
      [await given.the('dispatcher'), 'assign', { unit: 'nobody', urgency: 'normal' }, 422, 'input.invalid'],
      [
        await given.the('dispatcher'),
        'decide',
        { unit: given.units.works, urgency: 'normal', words: '直接裁定' },
        409,
        'case.guarded',
      ],
    ];
    for (const [person, action, input, status, code] of tries) {
      const answer = await person.act(id, action, input);
      expect([action, answer.status, answer.body.code]).toEqual([action, status, code]);
    }
    const after = await (await given.the('dispatcher')).case(id);
    expect([after.version, after.timeline.length]).toEqual([before.version, before.timeline.length]);
  });

  it('lets one of two win, and shows the other what happened', async () => {
    const { id } = await given.case('assigned');
    const handler = await given.the('handler');
    const { version } = await handler.case(id);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => handler.post(`/api/cases/${id}/acts/accept`, { version, input: {} })),
    );
    expect(answers.filter((a) => a.status === 200)).toHaveLength(1);
    const lost = answers.filter((a) => a.status === 409);
    expect(lost).toHaveLength(19);
    for (const a of lost) expect(a.body.code).toBe('case.moved-meanwhile');
    expect((await handler.case(id)).timeline.filter((e) => e.action === 'accept')).toHaveLength(1);
  });

  it('counts returns, refuses a third, and none after a decision', async () => {
    const { id } = await given.case('assigned');
    const handler = await given.the('handler');
    const dispatcher = await given.the('dispatcher');
    const back = { reason: 'notOurDuty', words: '不属于我们负责的路段' };
    const again = { unit: given.units.works, urgency: 'normal' };
    const promised = (await handler.case(id)).promisedAt;
    await handler.does(id, 'return', back);
    await dispatcher.does(id, 'assign', again);
    await handler.does(id, 'return', back);
    await dispatcher.does(id, 'assign', again);
    const third = await handler.act(id, 'return', back);
    expect(third.body).toMatchObject({ code: 'case.guarded', detail: guards.returnedTwice });
    expect((await handler.case(id)).promisedAt).toBe(promised);

    const other = await given.case('assigned');
    await handler.does(other.id, 'return', back);
    const decided = await dispatcher.does(other.id, 'decide', { ...again, words: '按权责清单由你单位办理' });
    expect(decided.final).toBe(true);
    const refused = await handler.act(other.id, 'return', back);
    expect(refused.body).toMatchObject({ code: 'case.guarded', detail: guards.finallyAssigned });
    const moved = await dispatcher.act(other.id, 'transfer', { unit: given.units.green, words: '改派' });
    expect(moved.body.detail).toBe(guards.finallyAssigned);
  });

  it('keeps supervision and handling apart: no checker has a hand in it, nor sits in the handling unit', async () => {
    const { id } = await given.case('handled');
    const both = await given.person('supervisor', { unit: 'works' });
    expect((await both.get(`/api/cases/${id}`)).status).toBe(200);
    const own = await both.act(id, 'pass', { quality: 'good' });
    expect([403, 409]).toContain(own.status);
    const dispatchedAndChecks = await given.person('dispatcher', {
      unit: 'supervision',
      roles: ['dispatcher', 'supervisor'],
    });
    const second = await given.case('verified');
    await dispatchedAndChecks.does(second.id, 'assign', { unit: given.units.works, urgency: 'soon' });
    const handler = await given.the('handler');
    await handler.does(second.id, 'accept');
    const photo = (await handler.photo()).id;
    await handler.does(second.id, 'handle', { outcome: 'solved', reply: '已经修好了', photos: [photo] });
    const file = await dispatchedAndChecks.case(second.id);
    expect(file.can).not.toContain('pass');
    expect(file.cannot.pass).toBe(guards.handledIt);
    const refused = await dispatchedAndChecks.act(second.id, 'pass', { quality: 'good' });
    expect(refused.body.detail).toBe(guards.handledIt);
  });

  it('asks for evidence that fits the outcome', async () => {
    const { id } = await given.case('handling');
    const handler = await given.the('handler');
    const needs = async (input: object) => (await handler.act(id, 'handle', input)).body.errors;
    expect(await needs({ outcome: 'solved', reply: '已经修好了' })).toEqual({ photos: 'required' });
    expect(await needs({ outcome: 'planned', reply: '列入明年计划' })).toEqual({ plannedOn: 'required' });
    expect(await needs({ outcome: 'planned', reply: '列入明年计划', plannedOn: '2020-01-01' })).toEqual({
      plannedOn: 'invalid',
    });
    expect(await needs({ outcome: 'notOurs', reply: '不归我们管理' })).toEqual({ goTo: 'required' });
    await handler.does(id, 'handle', { outcome: 'explained', reply: '已当面向您解释清楚' });
  });

  it('stops the clock while the reporter is asked, and moves the promise by as much', async () => {
    const { id, resident } = await given.case('waitingReporter');
    const asked = await resident.case(id);
    expect(asked.dueAt).toBeNull();
    const after = await resident.does(id, 'supply', { words: '兴和路 12 号门口那一盏' });
    expect(after.state).toBe('verified');
    expect(after.dueAt).not.toBeNull();
    expect(Date.parse(after.promisedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(asked.promisedAt ?? ''));
  });

  it('settles on the spot with photos before and after', async () => {
    const { id } = await given.case('reported');
    const worker = await given.the('gridWorker');
    const [before, after] = [(await worker.photo()).id, (await worker.photo()).id];
    const file = await worker.does(id, 'settle', { before: [before], photos: [after], reply: '当场清理干净了' });
    expect(file.state).toBe('handled');
    expect(file.timeline.at(-1)?.photos.before).toHaveLength(1);
    expect(file.unit?.name).toBe('西社区居委会');
  });

  it('merges: a follower hears and sees how the main case goes, in its true words and as their own', async () => {
    const main = await given.case('handling');
    const follower = await given.person('resident');
    const twin = await follower.report();
    const clerk = await given.the('communityWorker');
    await clerk.does(twin.id, 'merge', { main: main.id });
    expect((await clerk.case(main.id)).followers).toBe(1);
    expect((await clerk.case(main.id)).can).not.toContain('reject');
    // Its reporter learns of no other report.
    const shown = JSON.stringify(await main.resident.case(main.id));
    expect(shown).not.toMatch(/并案|并入这件/);
    const openOf = async () => (await follower.get('/api/cases?open=true')).body.rows.map((c: CaseRow) => c.id);
    expect(await openOf()).toEqual([twin.id]);
    const promised = (await clerk.case(main.id)).promisedAt;
    expect((await follower.case(twin.id)).main).toMatchObject({
      state: 'handling',
      promisedAt: promised,
      answer: null,
    });

    const handler = await given.the('handler');
    const photos = [(await handler.photo()).id];
    await handler.does(main.id, 'handle', { outcome: 'solved', reply: '已更换灯泡，恢复照明', photos });
    await (await given.checkerOf(main.id)).does(main.id, 'pass', { quality: 'fair' });
    await main.resident.does(main.id, 'disagree', { satisfied: 2, words: '我家门口那盏还是不亮' });
    await (await given.person('supervisor')).does(main.id, 'uphold', { words: '现场复查灯是亮的' });
    const jobs = server.app.get(Jobs);
    while ((await jobs.runDue()) > 0);
    const notices = (await follower.get('/api/notices')).body.rows as { caseId: string; words: string }[];
    const same = '与您反映的是同一件事：';
    const answer = '区市政养护所答复（已解决）：已更换灯泡，恢复照明';
    expect(notices.map((n) => [n.caseId, n.words])).toEqual(
      expect.arrayContaining([
        [twin.id, `${same}${answer}`],
        [twin.id, `${same}有人反映没有办好，监督中心正在复核`],
        [twin.id, `${same}经复核，维持处理结果，已办结。${answer}`],
      ]),
    );
    const seen = await follower.case(twin.id);
    expect(seen.main).toMatchObject({
      state: 'closed',
      answer: { unit: '区市政养护所', outcome: 'solved', reply: '已更换灯泡，恢复照明', before: [] },
    });
    expect(seen.main?.answer?.after).toEqual([expect.objectContaining({ id: photos[0] })]);
    expect(JSON.stringify(seen.main)).not.toContain('我家门口');
    expect(await openOf()).toEqual([]);

    const undone = await clerk.does(twin.id, 'unmerge', { words: '不是同一盏灯' });
    expect([undone.state, undone.main]).toEqual(['reported', null]);
    expect((await clerk.case(main.id)).followers).toBe(0);
  });

  it('takes an appeal of a rejection to supervision, once', async () => {
    const { id, resident } = await given.case('rejected');
    await resident.does(id, 'appeal', { words: '有照片，位置也写清楚了' });
    const supervisor = await given.the('supervisor');
    const disputed = await supervisor.case(id);
    expect(disputed.can).toEqual(expect.arrayContaining(['admit', 'dismiss']));
    expect(disputed.can).not.toContain('overrule');
    await supervisor.does(id, 'dismiss', { words: '仍然联系不上，无法办理' });
    const again = await resident.act(id, 'appeal', { words: '再申诉一次' });
    expect(again.body.detail).toBe(guards.appealedBefore);
  });

  it('an appeal that was won is not used up, and what was taken on by it is not rejected again', async () => {
    const { id, resident } = await given.case('rejected');
    await resident.does(id, 'appeal', { words: '有照片，位置也写清楚了' });
    const admitted = await (await given.the('supervisor')).does(id, 'admit', { words: '情况清楚，应当受理' });
    expect(admitted.state).toBe('verified');
    const clerk = await given.the('communityWorker');
    expect((await clerk.case(id)).cannot.reject).toBe(guards.admittedBefore);
    const refused = await clerk.act(id, 'reject', { reason: 'empty', goTo: '请补充照片后重新提交' });
    expect(refused.body.detail).toBe(guards.admittedBefore);

    const other = await given.case('rejected');
    await clerk.does(other.id, 'readmit', { words: '已补到照片，予以受理' });
    await clerk.does(other.id, 'reject', { reason: 'empty', goTo: '请补充照片后重新提交' });
    expect((await other.resident.case(other.id)).can).toContain('appeal');
  });

  it('is reviewed by another person than the one who decided', async () => {
    const supervisor = await given.the('supervisor');
    const both = await given.person('communityWorker', { roles: ['communityWorker', 'supervisor'] });
    const { id, resident } = await given.case('reported');
    await both.does(id, 'reject', { reason: 'empty', goTo: '请补充照片后重新提交' });
    await resident.does(id, 'appeal', { words: '有照片，位置也写清楚了' });
    const own = await both.case(id);
    expect([own.cannot.dismiss, own.cannot.admit]).toEqual([guards.rejectedIt, guards.rejectedIt]);
    expect((await supervisor.case(id)).can).toEqual(expect.arrayContaining(['admit', 'dismiss']));

    const disputed = await given.case('disputed');
    const checker = await given.checkerOf(disputed.id);
    expect((await checker.case(disputed.id)).cannot.uphold).toBe(guards.passedIt);
    expect((await checker.case(disputed.id)).can).toContain('overrule');
  });

  it('never gives a case to supervision to handle, nor back to the one person who handled it', async () => {
    const { id } = await given.case('verified');
    const dispatcher = await given.the('dispatcher');
    const assigned = await dispatcher.act(id, 'assign', { unit: given.units.supervision, urgency: 'normal' });
    expect(assigned.body.errors).toEqual({ unit: 'invalid' });

    const alone = await given.person('handler', { unit: 'green' });
    await dispatcher.does(id, 'assign', { unit: given.units.green, urgency: 'normal' });
    await alone.does(id, 'accept');
    const doer = { doer: given.units.supervision, words: '请现场确认', dueOn: aWorkdayFrom(new Date()) };
    expect((await alone.act(id, 'askHelp', doer)).body.errors).toEqual({ doer: 'invalid' });
    await alone.does(id, 'handle', { outcome: 'explained', reply: '已当面向您解释清楚' });
    await (await given.checkerOf(id)).does(id, 'pass', { quality: 'fair' });
    await (await given.the('resident')).does(id, 'disagree', { satisfied: 1, words: '没有人来过' });
    const supervisor = await given.the('supervisor');
    const again = { unit: given.units.green, words: '没有办好，重新办理' };
    expect((await supervisor.act(id, 'overrule', again)).body).toMatchObject({
      errors: { unit: 'invalid' },
      detail: '这个单位只有原来的经办人一个人可以办，请交给其他单位',
    });
    await given.person('handler', { unit: 'green' });
    expect((await supervisor.does(id, 'overrule', again)).state).toBe('assigned');
  });

  it('reviews a dispute: done again by a unit, or upheld', async () => {
    const supervisor = await given.the('supervisor');
    const one = await given.case('disputed');
    const redo = await supervisor.does(one.id, 'overrule', { unit: given.units.green, words: '没有修好，换单位办理' });
    expect([redo.state, redo.unit?.name, redo.returns]).toEqual(['assigned', '区绿化市容所', 0]);
    const two = await given.case('disputed');
    const reviewer = await given.person('supervisor');
    const upheld = await reviewer.does(two.id, 'uphold', { words: '现场复查灯是亮的' });
    expect(upheld.state).toBe('closed');
    const again = await supervisor.does(two.id, 'redo', { unit: given.units.works, words: '一周后又坏了' });
    expect(again).toMatchObject({ state: 'assigned', rating: null, quality: null });
  });

  it('never closes a case of which the resident says that it is not solved', async () => {
    const { id, resident } = await given.case('checked');
    const refused = await resident.act(id, 'confirm', { solved: 'no', satisfied: 1 });
    expect(refused.body).toMatchObject({
      code: 'input.invalid',
      errors: { solved: 'invalid' },
      detail: '没有解决请选“不认可”，会转给监督中心复核，不会就此办结',
    });
    const file = await resident.does(id, 'disagree', { satisfied: 1, reasons: ['notFixed'], words: '灯还是不亮' });
    expect(file).toMatchObject({
      state: 'disputed',
      rating: { solved: 'no', satisfied: 1, reasons: ['notFixed'], words: '灯还是不亮' },
    });
  });

  it('sends poor work back with the clock running on', async () => {
    const { id } = await given.case('handled');
    const file = await (await given.checkerOf(id)).does(id, 'rework', {
      aspects: ['evidence'],
      words: '照片看不清，重拍',
    });
    expect([file.state, file.quality]).toEqual(['handling', 'poor']);
  });

  it('lets staff answer questions straight away, and close what nobody reported', async () => {
    const { id } = await given.case('verified', { kind: 'question', words: '请问旧家电去哪里交投' });
    const answered = await (await given.the('dispatcher')).does(id, 'answer', { reply: '每周六上午在居委会门口' });
    expect(answered.state).toBe('checked');
    const complaint = await given.case('verified');
    expect((await (await given.the('dispatcher')).case(complaint.id)).can).not.toContain('answer');

    const worker = await given.the('gridWorker');
    const found = await worker.report({ source: 'patrol' });
    expect(found.state).toBe('verified');
    const photo = async () => (await worker.photo()).id;
    await worker.does(found.id, 'settle', {
      before: [await photo()],
      photos: [await photo()],
      reply: '巡查时顺手处理',
    });
    const supervisor = await given.checkerOf(found.id);
    await supervisor.does(found.id, 'pass', { quality: 'good' });
    expect((await supervisor.does(found.id, 'close')).state).toBe('closed');
  });

  it('lets the reporter add, urge once a day, and withdraw', async () => {
    const { id, resident } = await given.case('assigned');
    await resident.does(id, 'add', { words: '现在整条路都黑了', photos: [(await resident.photo()).id] });
    await resident.does(id, 'urge', { words: '老人晚上不敢出门' });
    expect((await resident.act(id, 'urge')).body.detail).toBe(guards.urgedToday);
    expect((await resident.does(id, 'withdraw')).state).toBe('withdrawn');
    expect((await resident.case(id)).can).toEqual([]);
  });

  it('escalates one level at a time to the top', async () => {
    const { id } = await given.case('verified');
    const clerk = await given.the('communityWorker');
    await clerk.does(id, 'escalate', { words: '社区协调不了' });
    expect((await clerk.case(id)).cannot.escalate).toBe(guards.beyondDesk);
    const dispatcher = await given.the('dispatcher');
    await dispatcher.does(id, 'escalate', { words: '街道也协调不了' });
    await dispatcher.does(id, 'escalate', { words: '区里也要报市' });
    expect((await dispatcher.act(id, 'escalate', { words: '再往上' })).body.detail).toBe(guards.atTheTop);
  });

  it('leaves the case with whoever received it first: they may not push it away, and ask the level above', async () => {
    const { id } = await given.case('handling');
    const handler = await given.the('handler');
    const file = await handler.case(id);
    expect(file.firstUnit?.name).toBe('区市政养护所');
    expect(file.timeline.at(-1)?.why).toContain('首接单位');
    const back = await handler.act(id, 'return', { reason: 'notOurDuty', words: '不属于我们负责的路段' });
    expect(back.body.code).toBe('case.not-now');
    expect(file.can).toEqual(expect.arrayContaining(['askHelp', 'split', 'escalate', 'askExtension']));
    await handler.does(id, 'escalate', { words: '要供电先断电，协调不动' });
    expect((await handler.case(id)).escalation?.words).toBe('要供电先断电，协调不动');

    const dispatcher = await given.the('dispatcher');
    const listed = async (p: Person, query: object) =>
      (await p.get('/api/cases').query({ size: 100, ...query })).body.rows.map((r: CaseRow) => r.id);
    expect(await listed(dispatcher, { pending: true })).toContain(id);
    expect(await listed(dispatcher, { mine: true })).toContain(id);
    expect(await listed(await given.the('communityWorker'), { pending: true })).not.toContain(id);
    const answered = await dispatcher.does(id, 'coordinate', { words: '已约供电明天上午到场断电' });
    expect([answered.state, answered.escalation]).toEqual(['handling', null]);
    expect(await listed(dispatcher, { pending: true })).not.toContain(id);
  });

  it('puts before whoever decides what waits for a decision', async () => {
    const [dispatcher, supervisor] = [await given.the('dispatcher'), await given.the('supervisor')];
    const pending = async (p: Person) =>
      (await p.get('/api/cases?pending=true&size=100')).body.rows.map((r: CaseRow) => r.id);
    const { id } = await given.case('handling');
    const handler = await given.the('handler');
    await handler.does(id, 'askExtension', { until: dayAfter(100), words: '灯杆配件定制' });
    expect([(await pending(dispatcher)).includes(id), (await pending(supervisor)).includes(id)]).toEqual([true, false]);
    expect((await dispatcher.get('/api/cases?mine=true&size=100')).body.rows.map((r: CaseRow) => r.id)).toContain(id);
    await dispatcher.does(id, 'denyExtension', { words: '配件有备用的' });
    expect(await pending(dispatcher)).not.toContain(id);

    const done = await given.case('closed');
    await handler.does(done.id, 'doubt', { words: '要求拆除合法建筑，无法满足' });
    expect(await pending(supervisor)).toContain(done.id);
    await supervisor.does(done.id, 'dropDoubt', { words: '要求合理' });
    expect(await pending(supervisor)).not.toContain(done.id);
  });

  it('notes a contact and hands over to another unit', async () => {
    const { id } = await given.case('assigned');
    const handler = await given.the('handler');
    await handler.does(id, 'contact', { how: 'phone', words: '约好下午上门' });
    const moved = await (await given.the('dispatcher')).does(id, 'transfer', {
      unit: given.units.green,
      words: '其实是树挡住了灯',
    });
    expect(moved.unit?.name).toBe('区绿化市容所');
    expect((await handler.case(id)).can).toEqual([]);
  });

  it('does safe actions to many at once, each on its own', async () => {
    const ids = [await given.case('verified'), await given.case('verified'), await given.case('handled')].map(
      (c) => c.id,
    );
    const dispatcher = await given.the('dispatcher');
    const cases = await Promise.all(ids.map(async (id) => ({ id, version: (await dispatcher.case(id)).version })));
    const input = { unit: given.units.works, urgency: 'normal' };
    const answer = await dispatcher.post('/api/cases/acts/assign', { cases, input });
    expect(answer.body.map((r: { ok: boolean; code?: string }) => [r.ok, r.code])).toEqual([
      [true, undefined],
      [true, undefined],
      [false, 'case.not-now'],
    ]);
    const grave = await dispatcher.post('/api/cases/acts/reject', { cases, input: {} });
    expect(grave.body.code).toBe('case.not-now');
  });
});

describe('who sees what', () => {
  it('shows each only what is within reach; outside is not found', async () => {
    const west = await given.case('reported', { place: middleOf(0) });
    const eastWorker = await given.person('gridWorker', { grids: [EAST_1], unit: 'east' });
    const westWorker = await given.person('gridWorker', { grids: [WEST_1] });
    const stranger = await given.person('resident');
    const handler = await given.person('handler', { unit: 'green-west' });
    for (const person of [eastWorker, stranger, handler]) {
      expect((await person.get(`/api/cases/${west.id}`)).status).toBe(404);
      const acted = await person.post(`/api/cases/${west.id}/acts/verify`, { version: 1, input: {} });
      expect(acted.status).toBe(404);
    }
    expect((await westWorker.get(`/api/cases/${west.id}`)).status).toBe(200);
    for (const role of ['systemAdmin', 'securityAdmin', 'auditAdmin'] as const) {
      expect((await (await given.the(role)).get(`/api/cases/${west.id}`)).status).toBe(403);
    }
  });

  it('keeps a department’s view of what was once with it, and gives its head the units below', async () => {
    const { id } = await given.case('verified');
    const dispatcher = await given.the('dispatcher');
    const crew = await given.person('handler', { unit: 'green-west' });
    const head = await given.person('unitHead', { unit: 'green' });
    await dispatcher.does(id, 'assign', { unit: given.units['green-west'], urgency: 'normal' });
    expect((await head.case(id)).can).toContain('accept');
    await crew.does(id, 'return', { reason: 'notOurDuty', words: '这是市政的灯杆' });
    expect((await crew.case(id)).can).toEqual([]);
  });

  it('masks the reporter, shows them in full for a reason, and tells the reporter who looked', async () => {
    const resident = await given.person('resident');
    const { id } = await resident.report({ contactName: '王小明', contactPhone: '19900001234' });
    const clerk = await given.the('communityWorker');
    const file = await clerk.case(id);
    expect(file.reporter).toEqual({ name: '王**', phone: '199****1234', mine: false });
    expect(JSON.stringify(file)).not.toContain('19900001234');
    expect((await clerk.post(`/api/cases/${id}/reveal`, { reason: '' })).status).toBe(422);
    expect(
      (await (await given.the('gridWorker')).post(`/api/cases/${id}/reveal`, { reason: '打电话约时间' })).status,
    ).toBe(403);
    const shown = await clerk.post(`/api/cases/${id}/reveal`, { reason: '打电话约上门时间' });
    expect(shown.body).toEqual({ name: '王小明', phone: '19900001234' });
    const looks = await resident.get(`/api/cases/${id}/looks`);
    expect(looks.body.rows).toMatchObject([{ unit: '西社区居委会', reason: '打电话约上门时间' }]);
  });

  it('tells the reporter what concerns them and not what the office notes for itself', async () => {
    const { id, resident } = await given.case('checked');
    const text = JSON.stringify((await resident.case(id)).timeline);
    expect(text).toContain('已更换灯泡');
    const supervisor = await given.the('supervisor');
    expect((await supervisor.case(id)).timeline.some((e) => e.input.quality === 'good')).toBe(true);
    expect(text).not.toContain('quality');
  });

  it('joins a photo once, and only one’s own', async () => {
    const resident = await given.person('resident');
    const photo = (await resident.photo(PIXEL)).id;
    const { id } = await resident.report({ photos: [photo] });
    expect((await resident.case(id)).photos).toHaveLength(1);
    const report = { kind: 'complaint', item: 'road-lamp', words: '又一盏', photos: [photo] };
    const twice = await resident.post('/api/cases', { report }).set('idempotency-key', randomUUID());
    expect(twice.body.errors).toEqual({ photos: 'invalid' });
    const other = await given.person('resident');
    const stolen = await other.post('/api/cases', { report }).set('idempotency-key', randomUUID());
    expect(stolen.status).toBe(422);
  });
});

describe('lists', () => {
  it('counts, filters, sorts and pages on the server', async () => {
    const dispatcher = await given.the('dispatcher');
    const counts = (await dispatcher.get('/api/cases/counts')).body;
    const open = (await dispatcher.get('/api/cases').query({ open: true, size: 100 })).body as Page<CaseRow>;
    expect(open.total).toBe(counts.open.n);
    for (const state of stateOrder) {
      const page = (await dispatcher.get('/api/cases').query({ state })).body as Page<CaseRow>;
      expect([state, page.total]).toEqual([state, counts.states[state].n]);
    }
    const mine = (await dispatcher.get('/api/cases').query({ mine: true, size: 100 })).body as Page<CaseRow>;
    expect(mine.total).toBe(counts.mine.n);
    expect(mine.rows.every((r) => states[r.state].seat === 'desk')).toBe(true);
    const dues = open.rows.map((r) => r.dueAt).filter((d) => d !== null);
    expect(dues).toEqual([...dues].sort());
    const second = (await dispatcher.get('/api/cases').query({ open: true, size: 20, page: 2 })).body as Page<CaseRow>;
    expect(second.rows[0]?.id).toBe(open.rows[20]?.id);
    const byNumber = (await dispatcher.get('/api/cases').query({ q: open.rows[0].number })).body as Page<CaseRow>;
    expect(byNumber.rows.map((r) => r.id)).toContain(open.rows[0].id);
    expect((await dispatcher.get('/api/cases').query({ sort: 'words' })).status).toBe(422);
  });

  it('offers for merging what is likely the same thing first: the same item, then the nearest', async () => {
    const at = middleOf(3);
    const near = (metres: number) => ({ lng: at.lng, lat: at.lat + metres / 111_000 });
    const resident = await given.person('resident');
    const lamp = await resident.report({ place: at });
    const bin = await resident.report({ place: near(5), item: 'other', words: '说不清的一件事' });
    const far = await resident.report({ place: near(90), words: '远处的路灯也坏了' });
    const close = await resident.report({ place: near(30), words: '近处的路灯也坏了' });
    await resident.report({ place: near(900), words: '另一条街的路灯' });
    const clerk = await given.person('communityWorker', { unit: 'east' });
    const list = (await clerk.get('/api/cases').query({ near: lamp.id, open: true })).body as Page<CaseRow>;
    expect(list.rows.map((r) => r.id)).toEqual([close.id, far.id, bin.id]);
  });

  it('shows the map and the grids inside the reach', async () => {
    const dispatcher = await given.the('dispatcher');
    const grids = (await dispatcher.get('/api/cases/by-place').query({ level: 'grid' })).body;
    expect(grids.map((g: { code: string }) => g.code)).toContain('990101001002002');
    const bbox = `${ORIGIN.lng},${ORIGIN.lat},${ORIGIN.lng + 1},${ORIGIN.lat + 1}`;
    const map = (await dispatcher.get('/api/cases/map').query({ bbox })).body;
    expect(map.points.length + map.clusters.length).toBeGreaterThan(0);
    const stranger = await given.person('resident');
    const empty = (await stranger.get('/api/cases/map').query({ bbox })).body;
    expect(empty).toEqual({ points: [], clusters: [], more: false });
  });
});

it('the timeline cannot be edited, not even in the database', async () => {
  const { id } = await given.case('verified');
  await expect(
    server.db.write((tx) => tx.run("UPDATE case_entry SET who = 'x' WHERE caseId = ?", [id])),
  ).rejects.toThrow(/append-only/);
  await expect(server.db.write((tx) => tx.run('DELETE FROM case_entry WHERE caseId = ?', [id]))).rejects.toThrow(
    /append-only/,
  );
  expect(Object.keys(actions).length).toBeGreaterThan(20);
});
