/** What a spec starts from: a small city of four square grids, its units, somebody of each role, cases in any state. */
import { randomBytes, randomUUID } from 'node:crypto';
import request, { type Test } from 'supertest';
import { type Action, actions, type State } from '../../shared/case-flow.js';
import { items, type LeadKey } from '../../shared/duty-list.js';
import type { Role, UnitKind } from '../../shared/permissions.js';
import { type GridKind, type Level, levelOrder, type Post, pathOf } from '../../shared/places.js';
import { PRIVACY_VERSION } from '../../shared/privacy.js';
import type { CaseView, Photo, Reported } from '../../shared/views.js';
import { newId } from '../core/clock.js';
import { Ctx, system } from '../core/ctx.js';
import { sha256 } from '../core/secrets.js';
import { account, post, unit } from '../features/people/people.tables.js';
import { place, placeShape } from '../features/places/places.tables.js';
import { session } from '../features/session/session.tables.js';
import type { TestServer } from './app.js';
import { dayAfter } from './clock.js';

/** South-west corner of the made city, WGS-84, in the sea so that no real place is meant. */
export const ORIGIN = { lng: 122.5, lat: 30.5 };
/** Side of a grid in degrees: about 960 m × 1,110 m. */
export const SIDE = 0.01;
export const middleOf = (column: number, row = 0) => ({
  lng: ORIGIN.lng + SIDE * (column + 0.5),
  lat: ORIGIN.lat + SIDE * (row + 0.5),
});

const square = (column: number, row: number, wide = 1, high = 1) => {
  const [w, s] = [ORIGIN.lng + SIDE * column, ORIGIN.lat + SIDE * row];
  const [e, n] = [w + SIDE * wide, s + SIDE * high];
  return {
    ring: [
      [w, s],
      [e, s],
      [e, n],
      [w, n],
      [w, s],
    ],
    box: { west: w, south: s, east: e, north: n },
  };
};

interface MadePlace {
  code: string;
  level: Level;
  name: string;
  parent: string | null;
  at?: [column: number, row: number, wide?: number, high?: number];
  kind?: GridKind;
}
const CITY: MadePlace[] = [
  { code: '9901', level: 'city', name: '试验市', parent: null },
  { code: '990101', level: 'county', name: '东海区', parent: '9901', at: [0, 0, 4, 1] },
  { code: '990101001', level: 'street', name: '望海街道', parent: '990101', at: [0, 0, 4, 1] },
  { code: '990101001001', level: 'community', name: '西社区', parent: '990101001', at: [0, 0, 2, 1] },
  { code: '990101001002', level: 'community', name: '东社区', parent: '990101001', at: [2, 0, 2, 1] },
  { code: '990101001001001', level: 'grid', name: '西一网格', parent: '990101001001', at: [0, 0] },
  { code: '990101001001002', level: 'grid', name: '西二网格', parent: '990101001001', at: [1, 0] },
  { code: '990101001002001', level: 'grid', name: '东一网格', parent: '990101001002', at: [2, 0] },
  { code: '990101001002002', level: 'grid', name: '东二网格', parent: '990101001002', at: [3, 0] },
];
const UNITS: { key: string; name: string; kind: UnitKind; parent: string | null; place: string; leads?: LeadKey[] }[] =
  [
    { key: 'command', name: '区指挥中心', kind: 'command', parent: null, place: '990101' },
    { key: 'supervision', name: '区监督中心', kind: 'supervision', parent: 'command', place: '990101' },
    { key: 'street', name: '望海街道办', kind: 'street', parent: 'command', place: '990101001', leads: ['jiedao'] },
    { key: 'west', name: '西社区居委会', kind: 'community', parent: 'street', place: '990101001001', leads: ['juwei'] },
    { key: 'east', name: '东社区居委会', kind: 'community', parent: 'street', place: '990101001002', leads: ['juwei'] },
    { key: 'works', name: '区市政养护所', kind: 'department', parent: 'command', place: '990101', leads: ['shizheng'] },
    { key: 'green', name: '区绿化市容所', kind: 'department', parent: 'command', place: '990101', leads: ['lvhua'] },
    { key: 'green-west', name: '绿化市容所西班', kind: 'department', parent: 'green', place: '990101001' },
  ];
export type UnitKey = 'command' | 'supervision' | 'street' | 'west' | 'east' | 'works' | 'green' | 'green-west';
/** Where somebody of a role sits when a spec does not say. */
const SEATS: Record<Role, UnitKey | null> = {
  resident: null,
  gridWorker: 'west',
  gridLead: 'west',
  communityWorker: 'west',
  operator: 'command',
  dispatcher: 'command',
  supervisor: 'supervision',
  handler: 'works',
  unitHead: 'works',
  leader: 'command',
  systemAdmin: 'command',
  securityAdmin: 'command',
  auditAdmin: 'command',
};

