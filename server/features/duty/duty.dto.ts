/** What requests about the duty list may hold. */
import { type GroupKey, groups, items, type LeadKey, leads } from '../../../shared/duty-list.js';
import { type Standing, standings } from '../../../shared/duty-rule.js';
import { ruleForm } from '../../../shared/duty-written.js';
import { CODE } from '../../../shared/places.js';
import { Bool, Form, Int, NAME, OneOf, Paging, Text } from '../../core/form.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const sorts = [
  'about',
  '-changedAt',
  'changedAt',
  'effectiveFrom',
  '-effectiveFrom',
  'until',
  'area',
  'ledBy',
] as const;

export class RuleFilter extends Paging {
  /** Part of the item's name. */
  @Text({ optional: true, max: 60 }) q?: string;
  @OneOf(Object.keys(groups), { optional: true }) group?: GroupKey;
  @Text({ optional: true, max: 24, pattern: CODE }) area?: string;
  @OneOf(Object.keys(leads), { optional: true }) ledBy?: LeadKey;
  @OneOf(Object.keys(standings), { optional: true }) standing?: Standing;
  /** Only what differs from the list that came with the software. */
  @Bool({ optional: true }) special?: boolean;
  @Bool({ optional: true }) asksWorkers?: boolean;
  @OneOf(sorts, { optional: true }) sort?: (typeof sorts)[number];
}
export class QuestionsOf {
  @OneOf(items.map((item) => item.code)) item!: string;
  /** Code of the grid, or of the smallest area that is known. */
  @Text({ optional: true, max: 24, pattern: CODE }) place?: string;
}
export class RuleBody {
  @Form(ruleForm) rule!: Record<string, unknown>;
  /** Of the line as it was seen; 0 for a new one. */
  @Int({ min: 0 }) version!: number;
}
class Trial {
  /** How many of the last cases it is tried on. */
  @Int({ optional: true, min: 1, max: 1000 }) last: number = 200;
}
export class DryRunBody extends Trial {
  @Form(ruleForm) rule!: Record<string, unknown>;
}
export class EndTrialBody extends Trial {
  @Text({ max: 10, pattern: DAY }) from!: string;
}
export class EndBody {
  @Text({ max: 10, pattern: DAY }) from!: string;
  @Text({ max: 300, pattern: NAME }) why!: string;
}
export class WithdrawBody {
  @Text({ max: 300, pattern: NAME }) why!: string;
}
export class ImportBody {
  /** The file as base64; a list of thousands of lines is some 300 kB. */
  @Text({ max: 1_000_000, pattern: /^[A-Za-z0-9+/]+=*$/ }) xlsx!: string;
  /** How many faulty rows the reader has seen and leaves out; absent: nothing is written. */
  @Int({ optional: true, min: 0 }) seen?: number;
}
