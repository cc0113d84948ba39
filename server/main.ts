/** Starts the server: schema, first data, jobs, pages; ends cleanly on Ctrl-C. */
import { createApp, type Running } from './app.js';
import { openCity } from './cities/open.js';
import { type Env, readEnv } from './core/env.js';
import { Jobs } from './core/jobs.js';
import { Recurring } from './core/recurring.js';
import { AuditAnchors } from './features/audit/audit.anchors.js';

const say = (line = '') => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  // A limit on the size of files is then an error of that one write, not the end of the server.
  process.on('SIGXFSZ', () => {});
  // From the first moment on: Ctrl-C during a long first start leaves nothing half done.
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop.abort());
  const env = readEnv();
  const running = await createApp(env);
  try {
    if (running.added.length > 0) say(`· 数据库已就绪（新增 ${running.added.length} 项）`);
    const greeting = await openCity(running, env, say, stop.signal);
    if (!stop.signal.aborted) await serve(running, env, greeting, stop.signal);
    say('\n正在停止 …');
  } finally {
    await running.app.close();
    await running.db.close();
  }
}

/** Listens until it is told to stop. */
async function serve({ app }: Running, env: Env, greeting: readonly string[], stop: AbortSignal): Promise<void> {
  const stopped = new Promise<void>((done) => stop.addEventListener('abort', () => done()));
  await app.listen(env.port, env.host);
  app.get(Jobs).start();
  await app.get(Recurring).start();
  app.get(AuditAnchors).start();
  for (const line of greeting) say(line);
  await stopped;
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`启动失败：${error.message}\n`);
    process.exit(1);
  },
);
