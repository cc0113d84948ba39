/** A process to be measured: our server on an empty made city, or bare Fastify with the driver doing the same inserts. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import Fastify from 'fastify';
import { createPool } from 'mysql2/promise';
import { termsOf } from '../../shared/terms.js';
import { startServer, type TestServer } from '../test/app.js';
import { Given } from '../test/given.js';

type Line = Record<string, unknown>;
/** What one report writes. */
const TABLES = ['case_file', 'case_entry', 'job', 'idempotency'] as const;
type Insert = (rows: { sql: string; values: unknown[] }[]) => Promise<void>;

async function ours(): Promise<void> {
  const server = await startServer();
  const resident = await (await Given.city(server)).person('resident');
  announce(server.url, resident.token);
  onStop(() => server.close());
}

/** The rows of one real report are the pattern; ids are new each time. */
async function bare(): Promise<void> {
  const server = await startServer();
  const resident = await (await Given.city(server)).person('resident');
  await resident.report();
  const patterns = await Promise.all(
    TABLES.map(async (table) =>
      (await server.db.read.query<Line>(`SELECT * FROM ${table}`)).map((row) => ({ table, row })),
    ),
  );
  // What is searched is kept as an index only and cannot be read back: the same texts are made into terms here.
  const texts = ['门口路灯坏了三天', '路灯不亮或损坏', '西一网格', '西社区', '望海街道'];
  const words = { caseId: '', terms: termsOf(texts).join(' ') };
  const insert = driver(server);
  const app = Fastify();
  app.post('/api/cases', async (_, reply) => {
    const id = randomUUID().slice(0, 26);
    await insert(
      [...patterns.flat(), { table: 'case_text', row: words }].map(({ table, row }) => {
        const fresh = {
          ...row,
          ...('id' in row ? { id: table === 'case_file' ? id : randomUUID().slice(0, 26) } : {}),
          ...('caseId' in row ? { caseId: id } : {}),
          ...('number' in row ? { number: id.slice(0, 20) } : {}),
        };
        const names = Object.keys(fresh);
        const marks = names.map(() => '?').join(',');
        return { sql: `INSERT INTO ${table} (${names.join(',')}) VALUES (${marks})`, values: Object.values(fresh) };
      }),
    );
    reply.status(201);
    return { id };
  });
  announce(await app.listen({ port: 0, host: '127.0.0.1' }), '');
  onStop(async () => {
    await app.close();
    await server.close();
  });
}

function driver(server: TestServer): Insert {
  if (server.env.dbUrl) return mysqlDriver(server.env.dbUrl);
  const db = new DatabaseSync(join(server.env.dataDir, 'gezhi.sqlite'));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000');
  const prepared = new Map<string, ReturnType<typeof db.prepare>>();
  return async (rows) => {
    db.exec('BEGIN IMMEDIATE');
    for (const { sql, values } of rows) {
      const statement = prepared.get(sql) ?? db.prepare(sql);
      prepared.set(sql, statement);
      statement.run(...(values as never[]));
    }
    db.exec('COMMIT');
  };
}

function mysqlDriver(uri: string): Insert {
  const pool = createPool({ uri, timezone: 'Z', connectionLimit: 20 });
  return async (rows) => {
    const connection = await pool.getConnection();
    try {
      await connection.beginTransaction();
      for (const { sql, values } of rows) await connection.query(sql, values);
      await connection.commit();
    } finally {
      connection.release();
    }
  };
}

const announce = (url: string, token: string) => process.send?.({ url, token });
function onStop(stop: () => Promise<void>): void {
  process.on('disconnect', () => void stop().then(() => process.exit(0)));
}

await (process.argv[2] === 'bare' ? bare() : ours());
