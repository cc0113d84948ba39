/** The one table of what is to happen afterwards. */
import { at, body, code, id, integer, json, longText, nullable, string, table } from './tables.js';

export type JobState = 'waiting' | 'running' | 'parked';

/** A finished job's row is deleted: the table holds what is still to be done, and what failed. */
export const job = table(
  'job',
  {
    id: id(),
    kind: code(60),
    payload: json<Record<string, unknown>>(),
    runAt: at(),
    state: code<JobState>(10),
    attempts: integer(),
    worker: nullable(string(60)),
    leaseUntil: nullable(at()),
    error: nullable(body()),
    createdAt: at(),
  },
  { indexes: [['state', 'runAt'], ['kind']] },
);

/** Numbers that every instance polls: a higher one means "reload". */
export const version = table('version', { name: { ...code(40), primary: true }, n: integer() });

/** Answers that were given, by the client's own key: what is sent twice exists once. */
export const idempotency = table(
  'idempotency',
  {
    /** Who sent it, and the key they chose. */
    id: id(120),
    hash: code(64),
    status: integer(),
    /** A case with a long timeline is longer than MySQL's text of 64 kB. */
    answer: nullable(longText()),
    createdAt: at(),
  },
  { indexes: [['createdAt']] },
);

/** Blocks of numbers handed out, by name. */
export const counter = table('counter', { name: { ...code(40), primary: true }, n: integer() });
