/** Small things of taste that this browser keeps: column widths, a folded menu. Never anything about cases or people. */
import { useCallback, useState } from 'react';

export function useKept<T>(name: string, initial: T): [T, (value: T) => void] {
  const key = `gezhi.${name}`;
  const [value, setValue] = useState<T>(() => read(key) ?? initial);
  const keep = useCallback(
    (fresh: T) => {
      setValue(fresh);
      try {
        localStorage.setItem(key, JSON.stringify(fresh));
      } catch {
        // Storage may be full or switched off; then it is forgotten with the page.
      }
    },
    [key],
  );
  return [value, keep];
}

function read<T>(key: string): T | undefined {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}
