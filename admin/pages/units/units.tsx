/** 单位: who they are, under whom, in which place, and what of the duty list they lead. */
import { PlusOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { type LeadKey, leads } from '../../../shared/duty-list.js';
import { unitKinds } from '../../../shared/permissions.js';
import type { UnitRow } from '../../../shared/views.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { PlacePicker } from '../../components/pickers/place-picker.js';
import { ToneTag } from '../../components/tags.js';
import { pageSize, whole, word } from '../../lib/address.js';
import { useUnits } from '../../lib/registers.js';
import { useMay } from '../../lib/session.js';
import { useAddress } from '../../lib/use-address.js';
import { UnitDialog } from './unit-dialog.js';

const address = { q: word, place: word, page: whole, size: pageSize };
const columns: Column<UnitRow>[] = [
  {
    key: 'name',
    title: '单位',
    width: 240,
    cell: (u) => (
      <>
        <b>{u.name}</b> {!u.active && <ToneTag tone="stopped">已停用</ToneTag>}
      </>
    ),
  },
  { key: 'kind', title: '类别', width: 96, cell: (u) => unitKinds[u.kind].label },
  { key: 'place', title: '区划', width: 160, cell: (u) => u.place?.name ?? <span className="quiet">—</span> },
  { key: 'head', title: '负责人', width: 110, cell: (u) => u.head?.name ?? <span className="quiet">未指定</span> },
  { key: 'staff', title: '人员', width: 72, align: 'right', cell: (u) => u.staff },
  {
    key: 'leads',
    title: '牵头事项',
    width: 320,
    cell: (u) => u.leads.map((key) => leads[key as LeadKey] ?? key).join('、') || <span className="quiet">—</span>,
  },
];

export default function Units() {
  const [filter, change] = useAddress(address);
  const { data, error, isFetching, refetch } = useUnits(filter);
  const mayWrite = useMay('unit.write');
  const [open, setOpen] = useState<UnitRow | 'new'>();
  return (
    <div className="page page-fill">
      <div className="page-title">
        <h1>单位</h1>
        <span className="grow" />
        {mayWrite && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen('new')}>
            新建单位
          </Button>
        )}
      </div>
      <div className="row">
        <Input.Search
          className="search-box"
          aria-label="按名称搜索"
          placeholder="单位名称"
          allowClear
          defaultValue={filter.q}
          onSearch={(q) => change({ q: q.trim() || undefined })}
        />
        <div className="search-box">
          <PlacePicker
            id="units-place"
            label="所在区划"
            clearable
            value={filter.place}
            onChange={(place) => change({ place })}
          />
        </div>
      </div>
      <DataTable
        name="units"
        unit="个"
        columns={columns}
        idOf={(u) => u.id}
        data={data}
        error={error}
        busy={isFetching}
        onRetry={() => void refetch()}
        empty={{ title: '没有符合条件的单位', words: mayWrite ? '可以去掉条件，或新建单位。' : '可以换一个名称。' }}
        onPage={(page, size) => change({ page, size })}
        {...(mayWrite ? { onOpen: setOpen } : {})}
      />
      {open && <UnitDialog unit={open === 'new' ? undefined : open} onClose={() => setOpen(undefined)} />}
    </div>
  );
}
