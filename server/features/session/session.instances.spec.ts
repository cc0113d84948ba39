/** What ends or narrows a session that runs: at once, on another server too, and also while somebody is signing in. */
import type { Role } from '../../../shared/permissions.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Browser, PASSWORD, staff } from '../../test/browser.js';
import { Given, Person, type UnitKey } from '../../test/given.js';

let first: TestServer;
let second: TestServer;
let given: Given;
beforeAll(async () => {
  first = await startServer();
  second = await startServer({ dbUrl: first.env.dbUrl, dataDir: first.env.dataDir });
  given = await Given.city(first);
});
afterAll(async () => {
  await second.close();
  await first.close();
});

/** The same person with the same session, calling the other server. */
const there = ({ id, token, role }: Person) => new Person(second, id, token, role);
const statusOf = async (person: Person, path: string) => (await person.get(path)).status;

interface Loss {
  role: Role;
  unit: UnitKey;
  /** What the session opens before, of a case that is with the works department. */
  path: (id: string) => string;
  /** Done on the first server. */
  change: (admin: Person, security: Person, account: string) => Promise<{ status: number }>;
  after: number;
}
const losses: Record<string, Loss> = {
  'a role taken away': {
    role: 'supervisor',
    unit: 'supervision',
    path: () => '/api/visits',
    change: async (_, security, account) => security.put(`/api/accounts/${account}/roles`, { roles: ['leader'] }),
    after: 403,
  },
  'another unit': {
    role: 'handler',
    unit: 'works',
    path: (id) => `/api/cases/${id}`,
    change: async (admin, _, account) => admin.patch(`/api/accounts/${account}`, { unit: given.units.green }),
    after: 404,
  },
  'being taken out of service': {
    role: 'handler',
    unit: 'works',
    path: (id) => `/api/cases/${id}`,
    change: async (admin, _, account) => admin.patch(`/api/accounts/${account}`, { active: false }),
    after: 401,
  },
  'a new password from the administrator': {
    role: 'handler',
    unit: 'works',
    path: (id) => `/api/cases/${id}`,
    change: async (admin, _, account) => admin.post(`/api/accounts/${account}/password`),
    after: 401,
  },
  'its end by the administrator': {
    role: 'handler',
    unit: 'works',
    path: (id) => `/api/cases/${id}`,
    change: async (admin, _, account) => admin.delete(`/api/accounts/${account}/sessions`),
    after: 401,
  },
};

it.each(Object.entries(losses))('%s holds at once on both servers', async (_, { role, unit, path, change, after }) => {
  const { id } = await given.case('assigned');
  const person = await given.person(role, { unit });
  const address = path(id);
  // The other server learns of units and places by its poll, of the session itself from the database.
  while ((await statusOf(there(person), address)) !== 200) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await statusOf(person, address)).toBe(200);
  const answer = await change(await given.the('systemAdmin'), await given.the('securityAdmin'), person.id);
  expect(answer.status).toBeLessThan(300);
  expect([await statusOf(there(person), address), await statusOf(person, address)]).toEqual([after, after]);
});

describe('a password of one’s own', () => {
  const NEW = 'Better-pass-9';
  const change = (browser: Browser, wanted: string) =>
    browser.call('post', '/api/session/password').send({ old: PASSWORD, new: wanted });
  const signedIn = async (login: string, server: TestServer) => {
    const browser = new Browser(server);
    expect((await browser.signIn(login, PASSWORD)).status).toBe(200);
    return browser;
  };

  it('that is changed ends what was opened with the old one on the other server', async () => {
    const { login } = await staff(given);
    const [here, elsewhere] = [await signedIn(login, first), await signedIn(login, second)];
    expect((await change(here, NEW)).status).toBe(204);
    expect([(await here.me()) !== null, await elsewhere.me()]).toEqual([true, null]);
  });

  it('leaves nobody signed in who came with the old one while it was being changed', async () => {
    const { login } = await staff(given);
    const here = await signedIn(login, first);
    let isChanged = false;
    const changing = change(here, NEW).then(({ status }) => {
      isChanged = true;
      return status;
    });
    const guests: Browser[] = [];
    const comeAgain = async () => {
      while (!isChanged) {
        const guest = new Browser(first);
        guests.push(guest);
        await guest.signIn(login, PASSWORD);
      }
    };
    await Promise.all([comeAgain(), comeAgain()]);
    expect([await changing, guests.length > 0]).toEqual([204, true]);
    for (const guest of guests) expect(await guest.me()).toBeNull();
    expect(await here.me()).not.toBeNull();
  });

  it('is changed once by two who know it', async () => {
    const { login } = await staff(given);
    const browsers = [await signedIn(login, first), await signedIn(login, first)];
    const wanted = [NEW, `${NEW}0`];
    const answers = await Promise.all(browsers.map((browser, i) => change(browser, wanted[i])));
    const won = answers.findIndex(({ status }) => status === 204);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect([(await browsers[won].me()) !== null, await browsers[1 - won].me()]).toEqual([true, null]);
    expect((await new Browser(first).signIn(login, wanted[won])).status).toBe(200);
  });
});
