/** Who guesses passwords is stopped, by name and by the network that they come from; an office is not. */
import request from 'supertest';
import { newId } from '../../core/clock.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Browser, PASSWORD, staff } from '../../test/browser.js';
import { Given } from '../../test/given.js';

const MINUTE = 60_000;
let server: TestServer;
let given: Given;

beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
});
afterAll(() => server.close());

const ago = (ms: number) => new Date(Date.now() - ms);
const set = (sql: string, ...values: unknown[]) => server.db.write((tx) => tx.run(sql, values));
/** A try with another browser. */
const tryWith = (name: string, password: string) => new Browser(server).signIn(name, password);
const said = ({ status, body: { requestId: _, ...body } }: request.Response) => ({ status, body });

describe('the lock', () => {
  const lockOut = async (login: string) => {
    for (let i = 0; i < 5; i++) expect((await tryWith(login, `Wrong-${i}`)).status).toBe(401);
  };

  it('closes after five failures, also for the right password, and a reset opens it', async () => {
    const person = await staff(given);
    await lockOut(person.login);
    expect(await tryWith(person.login, PASSWORD)).toMatchObject({ status: 423, body: { code: 'session.locked' } });
    const admin = await given.the('systemAdmin');
    const [row] = (await admin.get(`/api/accounts?q=${person.login}`)).body.rows;
    expect(row.locked).toBe(true);
    const { password } = (await admin.post(`/api/accounts/${person.id}/password`)).body;
    expect((await tryWith(person.login, PASSWORD)).status).toBe(401);
    expect((await tryWith(person.login, password)).status).toBe(200);
  });

  it('closes for names that do not exist, so that it does not tell which do', async () => {
    const name = `nobody${newId()}`;
    await lockOut(name);
    expect((await tryWith(name, PASSWORD)).status).toBe(423);
  });

  it('compares five of twenty guesses that come at once', async () => {
    const person = await staff(given);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => tryWith(person.login, `Guess-${i}`)));
    const states = answers.map((answer) => answer.status);
    expect(states.filter((status) => status === 401)).toHaveLength(5);
    expect(states.filter((status) => status === 423)).toHaveLength(15);
  });

  it('opens after half an hour', async () => {
    const person = await staff(given);
    await lockOut(person.login);
    await set('UPDATE sign_in_try SET at = ? WHERE failures >= 5', ago(31 * MINUTE));
    expect((await tryWith(person.login, PASSWORD)).status).toBe(200);
  });

  it('starts anew after a right password', async () => {
    const person = await staff(given);
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 4; i++) expect((await tryWith(person.login, 'Wrong-1')).status).toBe(401);
      expect((await tryWith(person.login, PASSWORD)).status).toBe(200);
    }
  });
});

describe('the lock of an address', () => {
  const LIMIT = 50;
  let town: TestServer;
  let people: Given;
  beforeEach(async () => {
    town = await startServer({ rateLimits: true, trustProxy: ['loopback'] });
    people = await Given.city(town);
  });
  afterEach(() => town.close());

  const tryFrom = (address: string, name: string, password: string, at = town) =>
    new Browser(at).call('post', '/api/session/staff').set('x-forwarded-for', address).send({ name, password });
  /** One password on many names, which no lock of a name sees. */
  const spray = async (address: string, times = LIMIT, at = town) => {
    const answers = await Promise.all(
      Array.from({ length: times }, (_, i) => tryFrom(address, `name-${address}-${i}`, 'Summer-2026', at)),
    );
    return answers.map(({ status }) => status);
  };

  it('closes after fifty failures within half an hour, whatever the names, and elsewhere nobody notices', async () => {
    const person = await staff(people);
    expect(await spray('10.0.0.1')).toEqual(Array(LIMIT).fill(401));
    const refused = await tryFrom('10.0.0.1', person.login, PASSWORD);
    expect(refused).toMatchObject({ status: 423, body: { code: 'session.source-locked' } });
    expect((await tryFrom('10.0.0.2', person.login, PASSWORD)).status).toBe(200);
    await town.db.write((tx) => tx.run('UPDATE sign_in_try SET at = ? WHERE failures >= ?', [ago(31 * MINUTE), LIMIT]));
    expect((await tryFrom('10.0.0.1', person.login, PASSWORD)).status).toBe(200);
  });

  it('compares no more than fifty of those that come at once', async () => {
    const states = await Promise.all([spray('10.0.0.1', 30), spray('10.0.0.1', 29)]);
    expect(states.flat().filter((status) => status === 401)).toHaveLength(LIMIT);
    expect(states.flat().filter((status) => status === 423)).toHaveLength(9);
  });

  it('leaves an office behind one address in: right passwords do not count, nor can one shut the others out', async () => {
    const office = await Promise.all(Array.from({ length: 6 }, () => staff(people)));
    const comeIn = async (times: number) => {
      for (let n = 0; n < times; n++)
        for (const { login } of office) expect((await tryFrom('10.0.0.1', login, PASSWORD)).status).toBe(200);
    };
    await comeIn(9);
    // The locks are in the database; what comes too fast is counted by each instance.
    const { dbUrl, dataDir } = town.env;
    const second = await startServer({ rateLimits: true, trustProxy: ['loopback'], dbUrl, dataDir });
    expect(await spray('10.0.0.1', LIMIT, second)).toEqual(Array(LIMIT).fill(401));
    await comeIn(1);
    // Nor does the answer tell who works there.
    const answers = [];
    for (const name of ['nobody-here', office[0].login])
      answers.push(await tryFrom('10.0.0.1', name, 'Wrong-1', second));
    expect(said(answers[0])).toEqual(said(answers[1]));
    expect(answers[0].body.code).toBe('session.source-locked');
    await second.close();
  });

  it('sees one house in the many addresses of an IPv6 network, and does not lock names for it', async () => {
    const person = await staff(people);
    const tries = Array.from({ length: LIMIT }, (_, i) => tryFrom(`2001:db8:1:2::${i}`, `nobody-${i}`, 'Wrong-1'));
    for (const { status } of await Promise.all(tries)) expect(status).toBe(401);
    for (let i = 0; i < 6; i++)
      expect((await tryFrom('2001:db8:1:2:a:b:c:d', person.login, 'Wrong-1')).status).toBe(423);
    expect((await tryFrom('2001:db8:1:3::1', person.login, PASSWORD)).status).toBe(200);
  });
});
