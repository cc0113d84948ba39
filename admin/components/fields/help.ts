/** What the inputs of a form may know of the thing they are filled in for. */
import { createContext } from 'react';
import type { DutyItem } from '../../../shared/duty-list.js';
import type { CaseView, Task } from '../../../shared/views.js';

export interface Help {
  /** Which unit is suggested, and why. */
  suggestion?: CaseView['suggestion'];
  /** Cases near this one come first where a case is picked. */
  nearCase?: string;
  /** Where a place is looked for first. */
  around?: { lng: number; lat: number };
  /** Items of the duty list that the words suggest, best first. */
  items?: readonly DutyItem[];
  /** Tasks that may be named. */
  tasks?: readonly Task[];
  /** Names of units, places and accounts that the form begins with, by id or code. */
  names?: Readonly<Record<string, string>>;
}
export const HelpContext = createContext<Help>({});
