/** The database is gone for twenty seconds: people are told so at once, nothing is half done, and all goes on by itself. */
import { Crowd, expectAllThere } from './crowd.js';
import { hasMariadb, itWhere, MariadbProcess, pause, ServerProcess, settle, temporary, until } from './processes.js';

const AWAY_MS = 20_000;
/** Nobody waits longer than this for an answer; connecting may take 5 s. */
const PATIENCE_MS = 10_000;

const folder = temporary();
let mariadb: MariadbProcess | undefined;
let server: ServerProcess | undefined;
let crowd: Crowd | undefined;
beforeAll(async () => {
  if (hasMariadb()) mariadb = await MariadbProcess.start(folder.path);
});
afterAll(async () => {
  await crowd?.abandon();
  await server?.kill();
  await mariadb?.kill();
  folder.remove();
});

const statusOf = (url: string) => fetch(url).then((r) => r.status);

itWhere(hasMariadb())('is busy while the database is away, and whole again afterwards', async () => {
  const database = mariadb!;
  const where = { dataDir: `${folder.path}/data`, dbUrl: database.url };
  const at = await settle(where);
  server = await ServerProcess.start(where);
  const { url } = server;
  const town = at(server);
  const early = await town.resident[0].report({ words: '断电之前' });

  crowd = new Crowd([town]);
  crowd.begin();
  while (crowd.acknowledged.length < 30) await pause(10);
  await database.kill();

  const began = Date.now();
  const seen = { ready: new Set<number>(), live: new Set<number>(), list: new Set<string>(), act: new Set<string>() };
  await until(async () => (await statusOf(`${url}/health/ready`)) === 503, 10);
  while (Date.now() - began < AWAY_MS) {
    seen.live.add(await statusOf(`${url}/health/live`));
    seen.ready.add(await statusOf(`${url}/health/ready`));
    const list = await town.leader.get('/api/cases');
    seen.list.add(`${list.status} ${list.body.code} ${list.headers['retry-after']}`);
    const act = await town.worker.post(`/api/cases/${early.id}/acts/verify`, { version: 1, input: {} });
    seen.act.add(`${act.status} ${act.body.code}`);
    await pause(300);
  }
  expect([...seen.live]).toEqual([200]);
  expect([...seen.ready]).toEqual([503]);
  expect([...seen.list]).toEqual(['503 server.busy 5']);
  expect([...seen.act]).toEqual(['503 server.busy']);
  expect(server.isRunning).toBe(true);

  await database.start();
  await until(async () => (await statusOf(`${url}/health/ready`)) === 200, 15);
  const before = crowd.acknowledged.length;
  while (crowd.acknowledged.length < before + 30) await pause(10);
  await crowd.finish();

  expect(Object.keys(crowd.tally).sort()).toEqual(['201', '503']);
  expect(crowd.tally[503]).toBeGreaterThan(10);
  expect(crowd.longest).toBeLessThan(PATIENCE_MS);
  const verified = await town.worker.does(early.id, 'verify', {});
  expect(verified.timeline.map((e) => e.action)).toEqual(['report', 'verify']);
  await expectAllThere(crowd, town, [early.id]);
  await until(async () => (await town.resident[0].get('/api/notices')).body.total === 1, 30);
  expect(await server.stop()).toBe(0);
});
