/** Does something each time the signal comes back, for as long as the page is there. */
import { useEffect, useRef } from 'react';
import { onSignal } from './signal';

export function useSignal(isBack: () => void): void {
  const latest = useRef(isBack);
  latest.current = isBack;
  useEffect(() => onSignal(() => latest.current()), []);
}
