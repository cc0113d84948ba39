/** Intake: our whole POST /api/cases against bare Fastify with the driver doing the same inserts, durable on both sides. */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { middleOf } from '../test/given.js';
import { type BenchRow, compared, inTurns } from './bench.js';
import { type Ask, load } from './load.js';

const REQUESTS = 1000;
const LEAST = 0.5;

interface Target {
  url: string;
  token: string;
  child: ChildProcess;
}

function start(kind: 'ours' | 'bare', dbUrl: string | undefined): Promise<Target> {
  const env = { ...process.env, DB_URL: dbUrl ?? '' };
  const child = fork(fileURLToPath(new URL('./target.js', import.meta.url)), [kind], { env });
  return new Promise((done, failed) => {
    child.once('message', (m) => done({ ...(m as { url: string; token: string }), child }));
    child.once('exit', (code) => failed(new Error(`${kind} ended with ${code}`)));
  });
}

const stop = (target: Target) =>
  new Promise<void>((done) => {
    target.child.once('exit', () => done());
    target.child.disconnect();
  });

const report = (token: string) => (): Ask => ({
  method: 'POST',
  path: '/api/cases',
  headers: { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() },
  body: { report: { kind: 'complaint', item: 'road-lamp', words: '门口路灯坏了三天', place: middleOf(0) } },
});

/** @param dbUrl MySQL/MariaDB; absent means SQLite */
export async function intake(dbUrl?: string): Promise<BenchRow> {
  const [ours, bare] = [await start('ours', dbUrl), await start('bare', dbUrl)];
  try {
    const turn = (target: Target) => async () => (await load(target.url, REQUESTS, report(target.token))).length;
    const rates = await inTurns({ ours: turn(ours), bare: turn(bare) });
    return compared({
      name: `上报 POST /api/cases（${dbUrl ? 'MariaDB' : 'SQLite'}）`,
      unit: '件/秒',
      ours: rates.ours,
      baseline: rates.bare,
      baselineName: 'Fastify + 驱动，同样的写入',
      bound: LEAST,
    });
  } finally {
    await stop(ours);
    await stop(bare);
  }
}
