/** Tables as plain declarations: the row's type, TypeORM's entity and the hand-written inserts all come from one. */
import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';

export type Dialect = 'sqlite' | 'mysql';
type ColumnKind = 'code' | 'string' | 'text' | 'longText' | 'integer' | 'bigint' | 'double' | 'boolean' | 'at' | 'json';

export interface Column<T = unknown, N extends boolean = boolean> {
  kind: ColumnKind;
  nullable: N;
  length?: number;
  primary?: boolean;
  /** Only there to carry the type. */
  readonly of?: T;
}
type Columns = Readonly<Record<string, Column>>;
type Cell<C> = C extends Column<infer T, infer N> ? (N extends true ? T | null : T) : never;
export type Row<T extends { columns: Columns }> = { [K in keyof T['columns']]: Cell<T['columns'][K]> };

export interface TableDef<C extends Columns = Columns> {
  name: string;
  columns: C;
  unique: readonly (readonly string[])[];
  indexes: readonly (readonly string[])[];
}

const column =
  <T>(kind: ColumnKind) =>
  (length?: number): Column<T, false> => ({ kind, nullable: false, length });

/** Ids and codes: compared byte by byte. */
export const code = <T extends string = string>(length = 26) => column<T>('code')(length);
export const string = column<string>('string');
export const longText = () => column<string>('longText')();
export const body = () => column<string>('text')();
export const integer = () => column<number>('integer')();
export const bigint = () => column<number>('bigint')();
export const double = () => column<number>('double')();
export const boolean = () => column<boolean>('boolean')();
/** A moment in UTC with milliseconds. */
export const at = () => column<Date>('at')();
export const json = <T>() => column<T>('json')();
export const id = (length = 26): Column<string, false> => ({ ...code(length), primary: true });
export const nullable = <T>(c: Column<T, false>): Column<T, true> => ({ ...c, nullable: true });

const declared = new Map<string, TableDef>();

/** Declares a table; `migrate` creates what is declared and absent. */
export function table<const C extends Columns>(
  name: string,
  columns: C,
  keys: {
    unique?: readonly (readonly (keyof C & string)[])[];
    indexes?: readonly (readonly (keyof C & string)[])[];
  } = {},
): TableDef<C> {
  const def = { name, columns, unique: keys.unique ?? [], indexes: keys.indexes ?? [] };
  declared.set(name, def);
  return def;
}
export const allTables = () => [...declared.values()];

const jsonText = {
  to: (v: unknown) => (v === null || v === undefined ? null : JSON.stringify(v)),
  from: (v: unknown) => (typeof v === 'string' ? JSON.parse(v) : v),
};
const number = { to: (v: unknown) => v, from: (v: unknown) => (typeof v === 'string' ? Number(v) : v) };

function columnOptions(c: Column, dialect: Dialect): EntitySchemaColumnOptions {
  const common = { nullable: c.nullable, primary: c.primary };
  const binary = dialect === 'mysql' ? { charset: 'utf8mb4', collation: 'utf8mb4_bin' } : {};
  switch (c.kind) {
    case 'code':
      return { ...common, ...binary, type: 'varchar', length: c.length };
    case 'string':
      return { ...common, type: 'varchar', length: c.length ?? 255 };
    case 'text':
      return { ...common, type: 'text' };
    case 'longText':
      return { ...common, type: dialect === 'mysql' ? 'mediumtext' : 'text' };
    case 'json':
      return { ...common, type: 'text', transformer: jsonText };
    case 'integer':
      return { ...common, type: 'integer' };
    case 'bigint':
      return { ...common, type: 'bigint', transformer: number };
    case 'double':
      return { ...common, type: 'double' };
    case 'boolean':
      return { ...common, type: 'boolean' };
    case 'at':
      return { ...common, type: 'datetime', ...(dialect === 'mysql' ? { precision: 3 } : {}) };
  }
}

/** Index names are stable and short: MySQL allows 64 letters. */
const indexName = (t: TableDef, columns: readonly string[], kind: 'ix' | 'ux') =>
  `${kind}_${t.name}_${columns.join('_')}`.slice(0, 60);

const schemas = new Map<string, EntitySchema>();

/** TypeORM's entity of a table, one per dialect. */
export function entityOf<C extends Columns>(t: TableDef<C>, dialect: Dialect): EntitySchema<Row<TableDef<C>>> {
  const key = `${dialect}:${t.name}`;
  let schema = schemas.get(key);
  if (!schema) {
    schema = new EntitySchema({
      name: t.name,
      tableName: t.name,
      columns: Object.fromEntries(Object.entries(t.columns).map(([k, c]) => [k, columnOptions(c, dialect)])),
      indices: [
        ...t.unique.map((u) => ({ name: indexName(t, u, 'ux'), columns: [...u], unique: true })),
        ...t.indexes.map((i) => ({ name: indexName(t, i, 'ix'), columns: [...i] })),
      ],
    } as ConstructorParameters<typeof EntitySchema>[0]);
    schemas.set(key, schema);
  }
  return schema as EntitySchema<Row<TableDef<C>>>;
}

/** A moment as a hand-written statement returns it: SQLite keeps text in UTC. */
export const asDate = (value: Date | string) =>
  value instanceof Date ? value : new Date(`${value.replace(' ', 'T')}Z`);

/** A value as the driver wants it in a hand-written statement. */
export function bind(c: Column, v: unknown): unknown {
  if (v === undefined || v === null) return null;
  if (c.kind === 'json') return JSON.stringify(v);
  return c.kind === 'boolean' ? (v ? 1 : 0) : v;
}
