/** Ids that are somebody else's, and sessions that are over: both are answered as if there were nothing there. */
import request, { type Response } from 'supertest';
import { actionOrder, actionRow } from '../../../shared/case-flow.js';
import { newId } from '../../core/clock.js';
import { sha256 } from '../../core/secrets.js';
import { session } from '../../features/session/session.tables.js';
import { startServer, type TestServer } from '../../test/app.js';
import { HOUR, later } from '../../test/clock.js';
import { Given, middleOf, Person } from '../../test/given.js';
import { type Route, routesOf } from '../../test/routes.js';

const EAST = { community: '990101001002', grid: '990101001002001' };
const WEST_GRID = '990101001001001';
const NOWHERE = '990101001009009';

let server: TestServer;
let given: Given;
let routes: Route[];
/** A case of the western grid that nobody below has anything to do with. */
let caseId: string;
let outsiders: Record<string, Person>;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
  routes = await routesOf(server);
  caseId = (await given.case('assigned')).id;
  outsiders = {
    'another resident': await given.person('resident'),
    'the worker of another grid': await given.person('gridWorker', { unit: 'east', grids: [EAST.grid] }),
    'the lead of another grid': await given.person('gridLead', { unit: 'east', grids: [EAST.grid] }),
    'another community': await given.person('communityWorker', { unit: 'east' }),
    'another department': await given.person('handler', { unit: 'green' }),
    'the head of another department': await given.person('unitHead', { unit: 'green' }),
    'a team of another department': await given.person('handler', { unit: 'green-west' }),
    'a system administrator': await given.person('systemAdmin'),
    'a security administrator': await given.person('securityAdmin'),
    'an auditor': await given.person('auditAdmin'),
  };
});
afterAll(() => server.close());

/** What a client sees of an answer, without what differs in any two. */
const seen = ({ status, body }: Response) => ({ status, body: { ...body, requestId: undefined } });

describe('a case of somebody else', () => {
  /** The answer must not tell whether the case is there. */
  async function expectHidden(ask: (id: string) => Promise<Response>): Promise<void> {
    const [foreign, absent] = [await ask(caseId), await ask(newId())];
    expect(seen(foreign)).toEqual(seen(absent));
    expect([403, 404]).toContain(foreign.status);
  }

  const people = [
    'another resident',
    'the worker of another grid',
    'the lead of another grid',
    'another community',
    'another department',
    'the head of another department',
    'a team of another department',
    'a system administrator',
    'a security administrator',
    'an auditor',
  ];
  describe.each(people)('%s', (who) => {
    it('is not seen, nor who looked at its contact, nor the contact', async () => {
      const person = outsiders[who];
      await expectHidden(async (id) => person.get(`/api/cases/${id}`));
      await expectHidden(async (id) => person.get(`/api/cases/${id}/looks`));
      await expectHidden(async (id) => person.get(`/api/cases/${id}/paper.pdf`));
      await expectHidden(async (id) => person.post(`/api/cases/${id}/reveal`, { reason: '想知道是谁报的' }));
      await expectHidden(async (id) => person.get('/api/cases').query({ near: id }));
      await expectHidden(async (id) => person.get(`/api/cases/${id}/similar`));
      await expectHidden(async (id) => person.put(`/api/cases/${id}/drafts/assign`, { input: {} }));
      await expectHidden(async (id) => person.put('/api/live/looking', { caseId: id }));
    });

    it('is not acted on, whatever the action', async () => {
      const person = outsiders[who];
      for (const action of actionOrder) {
        await expectHidden(async (id) => person.post(`/api/cases/${id}/acts/${action}`, { version: 3, input: {} }));
      }
    });

    it('is not acted on in bulk', async () => {
      const person = outsiders[who];
      for (const action of actionOrder.filter((a) => actionRow(a).bulk)) {
        const ask = async (id: string) => {
          const answer = await person.post(`/api/cases/acts/${action}`, { cases: [{ id, version: 3 }], input: {} });
          const results = Array.isArray(answer.body) ? answer.body.map((r: object) => ({ ...r, id: '' })) : answer.body;
          return { status: answer.status, results: { ...results, requestId: undefined } };
        };
        const [foreign, absent] = [await ask(caseId), await ask(newId())];
        expect(foreign).toEqual(absent);
      }
    });

    it('is in no list, count, map or page before and after', async () => {
      const person = outsiders[who];
      const { number } = await (await given.the('resident')).case(caseId);
      for (const query of ['', `?q=${number}`, '?open=true', `?place=${WEST_GRID}`, `?unit=${given.units.works}`]) {
        const { body } = await person.get(`/api/cases${query}`);
        expect((body.rows ?? []).map((r: { id: string }) => r.id)).not.toContain(caseId);
      }
      const map = await person.get('/api/cases/map').query({ bbox: '122,30,123,31', zoom: 18 });
      expect(JSON.stringify(map.body)).not.toContain(caseId);
      const next = await person.get('/api/cases/next').query({ at: 0, passed: newId() });
      expect(next.body.id ?? null).toBeNull();
      const counts = await person.get('/api/cases/counts');
      if (counts.status === 200) expect(counts.body.open.n).toBe(0);
    });
  });

  it('was left as it was by all of that', async () => {
    const view = await (await given.the('dispatcher')).case(caseId);
    expect([view.state, view.version, view.timeline.length]).toEqual(['assigned', 3, 3]);
    expect((await (await given.the('resident')).get(`/api/cases/${caseId}/looks`)).body).toMatchObject({
      rows: [],
      total: 0,
    });
  });

  it('cannot be merged into, nor be told apart from one that there is not', async () => {
    const clerk = outsiders['another community'];
    const own = await outsiders['another resident'].report({ place: middleOf(2) });
    const ask = (main: string) => clerk.post(`/api/cases/${own.id}/acts/merge`, { version: 1, input: { main } });
    const [foreign, absent] = [await ask(caseId), await ask(newId())];
    expect(seen(foreign)).toEqual(seen(absent));
    expect(foreign.body.errors).toEqual({ main: 'invalid' });
  });
});

