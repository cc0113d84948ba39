/** What comes too often is refused, per person and per address, and says when to come again. */
import request from 'supertest';
import { startServer, type TestServer } from '../test/app.js';
import { Given } from '../test/given.js';

let server: TestServer;
beforeEach(async () => {
  server = await startServer({ rateLimits: true, trustProxy: ['loopback'] });
});
afterEach(() => server.close());

const from = (address: string) => ({ 'x-forwarded-for': address });
const tryFrom = (address: string) =>
  request(server.url).post('/api/session/staff').set(from(address)).send({ name: 'nobody', password: 'Wrong-1' });
const many = async <T>(n: number, work: () => PromiseLike<T>): Promise<T[]> => {
  const all: T[] = [];
  for (let i = 0; i < n; i++) all.push(await work());
  return all;
};

describe('rates', () => {
  it('allow sixty sign-ins a minute from one address, as of an office in the morning, and hold up nobody else', async () => {
    const answers = await many(60, () => tryFrom('10.0.0.1'));
    expect(answers.filter(({ status }) => status === 429)).toEqual([]);
    const refused = await tryFrom('10.0.0.1');
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate.limited' } });
    const seconds = Number(refused.headers['retry-after']);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect((await tryFrom('10.0.0.2')).status).not.toBe(429);
    // Only what our own proxy adds at the end counts, whatever was written before it.
    expect((await tryFrom('10.9.9.9, 10.0.0.1')).status).toBe(429);
  });

  it('count each person, wherever they come from', async () => {
    const given = await Given.city(server);
    const [one, other] = [await given.person('resident'), await given.person('resident')];
    let n = 0;
    const report = (who: typeof one) =>
      who
        .post('/api/cases', {})
        .set(from(`10.0.1.${n++}`))
        .set('idempotency-key', `report-${n}-key`);
    const answers = await many(20, () => report(one));
    expect(answers.filter(({ status }) => status === 429)).toEqual([]);
    expect(await report(one)).toMatchObject({ status: 429, body: { code: 'rate.limited' } });
    expect((await report(other)).status).not.toBe(429);
  });

  it('hold up the residents of an address only when hundreds report from it, and its staff never', async () => {
    const given = await Given.city(server);
    const [one, other] = [await given.person('resident'), await given.person('resident')];
    const operator = await given.person('operator');
    let n = 0;
    const report = (who: typeof one, address: string) =>
      who.post('/api/cases', {}).set(from(address)).set('idempotency-key', `address-${n++}-key`);
    await many(599, () => report(one, '10.0.2.1'));
    expect((await report(other, '10.0.2.1')).status).not.toBe(429);
    expect(await report(other, '10.0.2.1')).toMatchObject({ status: 429, body: { code: 'rate.limited' } });
    expect((await report(other, '10.0.2.2')).status).not.toBe(429);
    expect((await report(operator, '10.0.2.1')).status).not.toBe(429);
  });

  it('count uploads by person: ninety in ten minutes', async () => {
    const given = await Given.city(server);
    const [one, other] = [await given.person('resident'), await given.person('resident')];
    const upload = (who: typeof one) => who.post('/api/files');
    const answers = await many(90, () => upload(one));
    expect(answers.filter(({ status }) => status === 429)).toEqual([]);
    expect(await upload(one)).toMatchObject({ status: 429, body: { code: 'rate.limited' } });
    expect((await upload(other)).status).not.toBe(429);
  });

  it('count the acts of residents, sixty in ten minutes, and not those of staff', async () => {
    const given = await Given.city(server);
    const [one, other] = [await given.person('resident'), await given.person('resident')];
    const act = (who: typeof one) => who.post('/api/cases/none/acts/add', { version: 1, input: {} });
    const answers = await many(60, () => act(one));
    expect(answers.filter(({ status }) => status !== 404)).toEqual([]);
    expect(await act(one)).toMatchObject({ status: 429, body: { code: 'rate.limited' } });
    expect((await act(other)).status).toBe(404);
    const dispatcher = await given.person('dispatcher');
    const ofStaff = await many(70, () => act(dispatcher));
    expect(ofStaff.filter(({ status }) => status !== 404)).toEqual([]);
  });

  it('do not hold up who only reads', async () => {
    const answers = await many(50, () => request(server.url).get('/api/settings'));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  });
});
