/** Many at once, on MySQL/MariaDB through two servers: each thing happens once, and the others are told. */
import { randomUUID } from 'node:crypto';
import type { CaseView } from '../../../shared/views.js';
import { Jobs } from '../../core/jobs.js';
import { Recurring } from '../../core/recurring.js';
import { startServer, type TestServer } from '../../test/app.js';
import { DAY, later } from '../../test/clock.js';
import { Given, middleOf, Person } from '../../test/given.js';

let first: TestServer;
let second: TestServer;
let given: Given;
beforeAll(async () => {
  first = await startServer();
  // An SQLite file has one server.
  const { dataDir, dbUrl } = first.env;
  second = dbUrl ? await startServer({ dataDir, dbUrl }) : first;
  given = await Given.city(first);
});
afterAll(async () => {
  if (second !== first) await second.close();
  await first.close();
});

const good = { kind: 'complaint', item: 'road-lamp', words: '门口路灯坏了三天', place: middleOf(0) };
/** The same person, calling the other server. */
const there = (p: Person) => new Person(second, p.id, p.token, p.role);
const either = (p: Person, i: number) => (i % 2 === 0 ? p : there(p));
const times = <T>(n: number, work: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: n }, (_, i) => work(i)));
const casesOf = async (p: Person) => (await p.get('/api/cases').expect(200)).body.total;
const report = (p: Person, body: object, key: string) =>
  p
    .post('/api/cases', { report: body })
    .set('idempotency-key', key)
    .then((answer) => answer);

describe('one key', () => {
  it('makes one case of twenty requests at once, and all are answered the same', async () => {
    for (let round = 0; round < 3; round++) {
      const resident = await given.person('resident');
      const key = randomUUID();
      const answers = await times(20, (i) => report(either(resident, i), good, key));
      expect(answers.map((a) => a.status)).toEqual(Array(20).fill(201));
      expect(new Set(answers.map((a) => JSON.stringify(a.body))).size).toBe(1);
      expect(answers.filter((a) => a.headers['idempotency-replayed'])).toHaveLength(19);
      expect(await casesOf(resident)).toBe(1);
    }
  });

  it('is refused for other content, also when both come at once', async () => {
    const resident = await given.person('resident');
    const key = randomUUID();
    const answers = await times(10, (i) => report(either(resident, i), { ...good, words: `第${i}种说法` }, key));
    expect(answers.map((a) => a.status).sort()).toEqual([201, ...Array(9).fill(422)]);
    const refused = answers.filter((a) => a.status === 422);
    expect(new Set(refused.map((a) => a.body.code))).toEqual(new Set(['idempotency.other-content']));
    expect(await casesOf(resident)).toBe(1);
  });

  it('is somebody’s own: the same key of two people makes two cases', async () => {
    const people = [await given.person('resident'), await given.person('resident')];
    const key = randomUUID();
    const answers = await Promise.all(people.map((p) => report(p, good, key)));
    expect(answers.map((a) => a.status)).toEqual([201, 201]);
    expect(answers[0].body.id).not.toBe(answers[1].body.id);
  });

  it('is free again when what came with it was refused', async () => {
    const resident = await given.person('resident');
    const key = randomUUID();
    expect((await report(resident, { ...good, words: '' }, key)).status).toBe(422);
    expect((await report(there(resident), good, key)).status).toBe(201);
    expect(await casesOf(resident)).toBe(1);
  });

  it.each([undefined, '', 'short', 'x'.repeat(65), 'with space in it', '../../../etc'])(
    'must be one: %j',
    async (key) => {
      const resident = await given.the('resident');
      const sent = resident.post('/api/cases', { report: good });
      const answer = await (key === undefined ? sent : sent.set('idempotency-key', key));
      expect([answer.status, answer.body.code]).toEqual([400, 'idempotency.missing']);
    },
  );

  it('is remembered for a week, then forgotten', async () => {
    const resident = await given.person('resident');
    const key = randomUUID();
    expect((await report(resident, good, key)).status).toBe(201);
    const held = () => first.db.read.query('SELECT id FROM idempotency WHERE id = ?', [`${resident.id}:${key}`]);
    const forgetAfter = async (days: number) => {
      await first.app.get(Recurring).plan();
      await later(days * DAY, async () => {
        while ((await first.app.get(Jobs).runDue()) > 0);
      });
    };
    await forgetAfter(6);
    expect(await held()).toHaveLength(1);
    await forgetAfter(8);
    expect(await held()).toEqual([]);
  });

  it('lets an act that was sent again from a train happen once', async () => {
    const { id, resident } = await given.case('reported');
    const key = randomUUID();
    const add = (p: Person) =>
      p.post(`/api/cases/${id}/acts/add`, { version: 1, input: { words: '又黑了一盏' } }).set('idempotency-key', key);
    const answers = await times(6, (i) => add(either(resident, i)).then((a) => a));
    expect(answers.map((a) => a.status)).toEqual(Array(6).fill(200));
    expect((await resident.case(id)).timeline.map((e) => e.action)).toEqual(['report', 'add']);
  });
});

