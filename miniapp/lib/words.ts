/** How a case is told to the resident: its state in a sentence, its item by name. */
import { fillIn, type State, stateRow, states } from '../../shared/case-flow';
import { itemOf } from '../../shared/duty-list';
import { sayDate, sayDay, sayNext } from '../../shared/say';
import type { CaseRow, CaseView } from '../../shared/views';
import type { Waiting } from './outbox';

/** 「处理中，承诺 11月24日 18:00 前」 */
export const sayState = (c: Standing): string => filled(stateRow(c.state).resident, c);

/** Who has it at first: the worker of the grid, or the desk where there is no grid yet. */
export const sayHolder = ({ grid, worker }: Pick<CaseView, 'grid' | 'worker'>): string =>
  grid ? `${grid.name}${worker ? `的${worker.workName}` : ''}` : '受理中心';

/** What the head of a case says besides its tag: before anybody has promised to do it, who has it; else how it stands. */
export function sayHead(view: CaseView): string {
  const { state } = view;
  if (state === 'reported' || state === 'verified')
    return sayNext({ state, promisedAt: null }, sayHolder(view), Date.now());
  const said = sayState(view);
  return said === sayTag(state) ? '' : said;
}

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

/** Why a report is not there yet, and what becomes of it. */
export function sayHeld(held: Waiting['held']): { title: string; words: string } {
  if (!held || held.code === 'offline') return { title: '没有信号，已存为草稿，有信号时自动提交', words: '' };
  const isCrowd = held.code === 'rate.limited' || held.code === 'server.busy';
  if (isCrowd) return { title: '现在人多，已存好，稍后自动提交', words: '' };
  return { title: '现在提交不了，已存好，稍后自动提交', words: held.title };
}
