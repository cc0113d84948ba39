/** Deadlines over HTTP: each warning once to whom it concerns, whatever happens to servers and clocks; silence has its end. */
import type { Notice } from '../../../shared/views.js';
import { addWorktime, worktimeBetween } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import { Ctx, system } from '../../core/ctx.js';
import { Jobs } from '../../core/jobs.js';
import { startServer, type TestServer } from '../../test/app.js';
import { DAY, later, MINUTE } from '../../test/clock.js';
import { Given, type Person } from '../../test/given.js';
import { caseFile } from './cases.tables.js';

const servers: TestServer[] = [];
let given: Given;
let handler: Person;
let head: Person;
let supervisor: Person;
let chief: Person;

beforeAll(async () => {
  const first = await startServer();
  servers.push(first);
  given = await Given.city(first);
  handler = await given.the('handler');
  head = await given.person('unitHead');
  supervisor = await given.the('supervisor');
  const admin = await given.the('systemAdmin');
  chief = await given.person('leader');
  await admin.patch(`/api/units/${given.units.command}`, { head: chief.id }).expect(200);
});
afterAll(async () => {
  for (const server of servers.reverse()) await server.close();
});

const runAll = async (server = servers[0]) => {
  while ((await server.app.get(Jobs).runDue()) > 0);
};
/** What somebody was told of a case, oldest first. */
const heard = async (person: Person, id: string): Promise<string[]> => {
  const rows = await servers[0].db.read.query<Notice>(
    'SELECT words FROM notice WHERE account = ? AND caseId = ? ORDER BY at, id',
    [person.id, id],
  );
  return rows.map((n) => n.words);
};
const warnings = async (person: Person, id: string) =>
  (await heard(person, id)).filter((w) => w.includes('时限') && !w.includes('首次联系'));
const recorded = async (id: string) => {
  const sql = 'SELECT percent FROM case_warning WHERE caseId = ? AND clock = ? ORDER BY at, percent';
  const rows = await servers[0].db.read.query<{ percent: number }>(sql, [id, 'handle']);
  return rows.map((r) => Number(r.percent));
};
/** One turn of what recurs. */
const sweep = () => Ctx.writing({ db: servers[0].db, actor: system }, async (ctx) => ctx.later('cases.warnings', {}));
/** So long from now that this share of the limit of its step is used, and a minute. */
async function after(id: string, part: number): Promise<number> {
  const row = await servers[0].db.read.find(caseFile, { id });
  const since = row?.stepSince ?? new Date();
  const due = row?.dueAt ?? since;
  const calendar = cityCalendar();
  let low = since.getTime();
  let high = since.getTime() + 400 * DAY;
  const whole = worktimeBetween(since, due, 'workHour', calendar);
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2);
    if (worktimeBetween(since, new Date(middle), 'workHour', calendar) < whole * part) low = middle;
    else high = middle;
  }
  return high - Date.now() + MINUTE;
}

