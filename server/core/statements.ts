/** How the statements of one transaction reach the database: past the ORM's query runner, which costs more than they. */
import type { QueryRunner } from 'typeorm';
import type { SqliteDatabase } from './sqlite.js';

type Values = readonly unknown[];

export interface Statements {
  /** Together with the next statement where that saves a way; an error of it comes there. */
  soon(sql: string, values?: Values): Promise<void>;
  /** @returns how many rows it changed */
  now(sql: string, values?: Values): Promise<number>;
  /** What was told `soon` and waits shall not happen. */
  forget(): void;
}

/** There is no way to save to a file that is open in this process. */
export class SqliteStatements implements Statements {
  constructor(private readonly database: SqliteDatabase) {}

  async soon(sql: string, values: Values = []): Promise<void> {
    this.database.run(sql, values);
  }

  async now(sql: string, values: Values = []): Promise<number> {
    return this.database.run(sql, values);
  }

  forget(): void {}
}

type Told = { affectedRows?: number };
/** As mysql2 gives it out of a pool that was opened with `multipleStatements`. */
export interface MysqlConnection {
  query(sql: string, values: Values, done: (error: Error | null, told: Told | Told[]) => void): void;
}

/** A packet stays far below `max_allowed_packet`, 16 MB where nobody changed it. */
const MOST_VALUES = 20_000;

/**
 * A write is mostly waiting for the network and the kernel: begin, four inserts and commit in one packet cost a third
 * of what they cost one by one. The first statement that fails ends its packet, so nothing after it happens.
 */
export class MysqlStatements implements Statements {
  private waiting: { sql: string; values: Values }[] = [];
  private count = 0;

  constructor(
    private readonly connection: MysqlConnection,
    runner: QueryRunner,
  ) {
    // The ORM's own reads must see what is still on its way.
    const query = runner.query.bind(runner);
    runner.query = async (...args: Parameters<typeof query>) => {
      if (this.waiting.length > 0) await this.send();
      return query(...args);
    };
  }

  async soon(sql: string, values: Values = []): Promise<void> {
    this.waiting.push({ sql, values });
    this.count += values.length;
    if (this.count > MOST_VALUES) await this.send();
  }

  async now(sql: string, values: Values = []): Promise<number> {
    this.waiting.push({ sql, values });
    return this.send();
  }

  forget(): void {
    this.waiting = [];
    this.count = 0;
  }

  private send(): Promise<number> {
    const sql = this.waiting.map((s) => s.sql).join(';');
    const values = this.waiting.flatMap((s) => s.values);
    this.forget();
    return new Promise((done, failed) => {
      this.connection.query(sql, values, (error, told) => {
        if (error) failed(error);
        else done((Array.isArray(told) ? told[told.length - 1] : told)?.affectedRows ?? 0);
      });
    });
  }
}
