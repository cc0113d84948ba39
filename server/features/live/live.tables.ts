/** Which cases somebody has open at this moment, in one window or in several; soon gone: no history of persons. */
import { at, code, id, table } from '../../core/tables.js';

export const presence = table(
  'presence',
  { session: id(), caseId: { ...code(), primary: true }, account: code(), until: at() },
  { indexes: [['caseId'], ['until']] },
);
