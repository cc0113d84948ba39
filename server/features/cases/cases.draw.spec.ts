/** Who checks, over HTTP: drawn among those who are there, from elsewhere where nobody is near, and never left waiting. */
import { guards } from '../../../shared/case-flow.js';
import { Jobs } from '../../core/jobs.js';
import { startServer, type TestServer } from '../../test/app.js';
import { DAY, dayAfter as day, later } from '../../test/clock.js';
import { Given, type Person } from '../../test/given.js';

let server: TestServer;
let given: Given;
beforeEach(async () => {
  server = await startServer();
  given = await Given.city(server);
});
afterEach(() => server.close());

const runJobs = async () => {
  while ((await server.app.get(Jobs).runDue()) > 0);
};
const checkerIn = async (id: string) => (await (await given.the('leader')).case(id)).checker?.id ?? null;
const one = (of: Person[], id: string | null): Person => of.find((p) => p.id === id) as Person;

it('tells whoever can send somebody that nobody can check, and draws from elsewhere as soon as somebody is there', async () => {
  const admin = await given.the('systemAdmin');
  const dispatcher = await given.the('dispatcher');
  const { id } = await given.case('handled');
  expect(await checkerIn(id)).toBeNull();
  await runJobs();
  const told = (await dispatcher.get('/api/notices')).body.rows as { caseId: string; words: string }[];
  expect(told.filter((n) => n.caseId === id).map((n) => n.words)).toContain(
    '没有人可以核查：监督人员都经手过、在承办单位或今天不在，请安排其他人',
  );

  const place = '990101001002';
  const made = await admin.post('/api/units', { name: '东社区监督站', kind: 'supervision', place });
  const far = await given.person('supervisor');
  expect((await far.get('/api/cases?unchecked=true')).body.rows.map((c: { id: string }) => c.id)).toEqual([id]);
  await admin.patch(`/api/accounts/${far.id}`, { unit: made.body.id });
  await runJobs();
  expect(await checkerIn(id)).toBe(far.id);
  const view = await far.case(id);
  expect(view.timeline.at(-1)?.input).toEqual({ words: '现在有人可以核查了' });
  expect(view.can).toContain('pass');
  expect((await far.get('/api/cases?mine=true')).body.rows.map((c: { id: string }) => c.id)).toEqual([id]);

  // Who is near goes first.
  const near = await given.person('supervisor');
  const { id: next } = await given.case('handled');
  expect(await checkerIn(next)).toBe(near.id);
  expect((await far.get(`/api/cases/${next}`)).status).toBe(404);
});

it('leaves it with nobody who stands in for somebody with a hand in it: they could not check, and nobody else might', async () => {
  const leader = await given.the('leader');
  await (await given.the('systemAdmin')).patch(`/api/units/${given.units.command}`, { head: leader.id }).expect(200);
  const both = [await given.person('supervisor'), await given.person('supervisor')];
  const handler = await given.the('handler');
  const { id } = await given.case('handled');
  const standIn = one(both, await checkerIn(id));
  const other = both.find((p) => p !== standIn) as Person;
  const days = { from: day(0), until: day(1) };
  const set = await leader.post('/api/stand-ins', { account: handler.id, standIn: standIn.id, ...days }).expect(201);
  await runJobs();
  expect(await checkerIn(id)).toBe(other.id);
  expect((await standIn.case(id)).cannot.pass).toBe(guards.handledIt);
  expect((await other.case(id)).can).toContain('pass');
  for (let n = 0; n < 4; n++) expect(await checkerIn((await given.case('handled')).id)).toBe(other.id);

  // Where there is only the stand-in it waits for somebody, as it would if nobody were there, and they have it after.
  await (await given.the('systemAdmin')).patch(`/api/accounts/${other.id}`, { active: false }).expect(200);
  await runJobs();
  expect(await checkerIn(id)).toBeNull();
  await leader.delete(`/api/stand-ins/${set.body.id}`).expect(204);
  await runJobs();
  expect(await checkerIn(id)).toBe(standIn.id);
  expect((await standIn.case(id)).can).toContain('pass');
});

it('the map shows what somebody is drawn for, as the list does', async () => {
  const checker = await given.person('supervisor');
  const { id } = await given.case('handled');
  await given.case('verified');
  for (const filter of [{ checker: 'me' }, { mine: true }, { checker: 'me', mine: true }]) {
    const list = (await checker.get('/api/cases').query(filter)).body.rows as { id: string }[];
    const map = await checker.get('/api/cases/map').query({ ...filter, bbox: '122,30,123,31', zoom: 16 });
    expect([map.status, map.body.points?.map((p: { id: string }) => p.id)]).toEqual([200, [id]]);
    expect(list.map((c) => c.id)).toEqual([id]);
  }
});

describe('who is absent', () => {
  let id: string;
  let absent: Person;
  let other: Person;
  beforeEach(async () => {
    const both = [await given.person('supervisor'), await given.person('supervisor')];
    ({ id } = await given.case('handled'));
    absent = one(both, await checkerIn(id));
    other = both.find((p) => p !== absent) as Person;
  });
  const away = (from: number, until: number) =>
    absent.post('/api/stand-ins', { standIn: other.id, from: day(from), until: day(until) });

  it('checks nothing, and whom they chose to stand in checks only what they are drawn for', async () => {
    await away(0, 1);
    expect((await other.case(id)).cannot.pass).toBe(guards.otherChecker);
    await runJobs();
    expect(await checkerIn(id)).toBe(other.id);
    const { id: next } = await given.case('handled');
    expect(await checkerIn(next)).toBe(other.id);
  });

  it('is drawn no longer from the day on which the absence begins', async () => {
    await away(1, 2);
    await runJobs();
    expect(await checkerIn(id)).toBe(absent.id);
    await later(DAY, runJobs);
    expect(await checkerIn(id)).toBe(other.id);
  });
});

it('draws anew when whoever was drawn moves to another unit', async () => {
  const both = [await given.person('supervisor'), await given.person('supervisor')];
  const { id } = await given.case('handled');
  const moved = one(both, await checkerIn(id));
  await (await given.the('systemAdmin')).patch(`/api/accounts/${moved.id}`, { unit: given.units.works });
  await runJobs();
  expect(await checkerIn(id)).toBe(both.find((p) => p !== moved)?.id);
});

it('draws each before anybody a second time', async () => {
  const three = [];
  for (let i = 0; i < 3; i++) three.push(await given.person('supervisor'));
  const { id } = await given.case('handled');
  const drawn = [await checkerIn(id)];
  for (let i = 0; i < 2; i++) {
    const view = await one(three, drawn[i]).does(id, 'redraw', { words: '有事来不了' });
    drawn.push(view.checker?.id ?? null);
  }
  expect(new Set(drawn)).toEqual(new Set(three.map((p) => p.id)));
});

it('leaves it with the one who was drawn where there is nobody else', async () => {
  const alone = await given.person('supervisor');
  const { id } = await given.case('handled');
  expect((await alone.does(id, 'redraw', { words: '有事来不了' })).checker?.id).toBe(alone.id);
});
