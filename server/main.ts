/** Starts the server: schema, first data, jobs, pages; ends cleanly on Ctrl-C. */
import { createApp } from './app.js';
import { openCity } from './cities/open.js';
import { readEnv } from './core/env.js';
import { Jobs } from './core/jobs.js';
import { Recurring } from './core/recurring.js';

const say = (line = '') => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  // A limit on the size of files is then an error of that one write, not the end of the server.
  process.on('SIGXFSZ', () => {});
  const env = readEnv();
  const running = await createApp(env);
  if (running.added.length > 0) say(`· 数据库已就绪（新增 ${running.added.length} 项）`);
  const greeting = await openCity(running, env, say);
  await running.app.listen(env.port, env.host);
  running.app.get(Jobs).start();
  await running.app.get(Recurring).start();
  for (const line of greeting) say(line);

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    say('\n正在停止 …');
    await running.app.close();
    await running.db.close();
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

main().catch((error: Error) => {
  process.stderr.write(`启动失败：${error.message}\n`);
  process.exit(1);
});
