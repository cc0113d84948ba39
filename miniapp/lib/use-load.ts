/** What a page loads: the last good answer, why the newest try failed, and how to try again. */
import { useDidShow } from '@tarojs/taro';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type Failure, toFailure } from './api';
import { useSignal } from './use-signal';

export interface Load<T> {
  data: T | null;
  failure: Failure | null;
  loading: boolean;
  again: () => Promise<void>;
  /** Puts an answer that came another way (of an action) in the place of the loaded one. */
  put: (data: T) => void;
}

/**
 * Loads when the page appears, when it is shown again, when `on` changes, and when the signal comes back for what could
 * not be had, or not yet.
 * @param get null: there is nothing to load now (nobody is signed in)
 */
export function useLoad<T>(get: (() => Promise<T>) | null, on: string): Load<T> {
  const [state, setState] = useState<{ data: T | null; failure: Failure | null; loading: boolean }>({
    data: null,
    failure: null,
    loading: get !== null,
  });
  const run = useRef(0);
  const latest = useRef(get);
  latest.current = get;

  const again = useCallback(async () => {
    const mine = ++run.current;
    const ask = latest.current;
    if (!ask) {
      setState({ data: null, failure: null, loading: false });
      return;
    }
    setState((s) => ({ ...s, loading: true }));
    try {
      const data = await ask();
      if (mine === run.current) setState({ data, failure: null, loading: false });
    } catch (e) {
      if (mine === run.current) setState((s) => ({ ...s, failure: toFailure(e), loading: false }));
    }
  }, []);

  const put = useCallback((data: T) => {
    run.current++;
    setState({ data, failure: null, loading: false });
  }, []);

  useEffect(() => {
    void again();
  }, [on]);

  const shown = useRef(false);
  useDidShow(() => {
    if (shown.current) void again();
    shown.current = true;
  });

  useSignal(() => {
    if (state.failure || state.loading) void again();
  });

  return { ...state, again, put };
}
