/** What is sent twice with one key: the same however it is spelled, answered however long, kept for a week. */
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { startServer, type TestServer } from '../test/app.js';
import { DAY, later } from '../test/clock.js';
import { Given, middleOf } from '../test/given.js';
import { Jobs } from './jobs.js';
import { Recurring } from './recurring.js';

let server: TestServer;
let given: Given;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
});
afterAll(() => server?.close());

const good = { kind: 'complaint', item: 'road-lamp', words: '门口路灯坏了三天', place: middleOf(0) };

it('the order of fields is no other content', async () => {
  const resident = await given.person('resident');
  const key = randomUUID();
  const send = (report: object) => resident.post('/api/cases', { report }).set('idempotency-key', key);
  const first = await send(good);
  const place = { lat: good.place.lat, lng: good.place.lng };
  const again = await send({ place, words: good.words, item: good.item, kind: good.kind });
  expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
  const other = await send({ ...good, photos: [] });
  expect(other.body.code).toBe('idempotency.other-content');
});

it('the order of a list is', async () => {
  const resident = await given.person('resident');
  const photos = [(await resident.photo()).id, (await resident.photo()).id];
  const key = randomUUID();
  const send = (ids: string[]) =>
    resident.post('/api/cases', { report: { ...good, photos: ids } }).set('idempotency-key', key);
  expect((await send(photos)).status).toBe(201);
  expect((await send([...photos].reverse())).body.code).toBe('idempotency.other-content');
});

it('a key is for one thing: another case, another act and another person are told apart', async () => {
  const { id, resident } = await given.case('reported');
  const { id: other } = await given.case('reported');
  const key = randomUUID();
  const send = (path: string) =>
    resident.post(path, { version: 1, input: { words: '又黑了一盏' } }).set('idempotency-key', key);
  expect((await send(`/api/cases/${id}/acts/add`)).status).toBe(200);
  expect((await send(`/api/cases/${other}/acts/add`)).body.code).toBe('idempotency.other-content');
  expect((await send(`/api/cases/${id}/acts/urge`)).body.code).toBe('idempotency.other-content');
  expect((await resident.case(other)).timeline).toHaveLength(1);
});

it('a key that failed is free; photos of the failed try can be sent again', async () => {
  const resident = await given.person('resident');
  const photo = (await resident.photo()).id;
  const key = randomUUID();
  const send = (photos: string[]) =>
    resident.post('/api/cases', { report: { ...good, photos } }).set('idempotency-key', key);
  expect((await send([photo, 'somebody-elses'])).status).toBe(422);
  expect((await send([photo])).status).toBe(201);
});

it('a long timeline can still be answered, and answered again', async () => {
  const { id } = await given.case('reported');
  const operator = await given.the('operator');
  const words = '灯'.repeat(500);
  for (let i = 0; i < 45; i++) await operator.does(id, 'addFor', { words });
  const key = randomUUID();
  const { version } = await operator.case(id);
  const send = () =>
    operator.post(`/api/cases/${id}/acts/addFor`, { version, input: { words } }).set('idempotency-key', key);
  const [first, again] = [await send(), await send()];
  expect([first.status, again.status]).toEqual([200, 200]);
  expect(Buffer.byteLength(JSON.stringify(first.body))).toBeGreaterThan(65_536);
  expect(again.headers['idempotency-replayed']).toBe('true');
  expect(again.body.timeline).toHaveLength(47);
}, 60_000);

it('answers are kept for a week and not for ever', async () => {
  const resident = await given.person('resident');
  const key = randomUUID();
  await resident.report({}, key);
  const kept = async () => {
    const rows = await server.db.read.query('SELECT id FROM idempotency WHERE id = ?', [`${resident.id}:${key}`]);
    return rows.length;
  };
  const sweep = async () => {
    await server.app.get(Recurring).plan();
    await later(60 * 60_000, async () => {
      while ((await server.app.get(Jobs).runDue()) > 0);
    });
  };
  await later(6 * DAY, sweep);
  expect(await kept()).toBe(1);
  await later(7 * DAY, sweep);
  expect(await kept()).toBe(0);
});

it.each([['GET'], ['POST'], ['PUT'], ['PATCH'], ['DELETE']] as const)(
  'what is not there is told in the same way: %s',
  async (method) => {
    const send = request(server.url)[method.toLowerCase() as 'get'];
    for (const path of ['/api/nothing', '/api', '/api/', '/api/cases/x/y/z', '/nothing']) {
      const answer = await send(path);
      expect([path, answer.status, answer.headers['content-type']]).toEqual([
        path,
        404,
        'application/problem+json; charset=utf-8',
      ]);
      expect(answer.body).toMatchObject({ code: 'not-found', status: 404 });
    }
  },
);