describe('a limit that runs out', () => {
  it('is told to the handler, the head, supervision and one level up, each once', async () => {
    const { id } = await given.case('handling');
    await later(await after(id, 0.49), () => runAll());
    expect(await warnings(handler, id)).toEqual([]);
    for (const part of [0.5, 0.8, 1, 1.5]) {
      const ms = await after(id, part);
      await later(ms, () => runAll());
      await later(ms + MINUTE, () => runAll());
    }
    expect(await warnings(handler, id)).toEqual([expect.stringMatching(/^处置的时限已用一半，请在 .* 前完成$/)]);
    expect(await warnings(head, id)).toEqual([expect.stringContaining('已用八成')]);
    expect(await warnings(supervisor, id)).toEqual([expect.stringContaining('处置已超过时限')]);
    expect(await warnings(chief, id)).toEqual([expect.stringContaining('上一级')]);
    expect(await recorded(id)).toEqual([50, 80, 100, 150]);
  });

  it('of a unit makes a rule press the case: not received is 拒不办理, not handled is 逾期', async () => {
    for (const [state, cause] of [
      ['assigned', 'refused'],
      ['handling', 'overdue'],
    ] as const) {
      const { id } = await given.case(state);
      await later(await after(id, 0.9), () => runAll());
      expect((await supervisor.case(id)).pressed).toBe(false);
      await later(await after(id, 1), () => runAll());
      expect(await supervisor.case(id)).toMatchObject({ state, pressed: true, press: { cause, by: '系统' } });
    }
  });

  it('told late, reaches everybody whom it passed by, each once, and says how it stands: the server was off', async () => {
    const { id } = await given.case('handling');
    await later(await after(id, 1.1), () => runAll());
    expect(await recorded(id)).toEqual([50, 80, 100]);
    for (const person of [handler, head, supervisor]) {
      expect(await warnings(person, id)).toEqual([expect.stringContaining('处置已超过时限')]);
    }
    // The clock goes back, and comes again.
    await runAll();
    await later(await after(id, 1.2), () => runAll());
    expect(await warnings(supervisor, id)).toHaveLength(1);
    await later(await after(id, 1.5), () => runAll());
    expect(await warnings(chief, id)).toHaveLength(1);
  });

  it('that was extended is told by the new deadline, and nothing of it that was told before', async () => {
    const { id } = await given.case('handling');
    await later(await after(id, 0.5), () => runAll());
    const ms = await after(id, 0.85);
    await later(ms, () => runAll());
    expect(await recorded(id)).toEqual([50, 80]);
    const { dueAt } = await handler.case(id);
    const until = new Date(new Date(String(dueAt)).getTime() + DAY).toISOString().slice(0, 10);
    await later(ms, async () => {
      // Whoever signed in before is signed out by then.
      await (await given.person('handler')).does(id, 'askExtension', { until, words: '备件明天才到' });
      await (await given.person('dispatcher')).does(id, 'grantExtension', { until, words: '同意' });
      await runAll();
    });
    await later(ms + MINUTE, () => runAll());
    expect((await warnings(handler, id)).filter((w) => w.includes('已用一半'))).toHaveLength(1);
    await later((await after(id, 1.5)) + MINUTE, () => runAll());
    expect((await recorded(id)).at(-1)).toBe(150);
  });

  it('where no unit stands above is told to those who lead the place', async () => {
    const dispatcher = await given.the('dispatcher');
    const { id } = await given.case('verified');
    await later(await after(id, 1.6), () => runAll());
    expect(await warnings(dispatcher, id)).toEqual([expect.stringContaining('分流超过时限已有一半')]);
    expect(await warnings(chief, id)).toEqual([expect.stringContaining('分流超过时限已有一半')]);
  });

  it('of a step that is done is told to nobody', async () => {
    const { id } = await given.case('handling');
    const ms = await after(id, 0.9);
    await handler.does(id, 'handle', { outcome: 'explained', reply: '已当面向您解释清楚' });
    await later(ms, () => runAll());
    expect(await warnings(handler, id)).toEqual([]);
    expect(await recorded(id)).toEqual([]);
  });

  it('stands still while the resident is asked, and goes on from where it was', async () => {
    const { id, resident } = await given.case('handling');
    const ms = await after(id, 0.5);
    await handler.does(id, 'ask', { question: '具体在几号门口' });
    await later(ms, () => runAll());
    expect(await warnings(handler, id)).toEqual([]);
    await resident.does(id, 'supply', { words: '就在三号门口' });
    await later(await after(id, 0.5), () => runAll());
    expect(await warnings(handler, id)).toHaveLength(1);
  });

  it('is told once by two servers that work at the same time, and after one was started anew', async () => {
    const [first] = servers;
    const second = await startServer({ dbUrl: first.env.dbUrl, dataDir: first.env.dataDir });
    servers.push(second);
    const { id } = await given.case('handling');
    const both = (ms: number) => later(ms, () => Promise.all([runAll(first), runAll(second)]));
    await both(await after(id, 0.5));
    await both(await after(id, 0.8));
    const third = await startServer({ dbUrl: first.env.dbUrl, dataDir: first.env.dataDir });
    servers.push(third);
    await later(await after(id, 1), () => runAll(third));
    expect(await recorded(id)).toEqual([50, 80, 100]);
    expect(await warnings(handler, id)).toHaveLength(1);
    expect(await warnings(head, id)).toHaveLength(1);
    expect(await warnings(supervisor, id)).toHaveLength(1);
  });

  it('is told although the job that was to tell it was parked or lost', async () => {
    const { id } = await given.case('handling');
    const lost = await given.case('handling');
    const of = (sql: string, one: string) =>
      servers[0].db.write((tx) => tx.run(`${sql} WHERE kind = 'cases.warning' AND payload LIKE ?`, [`%${one}%`]));
    await of("UPDATE job SET state = 'parked'", id);
    await of('DELETE FROM job', lost.id);
    for (let turn = 0; turn < 2; turn++) {
      await sweep();
      await runAll();
    }
    const planned = await servers[0].db.read.query<{ payload: string }>(
      "SELECT payload FROM job WHERE kind = 'cases.warning' AND state = 'waiting'",
    );
    for (const one of [id, lost.id]) expect(planned.filter(({ payload }) => payload.includes(one))).toHaveLength(1);
    await later(await after(id, 0.5), () => runAll());
    expect([await warnings(handler, id), await warnings(handler, lost.id)].map((w) => w.length)).toEqual([1, 1]);
    await sweep();
    await later(await after(id, 0.85), () => runAll());
    expect([await recorded(id), await recorded(lost.id)]).toEqual([
      [50, 80],
      [50, 80],
    ]);
  });
});

