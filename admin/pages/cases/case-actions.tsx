/** What may be done now: the first as the one primary button, grave ones quiet, seldom ones under 更多, refused ones with their reason. */
import { DownOutlined } from '@ant-design/icons';
import { Button, Dropdown, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { type Action, actionOrder, actionRow } from '../../../shared/case-flow.js';
import type { CaseView } from '../../../shared/views.js';
import { useMe } from '../../lib/session.js';
import { turnOf } from '../../lib/words.js';
import { mainAction } from './main-action.js';

interface Props {
  view: CaseView;
  onAct: (action: Action) => void;
  /** What stands at the end of the row. */
  children: ReactNode;
}

export function CaseActions({ view, onAct, children }: Props) {
  const { can, cannot } = view;
  const me = useMe();
  const first = mainAction(view, me.may);
  const rare = can.filter((a) => actionRow(a).rare);
  const others = can.filter((a) => !actionRow(a).grave && !actionRow(a).rare && a !== first);
  const plain = first ? [first, ...others] : others;
  const grave = can.filter((a) => actionRow(a).grave && !actionRow(a).rare);
  const refused = actionOrder.filter((a) => cannot[a] !== undefined);
  const reasons = [...new Set(refused.map((a) => cannot[a]))].map((reason) => ({
    reason,
    labels: refused.filter((a) => cannot[a] === reason).map((a) => actionRow(a).label),
  }));
  const nothing = can.length === 0 && refused.length === 0;
  return (
    <div className="case-actions row">
      {nothing && (
        <p className="quiet grow">
          {view.seat === 'nobody' ? '这件事已经办完，没有要做的。' : `现在等${turnOf(view)}处理，您可以查看进展。`}
        </p>
      )}
      {!nothing && (
        <div className="row grow" role="toolbar" aria-label="可以办的操作">
          {plain.map((a) => (
            <Button key={a} type={a === first ? 'primary' : 'default'} onClick={() => onAct(a)}>
              {actionRow(a).label}
            </Button>
          ))}
          {grave.map((a) => (
            <Button key={a} type="text" onClick={() => onAct(a)}>
              {actionRow(a).label}
            </Button>
          ))}
          {rare.length > 0 && (
            <Dropdown
              trigger={['click']}
              menu={{
                items: rare.map((a) => ({ key: a, label: actionRow(a).label })),
                onClick: ({ key }) => onAct(key as Action),
              }}
            >
              <Button>
                更多 <DownOutlined aria-hidden />
              </Button>
            </Dropdown>
          )}
          {refused.map((a) => (
            <Tooltip key={a} title={cannot[a]}>
              <Button type="text" aria-disabled className="refused" aria-describedby={`refused-${a}`}>
                {actionRow(a).label}
                <span id={`refused-${a}`} className="unseen">
                  {cannot[a]}
                </span>
              </Button>
            </Tooltip>
          ))}
        </div>
      )}
      {children}
      {reasons.map(({ reason, labels }) => (
        <p key={reason} className="hint refused-why">
          不能{labels.join('、')}：{reason}
        </p>
      ))}
    </div>
  );
}
