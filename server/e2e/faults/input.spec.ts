/** Bad input over HTTP: every answer is a problem that names what is wrong; nothing breaks, nothing is kept. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import request from 'supertest';
import { Jobs } from '../../core/jobs.js';
import { startServer, type TestServer } from '../../test/app.js';
import { DAY } from '../../test/clock.js';
import { evil } from '../../test/evil.js';
import { Given, middleOf, type Person } from '../../test/given.js';

let server: TestServer;
let given: Given;
let resident: Person;
let staff: Person;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
  resident = await given.the('resident');
  staff = await given.the('operator');
});
afterAll(() => server.close());

const good = { kind: 'complaint', item: 'road-lamp', words: '门口路灯坏了三天', place: middleOf(0) };
const counted = async () => (await given.the('leader')).get('/api/cases').then((a) => a.body.total as number);
const send = (who: Person, report: object) => who.post('/api/cases', { report }).set('idempotency-key', randomUUID());
const raw = (body: string, type = 'application/json') =>
  request(server.url)
    .post('/api/cases')
    .set('authorization', `Bearer ${resident.token}`)
    .set('idempotency-key', randomUUID())
    .set('content-type', type)
    .send(body);

function expectProblem(answer: request.Response, status: number, code: string): void {
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(answer.headers['content-type']).toMatch('application/problem+json');
  expect(answer.body).toMatchObject({ status, title: expect.any(String), requestId: expect.any(String) });
  expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|at Object|SELECT |INSERT /);
}

describe('bodies that cannot be read', () => {
  it.each([
    ['broken JSON', '{"report":', 'application/json', 400, 'input.malformed'],
    ['no body', '', 'application/json', 400, 'input.malformed'],
    ['a prototype in disguise', '{"__proto__":{"admin":true},"report":{}}', 'application/json', 400, 'input.malformed'],
    ['XML', '<report/>', 'application/xml', 415, 'input.unsupported'],
    ['a form', 'report=1', 'application/x-www-form-urlencoded', 415, 'input.unsupported'],
    ['a list', '[]', 'application/json', 422, 'input.invalid'],
    ['a word', '"report"', 'application/json', 422, 'input.invalid'],
    ['null', 'null', 'application/json', 422, 'input.invalid'],
  ])('%s', async (_, body, type, status, code) => {
    const answer = await raw(body, type);
    expectProblem(answer, status, code);
  });

  it('10 MB of JSON', async () => {
    const answer = await raw(JSON.stringify({ report: { ...good, words: '长'.repeat(3_500_000) } }));
    expectProblem(answer, 413, 'input.too-large');
  });

  it('JSON nested ten thousand deep', async () => {
    const deep = `${'{"report":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
    expectProblem(await raw(deep), 400, 'input.malformed');
  });

  it('addresses that cannot be read, and those that nobody serves', async () => {
    expectProblem(await resident.get('/api/nothing-here'), 404, 'not-found');
    expectProblem(await resident.get('/api/cases/%ff'), 400, 'input.malformed');
    expectProblem(await resident.patch('/api/cases'), 404, 'not-found');
  });
});

describe('fields that are not what they should be', () => {
  const wrong: [string, object, Record<string, string>][] = [
    ['a text that is a number', { words: 12345 }, { words: 'type' }],
    ['a text that is a list', { words: ['路灯'] }, { words: 'type' }],
    ['a text that is an object', { words: { $ne: null } }, { words: 'type' }],
    ['a text that is too long', { words: '长'.repeat(1001) }, { words: 'tooLong' }],
    ['nothing but blanks', { words: ' \n\t　' }, { words: 'required' }],
    ['characters that no keyboard has', { words: '路灯\u0000不亮' }, { words: 'invalid' }],
    ['a kind that there is not', { kind: 'constructor' }, { kind: 'invalid' }],
    ['an item that there is not', { item: 'no-such-item' }, { item: 'invalid' }],
    ['a field that there is not', { state: 'closed' }, { state: 'unknown' }],
    ['a field of staff', { source: 'patrol' }, { source: 'unknown' }],
    ['a name from the prototype', { toString: 'x' }, { toString: 'unknown' }],
    ['a coordinate in words', { place: { lng: '121.4', lat: '31.2' } }, { place: 'type' }],
    ['a coordinate that is null', { place: { lng: null, lat: 31.2 } }, { place: 'type' }],
    ['a point without latitude', { place: { lng: 121.4 } }, { place: 'type' }],
    ['a point off the earth', { place: { lng: 181, lat: 31.2 } }, { place: 'invalid' }],
    ['a point in metres', { place: { lng: 13_521_000, lat: 3_662_000 } }, { place: 'invalid' }],
    ['a point with more', { place: { lng: 121.4, lat: 31.2, z: 3 } }, { place: 'type' }],
    ['an unknown datum', { place: { lng: 121.4, lat: 31.2, datum: 'mars' } }, { place: 'invalid' }],
    ['an accuracy below zero', { place: { lng: 121.4, lat: 31.2, accuracy: -1 } }, { place: 'invalid' }],
    ['a photo that is no id', { photos: ['../../secret.key'] }, { photos: 'type' }],
    ['ten photos', { photos: [...'0123456789'] }, { photos: 'tooMany' }],
    ['a telephone in letters', { contactPhone: 'call me' }, { contactPhone: 'invalid' }],
  ];
  it.each(wrong)('%s', async (_, change, errors) => {
    const before = await counted();
    const answer = await send(resident, { ...good, ...change });
    expectProblem(answer, 422, 'input.invalid');
    expect(answer.body.errors).toEqual(errors);
    expect(await counted()).toBe(before);
  });

  it.each(['NaN', 'Infinity', '-Infinity', '1e999'])('a coordinate of %s', async (value) => {
    const text = JSON.stringify({ report: good }).replace(/"lng":[\d.]+/, `"lng":${value}`);
    const answer = await raw(text);
    expect([400, 422]).toContain(answer.status);
    if (answer.status === 422) expect(answer.body.errors).toEqual({ place: 'type' });
  });

  it('a day that has not come yet, or never will', async () => {
    const tomorrow = new Date(Date.now() + 2 * DAY).toISOString().slice(0, 10);
    const report = { ...good, source: 'counter' };
    for (const [seenOn, fault] of [
      [tomorrow, 'invalid'],
      ['2026-02-30', 'invalid'],
      ['2026-13-01', 'invalid'],
      ['yesterday', 'type'],
      [20260101, 'type'],
    ]) {
      const answer = await send(staff, { ...report, seenOn });
      expect([answer.status, answer.body.errors]).toEqual([422, { seenOn: fault }]);
    }
  });

  it.each([
    ['page=0', 'page'],
    ['page=x', 'page'],
    ['size=1000000', 'size'],
    ['state=open,none', 'state'],
    ['from=never', 'from'],
    ['sort=password', 'sort'],
    ['sort=dueAt;DROP TABLE case_file', 'sort'],
    ['q[]=1', 'q[]'],
    ['unit=1%20OR%201=1', 'unit'],
    ['nothing=1', 'nothing'],
  ])('a query with %s', async (query, field) => {
    const answer = await staff.get(`/api/cases?${query}`);
    expectProblem(answer, 422, 'input.invalid');
    expect(Object.keys(answer.body.errors)).toEqual([field]);
  });

  it('an act with a version or input of another type', async () => {
    const { id } = await given.case();
    const worker = await given.the('gridWorker');
    for (const body of [
      { version: '1; DROP', input: {} },
      { version: 1.5, input: {} },
      { input: {} },
      { version: -1, input: {} },
    ]) {
      expectProblem(await worker.post(`/api/cases/${id}/acts/verify`, body), 422, 'input.invalid');
    }
    for (const input of [[], 'x', 1, null, undefined]) {
      const answer = await worker.post(`/api/cases/${id}/acts/verify`, { version: 1, input });
      expectProblem(answer, 422, 'input.invalid');
    }
    expectProblem(await worker.post(`/api/cases/${id}/acts/constructor`, { version: 1, input: {} }), 404, 'not-found');
    expect((await worker.case(id)).version).toBe(1);
  });

  it('anything at all: it is taken or refused by name, never a fault of ours', async () => {
    const before = await counted();
    let taken = 0;
    const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.string({ unit: 'binary' }));
    const keys = ['kind', 'item', 'words', 'place', 'address', 'photos', 'contactName', 'contactPhone', 'more'];
    const change = fc.dictionary(fc.constantFrom(...keys), value, { minKeys: 1, maxKeys: 3 });
    await fc.assert(
      fc.asyncProperty(change, async (changes) => {
        const answer = await send(resident, { ...good, ...changes });
        expect([201, 400, 422]).toContain(answer.status);
        taken += Number(answer.status === 201);
      }),
      { numRuns: 150 },
    );
    expect(await counted()).toBe(before + taken);
  });
});

describe('code in every text field', () => {
  it.each(evil)('is stored and shown as it was typed: %s', async (text) => {
    const { id } = await resident.report({ words: text, address: text.slice(0, 120), contactName: text.slice(0, 30) });
    const worker = await given.the('gridWorker');
    await worker.does(id, 'verify', { findings: text });
    await server.app.get(Jobs).runDue();
    const answer = await worker.get(`/api/cases/${id}`);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.body).toMatchObject({ words: text, address: text.slice(0, 120) });
    expect(answer.body.timeline.at(-1).input).toEqual({ findings: text });
    const revealed = await staff.post(`/api/cases/${id}/reveal`, { reason: `核实情况 ${text}` }).expect(200);
    expect(revealed.body.name).toBe(text.slice(0, 30).trim());
    const looks = await resident.get(`/api/cases/${id}/looks`);
    expect(looks.body.rows[0].reason).toBe(`核实情况 ${text}`);
    const notices = await resident.get('/api/notices');
    expect(notices.headers['content-type']).toMatch(/^application\/json/);
  });

  it.each(evil)('finds by it what holds it, and nothing more: %s', async (text) => {
    await resident.report({ words: `独一 ${text}` });
    const answer = await staff.get('/api/cases').query({ q: text.slice(0, 60) });
    expect(answer.status).toBe(200);
    expect(answer.body.rows.length).toBeGreaterThan(0);
    for (const row of answer.body.rows)
      expect(`${row.words}${row.address}${row.number}`).toContain(text.slice(0, 60).trim());
  });

  it('does not take % and _ for wildcards', async () => {
    await resident.report({ words: '减免 50% 的 a_b' });
    for (const [q, n] of [
      ['50%', 1],
      ['5_%', 0],
      ['a_b', 1],
      ['a%b', 0],
    ] as const) {
      const answer = await staff.get('/api/cases').query({ q });
      expect([q, answer.body.rows.length]).toEqual([q, n]);
    }
  });

  it('leaves the tables where they are', async () => {
    expect(await counted()).toBeGreaterThan(20);
  });
});
