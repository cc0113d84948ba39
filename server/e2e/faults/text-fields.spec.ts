/** SQL and script in every text field of every route: taken as words or refused by name, and shown as they were typed. */
import { randomUUID } from 'node:crypto';
import request, { type Response } from 'supertest';
import { leads } from '../../../shared/duty-list.js';
import { ruleSteps } from '../../../shared/duty-written.js';
import { newId } from '../../core/clock.js';
import { startServer, type TestServer } from '../../test/app.js';
import { dayAfter } from '../../test/clock.js';
import { evil } from '../../test/evil.js';
import { Given, middleOf, type Person } from '../../test/given.js';

let server: TestServer;
let given: Given;
let admin: Person;
let clerk: Person;
let dispatcher: Person;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
  admin = await given.the('systemAdmin');
  clerk = await given.the('communityWorker');
  dispatcher = await given.the('dispatcher');
});
afterAll(() => server.close());

/** Every text in an answer, wherever it stands. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Where an office keeps words: how they are written, and where they are read. */
const KEPT: [what: string, max: number, write: (text: string) => Promise<Response>, read: () => Promise<Response>][] = [
  [
    'the name of a unit',
    80,
    (name) => admin.post('/api/units', { name, kind: 'department', parent: given.units.command }),
    () => admin.get('/api/units?size=100'),
  ],
  [
    'the name of a place',
    80,
    (name) => admin.patch('/api/places/990101001002002', { name }),
    () => admin.get('/api/places/990101001002002'),
  ],
  [
    'the names of an account',
    60,
    (name) =>
      admin.post('/api/accounts', { login: `p${newId().slice(-10)}`, name, workName: name, unit: given.units.works }),
    () => admin.get('/api/accounts?size=100'),
  ],
  [
    'the name of a view',
    40,
    (name) => clerk.post('/api/views', { name, filter: {} }),
    () => clerk.get('/api/views?size=100'),
  ],
  [
    'a quick action and the words in its form',
    40,
    (name) =>
      clerk.post('/api/macros', {
        name,
        content: { steps: [{ action: 'escalate', input: { words: `请协调 ${name}` } }] },
      }),
    () => clerk.get('/api/macros?size=100'),
  ],
  [
    'a template',
    40,
    (text) => clerk.post('/api/templates', { name: text, words: `您好，${text}` }),
    () => clerk.get('/api/templates?size=100'),
  ],
  [
    'a line of the duty list',
    200,
    (text) =>
      dispatcher.post('/api/duty/rules', {
        rule: {
          about: 'road-lamp',
          area: '990101001002',
          ledBy: Object.keys(leads)[0],
          ...Object.fromEntries(ruleSteps.map((step) => [step, '2 工作时'])),
          effectiveFrom: dayAfter(0),
          why: text,
        },
        version: versions++,
      }),
    () => dispatcher.get('/api/duty/rules?size=100&area=990101001002'),
  ],
];
let versions = 0;

/** Their braces are blanks that are filled in; one that does not exist is refused by name. */
const HAS_BLANKS = ['a quick action and the words in its form', 'a template'];

describe.each(KEPT)('%s', (what, max, write, read) => {
  it.each(evil)('is kept and shown as it was typed: %s', async (text) => {
    const wanted = [...text].slice(0, max).join('').trim();
    const written = await write(wanted);
    if (HAS_BLANKS.includes(what) && wanted.includes('{{')) {
      expect([written.status, Object.values(written.body.errors)]).toEqual([422, ['invalid']]);
      return;
    }
    expect([written.status < 300, written.body.errors]).toEqual([true, undefined]);
    const answer = await read();
    expect([answer.status, answer.headers['content-type']]).toEqual([200, expect.stringMatching('^application/json')]);
    expect(textsIn(answer.body)).toContainEqual(expect.stringContaining(wanted));
  });
});

