/** Which of the actions of a case is the one that its step waits for. */
import { type Action, actionRow, seats } from '../../../shared/case-flow.js';
import type { May } from '../../../shared/permissions.js';
import type { CaseView } from '../../../shared/views.js';

/** What the case waits for from this person; whose turn it is not has no main action, only what may be done meanwhile. */
export function mainAction({ seat, can }: Pick<CaseView, 'seat' | 'can'>, may: May): Action | undefined {
  const turn = seats[seat].by;
  if (!turn || !may[turn]) return undefined;
  const plain = can.filter((a) => !actionRow(a).grave && !actionRow(a).rare);
  // What the step is for, e.g. 派遣 before 即办; a question is answered before it is sent around.
  return plain.find((a) => a === 'answer' || actionRow(a).by === turn) ?? plain[0];
}
