/** What the commands do before their own work: install what is missing, build what is out of date. On a project of their own. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const here = process.cwd();
let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'gezhi-tasks-'));
  mkdirSync(join(project, 'config'));
  for (const file of ['config/tasks.mjs', 'config/swc.json']) copyFileSync(join(here, file), join(project, file));
  write('package.json', '{"type":"module"}');
  write('shared/a.ts', 'export const a: number = 1;');
  write('server/b.ts', 'export const b: number = 2;');
  write('miniapp/app.ts', '');
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), text);
}

const lockfile = (packages: object) => JSON.stringify({ lockfileVersion: 3, packages });

/** A program that only writes down that it was called, and then does what it is told. */
function program(file: string, then = ''): void {
  write(file, `#!/bin/sh\necho called >&2\n${then}\n`);
  chmodSync(join(project, file), 0o755);
}

/** @returns what the screen showed */
function does(call: string, env: Record<string, string> = {}): string {
  const script = `const tasks = await import('./config/tasks.mjs'); await tasks.${call};`;
  const path = `${join(project, 'bin')}:${process.env.PATH}`;
  return execFileSync('sh', ['-c', 'exec "$0" --input-type=module -e "$1" 2>&1', process.execPath, script], {
    cwd: project,
    env: { ...process.env, PATH: path, ...env },
    encoding: 'utf8',
  });
}

describe('installing', () => {
  const have = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b/node_modules/c': { version: '2.0.0' } };
  beforeEach(() => {
    program('bin/npm');
    write('node_modules/.package-lock.json', lockfile(have));
  });
  const installs = (packages: object) => {
    write('package-lock.json', lockfile({ '': { name: 'x' }, ...packages }));
    // A lock that is older says nothing: a checkout may bring back an old one.
    utimesSync(join(project, 'package-lock.json'), 1, 1);
    return does('install()').includes('called');
  };

  it.each<[what: string, packages: object, isWanted: boolean]>([
    ['nothing where all is there', have, false],
    ['a package that is new', { ...have, 'node_modules/d': { version: '1.0.0' } }, true],
    ['a package of a workspace that is new', { ...have, 'server/node_modules/d': { version: '1.0.0' } }, true],
    ['another version', { ...have, 'node_modules/a': { version: '1.0.1' } }, true],
    ['nothing for another platform', { ...have, 'node_modules/d': { version: '1.0.0', optional: true } }, false],
    [
      'another version of what a platform needs',
      { ...have, 'node_modules/a': { version: '2.0.0', optional: true } },
      true,
    ],
    ['nothing where a workspace is linked', { ...have, server: { name: '@gezhi/server', version: '3' } }, false],
  ])('installs %s', (_, packages, isWanted) => {
    expect(installs(packages)).toBe(isWanted);
  });

  it('installs all on a clean checkout', () => {
    rmSync(join(project, 'node_modules'), { recursive: true });
    expect(installs(have)).toBe(true);
  });
});

describe('building', () => {
  beforeEach(() => {
    mkdirSync(join(project, 'node_modules'), { recursive: true });
    symlinkSync(join(here, 'node_modules/@swc'), join(project, 'node_modules/@swc'));
    write('package-lock.json', lockfile({}));
  });
  const server = () => does("build(['server'])");
  const weapp = (env = {}) => does("build(['weapp'])", env).includes('called');

  it('says what it builds, once', () => {
    expect(server()).toMatch(/编译服务端 ….*编译服务端完成/s);
    expect(existsSync(join(project, 'server/dist/server/b.js'))).toBe(true);
    expect(server()).toBe('');
  });

  it.each<[what: string, change: () => void]>([
    ['a source changed', () => write('shared/a.ts', 'export const a = 22;')],
    ['a source was added', () => write('server/c.ts', '')],
    ['a source was deleted', () => rmSync(join(project, 'server/b.ts'))],
    ['the locked packages changed', () => write('package-lock.json', lockfile({ 'node_modules/a': { version: '2' } }))],
    ['a source changed into an older one', () => utimesSync(join(project, 'server/b.ts'), 1, 1)],
  ])('builds again when %s', (_, change) => {
    server();
    change();
    expect(server()).toContain('编译服务端');
    expect(existsSync(join(project, 'server/dist/server/b.js'))).toBe(existsSync(join(project, 'server/b.ts')));
  });

  it('builds nothing for a test that changed', () => {
    write('server/b.spec.ts', '');
    server();
    write('server/b.spec.ts', 'it("is new");');
    expect(server()).toBe('');
  });

  it('builds again what was edited while it was built', () => {
    program('node_modules/.bin/taro', 'echo edited > app.ts');
    expect(weapp()).toBe(true);
    expect(weapp()).toBe(true);
    program('node_modules/.bin/taro');
    expect(weapp()).toBe(true);
    expect(weapp()).toBe(false);
  });

  it('builds the mini-program again for another address of the server', () => {
    // Builders leave caches behind, which are no sources.
    program('node_modules/.bin/taro', 'mkdir -p .swc dist && echo > .swc/cache && echo > dist/app.js');
    expect(weapp({ GEZHI_API: 'https://one' })).toBe(true);
    expect(weapp({ GEZHI_API: 'https://one' })).toBe(false);
    expect(weapp({ GEZHI_API: 'https://two' })).toBe(true);
  });
});
