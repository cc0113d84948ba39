/** Saved views by themselves: keeping the list as it is narrowed, and all that one has, to be changed or dropped. */
import { App, Button, Checkbox, Input, Modal, Popconfirm } from 'antd';
import { useState } from 'react';
import type { SavedView, ViewFilter } from '../../../shared/desk.js';
import { useRemoveView, useSaveView } from '../../lib/desk.js';
import { messageOf } from '../../lib/words.js';
import { isSameView } from './saved-view.js';

interface OneProps {
  /** Absent: a new one. */
  view?: SavedView;
  /** The list as it is narrowed now. */
  filter: ViewFilter;
  /** Whether that can be kept. */
  keeps: boolean;
  onClose: () => void;
}

export function ViewDialog({ view, filter, keeps, onClose }: OneProps) {
  const { message } = App.useApp();
  const save = useSaveView();
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState(view?.shared ?? false);
  const [renewed, setRenewed] = useState(!view);
  const send = () => {
    if (!name.trim()) return;
    const body = { name: name.trim(), shared, filter: view && !renewed ? view.filter : filter };
    const onError = (problem: Error) => void message.error(messageOf(problem));
    save.mutate({ id: view?.id, body }, { onSuccess: onClose, onError });
  };
  return (
    <Modal
      open
      title={view ? '修改视图' : '存为视图'}
      onCancel={onClose}
      onOk={send}
      okText="保存"
      confirmLoading={save.isPending}
      width={420}
    >
      <div className="stack">
        <label htmlFor="view-name">名称</label>
        <Input
          id="view-name"
          autoFocus
          maxLength={40}
          value={name}
          onChange={(e) => setName(e.target.value)}
          onPressEnter={send}
        />
        <Checkbox checked={shared} onChange={(e) => setShared(e.target.checked)}>
          与本单位共享
        </Checkbox>
        {view && keeps && !isSameView(view.filter, filter) && (
          <Checkbox checked={renewed} onChange={(e) => setRenewed(e.target.checked)}>
            改成列表现在的条件和排序
          </Checkbox>
        )}
        {!view && <p className="hint">存下现在的条件和排序，件数随时更新。</p>}
      </div>
    </Modal>
  );
}

interface AllProps {
  views: readonly SavedView[];
  onOpen: (view: SavedView) => void;
  onChange: (view: SavedView) => void;
  onClose: () => void;
}

export function ViewsDialog({ views, onOpen, onChange, onClose }: AllProps) {
  const { message } = App.useApp();
  const remove = useRemoveView();
  const drop = (id: string) => remove.mutate(id, { onError: (problem) => void message.error(messageOf(problem)) });
  return (
    <Modal open title="存下的视图" onCancel={onClose} footer={null} width={520}>
      {views.length === 0 && <p className="quiet">还没有存下的视图。</p>}
      <ul className="views-all">
        {views.map((v) => (
          <li key={v.id} className="row">
            <Button type="link" size="small" onClick={() => onOpen(v)}>
              {v.name}
            </Button>
            <span className="hint">{whoseOf(v)}</span>
            <span className="grow" />
            {v.editable && (
              <>
                <Button size="small" onClick={() => onChange(v)}>
                  修改
                </Button>
                <Popconfirm title={`删除视图“${v.name}”？`} okText="删除" onConfirm={() => drop(v.id)}>
                  <Button size="small">删除</Button>
                </Popconfirm>
              </>
            )}
          </li>
        ))}
      </ul>
    </Modal>
  );
}

/** '' for what is one's own alone. */
export const whoseOf = ({ by, shared }: SavedView): string => (by ? `${by} 共享` : shared ? '已与本单位共享' : '');
