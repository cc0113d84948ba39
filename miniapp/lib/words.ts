/** How a case is told to the resident: its state in a sentence, its item by name. */
import { fillIn, type State, stateRow, states } from '../../shared/case-flow';
import { itemOf } from '../../shared/duty-list';
import { sayDate, sayDay } from '../../shared/say';
import type { CaseRow } from '../../shared/views';

/** 「处理中，承诺 11月24日 18:00 前」 */
export const sayState = (c: Standing): string => filled(stateRow(c.state).resident, c);

/** The same of a case that somebody else reported and this resident follows. */
export const sayMain = (c: Standing): string => filled(stateRow(c.state).follower ?? stateRow(c.state).resident, c);

type Standing = Pick<CaseRow, 'state' | 'unit' | 'promisedAt' | 'reviewOn'>;
function filled(sentence: string, c: Standing): string {
  const date = c.promisedAt ? sayDate(c.promisedAt, Date.now()) : null;
  const review = c.reviewOn ? sayDay(`${c.reviewOn}T12:00:00+08:00`, Date.now()) : null;
  return fillIn(sentence, c.unit?.name, date, review);
}

/** A few characters for the tag of a case, where the sentence of the flow table is too long for one. */
const short: Partial<Record<State, string>> = { assigned: '已派出', waitingReporter: '请您补充', merged: '已并案' };

/** 「处理中」: the state in the resident's words, not the office's. */
export const sayTag = (state: State): string => short[state] ?? states[state].resident.split('，')[0];

/** Name of the item, or the code of one that is newer than this app. */
export const sayItem = (code: string) => itemOf(code)?.name ?? code;
