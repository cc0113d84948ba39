/** What this caller reported before: an earlier case is urged or added to instead of being entered twice. */
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import type { Action } from '../../../shared/case-flow.js';
import { actionRow } from '../../../shared/case-flow.js';
import { sayCaseNumber } from '../../../shared/say.js';
import type { CaseRow } from '../../../shared/views.js';
import { CaseLink } from '../../components/case-link.js';
import { ErrorState } from '../../components/states.js';
import { At, StateTag } from '../../components/tags.js';
import { useCaller } from '../../lib/intake.js';
import { itemName, whereOf } from '../../lib/words.js';

export const RELAYS = ['urgeFor', 'addFor'] as const satisfies readonly Action[];
export type Relay = (typeof RELAYS)[number];
const SHOWN = 6;

interface Props {
  phone: string | undefined;
  onRelay: (row: CaseRow, action: Relay) => void;
  /** The new case is at the same place. */
  onSamePlace: (row: CaseRow) => void;
}

export function Earlier({ phone, onRelay, onSamePlace }: Props) {
  const { data, error, isFetching, refetch } = useCaller(phone);
  const rows = (phone && data?.rows.slice(0, SHOWN)) || [];
  useNumberKeys(rows, onRelay, onSamePlace);
  return (
    <section className="card earlier" aria-label="来电人以前的事件" aria-live="polite" aria-busy={isFetching}>
      <h2>以前的事件</h2>
      {!phone && (
        <p className="hint">输入完整的电话，或后四位再按 Enter，这里列出这个号码以前的事件。每次查找都有记录。</p>
      )}
      {phone && error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {phone && data && rows.length === 0 && <p>这个号码以前没有反映过，请继续登记。</p>}
      {rows.length > 0 && (
        <>
          <p className="hint">
            同一件事不用再登记：按 Alt + 数字，或选“代催办”“代补充”。同一个地方的另一件事：按 Alt + Shift + 数字。
          </p>
          <ol>
            {rows.map((row, i) => (
              <EarlierCase key={row.id} row={row} nth={i + 1} onRelay={onRelay} onSamePlace={onSamePlace} />
            ))}
          </ol>
          {(data?.more || (data?.rows.length ?? 0) > SHOWN) && <p className="hint">还有更早的，请在事件列表里查找。</p>}
        </>
      )}
    </section>
  );
}

function EarlierCase({ row, nth, onRelay, onSamePlace }: { row: CaseRow; nth: number } & Omit<Props, 'phone'>) {
  const can = RELAYS.filter((action) => row.can.includes(action));
  return (
    <li>
      <div className="row">
        <kbd>Alt {nth}</kbd>
        <CaseLink id={row.id} apart>
          <span className="number">{sayCaseNumber(row.number)}</span>
        </CaseLink>
        <b>{itemName(row.item)}</b>
        <StateTag state={row.state} />
        <span className="quiet">
          <At at={row.createdAt} />
        </span>
      </div>
      <p className="clip quiet" title={row.words}>
        {whereOf(row)} · {row.words}
      </p>
      <div className="row">
        {can.map((action) => (
          <Button key={action} size="small" onClick={() => onRelay(row, action)}>
            {actionRow(action).label}
          </Button>
        ))}
        {hasPlace(row) && (
          <Button size="small" onClick={() => onSamePlace(row)}>
            用这个地址
          </Button>
        )}
        {can.length === 0 && <span className="hint">现在不能代催办或代补充，可以打开查看</span>}
      </div>
    </li>
  );
}

const hasPlace = ({ address, how }: CaseRow) => address !== null || how !== 'unlocated';

/** Also while somebody types: the hands stay on the keys during a call. */
function useNumberKeys(rows: readonly CaseRow[], onRelay: Props['onRelay'], onSamePlace: Props['onSamePlace']): void {
  const latest = useRef({ rows, onRelay, onSamePlace });
  latest.current = { rows, onRelay, onSamePlace };
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      const nth = /^Digit([1-9])$/.exec(e.code)?.[1];
      if (!e.altKey || e.ctrlKey || e.metaKey || !nth) return;
      const row = latest.current.rows[Number(nth) - 1];
      if (!row) return;
      const action = RELAYS.find((one) => row.can.includes(one));
      if (e.shiftKey ? !hasPlace(row) : !action) return;
      e.preventDefault();
      if (e.shiftKey) latest.current.onSamePlace(row);
      else if (action) latest.current.onRelay(row, action);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
