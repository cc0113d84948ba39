/** Every route that takes a key keeps the same promise: once, with one answer, for one person and one content. */
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import type { CaseRow } from '../../shared/views.js';
import { startServer, type TestServer } from '../test/app.js';
import { Given, middleOf, type Person } from '../test/given.js';
import { IDEMPOTENCY_KEY } from './request.js';

let server: TestServer;
let given: Given;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
});
afterAll(() => server?.close());

/** Something to be sent, and how often it has been done. */
interface Sending {
  person: Person;
  path: string;
  body: object;
  other: object;
  done(): Promise<number>;
}

async function reporting(person: Person): Promise<Sending> {
  const address = `兴和路 ${randomUUID()} 号`;
  const report = { source: 'counter', kind: 'complaint', item: 'road-lamp', address, place: middleOf(0) };
  const rows = async (): Promise<CaseRow[]> => (await person.get('/api/cases?size=100').expect(200)).body.rows;
  return {
    person,
    path: '/api/cases',
    body: { report: { ...report, words: '门口路灯坏了三天' } },
    other: { report: { ...report, words: '门口路灯坏了五天' } },
    done: async () => (await rows()).filter((row) => row.address === address).length,
  };
}

/** Of a new case. */
const verifications = (person: Person, id: string) => async () =>
  (await person.case(id)).timeline.filter(({ action }) => action === 'verify').length;

async function acting(person: Person): Promise<Sending> {
  const { id } = await given.case('reported');
  return {
    person,
    path: `/api/cases/${id}/acts/verify`,
    body: { version: 1, input: { findings: '一盏不亮' } },
    other: { version: 1, input: { findings: '两盏不亮' } },
    done: verifications(person, id),
  };
}

async function pressing(person: Person): Promise<Sending> {
  const { id } = await given.case('reported');
  const content = { steps: [{ action: 'verify', input: {} }], onward: false };
  const { body: macro } = await person.post('/api/macros', { name: randomUUID().slice(0, 8), content }).expect(201);
  return {
    person,
    path: `/api/macros/${macro.id}/run`,
    body: { caseId: id, version: 1 },
    other: { caseId: id, version: 2 },
    done: verifications(person, id),
  };
}

/** By route, as OpenAPI writes it. */
const keyed: Record<string, (person: Person) => Promise<Sending>> = {
  'post /api/cases': reporting,
  'post /api/cases/{id}/acts/{action}': acting,
  'post /api/macros/{id}/run': pressing,
};
const somebody = () => given.person('communityWorker');
const send = ({ person, path }: Sending, body: object, key: string) =>
  person
    .post(path, body)
    .set(IDEMPOTENCY_KEY, key)
    .then((answer) => answer);
const isReplayed = ({ headers }: request.Response) => headers['idempotency-replayed'] === 'true';

it('is said of each such route in the description of the API', async () => {
  interface Operation {
    parameters?: { name: string; in: string }[];
  }
  const { paths } = (await request(server.url).get('/api/openapi.json').expect(200)).body as {
    paths: Record<string, Record<string, Operation>>;
  };
  const said = Object.entries(paths).flatMap(([path, verbs]) =>
    Object.entries(verbs)
      .filter(([, { parameters = [] }]) => parameters.some((p) => p.in === 'header' && p.name === IDEMPOTENCY_KEY))
      .map(([verb]) => `${verb} ${path}`),
  );
  expect(said.sort()).toEqual(Object.keys(keyed).sort());
});

describe.each(Object.entries(keyed))('%s', (_, prepare) => {
  it('does the same once and answers it alike, and refuses other content', async () => {
    const sending = await prepare(await somebody());
    const key = randomUUID();
    const first = await send(sending, sending.body, key);
    const again = await send(sending, sending.body, key);
    expect([first.status < 300, isReplayed(first)]).toEqual([true, false]);
    expect([again.status, again.body, isReplayed(again)]).toEqual([first.status, first.body, true]);
    const other = await send(sending, sending.other, key);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency.other-content']);
    expect(await sending.done()).toBe(1);
  });

  it('does it once when it comes several times at once', async () => {
    const sending = await prepare(await somebody());
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(sending, sending.body, key)));
    expect(new Set(answers.map(({ status, text }) => `${status < 300} ${text}`)).size).toBe(1);
    expect([answers[0].status < 300, answers.filter(isReplayed).length]).toEqual([true, 4]);
    expect(await sending.done()).toBe(1);
  });

  it('knows nothing of the same key of somebody else', async () => {
    const sendings = [await prepare(await somebody()), await prepare(await somebody())];
    const key = randomUUID();
    const answers = await Promise.all(sendings.map((sending) => send(sending, sending.body, key)));
    expect(answers.map((answer) => [answer.status < 300, isReplayed(answer)])).toEqual(Array(2).fill([true, false]));
    for (const { done } of sendings) expect(await done()).toBe(1);
  });
});

it.each(Object.keys(keyed))('a key used at %s is neither done nor answered elsewhere', async (route) => {
  const person = await somebody();
  const key = randomUUID();
  const here = await keyed[route](person);
  expect((await send(here, here.body, key)).status).toBeLessThan(300);
  for (const elsewhere of Object.keys(keyed).filter((one) => one !== route)) {
    const sending = await keyed[elsewhere](person);
    const { status, body } = await send(sending, sending.body, key);
    expect([status, body.code, await sending.done()]).toEqual([422, 'idempotency.other-content', 0]);
  }
});
