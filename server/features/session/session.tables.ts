/** Sessions that can be revoked, failed sign-ins, and the consents that residents gave and withdrew. */
import { at, boolean, code, id, integer, nullable, table } from '../../core/tables.js';

/** The door somebody came in by: the console, WeChat, or the demo's stand-in for WeChat. */
export type Channel = 'console' | 'wechat' | 'demo';

export const session = table(
  'session',
  {
    id: id(),
    /** SHA-256 of the token: who reads the table cannot sign in with it. */
    tokenHash: code(64),
    account: code(),
    createdAt: at(),
    expiresAt: at(),
    seenAt: at(),
    revokedAt: nullable(at()),
    channel: code<Channel>(10),
  },
  { unique: [['tokenHash']], indexes: [['account'], ['expiresAt']] },
);

/**
 * Failed sign-ins by name, whether or not such an account exists (the answers shall not tell), and by the network that
 * they come from. Names are kept as blind indexes, because people type their password into the wrong field.
 */
export const signInTry = table('sign_in_try', { name: id(40), failures: integer(), at: at() }, { indexes: [['at']] });

/** One row each time: which text, agreed or withdrawn (PIPL 14–17). */
export const consent = table(
  'consent',
  { id: id(), account: code(), version: code(20), agreed: boolean(), at: at() },
  { indexes: [['account']] },
);
