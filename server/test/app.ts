/** A whole server for a spec: an empty database of its own (SQLite, or MySQL/MariaDB with DB_URL), real HTTP. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { createApp, type Running } from '../app.js';
import { type Env, readEnv } from '../core/env.js';

export interface TestServer extends Running {
  url: string;
  env: Env;
  close(): Promise<void>;
}

/** A fresh database beside the one that DB_URL names. */
export async function scratchDatabase(url: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `gezhi_test_${randomBytes(6).toString('hex')}`;
  const own = new URL(url);
  own.pathname = `/${name}`;
  const run = async (sql: string) => {
    const connection = await createConnection(url);
    await connection.query(sql);
    await connection.end();
  };
  await run(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  return { url: own.href, drop: () => run(`DROP DATABASE IF EXISTS ${name}`) };
}

/**
 * @param overrides what differs from the defaults; `dbUrl` and `dataDir` of another TestServer make a second
 * instance on the same data
 * @param on the MySQL/MariaDB server that gets the fresh database; empty means SQLite
 */
export async function startServer(overrides: Partial<Env> = {}, on = process.env.DB_URL): Promise<TestServer> {
  const dataDir = overrides.dataDir ?? mkdtempSync(join(tmpdir(), 'gezhi-'));
  const base = readEnv();
  const scratch = on && !overrides.dbUrl ? await scratchDatabase(on) : null;
  const env: Env = {
    ...base,
    host: '127.0.0.1',
    port: 0,
    city: 'none',
    rateLimits: false,
    logLevel: process.env.LOG_LEVEL ?? 'silent',
    secretKey: undefined,
    ...overrides,
    dataDir,
    dbUrl: overrides.dbUrl ?? scratch?.url,
  };
  const running = await createApp(env);
  await running.app.listen(env.port, env.host);
  return {
    ...running,
    env,
    url: await running.app.getUrl(),
    async close() {
      await running.app.close();
      await running.db.close();
      await scratch?.drop();
      if (!overrides.dataDir) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
