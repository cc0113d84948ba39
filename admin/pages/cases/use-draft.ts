/** What is typed into the dialog of an action: kept on the server while it is typed, there again at any computer. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import type { Action } from '../../../shared/case-flow.js';
import type { Drafts } from '../../../shared/desk.js';
import type { CaseView } from '../../../shared/views.js';
import type { Input } from '../../components/fields/fields-form.js';
import { draftsKey, dropDraft, keepDraft, useDrafts } from '../../lib/desk.js';
import { useKeeper } from '../../lib/keeper.js';
import { now } from '../../lib/now.js';
import { useMe } from '../../lib/session.js';
import { prefill } from './prefill.js';

/** Typed on this page, by person, case and action: it outlives a session that ends, and a server that is away. */
const typedHere = new Map<string, Input>();

export interface Draft {
  input: Input;
  /** When it was typed that was found here; undefined where the form began afresh. */
  from: string | undefined;
  change: (input: Input) => void;
  /** Back to what is known without typing. */
  clear: () => void;
  /** To be awaited before it is sent: what is on its way to the server would come after it. */
  settle: () => Promise<void>;
  /** It was not sent after all. */
  keep: () => void;
  /** It was sent: the server has forgotten it. */
  sent: () => void;
}

/** @param begin what the form was opened for; it stands above what was typed before */
export function useDraft(view: CaseView, action: Action, begin?: Input): Draft {
  const client = useQueryClient();
  const here = `${useMe().id}/${view.id}/${action}`;
  const { data } = useDrafts(view.id);
  const found = data?.[action];
  const [input, setInput] = useState<Input>(() => ({
    ...prefill(action, view),
    ...(typedHere.get(here) ?? found?.input),
    ...begin,
  }));
  const [from, setFrom] = useState(found?.at);
  const touched = useRef(found !== undefined || typedHere.has(here));
  const keeper = useKeeper((typed: Input) => keepDraft(view.id, action, typed));
  if (found && !touched.current) {
    touched.current = true;
    setInput({ ...input, ...found.input, ...begin });
    setFrom(found.at);
  }

  const remember = useCallback(
    (kept: Input | undefined) =>
      client.setQueryData<Drafts>(draftsKey(view.id), (was) => {
        const { [action]: _, ...others } = was ?? {};
        return kept ? { ...others, [action]: { input: kept, at: new Date(now()).toISOString() } } : others;
      }),
    [client, view.id, action],
  );

  return {
    input,
    from,
    change: (next) => {
      touched.current = true;
      setInput(next);
      typedHere.set(here, next);
      remember(next);
      keeper.later(next);
    },
    clear: () => {
      typedHere.delete(here);
      setInput(prefill(action, view));
      setFrom(undefined);
      remember(undefined);
      keeper.instead(() => dropDraft(view.id, action));
    },
    settle: keeper.settle,
    keep: keeper.now,
    sent: () => {
      keeper.forget();
      typedHere.delete(here);
      remember(undefined);
    },
  };
}
