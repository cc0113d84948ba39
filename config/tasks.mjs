/** What can be built and whether it is out of date: install, the server by swc, the two faces by their own builders. */
import { spawn } from 'node:child_process';
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

async function must(words, command, args, options) {
  const started = Date.now();
  process.stdout.write(`· ${words} …\n`);
  const code = await run(command, args, options);
  if (code !== 0) throw new Error(`${words}失败（退出码 ${code}）`);
  process.stdout.write(`  ${words}完成，用时 ${((Date.now() - started) / 1000).toFixed(0)} 秒\n`);
}

export async function install() {
  const lock = at('package-lock.json');
  const installed = at('node_modules/.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  if (existsSync(installed) && sameVersions(lock, installed)) return;
  const quietly = ['--no-audit', '--no-fund'];
  try {
    await must('安装依赖（首次约 3 分钟）', 'npm', ['ci', ...quietly]);
  } catch {
    // A registry that lacks packages of other platforms makes `npm ci` call the lock incomplete.
    await must('照锁定的版本安装依赖', 'npm', ['install', '--no-save', ...quietly]);
  }
}

/** A fresh checkout touches the lock file without changing what it says. */
function sameVersions(lock, installed) {
  const versions = (file) => {
    const { packages } = JSON.parse(readFileSync(file, 'utf8'));
    return new Map(Object.entries(packages).map(([path, { version }]) => [path, version]));
  };
  const have = versions(installed);
  return [...versions(lock)].every(
    ([path, version]) => !path.startsWith('node_modules/') || !have.has(path) || have.get(path) === version,
  );
}

const SKIPPED = new Set(['node_modules', 'dist', 'data', '.cache', '.git']);

export function* filesUnder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (SKIPPED.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}

/** Each face: what it is built from, where the mark of the last build lies, and how it is built. */
const faces = {
  server: { words: '编译服务端', from: ['shared', 'server', 'config'], mark: 'server/dist/.built', build: buildServer },
  admin: {
    words: '构建管理台',
    from: ['shared', 'admin'],
    mark: 'admin/dist/.built',
    build: () => must('构建管理台', bin('vite'), ['build', '--logLevel', 'warn'], { cwd: at('admin') }),
  },
  h5: {
    words: '构建小程序网页版',
    from: ['shared', 'miniapp'],
    mark: 'miniapp/dist/.h5-built',
    build: () =>
      must('构建小程序网页版', bin('taro'), ['build', '--type', 'h5'], {
        cwd: at('miniapp'),
        env: { NODE_ENV: 'production' },
      }),
  },
  weapp: {
    words: '构建微信小程序',
    from: ['shared', 'miniapp'],
    mark: 'miniapp/dist/.weapp-built',
    build: () =>
      must('构建微信小程序', bin('taro'), ['build', '--type', 'weapp'], {
        cwd: at('miniapp'),
        env: { NODE_ENV: 'production' },
      }),
  },
};

function isStale({ from, mark }) {
  if (!existsSync(at(mark))) return true;
  const built = statSync(at(mark)).mtimeMs;
  for (const folder of from) for (const file of filesUnder(at(folder))) if (statSync(file).mtimeMs > built) return true;
  return statSync(at('package-lock.json')).mtimeMs > built && !existsSync(at('node_modules/.package-lock.json'));
}

/** Builds what is out of date. */
export async function build(names, { force = false } = {}) {
  for (const name of names) {
    const face = faces[name];
    if (!force && !isStale(face)) continue;
    await face.build();
    mkdirSync(dirname(at(face.mark)), { recursive: true });
    writeFileSync(at(face.mark), '');
  }
}

/** Lets the next build of a face begin anew. */
export const forgetBuilt = (name) => rmSync(at(faces[name].mark), { force: true });

const isSource = (file) => extname(file) === '.ts' && !/\.(spec|e2e|d)\.ts$/.test(file);

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