describe('the first contact', () => {
  const contacts = async (person: Person, id: string) =>
    (await heard(person, id)).filter((w) => w.includes('首次联系'));
  /** So much of the working day that the list gives for it, and a minute. */
  const share = (part: number) =>
    addWorktime(new Date(), { amount: part, unit: 'workDay' }, cityCalendar()).getTime() - Date.now() + MINUTE;

  it('is asked of the unit and its head before its limit ends and when it does, each once', async () => {
    const { id } = await given.case('handling');
    await later(share(0.7), () => runAll());
    expect(await contacts(handler, id)).toEqual([]);
    await later(share(0.85), () => runAll());
    for (const person of [handler, head]) {
      expect(await contacts(person, id)).toEqual([expect.stringMatching(/^请在 .* 前首次联系诉求人$/)]);
    }
    await later(share(1.01), () => runAll());
    for (const person of [handler, head]) {
      expect((await contacts(person, id)).slice(1)).toEqual([expect.stringContaining('首次联系已超过时限')]);
    }
  });

  it('is asked for no more once somebody was reached, and begins anew with another unit', async () => {
    const dispatcher = await given.the('dispatcher');
    const missed = await given.case('handling');
    const reached = await given.case('handling');
    await handler.does(missed.id, 'contact', { how: 'notReached' });
    await handler.does(reached.id, 'contact', { how: 'phone' });
    const moved = await given.case('assigned');
    await dispatcher.does(moved.id, 'transfer', { unit: given.units.green, words: '归绿化管' });
    const green = await given.person('handler', { unit: 'green' });
    const by = async (person: Person, id: string) => (await person.case(id)).contactBy;
    expect(await by(handler, missed.id)).not.toBeNull();
    expect(await by(handler, reached.id)).toBeNull();
    // Whoever reported is not told of a limit between offices.
    expect(await by(missed.resident, missed.id)).toBeNull();
    await later(share(1.01), () => runAll());
    expect(await contacts(handler, missed.id)).not.toEqual([]);
    expect([await contacts(handler, reached.id), await contacts(handler, moved.id)]).toEqual([[], []]);
    expect(await contacts(green, moved.id)).not.toEqual([]);
  });
});

