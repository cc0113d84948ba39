/** What can be done to all ticked cases at once: only actions the flow marks so, with how many can and cannot said before. */
import { Button, Modal } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { type Action, actionOrder, actionRow } from '../../../shared/case-flow.js';
import type { CaseRow } from '../../../shared/views.js';
import { ErrorState, Loading } from '../../components/states.js';
import { useNewest } from '../../lib/cases.js';
import { useKeys } from '../../lib/keys.js';
import { BulkDialog } from './bulk-dialog.js';

interface Props {
  ticked: ReadonlyMap<string, CaseRow>;
  onDone: () => void;
}

export function BulkBar({ ticked, onDone }: Props) {
  const [action, setAction] = useState<Action>();
  const cases = [...ticked.values()];
  const bar = useRef<HTMLElement>(null);
  useKeys({ b: () => bar.current?.querySelector('button')?.focus() });
  const possible = actionOrder
    .filter((a) => actionRow(a).bulk)
    .map((a) => ({ action: a, n: cases.filter((c) => c.can.includes(a)).length }))
    .filter(({ n }) => n > 0);
  return (
    <section ref={bar} className="bulk row" aria-label="批量处理">
      <b>已勾选 {ticked.size} 件</b>
      {possible.map((p) => (
        <Button key={p.action} size="small" onClick={() => setAction(p.action)}>
          批量{actionRow(p.action).label}（{p.n}）
        </Button>
      ))}
      {possible.length === 0 && <span className="quiet">勾选的事件没有您可以批量办理的操作</span>}
      <Button size="small" type="link" onClick={onDone}>
        取消勾选
      </Button>
      {action && (
        <Newest cases={cases} onClose={() => setAction(undefined)}>
          {(newest) => (
            <BulkDialog action={action} cases={newest} onClose={() => setAction(undefined)} onDone={onDone} />
          )}
        </Newest>
      )}
    </section>
  );
}

interface NewestProps {
  cases: readonly CaseRow[];
  onClose: () => void;
  children: (newest: CaseRow[]) => ReactNode;
}

/** The cases as they stand at this moment: those of other pages were seen a while ago. */
function Newest({ cases, onClose, children }: NewestProps) {
  const [ids] = useState(() => cases.map((c) => c.id));
  const { data, error, refetch } = useNewest(ids);
  if (data) return children(data);
  return (
    <Modal open title="批量处理" onCancel={onClose} footer={null} width={600}>
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />}
    </Modal>
  );
}
