/** Whether somebody is at this page: only then what it asks for keeps the session awake. */
import { useEffect, useState } from 'react';
import { IDLE_MINUTES } from '../../shared/views.js';

const MINUTE_MS = 60_000;
const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const;
const LOOK_MS = 5_000;
/** The server notes once a minute that somebody was there; a minute more is for reading the warning. */
const WARN_MS = (IDLE_MINUTES - 2) * MINUTE_MS;

let touched = Date.now();
let told = Date.now();

/** Once, when the console starts. */
export function watchAttendance(): void {
  const note = () => {
    touched = Date.now();
  };
  for (const sign of SIGNS) window.addEventListener(sign, note, { passive: true, capture: true });
}

/** Nobody touched the page for a minute. */
export const isUnattended = (): boolean => Date.now() - touched > MINUTE_MS;

/** A request that left then reached the server, which knows by it that somebody is here. */
export function noteTold(at: number): void {
  told = Math.max(told, at);
}

/**
 * Tells the server that somebody reads or types, where nothing else does.
 * @param tell asks the server for something
 * @returns whether the session is about to end
 */
export function useAttendance(tell: () => void): boolean {
  const [ending, setEnding] = useState(false);
  useEffect(() => {
    const look = () => {
      const since = Date.now() - told;
      if (since > MINUTE_MS && !isUnattended()) {
        // At once, or each further sign would ask again.
        noteTold(Date.now());
        tell();
      }
      setEnding(Date.now() - told > WARN_MS);
    };
    const timer = window.setInterval(look, LOOK_MS);
    for (const sign of SIGNS) window.addEventListener(sign, look, { passive: true });
    return () => {
      window.clearInterval(timer);
      for (const sign of SIGNS) window.removeEventListener(sign, look);
    };
  }, [tell]);
  return ending;
}
