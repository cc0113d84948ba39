/** What an error of the database means, whatever driver it came from. */

const codeOf = (e: unknown) => {
  const error = e as { code?: string; driverError?: { code?: string } } | undefined;
  return String(error?.driverError?.code ?? error?.code ?? '');
};
const AWAY =
  /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|PROTOCOL_|ENOENT|ER_SERVER_SHUTDOWN|ER_CON_COUNT|SQLITE_IOERR|SQLITE_FULL|SQLITE_BUSY/;

/** A row with this key is there already. */
export const isDuplicate = (e: unknown) => /ER_DUP_ENTRY|SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)/.test(codeOf(e));

/** The database is away, full or out of connections: nothing was written, try later. */
export const isAway = (e: unknown) =>
  AWAY.test(codeOf(e)) ||
  /connection lost|closed state|pool is closed|queue limit/i.test(String((e as Error)?.message));

/** Two transactions were in each other's way; the same work may succeed now. */
export const isPassing = (e: unknown) =>
  /ER_LOCK_DEADLOCK|ER_LOCK_WAIT_TIMEOUT|ER_CHECKREAD|SQLITE_BUSY/.test(codeOf(e));