describe('a resident who stays silent', () => {
  const days = (amount: number) =>
    addWorktime(new Date(), { amount, unit: 'workDay' }, cityCalendar()).getTime() - Date.now() + 2 * MINUTE;

  it('is reminded a working day before the case is closed, and told afterwards', async () => {
    const { id, resident } = await given.case('checked');
    expect((await resident.case(id)).answerBy).not.toBeNull();
    await runAll();
    const before = (await heard(resident, id)).length;
    await later(days(3.9), () => runAll());
    expect(await heard(resident, id)).toHaveLength(before);
    await later(days(4), () => runAll());
    await later(days(4.1), () => runAll());
    expect((await heard(resident, id)).slice(before)).toEqual([
      expect.stringContaining('前评价，过期未评价将自动结案'),
    ]);
    expect((await resident.case(id)).state).toBe('checked');
    await later(days(5.1), () => runAll());
    const closed = await resident.case(id);
    expect([closed.state, closed.rating]).toEqual(['closed', null]);
    expect(closed.timeline.at(-1)).toMatchObject({ action: 'closeUnrated', unit: null, mine: false });
    expect((await supervisor.case(id)).timeline.at(-1)?.who).toBe('系统');
    expect((await heard(resident, id)).at(-1)).toContain('已自动结案');
    await later(days(9), () => runAll());
    expect((await resident.case(id)).timeline.filter((e) => e.action === 'closeUnrated')).toHaveLength(1);
  });

  it('who rated in time is not reminded', async () => {
    const { id, resident } = await given.case('checked');
    await resident.does(id, 'confirm', { solved: 'yes', satisfied: 5 });
    await later(days(6), () => runAll());
    expect((await heard(resident, id)).filter((w) => w.includes('评价，过期'))).toEqual([]);
  });

  it('has a working day left after the reminder, however long the server was off', async () => {
    const { id, resident } = await given.case('checked');
    await later(days(8), () => runAll());
    expect((await resident.case(id)).state).toBe('checked');
    await later(days(8.5), () => runAll());
    expect((await resident.case(id)).state).toBe('checked');
    await later(days(9.1), () => runAll());
    expect((await resident.case(id)).state).toBe('closed');
  });

  it('lets the work go on without the answer: the clock goes on, and the promise says why it moved', async () => {
    const { id, resident } = await given.case('handling');
    const before = await handler.case(id);
    await handler.does(id, 'ask', { question: '具体在几号门口' });
    const asked = await resident.case(id);
    expect([asked.state, asked.answerBy !== null]).toEqual(['waitingReporter', true]);
    await later(days(4.1), () => runAll());
    expect((await heard(resident, id)).at(-1)).toContain('前补充情况');
    await later(days(5.2), () => runAll());
    const resumed = await resident.case(id);
    expect([resumed.state, resumed.answerBy]).toEqual(['handling', null]);
    expect(resumed.timeline.at(-1)?.says).toContain('按现有情况继续办理');
    expect((await heard(handler, id)).at(-1)).toContain('系统5 个工作日未收到补充');
    expect(resumed.promiseChanges).toEqual([
      {
        at: resumed.timeline.at(-1)?.at,
        from: before.promisedAt,
        to: resumed.promisedAt,
        why: '等您补充情况期间，时限暂停',
      },
    ]);
  });

  it('may not be passed over by anybody: nobody has these actions', async () => {
    const { id } = await given.case('checked');
    for (const role of ['supervisor', 'dispatcher', 'resident'] as const) {
      const answer = await (await given.the(role)).act(id, 'closeUnrated');
      expect([role, answer.body.code]).toEqual([role, 'permission.denied']);
    }
  });
});
