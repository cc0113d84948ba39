/** What is typed into the dialog of an action: kept on the server while it is typed, there again at any computer. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Action } from '../../../shared/case-flow.js';
import type { Drafts } from '../../../shared/desk.js';
import type { CaseView } from '../../../shared/views.js';
import type { Input } from '../../components/fields/fields-form.js';
import { draftsKey, dropDraft, keepDraft, useDrafts } from '../../lib/desk.js';
import { now } from '../../lib/now.js';
import { useMe } from '../../lib/session.js';
import { prefill } from './prefill.js';

const PAUSE_MS = 1_000;

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
  const timer = useRef<number>(undefined);
  const pending = useRef<Input>(undefined);
  const under = useRef<Promise<unknown>>(Promise.resolve());
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
  const keep = useCallback(() => {
    window.clearTimeout(timer.current);
    const typed = pending.current;
    pending.current = undefined;
    // Without a connection it stays in this page, as it always did.
    if (typed) under.current = under.current.then(() => keepDraft(view.id, action, typed)).catch(() => {});
  }, [view.id, action]);
  useEffect(() => keep, [keep]);

  return {
    input,
    from,
    change: (next) => {
      touched.current = true;
      setInput(next);
      typedHere.set(here, next);
      remember(next);
      pending.current = next;
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(keep, PAUSE_MS);
    },
    clear: () => {
      window.clearTimeout(timer.current);
      pending.current = undefined;
      typedHere.delete(here);
      setInput(prefill(action, view));
      setFrom(undefined);
      remember(undefined);
      under.current = under.current.then(() => dropDraft(view.id, action)).catch(() => {});
    },
    settle: () => {
      window.clearTimeout(timer.current);
      return under.current.then(() => {});
    },
    keep,
    sent: () => {
      pending.current = undefined;
      typedHere.delete(here);
      remember(undefined);
    },
  };
}
