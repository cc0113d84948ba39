/** Makes @photostructure/sqlite (the API of node:sqlite) look like better-sqlite3, as far as TypeORM's driver calls it. */
import { DatabaseSync } from '@photostructure/sqlite';

const CODES: Record<number, string> = {
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  13: 'SQLITE_FULL',
  19: 'SQLITE_CONSTRAINT',
  1299: 'SQLITE_CONSTRAINT_NOTNULL',
  1555: 'SQLITE_CONSTRAINT_PRIMARYKEY',
  1811: 'SQLITE_CONSTRAINT_TRIGGER',
  2067: 'SQLITE_CONSTRAINT_UNIQUE',
};

class SqliteError extends Error {
  readonly code: string;
  constructor(cause: Error & { errcode?: number; sqliteExtendedCode?: number; code?: string }) {
    super(cause.message, { cause });
    this.name = 'SqliteError';
    const extended = cause.errcode ?? cause.sqliteExtendedCode ?? 0;
    this.code = CODES[extended] ?? CODES[extended & 0xff] ?? String(cause.code);
  }
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const e = error as Error & { code?: string };
    throw String(e?.code).startsWith('ERR_SQLITE') || 'sqliteExtendedCode' in e ? new SqliteError(e) : e;
  }
}

const sent = (v: unknown) => {
  if (v === undefined) return null;
  if (typeof v === 'boolean') return v ? 1 : 0;
  return v instanceof Date ? v.toISOString().replace('T', ' ').replace('Z', '') : v;
};

/** TypeORM expects Buffers where SQLite has blobs. */
function received(row: Record<string, unknown>): Record<string, unknown> {
  for (const key in row) {
    const v = row[key];
    if (v instanceof Uint8Array && !Buffer.isBuffer(v)) row[key] = Buffer.from(v.buffer, v.byteOffset, v.byteLength);
  }
  return row;
}

type Database = InstanceType<typeof DatabaseSync>;
type Prepared = ReturnType<Database['prepare']>;

class Statement {
  readonly reader: boolean;
  constructor(private readonly prepared: Prepared) {
    this.reader = prepared.columns().length > 0;
  }
  all(...values: unknown[]) {
    return guarded(() => this.prepared.all(...(values.map(sent) as never[])).map((r) => received(r as never)));
  }
  run(...values: unknown[]) {
    return guarded(() => this.prepared.run(...(values.map(sent) as never[])));
  }
  get(...values: unknown[]) {
    return guarded(() => {
      const row = this.prepared.get(...(values.map(sent) as never[]));
      return row && received(row as never);
    });
  }
}

/** Statements that are kept ready; ours come from declarations, so there are few, but lists of values vary in length. */
const MOST_KEPT = 200;

export class SqliteDatabase {
  private readonly db: Database;
  private readonly kept = new Map<string, Statement>();
  constructor(file: string, options: { readonly?: boolean; timeout?: number } = {}) {
    this.db = guarded(() => new DatabaseSync(file, { readOnly: !!options.readonly, timeout: options.timeout ?? 5000 }));
  }
  prepare(sql: string) {
    return guarded(() => new Statement(this.db.prepare(sql)));
  }
  /** @returns how many rows it changed */
  run(sql: string, values: readonly unknown[] = []): number {
    let statement = this.kept.get(sql);
    if (!statement) {
      statement = this.prepare(sql);
      if (this.kept.size >= MOST_KEPT) this.kept.clear();
      this.kept.set(sql, statement);
    }
    return Number(statement.run(...values).changes);
  }
  exec(sql: string) {
    guarded(() => this.db.exec(sql));
    return this;
  }
  pragma(words: string) {
    return guarded(() => this.db.prepare(`PRAGMA ${words}`).all());
  }
  close() {
    this.db.close();
  }
}
