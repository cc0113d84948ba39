/** The list and the case: beside one another from 1600 px on; below that the case takes the list's place and gives it back. */
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { readAddress } from '../../lib/address.js';
import { caseAddress } from '../../lib/cases.js';
import { useKeys } from '../../lib/keys.js';
import { useIsWide } from '../../lib/width.js';
import { CaseList } from './case-list.js';
import { CasePage } from './case-page.js';
import { useTicks } from './ticks.js';
import { useWalk } from './walk.js';
import './cases.css';

export default function Cases() {
  const { id } = useParams({ strict: false }) as { id?: string };
  const search = useSearch({ strict: false }) as Record<string, string>;
  const filter = useMemo(() => readAddress(caseAddress, search), [search]);
  const navigate = useNavigate();
  const wide = useIsWide();
  const [acting, setActing] = useState(false);
  const walk = useWalk(filter, id);
  const ticks = useTicks(filter);
  // From case to case the address is replaced, so that the browser's "back" leads to the list and not through them all.
  const open = (next: string | undefined, act = false) => {
    setActing(act);
    const to: string = next ? `/cases/${next}` : '/cases';
    void navigate({ to, search: search as never, replace: id !== undefined && next !== undefined });
  };
  useKeys({ Escape: id ? () => open(undefined) : undefined });

  return (
    <div className={id && wide ? 'page page-fill cases cases-both' : 'page page-fill cases'}>
      {(!id || wide) && <CaseList opened={id} cursor={walk.cursor} ticks={ticks} onOpen={open} />}
      {id && <CasePage key={id} id={id} startActing={acting} walk={walk} onOpen={open} besideList={wide} />}
    </div>
  );
}
