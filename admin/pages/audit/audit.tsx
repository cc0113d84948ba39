/** 审计日志: who did what, when, from where; append-only, so there is nothing to change here. */
import { DatePicker, Descriptions, Drawer, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { sayFullDate } from '../../../shared/say.js';
import type { AuditRow } from '../../../shared/views.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { At, ToneTag } from '../../components/tags.js';
import { pageSize, whole, word } from '../../lib/address.js';
import { useAudit } from '../../lib/registers.js';
import { useAddress } from '../../lib/use-address.js';
import { auditOptions, auditWords, detailWords, objectWords } from './audit-words.js';

const address = { action: word, who: word, from: word, to: word, page: whole, size: pageSize };
const columns: Column<AuditRow>[] = [
  { key: 'seq', title: '序号', width: 80, align: 'right', cell: (r) => r.seq },
  { key: 'at', title: '时间', width: 132, cell: (r) => <At at={r.at} /> },
  { key: 'who', title: '谁', width: 160, cell: (r) => r.who ?? <span className="quiet">未登录</span> },
  { key: 'action', title: '做了什么', width: 200, cell: (r) => <span title={r.action}>{auditWords(r.action)}</span> },
  { key: 'ok', title: '结果', width: 80, cell: (r) => (r.ok ? '成功' : <ToneTag tone="stopped">被拒绝</ToneTag>) },
  {
    key: 'object',
    title: '对象',
    width: 220,
    cell: (r) => (r.object ? <span title={r.object}>{objectWords(r.object)}</span> : <span className="quiet">—</span>),
  },
  { key: 'source', title: '来自', width: 150, cell: (r) => <span className="number">{r.source ?? '—'}</span> },
];

export default function Audit() {
  const [filter, change] = useAddress(address);
  const { from, to, ...rest } = filter;
  const { data, error, isFetching, refetch } = useAudit({
    ...rest,
    ...(from ? { from: `${from}T00:00:00+08:00` } : {}),
    ...(to ? { to: `${to}T23:59:59.999+08:00` } : {}),
  });
  const [open, setOpen] = useState<AuditRow>();
  return (
    <div className="page page-fill">
      <div className="page-title">
        <h1>审计日志</h1>
        <span className="quiet">只能追加，不能修改；每一条都和前一条相连</span>
      </div>
      <div className="row">
        <Input.Search
          className="search-box"
          aria-label="谁"
          placeholder="谁（姓名或用户名）"
          allowClear
          defaultValue={filter.who}
          onSearch={(who) => change({ who: who.trim() || undefined })}
        />
        <Select
          className="search-box"
          aria-label="做了什么"
          placeholder="做了什么"
          allowClear
          value={filter.action ?? null}
          options={auditOptions}
          onChange={(action) => change({ action: action ?? undefined })}
        />
        <DatePicker.RangePicker
          aria-label="日期"
          allowEmpty={[true, true]}
          value={[from ? dayjs(from) : null, to ? dayjs(to) : null]}
          onChange={(days) => change({ from: days?.[0]?.format('YYYY-MM-DD'), to: days?.[1]?.format('YYYY-MM-DD') })}
        />
      </div>
      <DataTable
        name="audit"
        unit="条"
        columns={columns}
        idOf={(r) => String(r.seq)}
        data={data}
        error={error}
        busy={isFetching}
        onRetry={() => void refetch()}
        empty={{ title: '没有符合条件的记录', words: '可以放宽日期或去掉条件。' }}
        onPage={(page, size) => change({ page, size })}
        onOpen={setOpen}
      />
      <Drawer open={open !== undefined} onClose={() => setOpen(undefined)} title={`第 ${open?.seq} 条`} size={520}>
        {open && (
          <Descriptions
            column={1}
            size="small"
            bordered
            items={[
              { key: 'at', label: '时间', children: sayFullDate(open.at) },
              { key: 'who', label: '谁', children: open.who ?? '未登录' },
              { key: 'action', label: '操作', children: `${auditWords(open.action)}（${open.action}）` },
              { key: 'ok', label: '结果', children: open.ok ? '成功' : '被拒绝' },
              { key: 'object', label: '对象', children: open.object ?? '—' },
              { key: 'source', label: '来自', children: open.source ?? '—' },
              ...Object.entries(open.detail).map(([key, value]) => {
                const { label, words } = detailWords(key, value);
                return { key: `detail-${key}`, label, children: words };
              }),
            ]}
          />
        )}
      </Drawer>
    </div>
  );
}
