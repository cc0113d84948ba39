/** The views of one's desk above the list, each with how many it holds now; and the way to keep and change them. */
import { Button } from 'antd';
import { useState } from 'react';
import { MOST_IN_BAR, type SavedView, systemViewRow, type ViewFilter } from '../../../shared/desk.js';
import { readAddress } from '../../lib/address.js';
import { type CaseFilter, caseAddress } from '../../lib/cases.js';
import { useViewCounts, useViews } from '../../lib/desk.js';
import { digits, useKeys } from '../../lib/keys.js';
import { countWords } from '../../lib/words.js';
import { asAddress, asViewFilter, isSameView } from './saved-view.js';
import { ViewDialog, ViewsDialog, whoseOf } from './view-dialogs.js';

interface Props {
  filter: CaseFilter;
  onOpen: (filter: CaseFilter) => void;
}

interface Shown {
  key: string;
  label: string;
  filter: ViewFilter;
  hint: string;
}

export function ViewBar({ filter, onOpen }: Props) {
  const { data: views } = useViews();
  const { data: counts } = useViewCounts();
  /** What is open over the list: all that were saved, a new one, or one that is changed. */
  const [dialog, setDialog] = useState<'all' | 'new' | SavedView>();
  const saved = views?.saved ?? [];
  const all: Shown[] = [
    ...(views?.system ?? []).map((v) => ({ key: v, ...systemViewRow(v), hint: '' })),
    ...saved.map((v) => ({ key: v.id, label: v.name, filter: v.filter, hint: whoseOf(v) })),
  ];
  const shown = all.slice(0, MOST_IN_BAR);
  const left = all.length - shown.length;
  const [numbered, setNumbered] = useState(false);
  const show = (v: Pick<Shown, 'filter'>) => {
    setNumbered(false);
    setDialog(undefined);
    onOpen(readAddress(caseAddress, asAddress(v.filter)));
  };
  useKeys({
    v: shown.length > 0 ? () => setNumbered(!numbered) : undefined,
    ...(numbered && { Escape: () => setNumbered(false) }),
    ...(numbered && Object.fromEntries(shown.slice(0, digits.length).map((v, i) => [digits[i], () => show(v)]))),
  });
  const now = asViewFilter(filter);
  const current = all.find((v) => isSameView(v.filter, now));
  const keeps = Object.keys(now).some((key) => key !== 'sort') && !filter.tel;
  const close = () => setDialog(undefined);
  return (
    <nav className="views" aria-label="视图">
      {shown.map((v, i) => (
        <Button
          key={v.key}
          size="small"
          type={v === current ? 'primary' : 'text'}
          {...(v === current ? { 'aria-current': 'true' as const } : {})}
          {...(v.hint ? { title: v.hint } : {})}
          onClick={() => show(v)}
        >
          {numbered && digits[i] && <kbd>{digits[i]}</kbd>}
          {v.label}
          {counts?.[v.key] && <span className="view-count">{countWords(counts[v.key] ?? undefined)}</span>}
        </Button>
      ))}
      {saved.length > 0 && (
        <Button size="small" type="link" onClick={() => setDialog('all')}>
          管理视图{left > 0 && `（另有 ${left} 个）`}
        </Button>
      )}
      {!current && keeps && (
        <Button size="small" type="link" onClick={() => setDialog('new')}>
          存为视图
        </Button>
      )}
      {dialog === 'all' && <ViewsDialog views={saved} onOpen={show} onChange={setDialog} onClose={close} />}
      {dialog === 'new' && <ViewDialog filter={now} keeps={keeps} onClose={close} />}
      {typeof dialog === 'object' && <ViewDialog view={dialog} filter={now} keeps={keeps} onClose={close} />}
    </nav>
  );
}
