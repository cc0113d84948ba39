/** Each change of the promised date and its reason, read from the timeline: every entry says what was promised then. */
import { actionRow, isAction, type State, stateRow, wordsOf } from '../../../shared/case-flow.js';
import type { PromiseChange } from '../../../shared/views.js';
import type { Row } from '../../core/tables.js';
import type { caseEntry } from './cases.tables.js';

type EntryRow = Row<typeof caseEntry>;

/** Dates are said to the minute: less is no change that anybody would see. */
const MINUTE = 60_000;

/** @param entries of one case, in order */
export function promiseChanges(entries: readonly EntryRow[]): PromiseChange[] {
  return entries.flatMap((e, i) => {
    const before = entries[i - 1]?.promisedAt;
    if (!before || !e.promisedAt || Math.abs(e.promisedAt.getTime() - before.getTime()) < MINUTE) return [];
    const { at, promisedAt } = e;
    return [{ at: at.toISOString(), from: before.toISOString(), to: promisedAt.toISOString(), why: whyOf(e) }];
  });
}

const PAUSED: { readonly [S in State]?: string } = { waitingReporter: '等您补充情况期间，时限暂停' };

function whyOf(e: EntryRow): string {
  if (e.fromState && stateRow(e.fromState).paused) {
    return PAUSED[e.fromState] ?? `${stateRow(e.fromState).label}期间，时限暂停`;
  }
  const row = isAction(e.action) ? actionRow(e.action) : null;
  if (row?.effect === 'restarted') return '重新办理，时限重新计算';
  if (row?.effect === 'admitted') return '予以受理，时限重新计算';
  if (row?.effect === 'reckoned') return '放假安排公布了，按公布的日子重新计算';
  if (e.input.item) return '更正了事项，按新事项的时限计算';
  if (e.input.place) return '更正了位置，按所在地的时限计算';
  // What the form tells the reporter is the reason, where there is one.
  const told = Object.entries(row?.asks ?? {}).find(([key, f]) => f.told && f.kind === 'longText' && e.input[key]);
  return told ? String(e.input[told[0]]) : wordsOf(e.action).label;
}
