/** 快捷操作: several acts with filled forms, done by one key. */
import { PlusOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { type MacroRow, sayMacro } from '../../../shared/desk.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { useMacros } from '../../lib/desk.js';
import { type ListProps, nameColumn, whoseColumn } from './kept-columns.js';
import { MacroDrawer } from './macro-drawer.js';

const columns: Column<MacroRow>[] = [
  nameColumn,
  { key: 'steps', title: '做什么', width: 420, cell: (m) => sayMacro(m) },
  { key: 'onward', title: '办完', width: 120, cell: (m) => (m.onward ? '接着下一件' : '留在这件') },
  whoseColumn,
];

export function Macros({ filter, onChange }: ListProps) {
  const { data, error, isFetching, refetch } = useMacros({ ...filter });
  const [open, setOpen] = useState<MacroRow | 'new'>();
  return (
    <>
      <div className="row">
        <Input.Search
          className="search-box"
          aria-label="按名称搜索快捷操作"
          placeholder="名称"
          allowClear
          defaultValue={filter.q}
          onSearch={(q) => onChange({ q: q.trim() || undefined })}
        />
        <span className="grow" />
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen('new')}>
          新建快捷操作
        </Button>
      </div>
      <DataTable
        name="macros"
        unit="个"
        columns={columns}
        idOf={(m) => m.id}
        data={data}
        error={error}
        busy={isFetching}
        onRetry={() => void refetch()}
        empty={{ title: '还没有快捷操作', words: '把总是连着办的几步存成一个，在事件详情里按数字键就办。' }}
        onPage={(page, size) => onChange({ page, size })}
        onOpen={setOpen}
      />
      {open && <MacroDrawer macro={open === 'new' ? undefined : open} onClose={() => setOpen(undefined)} />}
    </>
  );
}
