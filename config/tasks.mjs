/** What can be built and whether it is out of date: install, the server by swc, the two faces by their own builders. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const at = (...path) => join(root, ...path);

/** Runs a program in the project and waits for its end. @returns its exit code */
export function run(command, args, { cwd = root, env = {}, quiet = false } = {}) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: quiet ? 'ignore' : 'inherit' });
    child.on('error', failed);
    child.on('exit', (code, signal) => done(code ?? (signal ? 1 : 0)));
  });
}

export const bin = (name) => at('node_modules/.bin', name);

/** Says what is done and how long it took. */
async function step(words, work) {
  const started = Date.now();
  process.stdout.write(`· ${words} …\n`);
  await work();
  process.stdout.write(`  ${words}完成，用时 ${((Date.now() - started) / 1000).toFixed(0)} 秒\n`);
}

const must = (words, command, args, options) =>
  step(words, async () => {
    const code = await run(command, args, options);
    if (code !== 0) throw new Error(`${words}失败（退出码 ${code}）`);
  });

export async function install() {
  const installed = at('node_modules/.package-lock.json');
  if (existsSync(installed) && holdsAll(installed, at('package-lock.json'))) return;
  const quietly = ['--no-audit', '--no-fund'];
  try {
    await must('安装依赖（首次约 3 分钟）', 'npm', ['ci', ...quietly]);
  } catch {
    // A registry that lacks packages of other platforms makes `npm ci` call the lock incomplete.
    await must('照锁定的版本安装依赖', 'npm', ['install', '--no-save', ...quietly]);
  }
}

/** Whether all that is locked is installed, in its version. What only other platforms need may be absent. */
function holdsAll(installed, lock) {
  const packagesOf = (file) => Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages);
  const have = new Map(packagesOf(installed));
  return packagesOf(lock).every(([path, { version, optional }]) => {
    const isPackage = path.includes('node_modules/');
    return !isPackage || (have.has(path) ? have.get(path).version === version : optional);
  });
}

/** No build reads these. */
const isTest = (file) => /\.(spec|e2e)\.tsx?$/.test(file);

/** Folders that are made here, as hidden ones are: no sources. */
const MADE = new Set(['node_modules', 'dist', 'data']);

export function* filesUnder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) yield path;
    else if (!MADE.has(entry.name) && !entry.name.startsWith('.')) yield* filesUnder(path);
  }
}

/** Each face: what it is built from (and by which variables), where the mark of the last build lies, and how it is built. */
const faces = {
  server: {
    from: ['shared', 'server', 'config'],
    mark: 'server/dist/.built',
    build: () => step('编译服务端', buildServer),
  },
  admin: {
    from: ['shared', 'admin'],
    mark: 'admin/dist/.built',
    build: () => must('构建管理台', bin('vite'), ['build', '--logLevel', 'warn'], { cwd: at('admin') }),
  },
  h5: {
    from: ['shared', 'miniapp'],
    mark: 'miniapp/dist/.h5-built',
    build: () =>
      must('构建小程序网页版', bin('taro'), ['build', '--type', 'h5'], {
        cwd: at('miniapp'),
        env: { NODE_ENV: 'production' },
      }),
  },
  weapp: {
    from: ['shared', 'miniapp'],
    variables: ['GEZHI_API'],
    mark: 'miniapp/dist/.weapp-built',
    build: () =>
      must('构建微信小程序', bin('taro'), ['build', '--type', 'weapp'], {
        cwd: at('miniapp'),
        env: { NODE_ENV: 'production' },
      }),
  },
};

/** In one line all that a build of a face depends on; the mark of a build is the state it began from. */
function stateOf({ from, variables = [] }) {
  const state = createHash('sha256').update(readFileSync(at('package-lock.json')));
  for (const file of from.flatMap((folder) => [...filesUnder(at(folder))]).sort()) {
    if (isTest(file)) continue;
    const { size, mtimeMs } = statSync(file);
    state.update(`\n${relative(root, file)} ${size} ${mtimeMs}`);
  }
  for (const name of variables) state.update(`\n${name}=${process.env[name] ?? ''}`);
  return state.digest('hex');
}

/** Builds what is out of date. */
export async function build(names, { force = false } = {}) {
  for (const name of names) {
    const face = faces[name];
    const mark = at(face.mark);
    // Taken before the build: what is edited meanwhile is not built yet.
    const state = stateOf(face);
    if (!force && existsSync(mark) && readFileSync(mark, 'utf8') === state) continue;
    rmSync(mark, { force: true });
    await face.build();
    mkdirSync(dirname(mark), { recursive: true });
    writeFileSync(mark, state);
  }
}

/** Lets the next build of a face begin anew. */
export const forgetBuilt = (name) => rmSync(at(faces[name].mark), { force: true });

const isSource = (file) => extname(file) === '.ts' && !file.endsWith('.d.ts') && !isTest(file);

/** swc, file by file into server/dist with the tree kept, so that relative imports go on working. */
async function buildServer() {
  const { transformFile } = await import('@swc/core');
  const { $schema: _, ...options } = JSON.parse(readFileSync(at('config/swc.json'), 'utf8'));
  const out = at('server/dist');
  rmSync(out, { recursive: true, force: true });
  const files = ['shared', 'config', 'server'].flatMap((folder) => [...filesUnder(at(folder))]).filter(isSource);
  await Promise.all(
    files.map(async (file) => {
      const target = join(out, relative(root, file)).replace(/\.ts$/, '.js');
      const { code, map } = await transformFile(file, {
        ...options,
        swcrc: false,
        sourceFileName: relative(dirname(target), file),
      }).catch((fault) => {
        // The place in the source says it all; the stack of the compiler does not.
        throw new Error(fault.message.split('\n\nCaused by')[0]);
      });
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, `${code}\n//# sourceMappingURL=${target.split('/').pop()}.map\n`);
      writeFileSync(`${target}.map`, map ?? '');
    }),
  );
}
