/** Two servers on one database: what one learns of the places, the other knows within a few polls. */
import request from 'supertest';
import type { PlaceAt } from '../../../shared/views.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Given, middleOf, ORIGIN, Person, SIDE } from '../../test/given.js';

const servers: TestServer[] = [];
let given: Given;

beforeAll(async () => {
  const first = await startServer();
  servers.push(first);
  servers.push(await startServer({ dbUrl: first.env.dbUrl, dataDir: first.env.dataDir }));
  given = await Given.city(first);
});
afterAll(async () => {
  for (const server of servers.reverse()) await server.close();
});

const at = async (server: TestServer, point: object): Promise<PlaceAt> =>
  (await request(server.url).get('/api/places/at').query(point)).body;

/** Waits for the condition; the poll that looks for changes comes each second. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('it never came true');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const strip = (row: number, name: string) => {
  const [w, s] = [ORIGIN.lng, ORIGIN.lat + SIDE * row];
  const [e, n] = [w + SIDE * 4, s + SIDE];
  const ring = [
    [w, s],
    [e, s],
    [e, n],
    [w, n],
    [w, s],
  ];
  const feature = {
    type: 'Feature',
    properties: { code: `99010100100110${row}`, name },
    geometry: { type: 'Polygon', coordinates: [ring] },
  };
  return {
    geojson: JSON.stringify({ type: 'FeatureCollection', features: [feature] }),
    level: 'grid',
    code: 'code',
    name: 'name',
    under: '990101001001',
    // North of the made city, where no community reaches.
    allowOverlaps: true,
    allowGaps: true,
    dryRun: false,
  };
};

it('routes by what another instance imported, renamed and staffed', async () => {
  const [first, second] = servers;
  const admin = await given.the('systemAdmin');
  const point = middleOf(2, 1);
  expect((await at(second, point)).how).toBe('outside');
  expect((await admin.post('/api/places/import', strip(1, '新网格'))).body.applied).toBe(true);
  // The instance that imported answers so at once.
  expect((await at(first, point)).grid?.name).toBe('新网格');
  await until(async () => (await at(second, point)).grid?.name === '新网格');

  const shapesOf = async () => (await request(second.url).get('/api/places/shapes')).text;
  expect(await shapesOf()).toContain('新网格');
  await admin.patch('/api/places/990101001001101', { name: '改名网格' });
  await until(async () => (await shapesOf()).includes('改名网格'));
  expect((await at(second, point)).grid?.name).toBe('改名网格');

  const worker = await given.person('gridWorker', { grids: [] });
  const posts = [{ post: 'worker', account: worker.id }];
  expect((await admin.put('/api/places/990101001001101/posts', { posts })).status).toBe(200);
  await until(async () => (await at(second, point)).grid?.worker?.workName === `工作名${worker.id.slice(-4)}`);
});

/** The embedded file serves one process: a second writer inside this one would wait for itself. */
const onServer = process.env.DB_URL ? it : it.skip;

onServer('lets imports at once on both instances come one after the other', async () => {
  const admins = await Promise.all([given.person('systemAdmin'), given.person('systemAdmin')]);
  const imports = [2, 3, 4, 5].map((row) => {
    const url = servers[row % 2].url;
    const token = admins[row % 2].token;
    return request(url)
      .post('/api/places/import')
      .set('authorization', `Bearer ${token}`)
      .send(strip(row, `第${row}条`));
  });
  const same = [0, 1].map((i) =>
    request(servers[i].url)
      .post('/api/places/import')
      .set('authorization', `Bearer ${admins[i].token}`)
      .send(strip(6, '同一条')),
  );
  const answers = await Promise.all([...imports, ...same]);
  expect(answers.map((a) => a.status)).toEqual([200, 200, 200, 200, 200, 200]);
  expect(answers.every((a) => a.body.applied)).toBe(true);
  expect(
    answers
      .slice(4)
      .map((a) => a.body.created)
      .sort(),
  ).toEqual([0, 1]);
  const shapes = await servers[0].db.read.query('SELECT place FROM place_shape WHERE place = ?', ['990101001001106']);
  expect(shapes).toHaveLength(1);
  for (const server of servers) {
    for (const row of [2, 3, 4, 5, 6]) {
      await until(async () => (await at(server, middleOf(1, row))).grid?.code === `99010100100110${row}`);
    }
  }
});

onServer(
  'takes the same file from several at once: one adds what is in it, and to the others nothing is wrong',
  async () => {
    const people = [await given.person('systemAdmin'), await given.person('systemAdmin')];
    for (let round = 0; round < 6; round++) {
      const file = strip(7, '同一个');
      const geojson = file.geojson.replace('990101001001107', `99010100100140${round}`);
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, i) =>
          request(servers[i % 2].url)
            .post('/api/places/import')
            .set('authorization', `Bearer ${people[i % 2].token}`)
            .send({ ...file, geojson }),
        ),
      );
      expect(answers.map(({ body }) => body.faults)).toEqual(Array(6).fill([]));
      expect(answers.map(({ body }) => body.created).sort()).toEqual([0, 0, 0, 0, 0, 1]);
    }
  },
);

onServer('never leaves a place or a post below one that was closed at the same moment', async () => {
  const [first, second] = servers;
  const people = [await given.person('systemAdmin'), await given.person('systemAdmin')];
  const there = ({ id, token, role }: Person, on: TestServer) => new Person(on, id, token, role);
  const [here, other] = [there(people[0], first), there(people[1], second)];
  const worker = await given.person('gridWorker', { grids: [] });
  for (let round = 0; round < 12; round++) {
    const community = `990101001${300 + round}`;
    await here
      .post('/api/places', { level: 'community', code: community, name: '社区', under: '990101001' })
      .expect(201);
    const child = { level: 'grid', code: `${community}001`, name: '格', under: community };
    const file = { ...strip(7, '格'), geojson: strip(7, '格').geojson.replace('990101001001107', `${community}002`) };
    const below = [
      () => other.post('/api/places', child),
      () => other.post('/api/places/import', { ...file, under: community }),
      () => other.put(`/api/places/${community}/posts`, { posts: [{ post: 'worker', account: worker.id }] }),
    ][round % 3];
    const [closed, added] = await Promise.all([here.post(`/api/places/${community}/close`), below()]);
    expect([204, 409]).toContain(closed.status);
    expect(added.status).toBeLessThan(500);
  }
  const { read } = first.db;
  const lost =
    'SELECT c.code FROM place c JOIN place p ON p.code = c.parent WHERE p.until IS NOT NULL AND c.until IS NULL';
  expect(await read.query(lost)).toEqual([]);
  const held = 'SELECT o.id FROM post o JOIN place p ON p.code = o.place WHERE p.until IS NOT NULL AND o.until IS NULL';
  expect(await read.query(held)).toEqual([]);
});
