/** The office of a replay: a server with Boston's wards as grids, scripted staff and residents who sign in over HTTP. */
import { readFile } from 'node:fs/promises';
import type { Action } from '../../shared/case-flow.js';
import type { Role, UnitKind } from '../../shared/permissions.js';
import { PRIVACY_VERSION } from '../../shared/privacy.js';
import type { CaseView, ImportFault, ImportReport } from '../../shared/views.js';
import { newPassword } from '../core/clock.js';
import { Ctx, system } from '../core/ctx.js';
import { Jobs } from '../core/jobs.js';
import { AccountsService } from '../features/people/accounts.service.js';
import { PostsService } from '../features/people/posts.service.js';
import { UnitsService } from '../features/people/units.service.js';
import { PlaceImport } from '../features/places/places.import.js';
import { PlaceRegistry } from '../features/places/registry.service.js';
import { PasswordsService } from '../features/session/passwords.service.js';
import { ResidentsService } from '../features/session/residents.service.js';
import { SessionService } from '../features/session/session.service.js';
import { startServer, type TestServer } from '../test/app.js';
import { BOSTON_DUMMY, bostonFiles } from './points.js';

export type Say = (line: string) => void;

/** The root above the wards; the code is that of Suffolk County in the national list of the United States. */
const ROOT = { level: 'city', code: '25025', name: '波士顿' } as const;
const UNITS: readonly { key: string; name: string; kind: UnitKind; parent: string | null }[] = [
  { key: 'command', name: '指挥中心', kind: 'command', parent: null },
  { key: 'supervision', name: '监督中心', kind: 'supervision', parent: 'command' },
  { key: 'grids', name: '网格中心', kind: 'grid', parent: 'command' },
  { key: 'works', name: '公共工程局', kind: 'department', parent: 'command' },
];
/** Who plays which part. The operator verifies what no grid owns. */
const STAFF = {
  worker: { role: 'gridWorker', unit: 'grids' },
  operator: { role: 'operator', unit: 'command' },
  dispatcher: { role: 'dispatcher', unit: 'command' },
  handler: { role: 'handler', unit: 'works' },
  supervisor: { role: 'supervisor', unit: 'supervision' },
} as const satisfies Record<string, { role: Role; unit: string }>;
type Part = keyof typeof STAFF;

/** Somebody who is signed in and calls the server over HTTP. */
export class Caller {
  constructor(
    private readonly url: string,
    private readonly signed: Record<string, string>,
  ) {}

  get<T>(path: string): Promise<T> {
    return this.send<T>('GET', path);
  }

  post<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
    return this.send<T>('POST', path, body, headers);
  }

  act(found: Pick<CaseView, 'id' | 'version'>, action: Action, input: object = {}): Promise<CaseView> {
    return this.post(`/api/cases/${found.id}/acts/${action}`, { version: found.version, input });
  }

  /** @throws Error with the server's answer when it is not a success */
  private async send<T>(method: string, path: string, body?: unknown, more: Record<string, string> = {}): Promise<T> {
    const headers = { ...this.signed, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...more };
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}：${answer.status} ${text.slice(0, 300)}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }
}

export interface Office {
  staff: Record<Part, Caller>;
  residents: readonly Caller[];
  /** Id of the department that handles everything. */
  works: string;
  close(): Promise<void>;
}

