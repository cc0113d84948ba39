/** What a person keeps at their desk: saved views, quick actions, reply templates, drafts. */
import type { EntryAction } from '../../../shared/case-flow.js';
import type { MacroContent, ViewFilter } from '../../../shared/desk.js';
import { at, body, code, id, json, nullable, string, table } from '../../core/tables.js';

/** Kept by a person, and by the whole unit where it is shared. */
const kept = <T>(name: string) =>
  table(
    name,
    {
      id: id(),
      account: code(),
      /** The unit it is shared with. */
      unit: nullable(code()),
      name: string(40),
      content: json<T>(),
      changedAt: at(),
    },
    { indexes: [['account'], ['unit']] },
  );

export const deskView = kept<ViewFilter>('desk_view');
export const macro = kept<MacroContent>('macro');
export const replyTemplate = kept<{ words: string }>('reply_template');
export type KeptTable = typeof deskView | typeof macro | typeof replyTemplate;

/** What was typed into the dialog of an action, or as a new report, and not sent; sealed, for it may hold anything. */
export const draft = table(
  'draft',
  {
    account: { ...code(), primary: true },
    /** Of a report that is no case yet: `intake`. */
    caseId: { ...code(), primary: true },
    action: { ...code<EntryAction>(20), primary: true },
    text: body(),
    at: at(),
  },
  { indexes: [['at']] },
);
