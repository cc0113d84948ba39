/** What a question to the statistics may hold. */
import { type MeasureKey, measureKeys } from '../../../shared/measures.js';
import { OneOf, Paging, Text } from '../../core/form.js';

const ID = /^[0-9a-z]{26}$/;
/** 2026-11 */
const MONTH = /^20\d{2}-(0[1-9]|1[0-2])$/;

export const divisions = ['area', 'unit', 'item', 'month'] as const;
export type Division = (typeof divisions)[number];
const sorts = ['name', '-name', ...measureKeys.flatMap((key) => [key, `-${key}`] as const)] as const;

export class StatsAsk extends Paging {
  /** Absent: the place of whoever asks, or all places where they belong to a department. */
  @Text({ optional: true, max: 24 }) place?: string;
  @Text({ optional: true, pattern: ID }) unit?: string;
  @OneOf(divisions, { optional: true }) by: Division = 'area';
  /** First and last month; absent: this month. */
  @Text({ optional: true, pattern: MONTH }) from?: string;
  @Text({ optional: true, pattern: MONTH }) to?: string;
  @OneOf(sorts, { optional: true }) sort: 'name' | '-name' | MeasureKey | `-${MeasureKey}` = 'name';
}
export class MonthOf {
  @Text({ pattern: MONTH }) month!: string;
}
