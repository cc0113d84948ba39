/** What happens when nothing happens: who is told as a limit is used up, and what follows when a resident stays silent. */
import type { Action, State } from './case-flow.js';
import type { Limit } from './worktime.js';

/** Who hears of a limit that runs out, from the nearest up. */
export const warned = {
  handler: '经办人',
  unitHead: '单位负责人',
  supervision: '监督中心',
  above: '上一级单位',
} as const;
export type Warned = keyof typeof warned;

/** By how much of its limit a step has used, in per cent. `{step}` and `{date}` are filled in. */
export const warnings = {
  50: { to: 'handler', says: '{step}的时限已用一半，请在 {date} 前完成' },
  80: { to: 'unitHead', says: '{step}的时限已用八成，{date} 到期，请督促办理' },
  100: { to: 'supervision', says: '{step}已超过时限（{date} 到期），请督办' },
  150: { to: 'above', says: '{step}超过时限已有一半（{date} 到期），请上一级协调' },
} as const satisfies Record<number, { to: Warned; says: string }>;
export type WarningPercent = keyof typeof warnings;
export const warningPercents = Object.keys(warnings).map(Number) as WarningPercent[];

/** What the unit and its head hear of the first contact: before its limit is used up, and when it is. By per cent used. */
export const contactWarnings = [
  { percent: 80, says: '请在 {date} 前首次联系诉求人' },
  { percent: 100, says: '首次联系已超过时限（{date} 到期），请马上联系诉求人' },
] as const;

/** Who hears of 挂账 when the review day comes, and again each working day on which nobody resumed it or set a new day. */
export const reviewWarnings = [
  { to: 'handler', says: '挂账到了复查日期：条件具备就恢复办理，不具备请派遣员另定日期并说明' },
  { to: 'handler', says: '挂账的复查日期（{date}）已过 1 个工作日：请恢复办理，或者请派遣员另定日期' },
  { to: 'supervision', says: '挂账的复查日期（{date}）已过 2 个工作日，没有恢复也没有另定日期，请督办' },
  { to: 'above', says: '挂账的复查日期（{date}）已过 3 个工作日，没有恢复也没有另定日期，请上一级协调' },
] as const satisfies readonly { to: Warned; says: string }[];

/** How long the resident has to answer or to rate. */
export const SILENCE: Limit = { amount: 5, unit: 'workDay' };
/** How long before the end they are reminded, once. */
export const NOTICE_OF_SILENCE: Limit = { amount: 1, unit: 'workDay' };

interface SilenceRow {
  /** What the system does then. */
  action: Action;
  /** What the resident is reminded of; `{date}` is filled in. */
  reminds: string;
  /** What stands beside the date. */
  outcome: string;
}

/** The states that wait for the resident, and what becomes of a case whose resident stays silent. */
export const silences: { readonly [S in State]?: SilenceRow } = {
  waitingReporter: {
    action: 'lapse',
    reminds: '请在 {date} 前补充情况，过期将按现有情况继续办理',
    outcome: '过期将按现有情况继续办理',
  },
  checked: {
    action: 'closeUnrated',
    reminds: '请在 {date} 前评价，过期未评价将自动结案；没有解决可以选“不认可”',
    outcome: '过期未评价将自动结案',
  },
};
