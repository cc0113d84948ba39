/** Lists of cases that somebody asked for as a file. */
import type { ExportState } from '../../../shared/views.js';
import { at, code, id, integer, json, nullable, string, table } from '../../core/tables.js';
import type { PhoneMark } from './cases.phones.js';

export const caseExport = table(
  'case_export',
  {
    id: id(),
    account: code(),
    /** The conditions of the list, as they were asked for. */
    filter: json<Record<string, unknown>>(),
    /** Of a search by telephone, until the file is written. */
    phone: nullable(json<PhoneMark>()),
    state: code<ExportState>(10),
    worker: nullable(string(60)),
    /** Until then its worker is at it; later somebody else may take it over. */
    leaseUntil: nullable(at()),
    done: integer(),
    total: nullable(integer()),
    error: nullable(string(200)),
    createdAt: at(),
    endedAt: nullable(at()),
  },
  { indexes: [['account', 'createdAt'], ['state', 'leaseUntil'], ['createdAt']] },
);
