/** kill -9 in the middle of intake, photos and all: nothing that was acknowledged is lost, nothing is doubled. */
import { Crowd, expectAllThere } from './crowd.js';
import { hasMariadb, itWhere, MariadbProcess, pause, ServerProcess, settle, temporary } from './processes.js';

const KILLS = 4;
const folder = temporary();
let mariadb: MariadbProcess | undefined;
const running: ServerProcess[] = [];
let crowd: Crowd | undefined;
beforeAll(async () => {
  if (hasMariadb()) mariadb = await MariadbProcess.start(folder.path);
});
afterEach(async () => {
  await crowd?.abandon();
  for (const server of running.splice(0)) await server.kill();
});
afterAll(async () => {
  await mariadb?.kill();
  folder.remove();
});

async function start(dataDir: string, dbUrl?: string): Promise<ServerProcess> {
  const server = await ServerProcess.start({ dataDir, dbUrl });
  running.push(server);
  return server;
}

/** Kills and restarts again and again, each time when some more were acknowledged. */
async function torment(server: ServerProcess, crowd: Crowd): Promise<void> {
  for (let kill = 0; kill < KILLS; kill++) {
    const enough = crowd.acknowledged.length + 15 + 3 * kill;
    while (crowd.acknowledged.length < enough) await pause(5);
    await server.kill();
    await server.start();
  }
}

describe('the server is killed while people report', () => {
  it('on SQLite', async () => {
    const dataDir = `${folder.path}/sqlite`;
    const at = await settle({ dataDir });
    const server = await start(dataDir);
    crowd = new Crowd([at(server)]);
    crowd.begin();
    await torment(server, crowd);
    await crowd.finish();
    expect(crowd.tally[0]).toBeGreaterThanOrEqual(KILLS);
    expect(crowd.sent.length).toBeGreaterThan(60);
    await expectAllThere(crowd, at(server));
    expect(await server.stop()).toBe(0);
  });

  itWhere(hasMariadb())('on MariaDB', async () => {
    const { url } = mariadb!;
    const dataDir = `${folder.path}/one`;
    const at = await settle({ dataDir, dbUrl: url });
    const server = await start(dataDir, url);
    crowd = new Crowd([at(server)]);
    crowd.begin();
    await torment(server, crowd);
    await crowd.finish();
    expect(crowd.tally[0]).toBeGreaterThanOrEqual(KILLS);
    await expectAllThere(crowd, at(server));
    expect(await server.stop()).toBe(0);
  });

  itWhere(hasMariadb())('one of two servers on one MariaDB: people go on at the other', async () => {
    await mariadb!.run('DROP DATABASE gezhi');
    await mariadb!.run('CREATE DATABASE gezhi CHARACTER SET utf8mb4');
    const { url } = mariadb!;
    const dataDir = `${folder.path}/two`;
    const at = await settle({ dataDir, dbUrl: url });
    const [a, b] = await Promise.all([start(dataDir, url), start(dataDir, url)]);
    crowd = new Crowd([at(a), at(b)]);
    crowd.begin();
    await torment(a, crowd);
    await a.kill();
    await crowd.finish();
    await a.start();
    expect(crowd.tally[0]).toBeGreaterThanOrEqual(KILLS);
    await expectAllThere(crowd, at(b));
    expect([await a.stop(), await b.stop()]).toEqual([0, 0]);
  });
});