describe('every route that takes an id', () => {
  /** Who may call it, with what body; and a thing of that kind which is not theirs, where they cannot reach all. */
  interface Known {
    by: () => Promise<Person>;
    body?: object;
    foreign?: string;
  }
  const clerk = () => given.the('communityWorker');
  const admin = () => given.the('systemAdmin');
  const table: Record<string, Known> = {
    'get /api/cases/{id}': { by: clerk },
    'get /api/cases/{id}/looks': { by: () => given.the('resident') },
    'post /api/cases/{id}/reveal': { by: clerk, body: { reason: '核实情况需要联系' } },
    'post /api/cases/{id}/acts/{action}': { by: clerk, body: { version: 1, input: {} } },
    'post /api/cases/acts/{action}': { by: clerk, body: { cases: [], input: {} } },
    'get /api/cases/{id}/similar': { by: clerk },
    'get /api/cases/{id}/drafts': { by: clerk },
    'put /api/cases/{id}/drafts/{action}': { by: clerk, body: { input: {} } },
    'delete /api/cases/{id}/drafts/{action}': { by: clerk },
    'put /api/views/{id}': { by: clerk, body: { name: '视图', filter: {} } },
    'delete /api/views/{id}': { by: clerk },
    'put /api/macros/{id}': {
      by: clerk,
      body: { name: '快捷', content: { steps: [{ action: 'accept', input: {} }] } },
    },
    'delete /api/macros/{id}': { by: clerk },
    'post /api/macros/{id}/preview': { by: clerk, body: { caseId: newId(), version: 1 } },
    'post /api/macros/{id}/run': { by: clerk, body: { caseId: newId(), version: 1 } },
    'put /api/templates/{id}': { by: clerk, body: { name: '话术', words: '已修复' } },
    'delete /api/templates/{id}': { by: clerk },
    'delete /api/stand-ins/{id}': { by: clerk },
    'get /api/accounts/{id}/hand-over': { by: admin },
    'post /api/accounts/{id}/hand-over': { by: admin, body: { to: newId() } },
    'get /api/duty/rules/{id}': { by: clerk },
    'post /api/duty/rules/{id}/approve': { by: () => given.the('leader') },
    'post /api/duty/rules/{id}/end': {
      by: () => given.the('dispatcher'),
      body: { from: '2030-01-01', why: '不再办理' },
    },
    'post /api/duty/rules/{id}/end/dry-run': { by: () => given.the('dispatcher'), body: { from: '2030-01-01' } },
    'post /api/duty/rules/{id}/withdraw': { by: () => given.the('leader'), body: { why: '不再要求' } },
    'post /api/hints/{id}/finding': { by: () => given.the('supervisor'), body: { finding: 'fine' } },
    'get /api/files/{id}': { by: clerk },
    'get /api/cases/{id}/paper.pdf': { by: clerk },
    'post /api/exports/{id}/stop': { by: clerk },
    'get /api/exports/{id}/file': { by: clerk },
    'get /api/places/{code}': { by: clerk, foreign: EAST.grid },
    'get /api/places/imports/{id}': { by: admin },
    'post /api/places/imports/{id}/stop': { by: admin },
    'patch /api/places/{code}': { by: admin, body: { name: '改名' } },
    'post /api/places/{code}/close': { by: admin },
    'put /api/places/{code}/posts': { by: clerk, body: { posts: [] }, foreign: EAST.grid },
    'patch /api/accounts/{id}': { by: admin, body: { name: '改名' } },
    'put /api/accounts/{id}/roles': { by: () => given.the('securityAdmin'), body: { roles: ['leader'] } },
    'post /api/accounts/{id}/password': { by: admin },
    'delete /api/accounts/{id}/sessions': { by: admin },
    'patch /api/units/{id}': { by: admin, body: { name: '改名' } },
  };
  const withIds = () => routes.filter((r) => r.params.length > 0);
  const call = async ({ method, path }: Route, fill: Record<string, string>): Promise<Response> => {
    const { by, body } = table[`${method} ${path}`];
    const address = path.replace(/\{(\w+)\}/g, (_, name: string) => fill[name] ?? 'verify');
    return (await by())[method](address, body);
  };

  it('is known to this test', () => {
    expect(
      withIds()
        .map((r) => `${r.method} ${r.path}`)
        .sort(),
    ).toEqual(Object.keys(table).sort());
  });

  it('finds nothing under an id that there is not', async () => {
    // What is opened by a signature alone says so; an act on many names its cases in the body.
    const others = ['/api/files/{id}', '/api/exports/{id}/file', '/api/cases/acts/{action}'];
    for (const route of withIds().filter((r) => !others.includes(r.path))) {
      const answer = await call(route, { id: newId(), code: NOWHERE });
      expect([route.path, answer.status, answer.body.code]).toEqual([route.path, 404, 'not-found']);
    }
  });

  it('answers a thing of others exactly so', async () => {
    for (const route of withIds()) {
      const { foreign } = table[`${route.method} ${route.path}`];
      if (!foreign) continue;
      const [theirs, absent] = [await call(route, { code: foreign }), await call(route, { code: NOWHERE })];
      expect([route.path, seen(theirs)]).toEqual([route.path, seen(absent)]);
    }
  });

  it.each([
    ['a quote', '%27'],
    ['SQL', '%27%20OR%201%3D1%20--%20'],
    ['a way up', '..%2F..%2Fsecret.key'],
    ['a null byte', '%00'],
    ['a wildcard', '%25'],
    ['a number', '-1'],
    ['null', 'null'],
    ['a name from the prototype', '__proto__'],
    ['a long one', 'x'.repeat(3000)],
    ['emoji', '%F0%9F%98%80'],
  ])('is calm about %s', async (_, odd) => {
    for (const route of withIds()) {
      const answer = await call(route, { id: odd, code: odd, action: odd });
      expect([route.path, [400, 404, 409, 422].includes(answer.status), answer.status]).toEqual([
        route.path,
        true,
        answer.status,
      ]);
      expect(answer.headers['content-type']).toMatch('application/problem+json');
    }
  });
});

