/** The time as the server has it: office computers are often minutes off, and deadlines must not be. */
import { useSyncExternalStore } from 'react';

/** Milliseconds that the server's clock is ahead of ours. */
let ahead = 0;
let shown = Date.now();
const listeners = new Set<() => void>();

/** Learns from the `Date` header of an answer; whole seconds, so small differences are left alone. */
export function learnTime(header: string | null): void {
  const at = header ? Date.parse(header) : Number.NaN;
  if (Number.isNaN(at)) return;
  const difference = at - Date.now();
  if (Math.abs(difference - ahead) > 5000) ahead = difference;
}

export const now = (): number => Date.now() + ahead;

/** The city's day, `YYYY-MM-DD`. */
export const today = (): string => new Date(now() + 8 * 3_600_000).toISOString().slice(0, 10);

/** The moment, renewed twice a minute, so that 还剩 and 已超 stay true on an open page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => shown);
}

let timer: number | undefined;
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    shown = now();
    timer = window.setInterval(() => {
      shown = now();
      for (const each of listeners) each();
    }, 30_000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
}
