/** Times as people see them: one clock per unit, and the promised date with each change and its reason. */
import { startServer, type TestServer } from '../../test/app.js';
import { Given } from '../../test/given.js';
import { caseFile } from './cases.tables.js';

let server: TestServer;
let given: Given;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
});
afterAll(() => server.close());

/** Everything that happened to the case happened so many milliseconds earlier. */
async function earlier(id: string, ms: number): Promise<void> {
  const row = await server.db.read.find(caseFile, { id });
  const back = (at: Date | null | undefined) => at && new Date(at.getTime() - ms);
  const set = { stepSince: back(row?.stepSince) ?? null, pausedAt: back(row?.pausedAt) ?? null };
  await server.db.write((tx) => tx.update(caseFile, set, { id }));
}
/** Holds four working days whatever holidays lie in it. */
const LONG = 28 * 86_400_000;

it('a unit’s time is what it held the case for: passing it on does not take it away', async () => {
  const { id, resident } = await given.case('handling');
  const dispatcher = await given.the('dispatcher');
  const green = await given.person('handler', { unit: 'green' });
  await earlier(id, LONG);
  await dispatcher.does(id, 'transfer', { unit: given.units.green, words: '不在他们的养护范围' });
  await earlier(id, LONG);
  await green.does(id, 'accept');
  const { unitTimes } = await dispatcher.case(id);
  expect(unitTimes.map((t) => t.unit.name)).toEqual(['区市政养护所', '区绿化市容所']);
  const [works, greens] = unitTimes.map((t) => Object.values(t.used).reduce((a, b) => a + b, 0));
  expect(works).toBeGreaterThanOrEqual(4);
  expect(greens).toBeGreaterThanOrEqual(4);
  expect((await resident.case(id)).unitTimes).toEqual([]);
});

it('the time of the unit that holds it runs on', async () => {
  const { id } = await given.case('handling');
  await earlier(id, LONG);
  const [own] = (await (await given.the('handler')).case(id)).unitTimes;
  expect(own.used.workDay ?? own.used.workHour).toBeGreaterThanOrEqual(4);
});

it('a pause moves the promise, and both sides read why', async () => {
  const { id, resident } = await given.case('waitingReporter');
  const before = await resident.case(id);
  await earlier(id, LONG);
  await resident.does(id, 'supply', { words: '就在三号门口' });
  const after = await resident.case(id);
  const change = {
    at: after.timeline.at(-1)?.at,
    from: before.promisedAt,
    to: after.promisedAt,
    why: '等您补充情况期间，时限暂停',
  };
  expect(after.promiseChanges).toEqual([change]);
  expect((await (await given.the('dispatcher')).case(id)).promiseChanges).toEqual([change]);
});

it('another item moves it too, and so does doing it again', async () => {
  const { id, resident } = await given.case('reported', { item: 'manhole' });
  await (await given.the('gridWorker')).does(id, 'verify', { item: 'dog' });
  const whys = async (of: string) => (await resident.case(of)).promiseChanges.map((c) => c.why);
  expect(await whys(id)).toEqual(['更正了事项，按新事项的时限计算']);
  const other = await given.case('disputed');
  await (await given.the('supervisor')).does(other.id, 'overrule', {
    unit: given.units.green,
    words: '没有修好，换单位办理',
  });
  expect(await whys(other.id)).toEqual(['重新办理，时限重新计算']);
});

it('returns and transfers leave it', async () => {
  const { id, resident } = await given.case('assigned');
  await (await given.the('handler')).does(id, 'return', { reason: 'notOurDuty', words: '不在我们的养护范围' });
  expect((await resident.case(id)).promiseChanges).toEqual([]);
});
