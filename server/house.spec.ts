/** The rules of the house as tests: doors, flow, clock, names, schema, and what is never built. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import request from 'supertest';
import {
  type Action,
  type ActionRow,
  actionOrder,
  actionRow,
  actions,
  effects,
  guards,
  isAction,
  listeners,
  openStates,
  type State,
  sayGuard,
  seats,
  stateOrder,
  stateRow,
} from '../shared/case-flow.js';
import { items, leads } from '../shared/duty-list.js';
import { mayOf, permissions, type Role, roles, rolesExclude } from '../shared/permissions.js';
import { problems } from '../shared/problems.js';
import { ACCESS, type Access } from './core/access.js';
import { differences } from './core/migrate.js';
import { root } from './core/root.js';
import { allTables } from './core/tables.js';
import { startServer, type TestServer } from './test/app.js';
import { Given } from './test/given.js';

interface Route {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  access: Access | undefined;
  name: string;
}

let server: TestServer;
let given: Given;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
});
afterAll(() => server?.close());

function routes(): Route[] {
  const discovery = new DiscoveryService(server.app.get(ModulesContainer));
  const reflector = new Reflector();
  const scanner = new MetadataScanner();
  return discovery.getControllers().flatMap(({ instance, metatype }) => {
    const prefix = [Reflect.getMetadata(PATH_METADATA, metatype as object)].flat()[0] as string;
    return scanner.getAllMethodNames(Object.getPrototypeOf(instance)).flatMap((name) => {
      const handler = instance[name];
      const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
      if (method === undefined) return [];
      const path = [Reflect.getMetadata(PATH_METADATA, handler)].flat()[0] as string;
      const full = `${prefix === 'health' ? '' : '/api'}/${prefix}/${path}`.replace(/\/+/g, '/').replace(/\/$/, '');
      const verb = RequestMethod[method].toLowerCase() as Route['method'];
      const access = reflector.get<Access | undefined>(ACCESS, handler);
      return [{ method: verb, path: full, access, name: `${verb} ${full}` }];
    });
  });
}
/** An address of the route with ids that exist nowhere. */
const address = (route: Route) =>
  route.path.replace(/:action/g, 'verify').replace(/:\w+/g, '00000000000000000000000000');

describe('doors', () => {
  it('every route says who may call it', () => {
    const all = routes();
    expect(all.length).toBeGreaterThan(30);
    expect(all.filter((r) => r.access === undefined).map((r) => r.name)).toEqual([]);
  });

  it('nobody without a session gets further than the public routes', async () => {
    for (const route of routes()) {
      const answer = await request(server.url)[route.method](address(route)).send({});
      if (route.access === 'public')
        expect([route.name, answer.body.code]).not.toEqual([route.name, 'session.required']);
      else expect([route.name, answer.status, answer.body.code]).toEqual([route.name, 401, 'session.required']);
    }
  });

  it.each(Object.keys(roles) as Role[])('%s is let in exactly where the table of permissions says', async (role) => {
    const person = await given.person(role);
    const may = mayOf([role]);
    // Signing out is asked last, or nothing after it would be.
    const asked = routes().filter(
      (r) => r.access !== 'public' && !(r.method === 'delete' && r.path === '/api/session'),
    );
    for (const route of asked) {
      const { permission } = route.access as { permission?: keyof typeof permissions };
      const answer = await (route.method === 'get' || route.method === 'delete'
        ? person[route.method](address(route))
        : person[route.method](address(route), {}));
      const allowed = permission === undefined || permission in may;
      const denied = answer.status === 403 && answer.body.code === 'permission.denied';
      expect([route.name, allowed ? denied && permission !== undefined : denied]).toEqual([route.name, !allowed]);
      expect([route.name, answer.status < 500]).toEqual([route.name, true]);
    }
  });

  it('the three administrators exclude one another and everybody else, and none reads cases', () => {
    const admins = (Object.keys(roles) as Role[]).filter((r) => 'admin' in roles[r]);
    expect(admins).toHaveLength(3);
    for (const admin of admins) {
      const others = (Object.keys(roles) as Role[]).filter((r) => r !== admin);
      for (const other of others) expect([admin, other, rolesExclude([admin, other])]).toEqual([admin, other, true]);
      expect(Object.keys(mayOf([admin])).filter((p) => p.startsWith('case.'))).toEqual([]);
    }
  });
});

