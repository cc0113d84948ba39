/** The views of one's desk above the list, each with how many it holds now; and saving the list as it is narrowed. */
import { App, Button, Checkbox, Input, Modal, Popconfirm } from 'antd';
import { useState } from 'react';
import { systemViewRow, type ViewFilter } from '../../../shared/desk.js';
import { readAddress } from '../../lib/address.js';
import { type CaseFilter, caseAddress } from '../../lib/cases.js';
import { useRemoveView, useSaveView, useViewCounts, useViews } from '../../lib/desk.js';
import { digits, useKeys } from '../../lib/keys.js';
import { countWords, messageOf } from '../../lib/words.js';
import { asAddress, asViewFilter, isSameView } from './saved-view.js';

interface Props {
  filter: CaseFilter;
  onOpen: (filter: CaseFilter) => void;
}

interface Shown {
  key: string;
  label: string;
  filter: ViewFilter;
  hint?: string;
  removable: boolean;
}

export function ViewBar({ filter, onOpen }: Props) {
  const { data: views } = useViews();
  const { data: counts } = useViewCounts();
  const remove = useRemoveView();
  const [saving, setSaving] = useState(false);
  const shown: Shown[] = [
    ...(views?.system ?? []).map((v) => ({ key: v, ...systemViewRow(v), removable: false })),
    ...(views?.saved ?? []).map((v) => ({
      key: v.id,
      label: v.name,
      filter: v.filter,
      removable: v.editable,
      ...(v.by ? { hint: `${v.by} 共享` } : v.shared ? { hint: '已与本单位共享' } : {}),
    })),
  ];
  const [numbered, setNumbered] = useState(false);
  const show = (v: Shown) => {
    setNumbered(false);
    onOpen(readAddress(caseAddress, asAddress(v.filter)));
  };
  useKeys({
    v: shown.length > 0 ? () => setNumbered(!numbered) : undefined,
    ...(numbered && { Escape: () => setNumbered(false) }),
    ...(numbered && Object.fromEntries(shown.slice(0, digits.length).map((v, i) => [digits[i], () => show(v)]))),
  });
  const now = asViewFilter(filter);
  const current = shown.find((v) => isSameView(v.filter, now));
  const isNarrowed = Object.keys(now).some((key) => key !== 'sort');
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
      {current?.removable && (
        <Popconfirm title={`删除视图“${current.label}”？`} okText="删除" onConfirm={() => remove.mutate(current.key)}>
          <Button size="small" type="link">
            删除视图
          </Button>
        </Popconfirm>
      )}
      {!current && isNarrowed && !filter.tel && (
        <Button size="small" type="link" onClick={() => setSaving(true)}>
          存为视图
        </Button>
      )}
      {saving && <SaveView filter={now} onClose={() => setSaving(false)} />}
    </nav>
  );
}

function SaveView({ filter, onClose }: { filter: ViewFilter; onClose: () => void }) {
  const { message } = App.useApp();
  const save = useSaveView();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const send = () => {
    if (!name.trim()) return;
    save.mutate(
      { id: undefined, body: { name: name.trim(), shared, filter } },
      { onSuccess: onClose, onError: (problem) => void message.error(messageOf(problem)) },
    );
  };
  return (
    <Modal
      open
      title="存为视图"
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
        <p className="hint">存下现在的条件和排序，件数随时更新。</p>
      </div>
    </Modal>
  );
}
