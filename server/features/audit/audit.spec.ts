/** The audit log: what is in it, and that nobody changes it unnoticed. */
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditCommands } from '../../cli/audit.js';
import type { Cli } from '../../cli/cli.js';
import { Ctx, system } from '../../core/ctx.js';
import { Secrets } from '../../core/secrets.js';
import { startS3 } from '../../standins/s3.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Browser, PASSWORD, staff } from '../../test/browser.js';
import { Given, type Person } from '../../test/given.js';
import { AuditAnchors, FOLDER } from './audit.anchors.js';
import { AuditService, auditVerify } from './audit.service.js';

let server: TestServer;
let given: Given;
let auditor: Person;

beforeEach(async () => {
  server = await startServer();
  given = await Given.city(server);
  auditor = await given.the('auditAdmin');
});
afterEach(() => server.close());

const anchorsOf = (where: TestServer) => where.app.get(AuditAnchors);
const verdict = async (where = server, secrets = where.secrets) =>
  auditVerify(where.db, secrets, (await anchorsOf(where).all()).anchors);
const list = async (query = '') => (await auditor.get(`/api/audit?${query}`)).body.rows;
const run = (sql: string, values: unknown[] = []) => server.db.write((tx) => tx.run(sql, values));
/** Entries of nothing in particular. */
const writeMany = (n: number) =>
  Ctx.writing({ db: server.db, actor: system, source: '127.0.0.1' }, async (ctx) => {
    const audit = server.app.get(AuditService);
    for (let i = 1; i <= n; i++) await audit.write(ctx, { action: 'test.many', object: `test:${i}`, detail: { i } });
  });
/** Somebody with the keys to the database takes its guard away. */
const unguard = async () => {
  await run('DROP TRIGGER no_update_audit');
  await run('DROP TRIGGER no_delete_audit');
};

describe('the log', () => {
  it('holds who signed in, who was refused, and what was changed', async () => {
    const person = await staff(given, ['leader']);
    const browser = new Browser(server);
    await browser.signIn(person.login, 'Wrong-1');
    await browser.signIn('who-is-this', 'Wrong-1');
    await browser.signIn(person.login, PASSWORD);
    await browser.call('delete', '/api/session');
    const rows = await list('size=100');
    const entries = rows.map(({ action, ok, who, object }: Record<string, unknown>) => [action, ok, who, object]);
    const object = `account:${person.id}`;
    expect(entries.reverse()).toEqual([
      ['account.create', true, expect.stringMatching(/^systemAdmin/), object],
      ['session.in', true, '陈晓东', null],
      ['session.password', true, '陈晓东', null],
      ['account.roles', true, expect.stringMatching(/^securityAdmin/), object],
      ['session.in', false, '陈晓东', null],
      ['session.in', false, null, null],
      ['session.in', true, '陈晓东', null],
      ['session.out', true, '陈晓东', null],
    ]);
    expect(rows[0].source).toMatch(/127\.0\.0\.1/);
    expect(JSON.stringify(rows)).not.toMatch(/who-is-this|Wrong-1/);
  });

  it('is found by action, person and time, newest first, in pages', async () => {
    await writeMany(45);
    const first = await auditor.get('/api/audit?action=test&size=20');
    expect(first.body).toMatchObject({ total: 45, more: false, page: 1, size: 20 });
    expect(first.body.rows[0]).toMatchObject({
      action: 'test.many',
      object: 'test:45',
      who: '系统',
      detail: { i: 45 },
    });
    expect(await list('action=test.many&page=3')).toHaveLength(5);
    expect(await list('action=tes')).toEqual([]);
    expect(await list(`who=${encodeURIComponent('系')}`)).toHaveLength(20);
    expect(await list('who=system')).toHaveLength(20);
    expect(await list('who=%25')).toEqual([]);
    expect(await list(`from=${new Date(Date.now() + 60_000).toISOString()}`)).toEqual([]);
    expect(await list(`to=${new Date(Date.now() - 600_000).toISOString()}`)).toEqual([]);
    expect(await list(`from=${new Date(Date.now() - 600_000).toISOString()}`)).toHaveLength(20);
    expect((await auditor.get('/api/audit?from=yesterday')).status).toBe(422);
  });

  it('is read by the auditor only', async () => {
    for (const role of ['systemAdmin', 'securityAdmin', 'leader', 'dispatcher', 'resident'] as const) {
      expect((await (await given.the(role)).get('/api/audit')).status).toBe(403);
    }
  });

  it('does not hold what was undone', async () => {
    await expect(
      Ctx.writing({ db: server.db, actor: system }, async (ctx) => {
        await server.app.get(AuditService).write(ctx, { action: 'test.undone' });
        throw new Error('undo');
      }),
    ).rejects.toThrow('undo');
    expect(await list('action=test')).toEqual([]);
    await writeMany(1);
    expect(await verdict()).toEqual({ rows: 1, brokenAt: null, lost: [] });
  });
});

