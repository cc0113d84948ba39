/** A server as main.ts starts it, but for its clock: that is moved by the process that plays the week. */
import { createApp } from '../app.js';
import { huangpu } from '../cities/huangpu/huangpu.js';
import { CityLoader } from '../cities/load.js';
import { takeTimeFrom } from '../core/clock.js';
import { readEnv } from '../core/env.js';
import { Jobs } from '../core/jobs.js';
import { Recurring } from '../core/recurring.js';
import { jpeg } from '../test/pictures.js';

/** "Let it be so late": the clock goes on from there. */
export interface Order {
  id: number;
  at: number;
}
/** Carried out: what was due by then is done. The first one says where the server listens. */
export interface Done {
  id: number;
  url: string;
  error?: string;
}

const AT_ONCE = 200;
const clock = { at: 0, since: 0 };
const reading = () => clock.at + performance.now() - clock.since;

/** Never back: what was written stays before what comes. */
function moveTo(at: number): void {
  clock.at = Math.max(at, reading());
  clock.since = performance.now();
}

async function start(): Promise<(at: number) => Promise<string>> {
  const env = readEnv();
  const running = await createApp(env);
  const { app, db } = running;
  await app.init();
  // What is on the photos of the demo does not count.
  const city = { ...huangpu, picture: () => jpeg(), shot: () => jpeg() };
  const loader = new CityLoader(running, city, () => {});
  if ((await loader.standing()) !== 'loaded') await loader.load(env.demoPassword ?? '');
  await app.listen(env.port, env.host);
  const jobs = app.get(Jobs);
  const recurring = app.get(Recurring);
  jobs.start();
  await recurring.start();
  process.once('SIGTERM', async () => {
    await app.close();
    await db.close();
    process.exit(0);
  });
  const url = await app.getUrl();
  return async (at) => {
    moveTo(at);
    // What a minute's timer does in a server that lives through the minutes.
    await recurring.plan();
    while ((await jobs.runDue(AT_ONCE)) > 0);
    return url;
  };
}

let started: Promise<(at: number) => Promise<string>> | undefined;

async function obey({ id, at }: Order): Promise<void> {
  if (!started) {
    moveTo(at);
    takeTimeFrom(() => new Date(reading()));
    started = start();
  }
  const answer = await started
    .then((go) => go(at))
    .then(
      (url): Done => ({ id, url }),
      (error: Error): Done => ({ id, url: '', error: error.stack ?? error.message }),
    );
  process.send?.(answer);
}

process.on('message', (order: Order) => void obey(order));
// Ctrl-C is for the parent, which ends its servers itself.
process.on('SIGINT', () => {});
// Nobody is left to tell the time.
process.on('disconnect', () => process.exit(1));
