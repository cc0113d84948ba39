/** Keeps on the server what is typed: a moment after the last key, one after the other, at the latest when it is left. */
import { useEffect, useRef, useState } from 'react';

const PAUSE_MS = 1_000;

export interface Keeper<T> {
  /** Once the typing pauses. */
  later: (value: T) => void;
  /** At once what still waits. @returns false when nothing did */
  now: () => boolean;
  /** What waits goes on waiting; to be awaited before what was typed is sent, or what is on its way would come after it. */
  settle: () => Promise<void>;
  /** What waits is not worth keeping any more. */
  forget: () => void;
  /** Instead of what waits, after what is on its way. */
  instead: (work: () => Promise<unknown>) => void;
}

/** @param send a failure is borne: without a connection what is typed stays in the page, as it always did */
export function useKeeper<T>(send: (value: T) => Promise<unknown>): Keeper<T> {
  const latest = useRef(send);
  latest.current = send;
  const [keeper] = useState(() => keeperOf<T>((value) => latest.current(value)));
  useEffect(() => {
    const warn = (e: BeforeUnloadEvent) => {
      if (keeper.now()) e.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
      keeper.now();
    };
  }, [keeper]);
  return keeper;
}

function keeperOf<T>(send: (value: T) => Promise<unknown>): Keeper<T> {
  let timer: number | undefined;
  let waiting: { value: T } | undefined;
  let under: Promise<void> = Promise.resolve();
  const after = (work: () => Promise<unknown>) => {
    under = under.then(work).then(
      () => {},
      () => {},
    );
  };
  const forget = () => {
    window.clearTimeout(timer);
    waiting = undefined;
  };
  const now = () => {
    const typed = waiting;
    forget();
    if (typed) after(() => send(typed.value));
    return typed !== undefined;
  };
  return {
    later: (value) => {
      window.clearTimeout(timer);
      waiting = { value };
      timer = window.setTimeout(now, PAUSE_MS);
    },
    now,
    settle: () => {
      window.clearTimeout(timer);
      return under;
    },
    forget,
    instead: (work) => {
      forget();
      after(work);
    },
  };
}
