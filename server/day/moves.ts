/** How people behave, as a table: in each state who does what, how often, and how soon. */
import type { Action, State } from '../../shared/case-flow.js';

export type Who =
  | 'worker'
  | 'community'
  | 'desk'
  | 'handler'
  | 'doer'
  | 'checker'
  | 'supervisor'
  | 'leader'
  | 'reporter';
/** In parts of the limit of the step that runs; or, of those whom no limit binds, in hours. */
export type Pace = 'quick' | 'fair' | 'late' | { hours: readonly [low: number, high: number] };
export const paces = { quick: [0.05, 0.5], fair: [0.5, 0.95], late: [1.05, 2] } as const;

export interface Move {
  act: Action;
  by: Who;
  share: number;
  pace: Pace;
}
/** Nobody does anything: the rest is left to time. */
export interface Rest {
  share: number;
  act?: undefined;
}

const move = (share: number, by: Who, act: Action, pace: Pace): Move => ({ act, by, share, pace });
const rest = (share: number): Rest => ({ share });
const hours = (low: number, high: number): Pace => ({ hours: [low, high] });
const soon = hours(0.5, 6);
const days = hours(8, 40);

export const moves: { readonly [S in State]: readonly (Move | Rest)[] } = {
  reported: [
    move(50, 'worker', 'verify', 'quick'),
    move(20, 'worker', 'verify', 'fair'),
    move(9, 'worker', 'verify', 'late'),
    move(7, 'worker', 'settle', 'quick'),
    move(4, 'worker', 'ask', 'quick'),
    move(4, 'community', 'reject', 'fair'),
    move(4, 'community', 'merge', 'quick'),
    move(1, 'community', 'escalate', 'quick'),
    move(2, 'reporter', 'withdraw', soon),
    move(2, 'reporter', 'urge', soon),
  ],
  verified: [
    move(60, 'desk', 'assign', 'quick'),
    move(20, 'desk', 'assign', 'fair'),
    move(6, 'desk', 'assign', 'late'),
    move(12, 'desk', 'decide', 'quick'),
    move(10, 'desk', 'answer', 'fair'),
    move(3, 'desk', 'ask', 'quick'),
    move(2, 'desk', 'whistle', 'quick'),
    move(3, 'community', 'reject', 'fair'),
    move(12, 'doer', 'answerWhistle', 'quick'),
  ],
  assigned: [
    move(60, 'handler', 'accept', 'quick'),
    move(12, 'handler', 'accept', 'fair'),
    move(6, 'handler', 'accept', 'late'),
    move(8, 'handler', 'contact', 'quick'),
    move(9, 'handler', 'return', 'quick'),
    move(3, 'desk', 'transfer', 'fair'),
    move(2, 'desk', 'suspend', 'quick'),
    move(2, 'leader', 'press', 'quick'),
    move(2, 'reporter', 'urge', soon),
    move(1, 'reporter', 'withdraw', soon),
  ],
  handling: [
    move(30, 'handler', 'handle', 'quick'),
    move(12, 'handler', 'handle', 'fair'),
    move(10, 'handler', 'handle', 'late'),
    move(12, 'handler', 'contact', 'quick'),
    move(6, 'handler', 'answer', 'quick'),
    move(7, 'handler', 'askExtension', 'fair'),
    move(25, 'desk', 'grantExtension', hours(0.3, 3)),
    move(10, 'desk', 'denyExtension', hours(0.3, 3)),
    move(5, 'handler', 'split', 'quick'),
    move(25, 'doer', 'finishSubtask', soon),
    move(4, 'handler', 'askHelp', 'quick'),
    move(25, 'doer', 'giveHelp', soon),
    move(2, 'desk', 'whistle', 'quick'),
    move(25, 'doer', 'answerWhistle', soon),
    move(6, 'handler', 'rateTask', 'quick'),
    move(5, 'desk', 'suspend', 'quick'),
    move(3, 'handler', 'escalate', 'quick'),
    move(25, 'desk', 'coordinate', hours(0.3, 3)),
    move(2, 'desk', 'transfer', 'fair'),
    move(3, 'leader', 'press', 'fair'),
    move(3, 'supervisor', 'endPress', 'fair'),
    move(2, 'handler', 'ask', 'quick'),
    move(3, 'reporter', 'urge', soon),
    move(2, 'reporter', 'add', soon),
  ],
  handled: [
    move(55, 'checker', 'pass', 'quick'),
    move(15, 'checker', 'pass', 'fair'),
    move(6, 'checker', 'pass', 'late'),
    move(12, 'checker', 'rework', 'quick'),
    move(6, 'checker', 'redraw', 'quick'),
  ],
  checked: [
    move(40, 'reporter', 'confirm', hours(1, 40)),
    move(12, 'reporter', 'disagree', hours(1, 30)),
    rest(36),
    move(6, 'supervisor', 'visit', 'quick'),
    move(5, 'handler', 'doubt', 'quick'),
    move(8, 'supervisor', 'confirmDoubt', 'quick'),
    move(30, 'supervisor', 'close', 'quick'),
  ],
  closed: [
    rest(80),
    move(8, 'supervisor', 'visit', soon),
    move(5, 'supervisor', 'redo', soon),
    move(5, 'handler', 'doubt', soon),
    move(30, 'supervisor', 'confirmDoubt', soon),
    move(20, 'supervisor', 'dropDoubt', soon),
  ],
  waitingReporter: [move(70, 'reporter', 'supply', hours(1, 30)), rest(30)],
  suspended: [
    move(80, 'handler', 'resume', days),
    move(25, 'desk', 'postpone', soon),
    move(10, 'reporter', 'urge', soon),
    move(5, 'leader', 'press', soon),
    rest(10),
  ],
  disputed: [
    move(50, 'supervisor', 'overrule', 'quick'),
    move(50, 'supervisor', 'uphold', 'quick'),
    move(50, 'supervisor', 'admit', 'quick'),
    move(50, 'supervisor', 'dismiss', 'quick'),
  ],
  rejected: [rest(45), move(40, 'reporter', 'appeal', hours(1, 20)), move(15, 'community', 'readmit', soon)],
  merged: [rest(75), move(25, 'community', 'unmerge', soon)],
  withdrawn: [rest(1)],
};
