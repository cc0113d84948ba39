/** Signs of a staged closing, and who closed what together. */
import type { HintFinding, HintKind } from '../../../shared/hints.js';
import { at, body, code, id, integer, nullable, string, table } from '../../core/tables.js';

export const caseHint = table(
  'case_hint',
  {
    id: id(),
    kind: code<HintKind>(12),
    caseId: code(),
    /** The timeline entry that it was seen at. */
    entry: code(),
    /** Metres, seconds or cases, as the kind's sentence needs it. */
    n: nullable(integer()),
    /** The other case. */
    other: nullable(code()),
    /** The photo, and the one of the other case that it looks like. */
    photo: nullable(code()),
    otherPhoto: nullable(code()),
    at: at(),
    finding: nullable(code<HintFinding>(8)),
    words: nullable(body()),
    foundBy: nullable(string(60)),
    foundAt: nullable(at()),
  },
  { unique: [['entry', 'kind']], indexes: [['caseId'], ['finding', 'at']] },
);

/** One closing that passed: who answered, who checked. Kept as long as `samePair` looks back. */
export const casePair = table(
  'case_pair',
  { entry: id(), caseId: code(), handler: code(), checker: code(), at: at() },
  { indexes: [['handler', 'checker', 'at'], ['at']] },
);
