/** A MariaDB of the benches' own, for as long as they run: nothing depends on what the machine happens to run. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';

const PATIENCE_MS = 60_000;

export class OwnMariadb {
  private constructor(
    /** Of its empty database. */
    readonly url: string,
    private readonly process: ChildProcess,
    private readonly folder: string,
  ) {}

  /** @throws where MariaDB is not installed, or does not start */
  static async start(): Promise<OwnMariadb> {
    const folder = mkdtempSync(join(tmpdir(), 'gezhi-bench-'));
    const data = ['--no-defaults', `--datadir=${join(folder, 'data')}`, '--user=root'];
    const made = spawnSync('mariadb-install-db', [...data, '--auth-root-authentication-method=normal']);
    if (made.status !== 0) throw new Error('没有设 DB_URL，也起不了自己的 MariaDB：请安装 mariadb-server');
    const port = await freePort();
    // With a folder for its temporary tables too: one that starts clears away what another has in a shared one.
    const own = [
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(folder, 'sock')}`,
      `--tmpdir=${folder}`,
    ];
    // Otherwise as it comes: durable, and with its usual buffers.
    const more = ['--max-connections=400', '--character-set-server=utf8mb4'];
    const child = spawn('mariadbd', [...data, ...own, ...more], { stdio: 'ignore' });
    const database = new OwnMariadb(`mysql://root@127.0.0.1:${port}/test`, child, folder);
    try {
      await database.ready();
    } catch (error) {
      await database.stop();
      throw error;
    }
    return database;
  }

  private async ready(): Promise<void> {
    const server = new URL(this.url);
    server.pathname = '/';
    for (const end = performance.now() + PATIENCE_MS; ; await pause(200)) {
      try {
        const connection = await createConnection(server.href);
        await connection.query('CREATE DATABASE IF NOT EXISTS test');
        await connection.end();
        return;
      } catch (error) {
        if (performance.now() > end) throw error;
      }
    }
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = new Promise((done) => this.process.once('exit', done));
      this.process.kill();
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer().once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
