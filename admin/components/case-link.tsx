/** A link to a case; `keep` takes the list's filters along, so that "next" stays in the same list. */
import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';

export function CaseLink({ id, keep = false, children }: { id: string; keep?: boolean; children: ReactNode }) {
  const search = useSearch({ strict: false });
  return (
    <Link to={`/cases/${id}` as string} search={(keep ? search : {}) as never}>
      {children}
    </Link>
  );
}
