/** Brings the schema in step with the declarations: adds what is absent, refuses every other difference by name. */
import { hostname } from 'node:os';
import { type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';
import type { EntityMetadata } from 'typeorm/metadata/EntityMetadata.js';
import { TableUtils } from 'typeorm/schema-builder/util/TableUtils.js';
import { migrations } from '../migrations/index.js';
import type { Db } from './db.js';

/** Only one instance migrates while the others wait. */
async function locked<T>(db: Db, runner: QueryRunner, work: () => Promise<T>): Promise<T> {
  if (db.dialect === 'sqlite') return work();
  const [{ got }] = await runner.query("SELECT GET_LOCK(CONCAT('gezhi.', DATABASE()), 120) AS got");
  if (Number(got) !== 1) throw new Error(`另一台服务器正在升级数据库，${hostname()} 等待超时`);
  try {
    return await work();
  } finally {
    await runner.query("SELECT RELEASE_LOCK(CONCAT('gezhi.', DATABASE()))");
  }
}

/**
 * Runs the written migrations that were not run, then adds tables, columns and indexes that are declared and absent.
 * It never alters or drops.
 * @returns what was added, for the log
 * @throws when the database differs in any other way
 */
export async function migrate(db: Db): Promise<string[]> {
  const source = db.schemaSource;
  const runner = source.createQueryRunner();
  try {
    return await locked(db, runner, async () => {
      const done = await addAbsent(runner, source.entityMetadatas);
      const ran = new Set((await runner.query('SELECT name FROM migration')).map((r: { name: string }) => r.name));
      for (const m of migrations) {
        if (ran.has(m.name)) continue;
        for (const statement of m.up[db.dialect]) await runner.query(statement);
        await runner.query('INSERT INTO migration (name, at) VALUES (?, ?)', [m.name, new Date(m.on)]);
        done.push(m.name);
      }
      await refuseDifferences(db);
      return done;
    });
  } finally {
    await runner.release();
  }
}

async function addAbsent(runner: QueryRunner, metas: EntityMetadata[]): Promise<string[]> {
  const driver = runner.connection.driver;
  const added: string[] = [];
  for (const meta of metas) {
    const existing = await runner.getTable(meta.tablePath);
    if (!existing) {
      await runner.createTable(Table.create(meta, driver), true, true, true);
      added.push(meta.tableName);
      continue;
    }
    const before = added.length;
    for (const column of meta.columns.filter((c) => !existing.findColumnByName(c.databaseName))) {
      const options = TableUtils.createTableColumnOptions(column, driver);
      await runner.addColumn(existing, new TableColumn({ ...options, isNullable: true }));
      added.push(`${meta.tableName}.${column.databaseName}`);
    }
    for (const index of meta.indices.filter((i) => !existing.indices.some((x) => x.name === i.name))) {
      await addIndex(runner, existing, TableIndex.create(index));
      added.push(`${meta.tableName}.${index.name}`);
    }
    if (added.length > before) runner.clearSqlMemory();
  }
  return added;
}

async function addIndex(runner: QueryRunner, table: Table, index: TableIndex): Promise<void> {
  try {
    await runner.createIndex(table, index);
  } catch (error) {
    throw new Error(`不能建立索引 ${index.name}：${table.name} 的现有数据在 ${index.columnNames.join('、')} 上有重复`, {
      cause: error,
    });
  }
}

/** The statements that would still be needed; empty when the schema is in step. */
export async function differences(db: Db): Promise<string[]> {
  const log = await db.schemaSource.driver.createSchemaBuilder().log();
  return log.upQueries.map((q) => q.query);
}

async function refuseDifferences(db: Db): Promise<void> {
  const left = await differences(db);
  if (left.length > 0) {
    throw new Error(`数据库与声明不一致，须先写迁移：\n${left.slice(0, 10).join('\n')}`);
  }
}