/** A new server on an empty database, ready for cases. @param residents how many of them */
export async function openOffice(folder: string, residents: number, say: Say): Promise<Office> {
  const server = await startServer({ dummyPoints: [[BOSTON_DUMMY[0], BOSTON_DUMMY[1]]] });
  try {
    const codes = await importWards(server, folder, say);
    const password = newPassword();
    const units = await hire(server, password, codes);
    server.app.get(Jobs).start();
    const staff = {} as Office['staff'];
    for (const part of Object.keys(STAFF) as Part[]) staff[part] = await signIn(server, part, password);
    const people = await residentsOf(server, residents);
    return { staff, residents: people, works: units.works, close: () => server.close() };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Through the import that everybody uses; what it finds wrong is said before it is allowed. @returns codes of the wards */
async function importWards(server: TestServer, folder: string, say: Say): Promise<string[]> {
  const ctx = new Ctx({ db: server.db, actor: system });
  await ctx.begin((own) => server.app.get(PlaceRegistry).add(own, ROOT));
  const text = await readFile(bostonFiles(folder).wards, 'utf8');
  const options = {
    level: 'grid',
    code: 'WARD',
    name: 'WARD',
    under: ROOT.code,
    scheme: 'free',
    dryRun: false,
  } as const;
  const run = (allowed: object): Promise<ImportReport> =>
    server.app.get(PlaceImport).run(ctx, text, { ...options, ...allowed });
  let report = await run({});
  if (report.faults.length > 0) {
    for (const line of sayFaults(report.faults)) say(line);
    say('  原样导入被拒绝（没有改动任何内容）；按 --allow-overlaps --allow-gaps 再导入');
    report = await run({ allowOverlaps: true, allowGaps: true });
  }
  if (!report.applied) throw new Error(`选区不能导入：${report.faults[0]?.reason}`);
  say(`· 导入 ${report.created} 个选区为网格`);
  const rows = await server.db.read.query<{ code: string }>("SELECT code FROM place WHERE level = 'grid'");
  return rows.map(({ code }) => code);
}

function sayFaults(faults: readonly ImportFault[]): string[] {
  const kinds = [...new Set(faults.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const of = faults.filter((fault) => fault.kind === kind);
    const worst = of.reduce((a, b) => ((b.area ?? 0) > (a.area ?? 0) ? b : a));
    return `! 选区边界有 ${of.length} 处 ${kind}，最大的一处：${worst.code ?? ''} ${worst.reason}`;
  });
}

/** Each part's name is its login. @returns ids of the units by key */
async function hire(server: TestServer, password: string, grids: readonly string[]): Promise<Record<string, string>> {
  const hash = await server.app.get(PasswordsService).hash(password);
  return Ctx.writing({ db: server.db, actor: system }, async (ctx) => {
    const units: Record<string, string> = {};
    for (const { key, name, kind, parent } of UNITS) {
      const above = parent ? units[parent] : null;
      units[key] = await server.app.get(UnitsService).create(ctx, { name, kind, parent: above, place: ROOT.code });
    }
    for (const [part, { role, unit }] of Object.entries(STAFF)) {
      const given = { login: part, name: part, workName: part, unit: units[unit], roles: [role] };
      const id = await server.app.get(AccountsService).create(ctx, { ...given, password: { hash, mustChange: false } });
      if (part === 'worker') await keepGrids(server, ctx, id, grids);
    }
    return units;
  });
}

async function keepGrids(server: TestServer, ctx: Ctx, account: string, grids: readonly string[]): Promise<void> {
  for (const grid of grids) await server.app.get(PostsService).setPosts(ctx, grid, [{ post: 'worker', account }]);
}

async function signIn(server: TestServer, name: string, password: string): Promise<Caller> {
  const body = JSON.stringify({ name, password });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${server.url}/api/session/staff`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`${name} 登录失败：${answer.status} ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return new Caller(server.url, { cookie });
}

/** Residents sign in through WeChat, which is not here: their accounts and sessions are made by the services. */
async function residentsOf(server: TestServer, count: number): Promise<Caller[]> {
  return Ctx.writing({ db: server.db, actor: system }, async (ctx) => {
    const callers: Caller[] = [];
    for (let i = 0; i < count; i++) {
      const id = await server.app.get(ResidentsService).create(ctx, `replay:${i}`);
      await server.app.get(ResidentsService).setConsent(ctx.as({ ...system, id }), PRIVACY_VERSION, true);
      const token = await server.app.get(SessionService).open(ctx, id, 'wechat');
      callers.push(new Caller(server.url, { authorization: `Bearer ${token}` }));
    }
    return callers;
  });
}
