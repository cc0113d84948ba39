/** Imports of outlines that somebody watches, so that any server can tell how far they are, and stop them. */
import type { ImportRun } from '../../../shared/views.js';
import { at, code, id, integer, nullable, table } from '../../core/tables.js';

export const placeImport = table(
  'place_import',
  {
    id: id(),
    account: code(),
    state: code<ImportRun['state']>(10),
    stage: code<ImportRun['stage']>(10),
    done: integer(),
    total: integer(),
    pairs: integer(),
    createdAt: at(),
    endedAt: nullable(at()),
  },
  { indexes: [['createdAt']] },
);