describe('a hundred at once', () => {
  const outcomes = (answers: { status: number; body: { code?: string } }[]) => {
    const counts: Record<string, number> = {};
    for (const { status, body } of answers) {
      const key = body.code ?? String(status);
      counts[key] = (counts[key] ?? 0) + 1;
    }
    return counts;
  };

  it('acts on one version: one succeeds, the others are told, and the timeline has one entry', async () => {
    const { id } = await given.case('reported');
    const worker = await given.the('gridWorker');
    await known(worker);
    const act = (p: Person) => p.post(`/api/cases/${id}/acts/verify`, { version: 1, input: {} }).then((a) => a);
    const answers = await times(100, (i) => act(either(worker, i)));
    expect(outcomes(answers)).toEqual({ '200': 1, 'case.moved-meanwhile': 99 });
    const view: CaseView = await worker.case(id);
    expect([view.state, view.version, view.timeline.map((e) => e.action)]).toEqual([
      'verified',
      2,
      ['report', 'verify'],
    ]);
  });

  it('different acts of different people on one version: still one', async () => {
    const { id } = await given.case('verified');
    const [dispatcher, lead, community] = [
      await given.the('dispatcher'),
      await given.the('gridLead'),
      await given.the('communityWorker'),
    ];
    const { version } = await dispatcher.case(id);
    await Promise.all([dispatcher, lead, community].map(known));
    const acts: [Person, string, object][] = [
      [dispatcher, 'assign', { unit: given.units.works, urgency: 'normal' }],
      [lead, 'escalate', { words: '需要上级协调' }],
      [community, 'reject', { reason: 'empty', goTo: '请补充照片后重新提交' }],
      [dispatcher, 'ask', { question: '具体在几号门口' }],
    ];
    const answers = await times(100, (i) => {
      const [person, action, input] = acts[i % acts.length];
      return either(person, i >> 2)
        .post(`/api/cases/${id}/acts/${action}`, { version, input })
        .then((a) => a);
    });
    expect(outcomes(answers)).toEqual({ '200': 1, 'case.moved-meanwhile': 99 });
    const view = await dispatcher.case(id);
    expect([view.version, view.timeline.length]).toEqual([version + 1, version + 1]);
  });

  it('reports: every one is there, each with a number of its own', async () => {
    const residents = await times(10, () => given.person('resident'));
    const answers = await times(100, (i) => report(either(residents[i % 10], i >> 3), good, randomUUID()));
    expect(outcomes(answers)).toEqual({ '201': 100 });
    expect(new Set(answers.map((a) => a.body.number)).size).toBe(100);
    for (const resident of residents) expect(await casesOf(resident)).toBe(10);
  });

  it('photos: one wins, whichever server it is sent to', async () => {
    const resident = await given.person('resident');
    const photos = [(await resident.photo()).id];
    const answers = await times(20, (i) => report(either(resident, i), { ...good, photos }, randomUUID()));
    expect(outcomes(answers)).toEqual({ '201': 1, 'input.invalid': 19 });
  });
});

describe('two servers', () => {
  it('carry out a job once between them, and tell each person once', async () => {
    const { id, resident } = await given.case('reported');
    await (await given.the('gridWorker')).does(id, 'verify', {});
    const rounds = await Promise.all([first, second, first, second].map((s) => s.app.get(Jobs).runDue()));
    expect(rounds.reduce((a, b) => a + b)).toBeGreaterThan(0);
    while ((await first.app.get(Jobs).runDue()) > 0);
    const { rows } = (await resident.get('/api/notices')).body;
    expect(rows.filter((n: { caseId: string }) => n.caseId === id).map((n: { words: string }) => n.words)).toEqual([
      '网格员已核实，正在分派',
    ]);
    expect(await first.db.read.query('SELECT id FROM job WHERE runAt <= ?', [new Date()])).toEqual([]);
  });

  it('do what recurs once, whoever plans it', async () => {
    const planned = "SELECT id FROM job WHERE kind = 'files.sweep'";
    await Promise.all([first, second, first, second].map((s) => s.app.get(Recurring).plan()));
    expect(await first.db.read.query(planned)).toHaveLength(1);
    const lost = await (await given.the('resident')).photo();
    await later(DAY + 60_000, () => Promise.all([first, second].map((s) => s.app.get(Jobs).runDue())));
    expect(await first.db.read.query(planned)).toEqual([]);
    expect(await first.db.read.query('SELECT id FROM file WHERE id = ?', [lost.id])).toEqual([]);
  });

  it('know of a new person, a closed session and a renamed place, wherever it was done', async () => {
    const person = await given.person('dispatcher');
    await there(person).get('/api/session').expect(200);
    await person.delete('/api/session').expect(204);
    await there(person).get('/api/session').expect(401);

    const admin = await given.the('systemAdmin');
    await admin.patch('/api/places/990101001001002', { name: '西二改名' }).expect(200);
    await until(async () => {
      const { body } = await there(admin).get('/api/places/at').query(middleOf(1));
      return body.grid?.name === '西二改名';
    });
  });
});

/** Posts and roles are polled each second: until then another server does not know of somebody new. */
const known = (p: Person) => until(async () => (await there(p).get('/api/cases?size=20')).body.total > 0);

/** Asks again until it is so; the test's own time limit ends it otherwise. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
}
