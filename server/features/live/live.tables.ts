/** Which case somebody has open at this moment. One row a session, overwritten and soon gone: no history of persons. */
import { at, code, id, table } from '../../core/tables.js';

export const presence = table(
  'presence',
  { session: id(), account: code(), caseId: code(), until: at() },
  { indexes: [['caseId'], ['until']] },
);
