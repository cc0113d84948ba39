/** Staff sign in, stay signed in for a while, and are signed out. */
import request from 'supertest';
import { UNATTENDED } from '../../../shared/views.js';
import { newId } from '../../core/clock.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Browser, freshAccount, PASSWORD, staff } from '../../test/browser.js';
import { Given } from '../../test/given.js';
import { routesOf } from '../../test/routes.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
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

describe('signing in', () => {
  it('answers who is here, and leaves a cookie that scripts and other sites cannot use', async () => {
    const person = await staff(given, ['dispatcher']);
    const browser = new Browser(server);
    const answer = await browser.signIn(` ${person.login.toUpperCase()} `, PASSWORD);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      id: person.id,
      kind: 'staff',
      name: '陈晓东',
      roles: ['dispatcher'],
      unit: { id: given.units.command, kind: 'command' },
      place: { code: '990101', path: '/9901/990101/', level: 'county' },
      unread: 0,
      mustChangePassword: false,
      phone: null,
      consent: null,
    });
    expect(answer.body.may['case.assign']).toBe('subtree');
    expect(browser.setCookie).toMatch(/HttpOnly/);
    expect(browser.setCookie).toMatch(/SameSite=Strict/);
    expect(browser.setCookie).toMatch(/Path=\//);
    expect(await browser.me()).toEqual(answer.body);
  });

  it('says Secure where the cookie travels over TLS', async () => {
    const secure = await startServer({ dbUrl: server.env.dbUrl, dataDir: server.env.dataDir, secureCookies: true });
    const person = await staff(given);
    const browser = new Browser(secure);
    await browser.signIn(person.login, PASSWORD);
    expect(browser.setCookie).toMatch(/Secure/);
    await secure.close();
  });

  it('lets everybody in who comes at the same moment', async () => {
    const people = await Promise.all(Array.from({ length: 32 }, () => staff(given)));
    for (let morning = 0; morning < 4; morning++) {
      // What others left before the weekend: tries that failed, sessions that have ended.
      for (let i = 0; i < 8; i++) await tryWith(`nobody-${morning}-${i}`, 'wrong');
      await set('UPDATE sign_in_try SET at = ?', ago(60 * HOUR));
      for (const { id } of people) await set('UPDATE session SET expiresAt = ? WHERE account = ?', ago(60 * HOUR), id);
      const answers = await Promise.all(people.map((p) => new Browser(server).signIn(p.login, PASSWORD)));
      expect(answers.map(({ status }) => status)).toEqual(people.map(() => 200));
    }
  }, 60_000);

  it('keeps no token in the database', async () => {
    const person = await staff(given);
    const browser = new Browser(server);
    await browser.signIn(person.login, PASSWORD);
    const rows = await server.db.read.query('SELECT * FROM session WHERE account = ?', [person.id]);
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(browser.cookie.split('=')[1]);
  });

  it('gives a new token each time and ends the session that the browser had', async () => {
    const person = await staff(given);
    const browser = new Browser(server);
    await browser.signIn(person.login, PASSWORD);
    const first = browser.cookie;
    await browser.signIn(person.login, PASSWORD);
    expect(browser.cookie).not.toBe(first);
    const old = new Browser(server);
    old.cookie = first;
    expect(await old.me()).toBeNull();
    expect(await browser.me()).not.toBeNull();
  });

  it('does not tell whether name or password was wrong', async () => {
    const person = await staff(given);
    const wrong = said(await tryWith(person.login, 'Wrong-password-1'));
    expect(wrong).toMatchObject({ status: 401, body: { code: 'session.wrong' } });
    expect(said(await tryWith(`nobody${newId()}`, 'Wrong-password-1'))).toEqual(wrong);
  });

  it('refuses who is not in service, like an unknown name', async () => {
    const person = await staff(given);
    await (await given.the('systemAdmin')).patch(`/api/accounts/${person.id}`, { active: false });
    expect(await tryWith(person.login, PASSWORD)).toMatchObject({ status: 401, body: { code: 'session.wrong' } });
  });

  it.each([
    ['nothing', {}],
    ['a number for a name', { name: 1, password: 'x' }],
    ['an object for a password', { name: 'x', password: { $ne: '' } }],
    ['an unknown field', { name: 'x', password: 'x', admin: true }],
    ['a very long password', { name: 'x', password: 'x'.repeat(129) }],
  ])('refuses %s', async (_, body) => {
    const answer = await request(server.url).post('/api/session/staff').send(body);
    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe('input.invalid');
  });
});

