/** Photos: what is known of each file; the bytes lie on disk or in S3. */
import { at, body, code, id, integer, nullable, table } from '../../core/tables.js';

export const file = table(
  'file',
  {
    id: id(),
    /** Who uploaded it; only they may join it to something. */
    account: code(),
    /** The case it was joined to; null for a day at most, then it is removed. */
    caseId: nullable(code()),
    width: integer(),
    height: integer(),
    bytes: integer(),
    /** SHA-256 of the picture as stored. */
    hash: code(64),
    /** See print.ts; null for pictures that show nothing, and for those stored before prints were taken. */
    print: nullable(code(16)),
    /** Sealed JSON `Evidence` read from the camera's own notes; kept for photos that staff take. */
    evidence: nullable(body()),
    createdAt: at(),
  },
  {
    indexes: [
      ['caseId', 'createdAt'],
      ['account', 'caseId'],
    ],
  },
);

/** Quarters of prints: whoever looks for a picture that was used before finds the few that share one. */
export const fileBand = table(
  'file_band',
  { band: { ...code(5), primary: true }, file: { ...code(), primary: true } },
  { indexes: [['file']] },
);
