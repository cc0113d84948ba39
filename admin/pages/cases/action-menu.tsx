/** What may be done with the case, by one key each: behind `.`, for hands that stay on the keyboard. */
import { Button, Modal } from 'antd';
import type { KeyboardEvent } from 'react';
import { type Action, actionRow } from '../../../shared/case-flow.js';

/** Digits first; no case has more actions than these. */
const KEYS = '123456789abcdefghijklmnopqrstuvwxyz';

interface Props {
  actions: readonly Action[];
  onAct: (action: Action) => void;
  onClose: () => void;
}

export function ActionMenu({ actions, onAct, onClose }: Props) {
  const onKeyDown = (e: KeyboardEvent) => {
    const action = e.ctrlKey || e.metaKey || e.altKey || e.key.length !== 1 ? undefined : actions[KEYS.indexOf(e.key)];
    if (!action) return;
    e.preventDefault();
    onAct(action);
  };
  return (
    <Modal open title="办理" onCancel={onClose} footer={null} width={360} wrapProps={{ onKeyDown }}>
      <div className="action-menu">
        {actions.map((action, i) => (
          <Button key={action} type="text" block autoFocus={i === 0} onClick={() => onAct(action)}>
            <kbd>{KEYS[i]}</kbd>
            {actionRow(action).label}
          </Button>
        ))}
      </div>
    </Modal>
  );
}
