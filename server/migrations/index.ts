/** Written migrations, in order: what adding tables and columns cannot say. Each runs once, never edited afterwards. */
import { at, code, table } from '../core/tables.js';

export interface Migration {
  name: string;
  /** The day it was written. */
  on: string;
  up: { sqlite: string[]; mysql: string[] };
}

/** Which migrations have run. */
export const migration = table('migration', { name: { ...code(100), primary: true }, at: at() });

const forbid = (table: string, act: 'UPDATE' | 'DELETE') => ({
  sqlite: `CREATE TRIGGER IF NOT EXISTS no_${act.toLowerCase()}_${table} BEFORE ${act} ON ${table} BEGIN SELECT RAISE(ABORT, 'append-only: ${table}'); END`,
  mysql: `CREATE TRIGGER IF NOT EXISTS no_${act.toLowerCase()}_${table} BEFORE ${act} ON ${table} FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'append-only: ${table}'`,
});
const appendOnly = [
  forbid('case_entry', 'UPDATE'),
  forbid('case_entry', 'DELETE'),
  forbid('audit', 'UPDATE'),
  forbid('audit', 'DELETE'),
];

export const migrations: Migration[] = [
  {
    name: '2026-11-23-append-only',
    on: '2026-11-23',
    up: { sqlite: appendOnly.map((t) => t.sqlite), mysql: appendOnly.map((t) => t.mysql) },
  },
  {
    name: '2026-11-23-long-answers',
    on: '2026-11-23',
    up: { sqlite: [], mysql: ['ALTER TABLE idempotency MODIFY answer mediumtext NULL'] },
  },
  {
    name: '2026-11-23-case-text',
    on: '2026-11-23',
    up: {
      // Keeps the index and the ids, not the terms themselves.
      sqlite: [
        `CREATE VIRTUAL TABLE IF NOT EXISTS case_text USING fts5(caseId UNINDEXED, terms, tokenize = 'ascii',
          content = '', contentless_unindexed = 1, contentless_delete = 1)`,
      ],
      // InnoDB gives the ids of what it indexes itself: ours would come out of order when two write at once.
      mysql: [
        `CREATE TABLE IF NOT EXISTS case_text (
          id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
          caseId varchar(26) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
          terms mediumtext CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
          FULLTEXT KEY ft_case_text_terms (terms)) ENGINE = InnoDB`,
      ],
    },
  },
];
