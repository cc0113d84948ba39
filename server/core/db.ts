/** The database: one door for writes, one for reads, the same on SQLite and on MySQL/MariaDB. */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { createConnection } from 'mysql2/promise';
import { DataSource, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { Company, type Door } from './company.js';
import { isAway, isPassing } from './db-errors.js';
import { problem } from './problem.js';
import { SqliteDatabase } from './sqlite.js';
import { type MysqlConnection, MysqlStatements, SqliteStatements, type Statements } from './statements.js';
import { allTables, bind, type Dialect, entityOf, type Row, type TableDef } from './tables.js';

type Values = unknown[];

/** Statements of one place: inside a transaction, or the reader. */
export class Rows {
  constructor(
    readonly dialect: Dialect,
    readonly manager: EntityManager,
  ) {}

  from<T extends TableDef>(t: T, alias: string): SelectQueryBuilder<Row<T>> {
    return this.manager.createQueryBuilder(entityOf(t, this.dialect), alias) as unknown as SelectQueryBuilder<Row<T>>;
  }

  find<T extends TableDef>(t: T, where: Partial<Row<T>>): Promise<Row<T> | null> {
    return this.manager.findOneBy(entityOf(t, this.dialect), where as never) as Promise<Row<T> | null>;
  }

  async query<R = Record<string, unknown>>(sql: string, values: Values = []): Promise<R[]> {
    return this.manager.query(sql, values as never[]);
  }
}

/** An open transaction. Everything written through it happens together or not at all. */
export class Tx extends Rows {
  /** What is to be done once the transaction is safe on disk; a failure is logged, for nothing can be taken back. */
  readonly afterwards: (() => Promise<void>)[] = [];
  /** What is to be taken back in memory when the transaction fails. */
  readonly onUndo: (() => void)[] = [];
  /** Names of caches that other instances must reload (see core/watch.ts). */
  readonly bumped = new Set<string>();
  private parts = 0;

  constructor(
    dialect: Dialect,
    manager: EntityManager,
    private readonly statements: Statements,
  ) {
    super(dialect, manager);
  }

  /** Rows in one statement; TypeORM's insert builder would be the main cost of a write. */
  async insert<T extends TableDef>(t: T, rows: Row<T> | Row<T>[]): Promise<void> {
    for (const { sql, values } of this.inserts(t, rows)) await this.run(sql, values);
  }

  /**
   * Rows that nobody waits for: on MySQL they travel with the next statement, and what is wrong with them comes there,
   * at the latest when the transaction ends. Who wants to answer for a duplicate uses `insert`.
   */
  async append<T extends TableDef>(t: T, rows: Row<T> | Row<T>[]): Promise<void> {
    for (const { sql, values } of this.inserts(t, rows)) await this.statements.soon(sql, values);
  }

  private *inserts<T extends TableDef>(t: T, rows: Row<T> | Row<T>[]) {
    const list = Array.isArray(rows) ? rows : [rows];
    const names = Object.keys(t.columns);
    const mark = `(${names.map(() => '?').join(',')})`;
    const most = Math.max(1, Math.floor(900 / names.length));
    for (let i = 0; i < list.length; i += most) {
      const part = list.slice(i, i + most);
      const values = part.flatMap((row) => names.map((n) => bind(t.columns[n], (row as Record<string, unknown>)[n])));
      yield { sql: `INSERT INTO ${t.name} (${names.join(',')}) VALUES ${part.map(() => mark).join(',')}`, values };
    }
  }

  /** @returns how many rows were there to be changed */
  async update<T extends TableDef>(t: T, set: Partial<Row<T>>, where: Partial<Row<T>>): Promise<number> {
    const part = (o: object, glue: string) =>
      Object.keys(o)
        .map((k) => `${k} = ?`)
        .join(glue);
    const values = [set, where].flatMap((o) => Object.entries(o).map(([k, v]) => bind(t.columns[k], v)));
    return this.run(`UPDATE ${t.name} SET ${part(set, ', ')} WHERE ${part(where, ' AND ')}`, values);
  }

  /** A part that may fail without undoing the rest. */
  async nested<T>(work: () => Promise<T>): Promise<T> {
    const name = `part_${++this.parts}`;
    await this.run(`SAVEPOINT ${name}`);
    try {
      const result = await work();
      await this.run(`RELEASE SAVEPOINT ${name}`);
      return result;
    } catch (error) {
      // Of two in each other's way MySQL undoes one as a whole, its savepoints too: that is for `write` to try again.
      this.statements.forget();
      if (!isPassing(error)) await this.run(`ROLLBACK TO SAVEPOINT ${name}`);
      throw error;
    }
  }

  /** @returns how many rows it changed */
  run(sql: string, values: Values = []): Promise<number> {
    return this.statements.now(sql, values);
  }

  /** Nothing of it happened. */
  undone(): void {
    for (const undo of this.onUndo.splice(0)) undo();
  }
}

/** The two describe a column without a default differently, and TypeORM compares schemas by such words. */
async function kindOfServer(url: string): Promise<'mysql' | 'mariadb'> {
  const connection = await createConnection({ uri: url, connectTimeout: 5000 });
  try {
    const [rows] = await connection.query('SELECT VERSION() AS version');
    return /mariadb/i.test((rows as { version: string }[])[0].version) ? 'mariadb' : 'mysql';
  } finally {
    await connection.end();
  }
}

export class Db {
  readonly dialect: Dialect;
  private readonly writer: DataSource;
  private readonly readerSource: DataSource;
  private readonly company = new Company(this.door());
  private readonly log = new Logger('db');
  /** Called with the names that a committed transaction bumped. */
  onBump: (names: string[]) => Promise<void> = async () => {};

  private constructor(writer: DataSource, reader: DataSource, dialect: Dialect) {
    this.writer = writer;
    this.readerSource = reader;
    this.dialect = dialect;
  }

  /**
   * Opens the database and leaves its schema alone (see migrate.ts).
   * SQLite: TypeORM gives every caller the same connection, so there is one to write, which the writers
   * share in turn (see company.ts), and one to read the same WAL file.
   * MySQL: two pools as well. With one, as many transactions as it has connections would wait for ever
   * for a connection to read something outside themselves (a place, a session).
   * @param url `mysql://…`; absent means the embedded file in `dataDir`
   */
  static async open(options: { url?: string; dataDir: string; poolSize?: number }): Promise<Db> {
    const { url } = options;
    if (url) {
      const type = await kindOfServer(url);
      const pool = (poolSize: number) =>
        new DataSource({
          type,
          url,
          charset: 'utf8mb4',
          timezone: 'Z',
          entities: allTables().map((t) => entityOf(t, 'mysql')),
          poolSize,
          connectTimeout: 5000,
          // Statements are joined into one packet (see statements.ts); each of their values is bound all the same.
          multipleStatements: true,
          extra: { waitForConnections: true, queueLimit: 500, enableKeepAlive: true },
        }).initialize();
      return new Db(await pool(options.poolSize ?? 20), await pool(10), 'mysql');
    }
    mkdirSync(options.dataDir, { recursive: true });
    const path = join(options.dataDir, 'gezhi.sqlite');
    // SQLite gives its journal the mode of the file: nobody else on this machine reads either.
    closeSync(openSync(path, 'a', 0o600));
    const connect = () =>
      new DataSource({
        type: 'better-sqlite3',
        database: path,
        driver: SqliteDatabase,
        entities: allTables().map((t) => entityOf(t, 'sqlite')),
        prepareDatabase: (db: SqliteDatabase) => {
          db.pragma('journal_mode = WAL');
          db.pragma('synchronous = FULL');
          db.pragma('busy_timeout = 5000');
          db.pragma('secure_delete = ON');
          db.pragma('cache_size = -16000');
        },
      }).initialize();
    return new Db(await connect(), await connect(), 'sqlite');
  }

  /** For migrations only: the connection that may change the schema. */
  get schemaSource(): DataSource {
    return this.writer;
  }

  get read(): Rows {
    return new Rows(this.dialect, this.readerSource.manager);
  }

  /**
   * One transaction: all of `work` or none of it. Deadlocks are tried again, at most twice.
   * @throws server.busy when the database is away
   */
  async write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const [result, tx] = await this.tried(work);
    if (tx.bumped.size > 0) await this.onBump([...tx.bumped]);
    for (const after of tx.afterwards) {
      // Whoever asked has what they asked for: an error now would tell them otherwise, or do it a second time.
      await after().catch((error) => this.log.error(`after a transaction: ${error.message}`));
    }
    return result;
  }

  private async tried<T>(work: (tx: Tx) => Promise<T>): Promise<[T, Tx]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await (this.dialect === 'sqlite' ? this.inCompany(work) : this.transaction(work));
      } catch (error) {
        if (isPassing(error) && attempt < 3) continue;
        if (isAway(error)) throw problem('server.busy', { cause: error });
        throw error;
      }
    }
  }

  /**
   * MySQL only: a short transaction beside the one the caller may have open, on a connection of the readers,
   * so that a lock which everybody needs is not held as long as the caller's work takes.
   */
  async beside<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const [result] = await this.transaction(work, this.readerSource);
    return result;
  }

  private async transaction<T>(work: (tx: Tx) => Promise<T>, source = this.writer): Promise<[T, Tx]> {
    const runner = source.createQueryRunner();
    try {
      const statements = new MysqlStatements((await runner.connect()) as MysqlConnection, runner);
      const tx = new Tx(this.dialect, runner.manager, statements);
      await statements.soon('START TRANSACTION');
      try {
        const result = await work(tx);
        await this.bump(tx);
        await statements.now('COMMIT');
        return [result, tx];
      } catch (error) {
        statements.forget();
        await statements.now('ROLLBACK').catch(() => {});
        tx.undone();
        throw error;
      }
    } finally {
      await runner.release().catch(() => {});
    }
  }

  private async inCompany<T>(work: (tx: Tx) => Promise<T>): Promise<[T, Tx]> {
    const tx = new Tx(this.dialect, this.writer.manager, new SqliteStatements(this.file));
    const whole = async (): Promise<[T, Tx]> => {
      const result = await work(tx);
      await this.bump(tx);
      return [result, tx];
    };
    return this.company.join(whole, () => tx.undone());
  }

  /**
   * For a long load that goes on where it was cut off. On SQLite its commits do not wait for the disk one by one: a power
   * cut may take the last of them, but leaves those before whole and in their order. The next commit makes all safe.
   */
  async relaxed<T>(work: () => Promise<T>): Promise<T> {
    if (this.dialect !== 'sqlite') return work();
    // Inside a transaction it would be a wish only.
    await this.company.left();
    this.file.pragma('synchronous = NORMAL');
    try {
      return await work();
    } finally {
      await this.company.left();
      this.file.pragma('synchronous = FULL');
    }
  }

  private door(): Door {
    const say = (sql: string) => async () => void this.file.run(sql);
    const drop = say('ROLLBACK TO member');
    const close = say('RELEASE member');
    return {
      begin: say('BEGIN IMMEDIATE'),
      commit: say('COMMIT'),
      undo: () => say('ROLLBACK')().catch(() => {}),
      open: say('SAVEPOINT member'),
      close,
      drop: () => drop().then(close),
    };
  }

  /** SQLite only: the one connection that writes. */
  private get file(): SqliteDatabase {
    return (this.writer.driver as unknown as { databaseConnection: SqliteDatabase }).databaseConnection;
  }

  private async bump(tx: Tx): Promise<void> {
    for (const name of [...tx.bumped].sort()) {
      const changed = await tx.run('UPDATE version SET n = n + 1 WHERE name = ?', [name]);
      if (changed === 0) await tx.run('INSERT INTO version (name, n) VALUES (?, 1)', [name]);
    }
  }

  async close(): Promise<void> {
    await this.company.left();
    await this.writer.destroy();
    if (this.readerSource.isInitialized) await this.readerSource.destroy();
  }
}
