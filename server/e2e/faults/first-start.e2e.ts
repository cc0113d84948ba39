/** `npm start` on an empty machine: interrupted, started again, looked at, ended; then once more as in production. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { roles, staffRoles } from '../../../shared/permissions.js';
import { root } from '../../core/root.js';
import { Browser } from '../../test/browser.js';
import { freePorts, temporary, until } from './processes.js';

const PASSWORD = 'Lotus-leaf-7';
const folder = temporary();
let start: Start | undefined;
afterAll(async () => {
  await start?.interrupt();
  folder.remove();
});

/** What `npm start` runs, as somebody at a terminal sees it. */
class Start {
  said = '';
  private readonly child: ChildProcess;
  private readonly ended: Promise<number | null>;

  constructor(
    readonly port: number,
    more: Record<string, string> = {},
  ) {
    const env = { PATH: process.env.PATH, DATA_DIR: folder.path, PORT: String(port), DEMO_PASSWORD: PASSWORD, ...more };
    this.child = spawn(process.execPath, [join(root, 'config/run.mjs'), 'start'], { cwd: root, env });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (text) => (this.said += text));
    this.ended = new Promise((done) => this.child.on('exit', done));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Waits for words on the screen. */
  async says(words: string): Promise<void> {
    await until(async () => this.said.includes(words) || this.child.exitCode !== null, 180);
    expect(this.said).toContain(words);
  }

  /** Ctrl-C. @returns the exit code */
  interrupt(): Promise<number | null> {
    this.child.kill('SIGINT');
    return this.ended;
  }
}

const statusOf = async (path: string) => (await fetch(`${start?.url}${path}`)).status;

it('goes on with the demo city after Ctrl-C, tells addresses and accounts, and ends cleanly', async () => {
  const [port] = await freePorts(3);
  start = new Start(port);
  await start.says('重演诉求 200');
  expect(await start.interrupt()).toBe(0);
  expect(start.said).not.toContain('管理台  ');

  start = new Start(port);
  await start.says('示范登录');
  expect(start.said).not.toContain('载入区划');
  for (const path of ['/admin/', '/m/', '/api/docs']) {
    expect(start.said).toContain(`http://localhost:${port}${path}`);
    expect(await statusOf(path)).toBe(200);
  }
  for (const role of staffRoles) {
    const [, login] = start.said.match(new RegExp(`^ {2}(\\S+) +${roles[role].label}（`, 'm')) ?? [];
    const answer = await new Browser(start).signIn(login ?? '', PASSWORD);
    expect(answer.body.roles).toContain(role);
  }
  expect(await start.interrupt()).toBe(0);

  start = new Start(port, { NODE_ENV: 'production' });
  await start.says('示范账号');
  expect(start.said).not.toMatch(/重演|\/api\/docs/);
  expect(await Promise.all(['/admin/', '/m/', '/api/docs', '/api/openapi.json'].map(statusOf))).toEqual([
    200, 200, 404, 404,
  ]);
  expect(await start.interrupt()).toBe(0);
});

it('starts no city that does not exist', async () => {
  const [port] = await freePorts(3);
  start = new Start(port, { CITY: 'huangpo' });
  await start.says('CITY 应为 huangpu 或 none，不是 huangpo');
  expect(await start.interrupt()).toBe(1);
});
