/** The project's commands: `npm start`, `npm test`, `npm run …`. Each installs and builds what it needs first. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bin, build, forgetBuilt, install, root, run } from './tasks.mjs';

const SERVER = 'server/dist/server';
const [command, ...args] = process.argv.slice(2);
const node = (file, more = [], options = {}) =>
  run(process.execPath, ['--enable-source-maps', join(root, file), ...more], options);

/** Ends with the first failure. */
async function inOrder(...steps) {
  for (const step of steps) {
    const code = await step();
    if (code !== 0) return code;
  }
  return 0;
}

const results = (suite) => join(root, '.cache/results', `${suite}.json`);

/** Runs jest and keeps its counts, so that CI can sum the suites up. */
async function jest(suite, config, more = []) {
  mkdirSync(join(root, '.cache/results'), { recursive: true });
  const file = join(root, '.cache', `${suite}.jest.json`);
  // A suite that does not come to its end must not be counted by what an earlier one left.
  for (const old of [file, results(suite)]) rmSync(old, { force: true });
  const code = await run(process.execPath, [
    join(root, 'node_modules/jest/bin/jest.js'),
    '-c',
    config,
    '--json',
    `--outputFile=${file}`,
    // A suite that leaves a handle open must not hold up CI; on a desk jest says so instead.
    ...(process.env.CI ? ['--forceExit'] : []),
    ...more,
  ]);
  if (existsSync(file)) {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(file, 'utf8'));
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    writeFileSync(results(suite), JSON.stringify({ passed: numPassedTests, failed }));
  }
  return code;
}

/** The server with the stand-in of WeChat's server beside it, unless a real AppID is set. */
async function serve() {
  const env = { ...process.env };
  const children = [];
  const begin = (file, more) => {
    const child = spawn(process.execPath, ['--enable-source-maps', join(root, file), ...more], {
      env,
      stdio: 'inherit',
    });
    children.push(child);
    return child;
  };
  if (!env.WECHAT_APPID && (env.CITY ?? 'huangpu') !== 'none') {
    const port = Number(env.PORT ?? 3000) + 1;
    Object.assign(env, { WECHAT_API_BASE: `http://127.0.0.1:${port}`, WECHAT_APPID: 'wxdemo', WECHAT_SECRET: 'demo' });
    begin(`${SERVER}/standins/wechat.js`, [
      '--port',
      String(port),
      '--control-port',
      String(port + 1),
      '--appid',
      'wxdemo',
      '--secret',
      'demo',
    ]);
  }
  const main = begin(`${SERVER}/main.js`, []);
  let stopping = false;
  const stop = () => {
    stopping = true;
    for (const child of children) child.kill('SIGTERM');
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return new Promise((done) => {
    main.on('exit', (code) => {
      // Told to stop before it could listen to that, the server ends by the signal: no failure.
      const ended = code ?? (stopping ? 0 : 1);
      stop();
      done(ended);
    });
  });
}

/** Rebuilds and restarts the server on each change; console and web page have watchers of their own. */
async function dev() {
  // What the watchers leave behind is no build to be shipped.
  forgetBuilt('h5');
  const watchers = [
    begin(bin('vite'), [], { cwd: join(root, 'admin') }),
    begin(bin('taro'), ['build', '--type', 'h5', '--watch'], { cwd: join(root, 'miniapp') }),
  ];
  let server = null;
  let stopping = false;
  const restart = async () => {
    try {
      await build(['server'], { force: true });
    } catch (error) {
      console.error(`${error.message}\n改好保存后会自动重试。`);
      return;
    }
    // The port is free only when the old one has ended.
    if (server) await end(server);
    if (!stopping) server = begin(process.execPath, ['--enable-source-maps', join(root, SERVER, 'main.js')]);
  };
  let timer;
  let work = restart();
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      work = work.then(restart);
    }, 200);
  };
  const folders = ['shared', 'server', 'config'].map((folder) =>
    watch(join(root, folder), { recursive: true }, (_, file) => {
      if (file?.endsWith('.ts') && !file.startsWith('dist')) later();
    }),
  );
  const code = await new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => done(0));
    for (const watcher of watchers) watcher.on('exit', (code) => done(code ?? 1));
  });
  stopping = true;
  clearTimeout(timer);
  for (const folder of folders) folder.close();
  await work;
  await Promise.all([...watchers, server].filter(Boolean).map(end));
  return code;
}

function begin(command, args, options = {}) {
  const child = spawn(command, args, { ...options, stdio: 'inherit' });
  child.on('error', (error) => console.error(error.message));
  return child;
}

/** Asks a program to end, and waits until it has. */
function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    child.on('exit', done);
    child.kill('SIGTERM');
  });
}

const jestConfig = 'config/jest.config.mjs';
const commands = {
  start: async () => {
    await build(['server', 'admin', 'h5']);
    return serve();
  },
  dev,
  build: async () => {
    await build(['server', 'admin', 'h5'], { force: true });
    return 0;
  },
  'build:weapp': async () => {
    await build(['weapp'], { force: true });
    return 0;
  },
  test: async () => {
    await build(['server']);
    return jest(process.env.DB_URL ? 'test-mysql' : 'test', jestConfig, args);
  },
  'test:weapp': async () => {
    await build(['server', 'weapp']);
    return jest('weapp', 'config/jest.weapp.mjs', ['--runInBand', ...args]);
  },
  'test:faults': async () => {
    await build(['server', 'admin', 'h5']);
    return jest('faults', 'config/jest.faults.mjs', ['--runInBand', ...args]);
  },
  'test:browser': async () => {
    await build(['server', 'admin', 'h5']);
    rmSync(results('browser'), { force: true });
    return run(bin('playwright'), ['test', '-c', 'config/playwright.config.mjs', ...args]);
  },
  check: () =>
    inOrder(
      () => run(bin('tsc'), ['-p', 'tsconfig.json']),
      () => run(bin('tsc'), ['-p', 'admin']),
      () => run(bin('tsc'), ['-p', 'miniapp']),
      () => run(bin('biome'), ['ci', '--error-on-warnings', '.']),
      () =>
        run(bin('depcruise'), [
          '--config',
          'config/imports.mjs',
          'shared',
          'server',
          'admin',
          'miniapp',
          '--output-type',
          'err',
        ]),
      () => jest('house', jestConfig, ['server/house.spec.ts']),
    ),
  bench: async () => {
    await build(['server', 'admin', 'h5', 'weapp']);
    return node(`${SERVER}/bench/run.js`, args);
  },
  replay: async () => {
    await build(['server']);
    return node(`${SERVER}/replay/run.js`, args);
  },
  day: async () => {
    await build(['server']);
    return node(`${SERVER}/day/run.js`, args);
  },
  gezhi: async () => {
    await build(['server']);
    return node(`${SERVER}/cli/gezhi.js`, args);
  },
  pictures: async () => {
    await build(['server', 'admin', 'h5']);
    return node(`${SERVER}/e2e/pictures.js`, args);
  },
};

try {
  const work = commands[command];
  if (!work) throw new Error(`没有这个命令：${command}。可用的有 ${Object.keys(commands).join('、')}`);
  await install();
  process.exitCode = await work();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
