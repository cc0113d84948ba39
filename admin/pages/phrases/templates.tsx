/** 话术: sentences for replies with blanks that are filled in for each case. */
import { PlusOutlined } from '@ant-design/icons';
import { App, Button, Checkbox, Drawer, Input, Popconfirm } from 'antd';
import { useRef, useState } from 'react';
import { type Blank, blanks, fillBlanks, type TemplateRow, unknownBlanks } from '../../../shared/desk.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { useRemoveTemplate, useSaveTemplate, useTemplates } from '../../lib/desk.js';
import { messageOf } from '../../lib/words.js';
import { type ListProps, nameColumn, whoseColumn } from './kept-columns.js';

const columns: Column<TemplateRow>[] = [
  nameColumn,
  { key: 'words', title: '内容', width: 560, cell: (t) => <span title={t.words}>{t.words}</span> },
  whoseColumn,
];
/** How a template reads, where no case is at hand. */
const SAMPLE: Record<Blank, string> = {
  number: '261123 00042',
  item: '路灯不亮或损坏',
  place: '兴和路 12 号门口',
  unit: '区市政养护中心',
  date: '11月30日 18:00',
  reporter: '王**',
};
const LONGEST = 1000;

export function Templates({ filter, onChange }: ListProps) {
  const { data, error, isFetching, refetch } = useTemplates({ ...filter });
  const [open, setOpen] = useState<TemplateRow | 'new'>();
  return (
    <>
      <div className="row">
        <Input.Search
          className="search-box"
          aria-label="按名称搜索话术"
          placeholder="名称"
          allowClear
          defaultValue={filter.q}
          onSearch={(q) => onChange({ q: q.trim() || undefined })}
        />
        <span className="grow" />
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen('new')}>
          新建话术
        </Button>
      </div>
      <DataTable
        name="templates"
        unit="条"
        columns={columns}
        idOf={(t) => t.id}
        data={data}
        error={error}
        busy={isFetching}
        onRetry={() => void refetch()}
        empty={{ title: '还没有话术', words: '把常说的答复存下来，办结回复和答复时一选就有。' }}
        onPage={(page, size) => onChange({ page, size })}
        onOpen={setOpen}
      />
      {open && <TemplateDrawer template={open === 'new' ? undefined : open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function TemplateDrawer({ template, onClose }: { template: TemplateRow | undefined; onClose: () => void }) {
  const { message } = App.useApp();
  const save = useSaveTemplate();
  const remove = useRemoveTemplate();
  const [name, setName] = useState(template?.name ?? '');
  const [words, setWords] = useState(template?.words ?? '');
  const [shared, setShared] = useState(template?.shared ?? false);
  const box = useRef<HTMLDivElement>(null);
  const unknown = unknownBlanks(words);
  const editable = template?.editable ?? true;
  const done = { onSuccess: onClose, onError: (problem: Error) => void message.error(messageOf(problem)) };
  const insert = (blank: Blank) => {
    const area = box.current?.querySelector('textarea');
    const at = area?.selectionStart ?? words.length;
    setWords(`${words.slice(0, at)}{${blank}}${words.slice(area?.selectionEnd ?? at)}`);
    area?.focus();
  };
  return (
    <Drawer open onClose={onClose} title={template ? '话术' : '新建话术'} size={560}>
      <div className="stack" ref={box}>
        <label htmlFor="template-name">名称</label>
        <Input
          id="template-name"
          autoFocus
          maxLength={40}
          disabled={!editable}
          value={name}
          onChange={(e) => setName(e.target.value)}
        />
        <label htmlFor="template-words">内容</label>
        <Input.TextArea
          id="template-words"
          autoSize={{ minRows: 4, maxRows: 12 }}
          maxLength={LONGEST}
          disabled={!editable}
          value={words}
          onChange={(e) => setWords(e.target.value)}
        />
        <div className="row">
          <span className="hint">插入：</span>
          {(Object.keys(blanks) as Blank[]).map((blank) => (
            <Button key={blank} size="small" disabled={!editable} onClick={() => insert(blank)}>
              {blanks[blank]}
            </Button>
          ))}
        </div>
        {unknown.length > 0 && (
          <p className="said" role="alert">
            没有这个空：{unknown.map((one) => `{${one}}`).join('、')}
          </p>
        )}
        <h3>读起来是这样</h3>
        <blockquote className="sample">{fillBlanks(words, SAMPLE) || '（还没有内容）'}</blockquote>
        <Checkbox checked={shared} disabled={!editable} onChange={(e) => setShared(e.target.checked)}>
          与本单位共享
        </Checkbox>
        {!editable && <p className="hint">这是{template?.by}共享的，只有本人或单位负责人可以改。</p>}
        {editable && (
          <div className="row end">
            {template && (
              <Popconfirm title="删除这条话术？" okText="删除" onConfirm={() => remove.mutate(template.id, done)}>
                <Button type="text">删除</Button>
              </Popconfirm>
            )}
            <Button
              type="primary"
              loading={save.isPending}
              disabled={!name.trim() || !words.trim() || unknown.length > 0}
              onClick={() => save.mutate({ id: template?.id, body: { name, words, shared } }, done)}
            >
              保存
            </Button>
          </div>
        )}
      </div>
    </Drawer>
  );
}
