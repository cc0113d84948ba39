/** Why a case is with its unit, in sentences: what the duty list says, and who sent it there. */
import { type EntryAction, wordsOf } from '../../../shared/case-flow.js';
import { sayDate } from '../../../shared/say.js';
import type { CaseView } from '../../../shared/views.js';

/** The actions that name a unit. */
const SENDING: readonly EntryAction[] = ['assign', 'decide', 'transfer', 'overrule', 'redo'];

export function whyThisUnit(view: Pick<CaseView, 'unit' | 'suggestion' | 'duty' | 'timeline'>, now: number): string[] {
  const rule = (view.duty?.words ?? []).map((sentence) => `${sentence}。`);
  if (view.suggestion) return [`建议派给${view.suggestion.unit.name}。`, ...rule];
  const sent = [...view.timeline].reverse().find((e) => SENDING.includes(e.action));
  if (!view.unit || !sent) return [];
  const by = [sent.unit, sent.who].filter(Boolean).join(' ');
  const said = [`${by} ${sayDate(sent.at, now)} ${wordsOf(sent.action).did}。`, ...rule];
  if (typeof sent.input.words === 'string' && sent.input.words) said.push(`派遣时说：${sent.input.words}`);
  return said;
}