describe('the chain', () => {
  it('is whole, over more than one page', async () => {
    await writeMany(1201);
    const seen: number[] = [];
    expect(await auditVerify(server.db, server.secrets, [], (n) => seen.push(n))).toEqual({
      rows: 1201,
      brokenAt: null,
      lost: [],
    });
    expect(seen).toEqual([1000, 1201]);
  });

  it('is whole when many write at once, on two servers', async () => {
    const second = await startServer({ dbUrl: server.env.dbUrl, dataDir: server.env.dataDir });
    const names = Array.from({ length: 12 }, (_, i) => `nobody-${i}`);
    await Promise.all(names.map((name, i) => new Browser(i % 2 ? second : server).signIn(name, 'Wrong-1')));
    await second.close();
    expect(await verdict()).toEqual({ rows: 12, brokenAt: null, lost: [] });
  });

  it('keeps words as they were written', async () => {
    const detail = { 2: 'b', 1: 'a', words: '路灯 “坏” 😀\ud800 \u0000', none: null, n: 1e21, deep: [{ x: [] }] };
    await Ctx.writing({ db: server.db, actor: { ...system, name: `${'长'.repeat(80)}😀\ud800` } }, (ctx) =>
      server.app.get(AuditService).write(ctx, { action: 'test.words', object: 'test:😀', detail }),
    );
    expect(await verdict()).toEqual({ rows: 1, brokenAt: null, lost: [] });
    expect((await list('action=test'))[0]).toMatchObject({ object: 'test:😀', detail });
  });

  it('is written to and never changed: the database refuses', async () => {
    await writeMany(2);
    await expect(run("UPDATE audit SET who = 'x'")).rejects.toThrow(/append-only/);
    await expect(run('DELETE FROM audit WHERE seq = 1')).rejects.toThrow(/append-only/);
    expect(await verdict()).toEqual({ rows: 2, brokenAt: null, lost: [] });
  });

  it.each<[what: string, sql: string, brokenAt: number]>([
    ['a name was changed', "UPDATE audit SET who = 'x' WHERE seq = 4", 4],
    ['a refusal was turned into a success', 'UPDATE audit SET ok = 1 - ok WHERE seq = 2', 2],
    ['a time was moved', "UPDATE audit SET at = '2020-01-01 00:00:00.000' WHERE seq = 5", 5],
    ['a detail was changed', `UPDATE audit SET detail = '{"i":7}' WHERE seq = 3`, 3],
    ['an entry was taken out', 'DELETE FROM audit WHERE seq = 3', 3],
    ['the first was taken out', 'DELETE FROM audit WHERE seq = 1', 1],
    ['the last was taken out', 'DELETE FROM audit WHERE seq = 6', 6],
    ['all were taken out', 'DELETE FROM audit', 1],
    ['a seal was copied', 'UPDATE audit SET seal = REPEAT_SEAL WHERE seq = 6', 6],
  ])('shows where %s', async (_, sql, brokenAt) => {
    await writeMany(6);
    await unguard();
    const [{ seal }] = await server.db.read.query<{ seal: string }>('SELECT seal FROM audit WHERE seq = 5');
    await run(sql.replace('REPEAT_SEAL', `'${seal}'`));
    expect((await verdict()).brokenAt).toBe(brokenAt);
  });

  it('cannot be forged without the key', async () => {
    await writeMany(3);
    const stranger = new Secrets(randomBytes(32));
    expect(await verdict(server, stranger)).toEqual({ rows: 0, brokenAt: 1, lost: [] });
  });
});

