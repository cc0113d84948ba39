/** Accounts and roles: who keeps them, and what can never happen to them. */
import { newId } from '../../core/clock.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Browser, freshAccount, PASSWORD, staff } from '../../test/browser.js';
import { Given, type Person } from '../../test/given.js';
import { DirectoryService } from './directory.service.js';

const GRID = '990101001002002';
let server: TestServer;
let given: Given;
let admin: Person;
let security: Person;

beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
  admin = await given.the('systemAdmin');
  security = await given.the('securityAdmin');
});
afterAll(() => server.close());

const form = (more: object = {}) => ({
  login: `p${newId().slice(-10)}`,
  name: '陆海峰',
  workName: '陆师傅',
  unit: given.units.works,
  ...more,
});
const refusal = (status: number, code: string) => ({ status, body: { code } });
const rolesOf = (id: string, roles: string[]) => security.put(`/api/accounts/${id}/roles`, { roles });

describe('an account', () => {
  it('is made with a password that is told once and kept nowhere', async () => {
    const wanted = form({ contact: '021-55501234' });
    const answer = await admin.post('/api/accounts', wanted);
    expect(answer.status).toBe(201);
    const { account, password } = answer.body;
    expect(account).toMatchObject({
      login: wanted.login,
      name: '陆海峰',
      workName: '陆师傅',
      contact: '021-55501234',
      roles: [],
      unit: { id: given.units.works, name: '区市政养护所', kind: 'department' },
      grids: [],
      active: true,
      locked: false,
      lastSeen: null,
    });
    const rows = await server.db.read.query('SELECT * FROM account WHERE id = ?', [account.id]);
    expect(JSON.stringify(rows)).not.toContain(password);
    const log = await server.db.read.query('SELECT detail FROM audit');
    expect(JSON.stringify(log)).not.toContain(password);
    expect((await new Browser(server).signIn(wanted.login, password)).status).toBe(200);
    const [found] = (await admin.get(`/api/accounts?q=${wanted.login}`)).body.rows;
    expect(Date.now() - Date.parse(found.lastSeen)).toBeLessThan(60_000);
  });

  it('has a name of its own, whatever its capitals', async () => {
    const wanted = form();
    expect((await admin.post('/api/accounts', wanted)).status).toBe(201);
    const again = await admin.post('/api/accounts', form({ login: wanted.login.toUpperCase() }));
    expect(again).toMatchObject(refusal(409, 'account.name-taken'));
  });

  it('is made once when two clerks make it at once', async () => {
    const wanted = form();
    const answers = await Promise.all(Array.from({ length: 5 }, () => admin.post('/api/accounts', wanted)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(answers.flatMap(({ body }) => body.code ?? [])).toEqual(Array(4).fill('account.name-taken'));
  });

  it.each([
    ['a name with spaces', { login: 'a b' }],
    ['no work name', { workName: ' ' }],
    ['an unknown unit', { unit: newId() }],
    ['an unknown role', { roles: ['king'] }],
    ['the role of residents', { roles: ['resident'] }],
    ['a password', { password: 'x' }],
    ['a telephone in words', { contact: 'call me' }],
  ])('is not made with %s', async (_, more) => {
    expect(await admin.post('/api/accounts', form(more))).toMatchObject(refusal(422, 'input.invalid'));
  });

  it('is found by words, unit and role, in pages', async () => {
    const person = await staff(given, ['unitHead'], 'green-west');
    const find = async (query: string) => (await admin.get(`/api/accounts?${query}`)).body;
    expect((await find(`unit=${given.units['green-west']}&role=unitHead`)).rows).toMatchObject([{ id: person.id }]);
    expect((await find(`unit=${given.units['green-west']}&role=leader`)).rows).toEqual([]);
    expect((await find('q=100%25')).rows).toEqual([]);
    expect(await find('size=20&page=1')).toMatchObject({ page: 1, size: 20, more: false });
    expect((await admin.get('/api/accounts?size=7')).status).toBe(422);
  });

  it('taken out of service is signed out, holds no post, and is found no more where people are chosen', async () => {
    const person = await staff(given, ['gridWorker'], 'east');
    const browser = new Browser(server);
    await browser.signIn(person.login, PASSWORD);
    const posts = [{ post: 'worker', account: person.id }];
    expect((await admin.put(`/api/places/${GRID}/posts`, { posts })).status).toBe(200);
    expect((await browser.me())?.grids).toMatchObject([{ code: GRID, name: '东二网格' }]);
    const answer = await admin.patch(`/api/accounts/${person.id}`, { active: false });
    expect(answer.body).toMatchObject({ active: false, grids: [] });
    expect(await browser.me()).toBeNull();
    expect(server.app.get(DirectoryService).holdersOf(GRID)).toEqual([]);
    expect((await admin.put(`/api/places/${GRID}/posts`, { posts })).status).toBe(422);
    expect((await admin.patch(`/api/accounts/${person.id}`, { active: true })).body.active).toBe(true);
    expect((await browser.signIn(person.login, PASSWORD)).status).toBe(200);
  });

  it('is not to be had by the id of a resident or of nobody', async () => {
    const resident = await given.the('resident');
    for (const id of [resident.id, newId()]) {
      expect(await admin.patch(`/api/accounts/${id}`, { name: '新' })).toMatchObject(refusal(404, 'not-found'));
      expect(await admin.post(`/api/accounts/${id}/password`)).toMatchObject(refusal(404, 'not-found'));
      expect(await admin.delete(`/api/accounts/${id}/sessions`)).toMatchObject(refusal(404, 'not-found'));
      expect(await rolesOf(id, ['leader'])).toMatchObject(refusal(404, 'not-found'));
    }
  });
});

it('shows those who give posts the colleagues of their own area, and nobody else', async () => {
  const clerk = await given.person('communityWorker', { unit: 'west', name: '西社区的人' });
  const east = await given.person('communityWorker', { unit: 'east', name: '东社区的人' });
  const names = async (person: Person) =>
    (await person.get('/api/accounts').query({ size: 100 })).body.rows.map((row: { name: string }) => row.name);
  expect(await names(clerk)).toContain('西社区的人');
  expect(await names(clerk)).not.toContain('东社区的人');
  expect(await names(east)).toContain('东社区的人');
  const dispatcher = await given.the('dispatcher');
  expect(await names(dispatcher)).toEqual(expect.arrayContaining(['西社区的人', '东社区的人']));
});

describe('roles', () => {
  it('are given by the security administrator only', async () => {
    const { id } = await freshAccount(given);
    expect(await admin.put(`/api/accounts/${id}/roles`, { roles: ['leader'] })).toMatchObject(
      refusal(403, 'permission.denied'),
    );
    expect(await admin.post('/api/accounts', form({ roles: ['leader'] }))).toMatchObject(
      refusal(403, 'permission.denied'),
    );
    expect(await security.post('/api/accounts', form())).toMatchObject(refusal(403, 'permission.denied'));
    expect((await rolesOf(id, ['leader', 'supervisor', 'leader'])).body.roles).toEqual(['leader', 'supervisor']);
  });

  it('change what somebody may do with their next request', async () => {
    const person = await staff(given, ['dispatcher']);
    const browser = new Browser(server);
    await browser.signIn(person.login, PASSWORD);
    expect((await browser.me())?.may['case.assign']).toBe('subtree');
    await rolesOf(person.id, ['leader']);
    expect((await browser.me())?.may['case.assign']).toBeUndefined();
  });

  it.each([[['systemAdmin', 'securityAdmin']], [['auditAdmin', 'leader']], [['systemAdmin', 'handler']]])(
    'never hold %p together',
    async (roles) => {
      const { id } = await freshAccount(given);
      expect(await rolesOf(id, roles)).toMatchObject(refusal(422, 'account.roles-exclude'));
    },
  );

  it('of an administrator stay with one at least', async () => {
    const other = await startServer();
    const made = await Given.city(other);
    const [chief, secretary] = [await made.the('systemAdmin'), await made.the('securityAdmin')];
    const give = (id: string, roles: string[]) => secretary.put(`/api/accounts/${id}/roles`, { roles });
    expect(await give(chief.id, ['leader'])).toMatchObject(refusal(409, 'account.last-admin'));
    expect(await give(secretary.id, [])).toMatchObject(refusal(409, 'account.last-admin'));
    expect(await chief.patch(`/api/accounts/${chief.id}`, { active: false })).toMatchObject(
      refusal(409, 'account.last-admin'),
    );
    const second = await made.person('systemAdmin');
    expect((await give(chief.id, ['leader'])).status).toBe(200);
    expect(await give(second.id, ['leader'])).toMatchObject(refusal(409, 'account.last-admin'));
    await other.close();
  });

  it('of an administrator stay with one also when all are dismissed at once', async () => {
    const other = await startServer();
    const made = await Given.city(other);
    const all = [await made.the('systemAdmin'), await made.person('systemAdmin'), await made.person('systemAdmin')];
    const secretary = await made.the('securityAdmin');
    const answers = await Promise.all(all.map(({ id }) => secretary.put(`/api/accounts/${id}/roles`, { roles: [] })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 409]);
    await other.close();
  });
});
