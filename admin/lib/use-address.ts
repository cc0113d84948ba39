/** A page's filters, sort and page number in the address, and how to change them. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { type AddressOf, type AddressSpec, type Change, readAddress, writeAddress } from './address.js';

/** The page's values, and how to change some of them. A change of anything but the page goes back to page 1. */
export function useAddress<S extends AddressSpec>(spec: S): [AddressOf<S>, (change: Change<S>) => void] {
  const raw = useSearch({ strict: false }) as Record<string, string>;
  const navigate = useNavigate();
  const values = useMemo(() => readAddress(spec, raw), [spec, raw]);
  const change = useCallback(
    (some: Change<S>) => {
      const next: Record<string, unknown> = { ...values, ...some };
      if (!('page' in some)) delete next.page;
      void navigate({ to: '.', search: writeAddress(spec, next as Change<S>) as never, replace: !('page' in some) });
    },
    [spec, values, navigate],
  );
  return [values, change];
}
