/** The audit log: append-only, each row sealed with the one before it. */
import { at, boolean, code, integer, json, nullable, string, table } from '../../core/tables.js';

export const audit = table(
  'audit',
  {
    seq: { ...integer(), primary: true },
    at: at(),
    account: nullable(code()),
    who: nullable(string(60)),
    /** `session.in`, `case.reveal`, `account.roles` … */
    action: code(60),
    /** What it was done to: `case:…`, `account:…`, `place:…`. */
    object: nullable(code(80)),
    ok: boolean(),
    /** Address of the caller. */
    source: nullable(string(60)),
    detail: json<Record<string, unknown>>(),
    /** HMAC over the previous seal and this row. */
    seal: code(64),
  },
  { indexes: [['at'], ['account'], ['action'], ['object']] },
);
