/** What somebody was told and finds under 消息. */
import { at, code, id, nullable, string, table } from '../../core/tables.js';

export const notice = table(
  'notice',
  {
    id: id(),
    account: code(),
    caseId: nullable(code()),
    /** The timeline entry that it tells of: told once. */
    entry: nullable(code()),
    title: string(60),
    words: string(255),
    at: at(),
    readAt: nullable(at()),
  },
  {
    unique: [['account', 'entry']],
    indexes: [
      ['account', 'at'],
      ['account', 'readAt'],
    ],
  },
);
