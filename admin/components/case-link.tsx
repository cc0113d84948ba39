/** A link to a case; `keep` takes the list's filters along, so that "next" stays in the same list. */
import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface Props {
  id: string;
  keep?: boolean;
  /** In a tab of its own: what is typed here stays. */
  apart?: boolean;
  children: ReactNode;
}

export function CaseLink({ id, keep = false, apart = false, children }: Props) {
  const search = useSearch({ strict: false });
  return (
    <Link to={`/cases/${id}` as string} search={(keep ? search : {}) as never} {...(apart ? { target: '_blank' } : {})}>
      {children}
    </Link>
  );
}