describe('every route', () => {
  interface Schema {
    $ref?: string;
    type?: string;
    enum?: unknown[];
    minimum?: number;
    maxLength?: number;
    items?: Schema;
    oneOf?: Schema[];
    properties?: Record<string, Schema>;
  }
  interface Operation {
    requestBody?: { content: Record<string, { schema: Schema }> };
    parameters?: { name: string; in: string; schema: Schema }[];
  }
  interface Document {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, Schema> };
  }
  let document: Document;
  beforeAll(async () => {
    document = (await request(server.url).get('/api/openapi.json').expect(200)).body;
  });

  /** A body of the schema with the text wherever a text may stand. */
  function filled(schema: Schema, text: string): unknown {
    if (schema.$ref) return filled(document.components.schemas[schema.$ref.split('/').at(-1) ?? ''], text);
    if (schema.oneOf) return filled(schema.oneOf[0], text);
    if (schema.enum) return schema.enum[0];
    switch (schema.type) {
      case 'object':
        return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([k, s]) => [k, filled(s, text)]));
      case 'array':
        return [filled(schema.items ?? { type: 'string' }, text)];
      case 'integer':
      case 'number':
        return schema.minimum ?? 1;
      case 'boolean':
        return true;
      default:
        return [...text].slice(0, schema.maxLength ?? 100).join('');
    }
  }
  /** One after the other, so that the field that is refused does not hide the rest. */
  function* bodies(schema: Schema, text: string): Generator<unknown> {
    const whole = filled(schema, text);
    yield whole;
    if (typeof whole === 'object' && whole !== null && !Array.isArray(whole))
      for (const key of Object.keys(whole)) yield { [key]: (whole as Record<string, unknown>)[key] };
  }
  /** It would end the session of whoever asks. */
  const LEFT_OUT = ['delete /api/session'];
  const ROLES = ['resident', 'communityWorker', 'dispatcher', 'supervisor', 'systemAdmin', 'securityAdmin'] as const;
  const operations = () =>
    Object.entries(document.paths).flatMap(([path, verbs]) =>
      Object.entries(verbs).flatMap(([method, operation]) =>
        LEFT_OUT.includes(`${method} ${path}`) ? [] : [{ path, method: method as 'get' | 'post', operation }],
      ),
    );
  const calm = (name: string, answer: Response) => {
    expect([name, answer.status, answer.status < 500]).toEqual([name, answer.status, true]);
    expect(String(answer.headers['content-type'] ?? '')).not.toMatch('text/html');
  };

  it.each(ROLES)('is calm about them in its body: %s', async (role) => {
    const person = await given.person(role);
    for (const { path, method, operation } of operations()) {
      const schema = operation.requestBody?.content['application/json']?.schema;
      if (!schema) continue;
      for (const text of [evil[2], evil[0]])
        for (const body of bodies(schema, text)) {
          const address = path.replace(/\{action\}/g, 'verify').replace(/\{\w+\}/g, newId());
          const answer = await person[method](address, body as object).set('idempotency-key', randomUUID());
          calm(`${method} ${path}`, answer);
        }
    }
  });

  it.each(ROLES)('is calm about them in its address: %s', async (role) => {
    const person = await given.person(role);
    for (const { path, method, operation } of operations()) {
      if (method !== 'get' || path === '/api/live') continue;
      for (const { name } of (operation.parameters ?? []).filter((p) => p.in === 'query'))
        for (const text of [evil[2], evil[3]]) {
          const address = path.replace(/\{\w+\}/g, newId());
          calm(`${path}?${name}`, await person.get(address).query({ [name]: text }));
        }
    }
  });

  it('has left the tables where they are, and everybody can work on', async () => {
    const { id } = await (await given.the('resident')).report({ place: middleOf(0) });
    expect((await clerk.case(id)).state).toBe('reported');
    expect((await admin.get('/api/accounts')).body.total).toBeGreaterThan(evil.length);
  });
});