describe('a session that is over', () => {
  const guarded = () => routes.filter((r) => !r.open);
  const addressOf = (r: Route) => r.path.replace(/\{\w+\}/g, caseId);

  async function expectClosed(token: string | null, code: string): Promise<void> {
    expect(guarded().length).toBeGreaterThan(20);
    for (const route of guarded()) {
      const asked = request(server.url)[route.method](addressOf(route));
      const answer = await (token === null ? asked : asked.set('authorization', `Bearer ${token}`));
      expect([route.method, route.path, answer.status, answer.body.code]).toEqual([
        route.method,
        route.path,
        401,
        code,
      ]);
    }
  }

  it('opens nothing: there is none', () => expectClosed(null, 'session.required'));
  it('opens nothing: it is made up', () => expectClosed('a'.repeat(43), 'session.expired'));

  it('opens nothing: its time has come', async () => {
    const { token } = await given.person('dispatcher');
    await request(server.url).get('/api/session').set('authorization', `Bearer ${token}`).expect(200);
    await later(24 * HOUR, () => expectClosed(token, 'session.expired'));
  });

  it('opens nothing: it was signed out', async () => {
    const person = await given.person('dispatcher');
    await person.delete('/api/session').expect(204);
    await expectClosed(person.token, 'session.expired');
  });

  it('opens nothing: the account was closed', async () => {
    const person = await given.person('dispatcher');
    await (await given.the('systemAdmin')).patch(`/api/accounts/${person.id}`, { active: false }).expect(200);
    await expectClosed(person.token, 'session.expired');
  });

  it('is not found by the hash that lies in the database', async () => {
    const { token } = await given.person('dispatcher');
    const row = await server.db.read.find(session, { tokenHash: sha256(token) });
    await expectClosed(row!.tokenHash, 'session.expired');
  });

  it('of one person does nothing for another: what was done is theirs', async () => {
    const [a, b] = [await given.person('resident'), await given.person('resident')];
    const { id } = await a.report();
    await b.get(`/api/cases/${id}`).expect(404);
    await new Person(server, b.id, a.token, 'resident').get(`/api/cases/${id}`).expect(200);
  });
});
