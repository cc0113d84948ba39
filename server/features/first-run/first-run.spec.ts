/** An empty system, its one-time token, and what comes of it. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import type { Role } from '../../../shared/permissions.js';
import { Ctx, system } from '../../core/ctx.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Browser, PASSWORD } from '../../test/browser.js';
import { Given } from '../../test/given.js';
import { auditVerify } from '../audit/audit.service.js';
import { PlaceRegistry } from '../places/registry.service.js';
import { FirstRunService } from './first-run.service.js';

let server: TestServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.close());

const fileOf = (where: TestServer) => join(where.env.dataDir, 'first-run.token');
const tokenOf = (where: TestServer) => where.app.get(FirstRunService).token ?? '';
const admin = (login: string, more: object = {}) => ({ name: `管理员${login}`, login, password: PASSWORD, ...more });
const beginning = (more: object = {}) => ({
  token: tokenOf(server),
  city: { code: '310101', name: '黄浦区', level: 'county' },
  unit: { name: '区城市运行指挥中心' },
  admins: { system: admin('sys'), security: admin('sec'), audit: admin('aud') },
  ...more,
});
const begin = (body: object) => request(server.url).post('/api/first-run').send(body);
const settings = async (where = server) => (await request(where.url).get('/api/settings')).body;

it('begins also where the data folder is not there yet and the master key comes from elsewhere', async () => {
  const folder = join(server.env.dataDir, 'not', 'there');
  const other = await startServer({ dataDir: folder, secretKey: Buffer.alloc(32, 7).toString('base64') });
  try {
    expect(existsSync(join(folder, 'first-run.token'))).toBe(true);
    expect((await request(other.url).get('/health/ready')).status).toBe(200);
  } finally {
    await other.close();
  }
});

describe('the first run', () => {
  it('makes the roots and three administrators who can sign in, once', async () => {
    expect(await settings()).toMatchObject({ firstRun: true, city: '' });
    const body = beginning();
    expect((await begin(body)).status).toBe(204);
    expect(await settings()).toMatchObject({ firstRun: false, city: '黄浦区', demo: false });
    const expected: [string, Role][] = [
      ['sys', 'systemAdmin'],
      ['sec', 'securityAdmin'],
      ['aud', 'auditAdmin'],
    ];
    for (const [login, role] of expected) {
      const answer = await new Browser(server).signIn(login, PASSWORD);
      expect(answer.body).toMatchObject({
        roles: [role],
        mustChangePassword: false,
        unit: { name: '区城市运行指挥中心', kind: 'command' },
        place: { code: '310101', name: '黄浦区', path: '/310101/', level: 'county' },
      });
    }
    expect(await begin(body)).toMatchObject({ status: 409, body: { code: 'first-run.done' } });
    expect(existsSync(fileOf(server))).toBe(false);
    expect(await auditVerify(server.db, server.secrets, [])).toMatchObject({ brokenAt: null });
  });

  it('takes over a place that an import has brought in before', async () => {
    const { db, app } = server;
    await Ctx.writing({ db, actor: system }, async (ctx) => {
      const places = app.get(PlaceRegistry);
      await places.add(ctx, { level: 'city', code: '31', name: '上海市' });
      await places.add(ctx, { level: 'county', code: '310101', name: '黄浦', under: '31' });
    });
    const body = beginning();
    const wrong = await begin({ ...body, city: { ...body.city, level: 'street' } });
    expect(wrong).toMatchObject({ status: 409, body: { code: 'place.code-taken' } });
    expect((await begin(body)).status).toBe(204);
    const answer = await new Browser(server).signIn('sys', PASSWORD);
    expect(answer.body.place).toMatchObject({ code: '310101', name: '黄浦区', path: '/31/310101/' });
  });

  it('happens once when two press at once', async () => {
    const answers = await Promise.all([begin(beginning()), begin(beginning())]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([204, 409]);
    const accounts = await server.db.read.query('SELECT id FROM account');
    expect(accounts).toHaveLength(3);
  });

  it('keeps its token from other users of the machine, through a restart, until there is a demo city', async () => {
    const token = tokenOf(server);
    expect(statSync(fileOf(server)).mode & 0o777).toBe(0o600);
    expect(readFileSync(fileOf(server), 'utf8').trim()).toBe(token);
    expect(token.length).toBeGreaterThanOrEqual(32);
    const again = await startServer({ dbUrl: server.env.dbUrl, dataDir: server.env.dataDir });
    expect(tokenOf(again)).toBe(token);
    await again.close();
    const demo = await startServer({ dbUrl: server.env.dbUrl, dataDir: server.env.dataDir, city: 'huangpu' });
    expect(existsSync(fileOf(demo))).toBe(false);
    await demo.close();
  });

  it('is logged when the token was wrong', async () => {
    for (const token of ['', 'wrong', tokenOf(server).slice(1), `${tokenOf(server)}x`]) {
      expect(await begin(beginning({ token }))).toMatchObject({ status: 403, body: { code: 'first-run.token' } });
    }
    const rows = await server.db.read.query("SELECT seq FROM audit WHERE action = 'first-run' AND ok = 0");
    expect(rows).toHaveLength(4);
    expect(await settings()).toMatchObject({ firstRun: true });
  });

  it.each<[what: string, more: object, code: string]>([
    ['a weak password', { system: admin('sys', { password: 'password' }) }, 'session.password-weak'],
    ['a password that holds the name', { system: admin('lotus') }, 'session.password-weak'],
    ['one name for two', { system: admin('aud') }, 'account.name-taken'],
    ['a missing administrator', { audit: undefined }, 'input.invalid'],
    ['a word for an administrator', { audit: 'me' }, 'input.invalid'],
    ['a role of their own choice', { audit: admin('aud', { roles: ['systemAdmin'] }) }, 'input.invalid'],
    ['a name with spaces', { audit: admin('a b') }, 'input.invalid'],
  ])('refuses %s and leaves nothing behind', async (_, more, code) => {
    const body = beginning();
    const answer = await begin({ ...body, admins: { ...body.admins, ...more } });
    expect(answer.body.code).toBe(code);
    expect(await server.db.read.query('SELECT id FROM account')).toEqual([]);
    expect(await server.db.read.query('SELECT code FROM place')).toEqual([]);
    expect((await begin(body)).status).toBe(204);
  });

  it.each([
    ['an unknown level', { level: 'planet' }],
    ['a code with a slash', { code: '31/01' }],
    ['no name', { name: ' ' }],
  ])('refuses a city with %s', async (_, more) => {
    const body = beginning();
    expect((await begin({ ...body, city: { ...body.city, ...more } })).status).toBe(422);
  });

  it('is over where there is staff already, and no token is made', async () => {
    const given = await Given.city(server);
    await given.the('leader');
    const next = await startServer({ dbUrl: server.env.dbUrl, dataDir: server.env.dataDir });
    expect(await settings(next)).toMatchObject({ firstRun: false });
    expect(existsSync(fileOf(next))).toBe(false);
    await next.close();
  });
});