describe('the flow table', () => {
  const froms = (a: Action) => actions[a].from as readonly State[];

  it('every state can be reached, and left unless it is final', () => {
    const reached = new Set<State>(['reported', 'verified']);
    for (let grown = true; grown; ) {
      grown = false;
      for (const a of actionOrder) {
        const { to } = actionRow(a);
        if (to === 'same' || to === 'back' || reached.has(to) || !froms(a).some((s) => reached.has(s))) continue;
        reached.add(to);
        grown = true;
      }
    }
    expect([...reached].sort()).toEqual([...stateOrder].sort());
    for (const state of stateOrder) {
      const out = actionOrder.filter((a) => froms(a).includes(state) && actionRow(a).to !== 'same');
      expect([state, out.length > 0]).toEqual([state, !stateRow(state).final]);
    }
  });

  it('every guard, effect, listener and permission that it names is used and real', () => {
    const rows = actionOrder.map((a): ActionRow => actionRow(a));
    expect(new Set(rows.flatMap((r) => r.unless ?? []))).toEqual(new Set(Object.keys(guards)));
    expect(new Set(rows.flatMap((r) => (r.effect ? [r.effect] : [])))).toEqual(new Set(Object.keys(effects)));
    expect(new Set(rows.flatMap((r) => r.tells))).toEqual(new Set(Object.keys(listeners)));
    for (const r of rows) expect(r.by in permissions).toBe(true);
    // Whoever follows a main case is nowhere spoken to as its reporter.
    for (const r of rows) expect([r.label, r.tells.includes('followers')]).toEqual([r.label, 'saysFollower' in r]);
    for (const a of actionOrder) expect(isAction(a)).toBe(true);
  });

  it('speaks to residents without the words of the office', () => {
    const told = [
      ...stateOrder.flatMap((s) => [stateRow(s).resident, stateRow(s).follower]),
      ...actionOrder.flatMap((a) => [actionRow(a).says, actionRow(a).saysFollower, actionRow(a).turns?.says]),
      ...actionOrder
        .filter((a) => actionRow(a).by === 'case.follow')
        .flatMap((a) => (actionRow(a).unless ?? []).map((g) => sayGuard(g, true))),
    ];
    expect(told.filter((words) => words && /应哨|吹哨|督办|协办|考核|并案|并入这件/.test(words))).toEqual([]);
  });

  it('whoever’s turn it is can do something, and somebody has the permission', () => {
    for (const state of openStates) {
      const { by } = seats[stateRow(state).seat];
      expect(by).not.toBeNull();
      const moves = actionOrder.filter((a) => froms(a).includes(state) && actionRow(a).by === by);
      expect([state, moves.length > 0]).toEqual([state, true]);
      expect(Object.values(roles).some((r) => (by as string) in r.may)).toBe(true);
    }
  });

  it('every item has a lead and a limit for each step', () => {
    for (const item of items) {
      expect(item.lead in leads).toBe(true);
      for (const limit of Object.values(item.limits)) expect(limit.amount).toBeGreaterThan(0);
    }
  });
});

function* sources(folder: string): Generator<{ path: string; text: string }> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (['dist', 'node_modules', 'data'].includes(entry.name)) continue;
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.(ts|tsx)$/.test(entry.name)) yield { path, text: readFileSync(join(root, path), 'utf8') };
  }
}

describe('the code', () => {
  it('reads clock and chance in one place of the server', () => {
    const clock = /\bnew Date\(\)|\bDate\.now\(|\bMath\.random\(|\brandomUUID\(/;
    const allowed = /^server\/(core\/clock\.ts|test|bench|e2e|replay|standins|cities\/huangpu\/make-)|\.spec\.ts$/;
    const found = [...sources('server')].filter(({ path, text }) => !allowed.test(path) && clock.test(text));
    expect(found.map((f) => f.path)).toEqual([]);
  });

  it('moves the clock in the server of the played week alone', () => {
    const found = [...sources('server')].filter(({ text }) => /\btakeTimeFrom\b/.test(text)).map(({ path }) => path);
    expect(found.sort()).toEqual(['server/core/clock.ts', 'server/day/server.ts']);
  });

  // Skipping where a spec's database or rights are not at hand is said in the same line: `(here ? it : it.skip)(…)`.
  it('does not silence the compiler or leave work lying about', () => {
    const marks =
      /@ts-ignore|@ts-nocheck|\bTODO\b|\bFIXME\b|\b(it|describe|test)\.(only|todo)\b|^\s*(it|describe|test)\.skip\b|\bas any\b/m;
    const found = ['shared', 'server', 'admin', 'miniapp']
      .flatMap((folder) => [...sources(folder)])
      .filter(({ path, text }) => path !== 'server/house.spec.ts' && marks.test(text));
    expect(found.map((f) => f.path)).toEqual([]);
  });

  it('opens each file of shared/ and server/ with a sentence that says what it is', () => {
    const found = [...sources('shared'), ...sources('server')].filter(({ text }) => !/^(#!.*\n)?\/[/*]/.test(text));
    expect(found.map((f) => f.path)).toEqual([]);
  });

  it('every problem that it throws is declared, with a Chinese sentence', () => {
    for (const { status, title } of Object.values(problems)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(title).toMatch(/[\u4e00-\u9fff]/);
    }
  });
});

it('the database is in step with the declarations', async () => {
  expect(await differences(server.db)).toEqual([]);
});

it('nothing exists that counts people: no check-in, points, ranking of persons, online time, quotas or tracks', () => {
  const never =
    /check[-_]?in|punch|attendance|points|score[-_]?board|ranking|online[-_]?time|quota|track(s|ing)?\b|打卡|签到|积分|排名|在线时长/i;
  const names = [
    ...routes().map((r) => r.path),
    ...allTables().flatMap((t) => [t.name, ...Object.keys(t.columns).map((c) => `${t.name}.${c}`)]),
    ...Object.keys(permissions),
    ...actionOrder.map((a) => actions[a].label),
  ];
  expect(names.filter((n) => never.test(n))).toEqual([]);
});

it('documents every route of the API', async () => {
  const { body } = await request(server.url).get('/api/openapi.json');
  const documented = Object.entries(body.paths as Record<string, object>).flatMap(([path, verbs]) =>
    Object.keys(verbs).map((verb) => `${verb} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  );
  expect(
    routes()
      .map((r) => r.name)
      .filter((name) => !documented.includes(name)),
  ).toEqual([]);
});