describe('a session', () => {
  const signedIn = async () => {
    const person = await staff(given);
    const browser = new Browser(server);
    await browser.signIn(person.login, PASSWORD);
    return { person, browser };
  };
  const seenOf = async (id: string) =>
    (await server.db.read.query<{ seenAt: string | Date }>('SELECT seenAt FROM session WHERE account = ?', [id]))
      .map((row) => String(row.seenAt))
      .join();

  it('ends with signing out, and the cookie goes', async () => {
    const { browser } = await signedIn();
    const out = await browser.call('delete', '/api/session');
    expect(out.status).toBe(204);
    expect(String(out.headers['set-cookie'])).toMatch(/gezhi_session=;/);
    expect((await browser.call('get', '/api/session')).body.code).toBe('session.expired');
    expect((await browser.call('delete', '/api/session')).status).toBe(204);
  });

  it('ends after a quarter of an hour without a request', async () => {
    const { person, browser } = await signedIn();
    await set('UPDATE session SET seenAt = ? WHERE account = ?', ago(14 * MINUTE), person.id);
    expect(await browser.me()).not.toBeNull();
    await set('UPDATE session SET seenAt = ? WHERE account = ?', ago(15 * MINUTE), person.id);
    const answer = await browser.call('get', '/api/session');
    expect(answer).toMatchObject({ status: 401, body: { code: 'session.expired' } });
  });

  it('is not kept awake by what an open page asks for while nobody is at it', async () => {
    const { person, browser } = await signedIn();
    await set('UPDATE session SET seenAt = ? WHERE account = ?', ago(14 * MINUTE), person.id);
    const before = await seenOf(person.id);
    expect((await browser.call('get', '/api/session').set(UNATTENDED, 'true')).status).toBe(200);
    const stream = await fetch(`${server.url}/api/live`, {
      headers: { cookie: browser.cookie, accept: 'text/event-stream' },
    });
    expect(stream.status).toBe(200);
    await stream.body?.cancel();
    expect(await seenOf(person.id)).toBe(before);
    await browser.me();
    expect(await seenOf(person.id)).not.toBe(before);
  });

  it('ends after twelve hours, however busy', async () => {
    const { person, browser } = await signedIn();
    const [row] = await server.db.read.query<{ expiresAt: string | Date }>(
      'SELECT expiresAt FROM session WHERE account = ? ORDER BY createdAt DESC',
      [person.id],
    );
    const expiresAt = row.expiresAt instanceof Date ? row.expiresAt : new Date(`${row.expiresAt}Z`);
    expect(Math.round((expiresAt.getTime() - Date.now()) / HOUR)).toBe(12);
    await set('UPDATE session SET expiresAt = ? WHERE account = ?', ago(1), person.id);
    expect(await browser.me()).toBeNull();
  });

  it('notes that somebody was seen once a minute', async () => {
    const { person, browser } = await signedIn();
    await set('UPDATE session SET seenAt = ? WHERE account = ?', ago(MINUTE / 2), person.id);
    const before = await seenOf(person.id);
    await browser.me();
    expect(await seenOf(person.id)).toBe(before);
    await set('UPDATE session SET seenAt = ? WHERE account = ?', ago(2 * MINUTE), person.id);
    const old = await seenOf(person.id);
    await browser.me();
    expect(await seenOf(person.id)).not.toBe(old);
  });

  it('can be ended by an administrator', async () => {
    const { person, browser } = await signedIn();
    const answer = await (await given.the('systemAdmin')).delete(`/api/accounts/${person.id}/sessions`);
    expect(answer.status).toBe(204);
    expect(await browser.me()).toBeNull();
  });

  it.each([
    ['a made-up cookie', { cookie: 'gezhi_session=made-up' }, 'session.expired'],
    ['a made-up token', { authorization: 'Bearer made-up' }, 'session.expired'],
    ['nothing', {}, 'session.required'],
    ['another scheme', { authorization: 'Basic YTpi' }, 'session.required'],
  ])('does not begin with %s', async (_, headers: Record<string, string>, code) => {
    const answer = await request(server.url).get('/api/session').set(headers);
    expect(answer).toMatchObject({ status: 401, body: { code } });
  });

  it('takes no orders from a foreign page', async () => {
    const { browser } = await signedIn();
    const order = (headers: Record<string, string>) =>
      browser.call('post', '/api/session/password').set(headers).send({});
    for (const headers of <Record<string, string>[]>[
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      expect((await order(headers)).body.code).toBe('session.foreign-page');
    }
    expect((await order({ origin: server.url, 'sec-fetch-site': 'same-origin' })).body.code).toBe('input.invalid');
    expect(await browser.me()).not.toBeNull();
  });
});

describe('the password', () => {
  /** What it opens: who am I, and its change. Signing out is open to everybody. */
  const OWN_CHANGE = ['get /api/session', 'post /api/session/password'];
  const change = (browser: Browser, old: string, wanted: string) =>
    browser.call('post', '/api/session/password').send({ old, new: wanted });

  it('that an administrator has seen opens nothing but its own change', async () => {
    const fresh = await freshAccount(given);
    await (await given.the('securityAdmin')).put(`/api/accounts/${fresh.id}/roles`, { roles: ['dispatcher'] });
    const browser = new Browser(server);
    expect((await browser.signIn(fresh.login, fresh.password)).body).toMatchObject({
      mustChangePassword: true,
      may: {},
    });
    const doors = (await routesOf(server)).filter(
      ({ open, method, path }) => !open && !OWN_CHANGE.includes(`${method} ${path}`),
    );
    expect(doors.length).toBeGreaterThan(60);
    for (const { method, path } of doors) {
      const { status, body } = await browser.call(method, path.replace(/\{\w+\}/g, newId()));
      expect([method, path, status, body.code]).toEqual([method, path, 403, 'session.password-seen']);
    }
    expect((await change(browser, fresh.password, PASSWORD)).status).toBe(204);
    expect(await browser.me()).toMatchObject({ mustChangePassword: false });
    expect((await browser.call('get', '/api/units')).status).toBe(200);
  });

  it.each([
    ['short', 'Ab-1234'],
    ['of two classes', 'abcdefgh1'],
    ['of small letters', 'abcdefghijkl'],
  ])('is refused when it is %s', async (_, wanted) => {
    const person = await staff(given);
    const browser = new Browser(server);
    await browser.signIn(person.login, PASSWORD);
    expect(await change(browser, PASSWORD, wanted)).toMatchObject({
      status: 422,
      body: { code: 'session.password-weak' },
    });
  });

  it('is refused when it holds the name, when it is the old one, or when the old one is wrong', async () => {
    const person = await staff(given);
    const browser = new Browser(server);
    await browser.signIn(person.login, PASSWORD);
    expect((await change(browser, PASSWORD, `Aa-${person.login}`)).body.code).toBe('session.password-weak');
    expect((await change(browser, PASSWORD, PASSWORD)).body.errors).toEqual({ new: 'invalid' });
    expect((await change(browser, 'Wrong-1', 'Better-pass-9')).body.errors).toEqual({ old: 'invalid' });
    expect((await tryWith(person.login, PASSWORD)).status).toBe(200);
  });

  it('when changed ends the other sessions and keeps this one', async () => {
    const person = await staff(given);
    const [here, there] = [new Browser(server), new Browser(server)];
    await here.signIn(person.login, PASSWORD);
    await there.signIn(person.login, PASSWORD);
    expect((await change(here, PASSWORD, 'Better-pass-9')).status).toBe(204);
    expect(await here.me()).not.toBeNull();
    expect(await there.me()).toBeNull();
    expect((await tryWith(person.login, PASSWORD)).status).toBe(401);
    expect((await tryWith(person.login, 'Better-pass-9')).status).toBe(200);
  });
});
