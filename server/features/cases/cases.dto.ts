/** What requests about cases may hold. */

import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsObject, ValidateNested } from 'class-validator';
import { intakeForm, kinds, reportForm, sources, urgencies } from '../../../shared/case.js';
import { stateOrder } from '../../../shared/case-flow.js';
import { type CaseSort, caseSorts } from '../../../shared/desk.js';
import { groups, items } from '../../../shared/duty-list.js';
import { type Counter, counters } from '../../../shared/measures.js';
import { type CaseLevel, caseLevels, hows } from '../../../shared/places.js';
import { MOST_PASSED } from '../../../shared/views.js';
import { Anything, Bool, Form, Int, List, Moment, OneOf, Paging, Text } from '../../core/form.js';
import { PHONE } from './cases.phones.js';

const keys = (o: object) => Object.keys(o);
const ID = /^[0-9a-z]{26}$/;
/** 2026-11 */
export const MONTH = /^20\d{2}-(0[1-9]|1[0-2])$/;

export class CaseFilter extends Paging {
  @Text({ optional: true, max: 60 }) q?: string;
  /** Of a telephone number, as POST phone-search gives it: no digits stand in an address. */
  @Text({ optional: true, max: 400, pattern: /^[\w.-]+$/ }) tel?: string;
  @List({ optional: true, of: stateOrder }) state?: (typeof stateOrder)[number][];
  @Bool({ optional: true }) open?: boolean;
  @Bool({ optional: true }) mine?: boolean;
  @Bool({ optional: true }) late?: boolean;
  /** Not late yet, and due before the end of the city's day. */
  @Bool({ optional: true }) today?: boolean;
  /** Not late yet, and due within a day. */
  @Bool({ optional: true }) soon?: boolean;
  /** Sent back by a unit and with the desk again. */
  @Bool({ optional: true }) returned?: boolean;
  @List({ optional: true, of: keys(kinds) }) kind?: string[];
  @List({ optional: true, of: keys(sources) }) source?: string[];
  @List({ optional: true, of: items.map((i) => i.code) }) item?: string[];
  @List({ optional: true, of: keys(groups) }) group?: string[];
  @List({ optional: true, of: keys(urgencies) }) urgency?: string[];
  @List({ optional: true, of: keys(hows) }) how?: string[];
  @Text({ optional: true, pattern: ID }) unit?: string;
  @Text({ optional: true, max: 24 }) place?: string;
  /** In no place of this level. */
  @OneOf(caseLevels, { optional: true }) without?: CaseLevel;
  @Moment({ optional: true }) from?: Date;
  @Moment({ optional: true }) to?: Date;
  @Bool({ optional: true }) pressed?: boolean;
  /** With a task that waits for my unit. */
  @OneOf(['mine'], { optional: true }) task?: 'mine';
  /** I was drawn to check it. */
  @OneOf(['me'], { optional: true }) checker?: 'me';
  /** Waits for my decision: an extension, an escalation, a doubt. */
  @Bool({ optional: true }) pending?: boolean;
  /** Nobody could be drawn to check it. */
  @Bool({ optional: true }) unchecked?: boolean;
  /** Behind a number of the statistics: the cases of a counter in these months, and the unit that answers for it. */
  @OneOf(counters, { optional: true }) fact?: Counter;
  @Text({ optional: true, pattern: MONTH }) factFrom?: string;
  @Text({ optional: true, pattern: MONTH }) factTo?: string;
  @Text({ optional: true, pattern: ID }) factUnit?: string;
  /** These alone, as they are now. */
  @List({ optional: true }) id?: string[];
  /** Cases near this one, for 并案. */
  @Text({ optional: true, pattern: ID }) near?: string;
  @OneOf(caseSorts, { optional: true }) sort?: CaseSort;
}

export class NextFilter extends CaseFilter {
  /** Where one stands in the list; 0 is its first row. */
  @Int({ min: 0, max: 1_000_000 }) at!: number;
  /** The cases that one has been at, the last of them. */
  @List({ max: MOST_PASSED }) passed!: string[];
}
export class MapFilter extends CaseFilter {
  /** west,south,east,north in WGS-84. */
  @Text({ max: 80, pattern: /^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}$/ }) bbox!: string;
  @Int({ optional: true, min: 1, max: 22 }) zoom: number = 14;
}
export class ByPlace {
  @Text({ optional: true, max: 24 }) under?: string;
  @OneOf(['county', 'street', 'community', 'grid'], { optional: true }) level:
    | 'county'
    | 'street'
    | 'community'
    | 'grid' = 'grid';
}
export class CountsOf {
  @Text({ optional: true, max: 24 }) place?: string;
}

export class ReportBody {
  @Form(reportForm, intakeForm) report!: Record<string, unknown>;
  @Anything('对权责清单另问的回答，问题见 /api/duty/questions', { optional: true }) answers?: Record<string, unknown>;
  /** Shown 这是紧急情况 for the words alone, the reporter says that it is none. */
  @Bool({ optional: true }) notUrgent?: boolean;
}
export class ActBody {
  @Int({ min: 1 }) version!: number;
  @Anything('动作的表单，字段见 shared/case-flow.ts') input!: Record<string, unknown>;
}
class CaseVersion {
  @Text({ pattern: ID }) id!: string;
  @Int({ min: 1 }) version!: number;
}
export class BulkBody {
  @ApiProperty({ type: [CaseVersion] })
  @ValidateNested({ each: true })
  @IsObject({ each: true })
  @ArrayMaxSize(100)
  @Type(() => CaseVersion)
  cases!: CaseVersion[];
  @Anything('动作的表单') input!: Record<string, unknown>;
}
export class BulkPreviewBody extends BulkBody {
  @Text({ max: 20 }) action!: string;
}
/** In the body, so that no telephone number stands in an address. */
export class PhoneBody {
  @Text({ max: 20, pattern: PHONE }) phone!: string;
}
export class RevealBody {
  @Text({ max: 200, pattern: /\S.{3,}/s }) reason!: string;
}
