/** The duty list: versions of its lines. What a version says is written once; only how it stands is changed. */
import type { Evidence } from '../../../shared/case.js';
import type { LeadKey, Step, StopKey } from '../../../shared/duty-list.js';
import type { Law, RuleState } from '../../../shared/duty-rule.js';
import type { Fields } from '../../../shared/fields.js';
import type { Limit } from '../../../shared/worktime.js';
import { at, boolean, code, id, integer, json, nullable, string, table } from '../../core/tables.js';

export const dutyRule = table(
  'duty_rule',
  {
    id: id(),
    /** What the versions of a line have in common: about, area, conditions. */
    line: code(200),
    version: integer(),
    about: code(48),
    area: nullable(code(24)),
    conditions: nullable(json<Record<string, string>>()),
    ledBy: code<LeadKey>(20),
    unit: nullable(code()),
    helpers: json<LeadKey[]>(),
    law: json<Law[]>(),
    limits: json<Record<Step, Limit>>(),
    evidence: json<Evidence>(),
    questions: json<Fields>(),
    /** Null as well for versions from before lines had it. */
    stop: nullable(code<StopKey>(10)),
    auto: boolean(),
    asksWorkers: boolean(),
    /** Days of the city; the first null for always, the last for as long as nothing newer stands. */
    effectiveFrom: nullable(code(10)),
    until: nullable(code(10)),
    state: code<RuleState>(12),
    why: string(300),
    changedBy: nullable(code()),
    changedByName: nullable(string(60)),
    changedAt: at(),
    decidedBy: nullable(string(60)),
    decidedAt: nullable(at()),
    decidedWhy: nullable(string(300)),
  },
  { unique: [['line', 'version']], indexes: [['about'], ['area'], ['changedAt']] },
);