/** Somebody who is signed in, and calls the server over HTTP. */
export class Person {
  constructor(
    readonly server: TestServer,
    readonly id: string,
    readonly token: string,
    readonly role: Role,
  ) {}

  private signed(t: Test): Test {
    return t.set('authorization', `Bearer ${this.token}`);
  }
  get(path: string): Test {
    return this.signed(request(this.server.url).get(path));
  }
  post(path: string, body: object = {}): Test {
    return this.signed(request(this.server.url).post(path)).send(body);
  }
  put(path: string, body: object = {}): Test {
    return this.signed(request(this.server.url).put(path)).send(body);
  }
  patch(path: string, body: object = {}): Test {
    return this.signed(request(this.server.url).patch(path)).send(body);
  }
  delete(path: string): Test {
    return this.signed(request(this.server.url).delete(path));
  }

  /** Reports with sensible defaults, and expects it to be accepted. */
  async report(report: object = {}, key: string = randomUUID()): Promise<Reported> {
    const staff = this.role === 'resident' ? {} : { source: 'counter' };
    const body = {
      ...staff,
      kind: 'complaint',
      item: 'road-lamp',
      words: '门口路灯坏了三天',
      place: middleOf(0),
      ...report,
    };
    const answer = await this.post('/api/cases', { report: body }).set('idempotency-key', key);
    if (answer.status !== 201) throw new Error(`report: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async case(id: string): Promise<CaseView> {
    const answer = await this.get(`/api/cases/${id}`);
    if (answer.status !== 200) throw new Error(`case: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Acts on the newest version. @returns the raw answer, so that refusals can be looked at */
  async act(id: string, action: Action | string, input: object = {}): Promise<request.Response> {
    const { version } = await this.case(id);
    return this.post(`/api/cases/${id}/acts/${action}`, { version, input });
  }

  /** Acts and expects it to work. */
  async does(id: string, action: Action, input: object = {}): Promise<CaseView> {
    const answer = await this.act(id, action, input);
    if (answer.status !== 200) throw new Error(`${action}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async photo(bytes: Buffer = PIXEL): Promise<Photo> {
    const answer = await this.signed(request(this.server.url).post('/api/files')).attach('file', bytes, 'photo.jpg');
    if (answer.status !== 201) throw new Error(`photo: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}

/** A grey JPEG of 8 × 8 points. */
export const PIXEL = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAABv/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVP/Z',
  'base64',
);

export class Given {
  readonly units = {} as Record<UnitKey, string>;
  private readonly people = new Map<Role, Person>();
  private readonly everybody = new Map<string, Person>();
  constructor(readonly server: TestServer) {}

  private write<T>(work: (ctx: Ctx) => Promise<T>): Promise<T> {
    return Ctx.writing({ db: this.server.db, actor: system }, work);
  }

  /** The made city with its units. */
  static async city(server: TestServer): Promise<Given> {
    const given = new Given(server);
    await given.write(async (ctx) => {
      for (const p of CITY) await given.place(ctx, p);
      for (const u of UNITS) {
        given.units[u.key as UnitKey] = newId();
        const parent = u.parent ? given.units[u.parent as UnitKey] : null;
        const row = { id: given.units[u.key as UnitKey], name: u.name, kind: u.kind, parent, place: u.place };
        await ctx.write.insert(unit, { ...row, head: null, leads: u.leads ?? [], active: true, createdAt: ctx.now });
      }
      ctx.write.bumped.add('places').add('people');
    });
    return given;
  }

  private async place(ctx: Ctx, p: MadePlace): Promise<void> {
    const above = CITY.filter(
      (q) => p.code.startsWith(q.code) && levelOrder.indexOf(q.level) < levelOrder.indexOf(p.level),
    );
    const path = pathOf(above.length > 0 ? `/${above.map((q) => q.code).join('/')}/` : null, p.code);
    const { code, level, name, parent, kind = 'base' } = p;
    const rest = { households: 400, supervisionPhone: '021-00000000', until: null, createdAt: ctx.now };
    await ctx.write.insert(place, { code, level, name, parent, path, kind, ...rest });
    if (!p.at) return;
    const { ring, box } = square(...p.at);
    const geometry = JSON.stringify({ type: 'Polygon', coordinates: [ring] });
    const area = 960 * 1110 * (p.at[2] ?? 1) * (p.at[3] ?? 1);
    await ctx.write.insert(placeShape, {
      id: newId(),
      place: code,
      since: ctx.now,
      until: null,
      geometry,
      area,
      ...box,
    });
  }

  /** A new person who is signed in. Grid workers hold the post of 专职网格员 in the first grid unless told otherwise. */
  async person(
    role: Role,
    more: { unit?: UnitKey; roles?: Role[]; grids?: string[]; post?: Post; name?: string } = {},
  ): Promise<Person> {
    const id = newId();
    const token = randomBytes(32).toString('base64url');
    const seat = more.unit ?? SEATS[role];
    const grids = more.grids ?? (role === 'gridWorker' || role === 'gridLead' ? ['990101001001001'] : []);
    await this.write(async (ctx) => {
      await ctx.write.insert(account, {
        id,
        kind: role === 'resident' ? 'resident' : 'staff',
        login: role === 'resident' ? null : id,
        name: more.name ?? `${role}-${id.slice(-4)}`,
        workName: `工作名${id.slice(-4)}`,
        contact: '021-00000001',
        password: null,
        mustChangePassword: false,
        roles: more.roles ?? [role],
        unit: seat ? this.units[seat] : null,
        active: true,
        seenAt: null,
        openidIndex: null,
        openid: null,
        contactName: null,
        contactPhone: null,
        consentVersion: role === 'resident' ? PRIVACY_VERSION : null,
        consentAt: role === 'resident' ? ctx.now : null,
        createdAt: ctx.now,
      });
      for (const grid of grids) {
        const kind = more.post ?? (role === 'gridLead' ? 'lead' : 'worker');
        await ctx.write.insert(post, {
          id: newId(),
          place: grid,
          account: id,
          post: kind,
          since: ctx.now,
          until: null,
        });
      }
      const expiresAt = new Date(ctx.now.getTime() + 3_600_000);
      const channel = role === 'resident' ? 'wechat' : 'console';
      const moments = { createdAt: ctx.now, seenAt: ctx.now, expiresAt, revokedAt: null };
      await ctx.write.insert(session, { id: newId(), tokenHash: sha256(token), account: id, channel, ...moments });
      ctx.write.bumped.add('people');
    });
    const person = new Person(this.server, id, token, role);
    this.everybody.set(id, person);
    return person;
  }

  /** Who was drawn to check a case that is handled; anybody of supervision where nobody was. */
  async checkerOf(id: string): Promise<Person> {
    const { checker } = await (await this.the('leader')).case(id);
    return this.everybody.get(checker?.id ?? '') ?? (await this.the('supervisor'));
  }

  /** Somebody of this role, the same each time. */
  async the(role: Role): Promise<Person> {
    let person = this.people.get(role);
    if (!person) {
      person = await this.person(role);
      this.people.set(role, person);
    }
    return person;
  }

  /** A case of a resident, driven over HTTP to the state by those whose turn it is. */
  async case(state: State = 'reported', report: object = {}): Promise<{ id: string; resident: Person }> {
    const resident = await this.the('resident');
    const { id } = await resident.report(report);
    for (const step of STEPS_TO[state]) await step(this, id, resident);
    return { id, resident };
  }
}

type Step = (given: Given, id: string, resident: Person) => Promise<unknown>;
const by =
  (role: Role, action: Action, input: (given: Given, person: Person) => Promise<object> | object = () => ({})): Step =>
  async (given, id, resident) => {
    const person = role === 'resident' ? resident : await given.the(role);
    return person.does(id, action, await input(given, person));
  };
const verified = [by('gridWorker', 'verify')];
const assigned = [...verified, by('dispatcher', 'assign', (g) => ({ unit: g.units.works, urgency: 'normal' }))];
const handling = [...assigned, by('handler', 'accept')];
const handled = [
  ...handling,
  by('handler', 'handle', async (_, p) => ({
    outcome: 'solved',
    reply: '已更换灯泡，恢复照明',
    photos: [(await p.photo()).id],
  })),
];
const checked: Step[] = [
  // Before the work is handed in, so that there is somebody to be drawn.
  async (given) => given.the('supervisor'),
  ...handled,
  async (given, id) => (await given.checkerOf(id)).does(id, 'pass', { quality: 'good' }),
];
const rejected = [by('communityWorker', 'reject', () => ({ reason: 'empty', goTo: '请补充照片后重新提交' }))];

/** How each state is reached. */
export const STEPS_TO: Record<State, Step[]> = {
  reported: [],
  verified,
  assigned,
  handling,
  handled,
  checked,
  closed: [...checked, by('resident', 'confirm', () => ({ solved: 'yes', satisfied: 5 }))],
  waitingReporter: [...verified, by('dispatcher', 'ask', () => ({ question: '具体在几号门口' }))],
  suspended: [
    ...handling,
    by('dispatcher', 'suspend', () => ({ reviewOn: dayAfter(300), words: '等排水管网改造一并实施' })),
  ],
  disputed: [...checked, by('resident', 'disagree', () => ({ satisfied: 2, words: '灯还是不亮' }))],
  rejected,
  merged: [
    async (given, id) => {
      const { id: main } = await (await given.the('resident')).report();
      await (await given.the('communityWorker')).does(id, 'merge', { main });
    },
  ],
  withdrawn: [by('resident', 'withdraw')],
};

export const anyItem = () => items[0].code;
export const actionNames = Object.keys(actions) as Action[];