describe('the end of the chain', () => {
  /** What the chain and the counter cannot show: with the keys to the database its end is cut off cleanly. */
  const cutAfter = async (n: number, where = server) => {
    const sql = ['DROP TRIGGER no_delete_audit', `DELETE FROM audit WHERE seq > ${n}`];
    for (const one of [...sql, `UPDATE counter SET n = ${n} WHERE name = 'audit'`])
      await where.db.write((tx) => tx.run(one));
  };
  const folderOf = (where: TestServer) => join(where.env.dataDir, FOLDER);
  async function verify(where = server): Promise<{ code: number; said: string }> {
    const said: string[] = [];
    const screen = { print: (line: string) => said.push(line), progress: () => {} };
    const service = async <T>(type: new (...args: never[]) => T) => where.app.get<T>(type);
    const code = await auditCommands['audit verify'].run([], { ...where, ...screen, service } as unknown as Cli);
    return { code, said: said.join('\n') };
  }

  it('is anchored outside the database: what is cut off is missed, by number and time', async () => {
    await writeMany(3);
    await anchorsOf(server).drop();
    await writeMany(3);
    await anchorsOf(server).drop();
    await anchorsOf(server).drop();
    const { anchors } = await anchorsOf(server).all();
    expect(anchors.map(({ seq }) => seq)).toEqual([3, 6]);
    expect((await verify()).said).toContain('与库外 2 个锚点相符，最近的是第 6 条');
    await cutAfter(4);
    expect(await verdict()).toEqual({ rows: 4, brokenAt: 5, lost: [anchors[1]] });
    const { code, said } = await verify();
    expect(code).toBe(1);
    expect(said).toContain(`库外锚点记着第 6 条（记于 ${anchors[1].at}）`);
    expect(said).toContain('在第 5 条被改动、删除或插入；此前 4 条完整');
  });

  it('is not made good by what is written afterwards', async () => {
    await writeMany(6);
    await anchorsOf(server).drop();
    await cutAfter(4);
    await writeMany(5);
    await anchorsOf(server).drop();
    expect(await verdict()).toMatchObject({ rows: 9, brokenAt: 6, lost: [{ seq: 6 }] });
  });

  it('shows that all was taken out, also when the counter was', async () => {
    await writeMany(2);
    await anchorsOf(server).drop();
    await cutAfter(0);
    expect(await verdict()).toMatchObject({ rows: 0, brokenAt: 1, lost: [{ seq: 2 }] });
  });

  it('is anchored in the bucket too, where this machine’s notes are lost', async () => {
    const s3 = await startS3({ page: 2 });
    const other = await startServer({ s3: s3.settings });
    for (const name of ['a', 'b', 'c']) {
      await new Browser(other).signIn(name, 'Wrong-1');
      await anchorsOf(other).drop();
    }
    expect((await anchorsOf(other).all()).anchors.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    rmSync(folderOf(other), { recursive: true });
    await cutAfter(1, other);
    expect((await verdict(other)).lost.map(({ seq }) => seq)).toEqual([2, 3]);
    await other.close();
    await s3.close();
  });

  it('is not anchored by a line that somebody else wrote', async () => {
    await writeMany(2);
    await anchorsOf(server).drop();
    const [file] = readdirSync(folderOf(server));
    const [line] = readFileSync(join(folderOf(server), file), 'utf8').split('\n');
    appendFileSync(join(folderOf(server), file), `${line.replace(/^2/, '9')}\nrubbish\n${line.slice(0, 40)}`);
    const { code, said } = await verify();
    expect([code, said]).toEqual([0, expect.stringContaining('锚点里有 3 行不是本系统写的')]);
  });

  it('is anchored once more when the server stops', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'gezhi-anchors-'));
    const other = await startServer({ dataDir });
    anchorsOf(other).start();
    await new Browser(other).signIn('nobody', 'Wrong-1');
    await other.close();
    const [file] = readdirSync(join(dataDir, FOLDER));
    expect(readFileSync(join(dataDir, FOLDER, file), 'utf8')).toMatch(/(^|\n)1 [0-9a-f]{64} \d+ [0-9a-f]{64}\n$/);
    rmSync(dataDir, { recursive: true });
  });

  it('says that there is nothing to compare with where nothing was anchored', async () => {
    expect((await verify()).said).toContain('没有库外的锚点可以核对');
  });
});
