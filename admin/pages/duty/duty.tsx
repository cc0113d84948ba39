/** 权责清单: who leads on what, where, within which time; each line with its history, changed from a day on. */
import { DownloadOutlined, PlusOutlined, UploadOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { type GroupKey, groups, leads } from '../../../shared/duty-list.js';
import { aboutLabels, type Standing, standings } from '../../../shared/duty-rule.js';
import type { DutyRow } from '../../../shared/views.js';
import { sayLimit } from '../../../shared/worktime.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { PlacePicker } from '../../components/pickers/place-picker.js';
import { At, ToneTag } from '../../components/tags.js';
import { dutyAddress, exportAddress, useDutyRules } from '../../lib/duty.js';
import { useMay } from '../../lib/session.js';
import { useAddress } from '../../lib/use-address.js';
import { ImportDialog } from './import-dialog.js';
import { RuleDialog } from './rule-dialog.js';
import { RuleDrawer } from './rule-drawer.js';
import './duty.css';

const columns: Column<DutyRow>[] = [
  { key: 'about', title: '事项', width: 184, sorts: ['about'], cell: (r) => <b>{aboutLabels[r.about] ?? r.about}</b> },
  { key: 'area', title: '适用区域', width: 108, sorts: ['area'], cell: (r) => r.area?.name ?? '全市' },
  { key: 'when', title: '适用条件', width: 120, cell: (r) => sayConditions(r) || <span className="quiet">—</span> },
  { key: 'ledBy', title: '牵头', width: 132, sorts: ['ledBy'], cell: (r) => r.unit?.name ?? leads[r.ledBy] },
  { key: 'handle', title: '处置时限', width: 112, cell: (r) => sayLimit(r.limits.handle) },
  { key: 'auto', title: '派遣', width: 64, cell: (r) => (r.auto ? '自动' : <span className="quiet">人工</span>) },
  {
    key: 'standing',
    title: '状态',
    width: 96,
    cell: (r) => <ToneTag tone={standings[r.standing].tone}>{standings[r.standing].label}</ToneTag>,
  },
  {
    key: 'days',
    title: '生效 — 到期',
    width: 176,
    sorts: ['-effectiveFrom', 'until'],
    cell: (r) => `${r.effectiveFrom ?? '一直'} — ${r.until ?? '长期'}`,
  },
  {
    key: 'changed',
    title: '改动',
    width: 132,
    sorts: ['-changedAt', 'changedAt'],
    cell: (r) => (r.changedBy ? <At at={r.changedAt} /> : <span className="quiet">随系统带来</span>),
  },
];
const sayConditions = ({ conditions }: DutyRow) =>
  Object.entries(conditions ?? {})
    .map(([question, answer]) => `${question}＝${answer}`)
    .join('；');

export default function Duty() {
  const [{ rule, ...filter }, change] = useAddress(dutyAddress);
  const { data, error, isFetching, refetch } = useDutyRules(filter);
  const mayWrite = useMay('duty.write');
  const [making, setMaking] = useState(false);
  const [importing, setImporting] = useState(false);
  return (
    <div className="page page-fill">
      <div className="page-title">
        <h1>权责清单</h1>
        <span className="grow" />
        <Button icon={<DownloadOutlined />} href={exportAddress(filter)}>
          导出
        </Button>
        {mayWrite && (
          <>
            <Button icon={<UploadOutlined />} onClick={() => setImporting(true)}>
              导入
            </Button>
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
              新增规定
            </Button>
          </>
        )}
      </div>
      <div className="row">
        <Input.Search
          className="search-box"
          aria-label="按事项搜索"
          placeholder="事项名称"
          allowClear
          defaultValue={filter.q}
          onSearch={(q) => change({ q: q.trim() || undefined })}
        />
        <Select
          className="search-box"
          aria-label="分类"
          allowClear
          placeholder="分类"
          value={filter.group ?? null}
          options={(Object.keys(groups) as GroupKey[]).map((g) => ({ value: g, label: groups[g].label }))}
          onChange={(group) => change({ group: group ?? undefined })}
        />
        <div className="search-box">
          <PlacePicker
            id="duty-area"
            label="适用区域"
            clearable
            value={filter.area}
            onChange={(area) => change({ area })}
          />
        </div>
        <Select
          className="duty-standing"
          aria-label="状态"
          allowClear
          placeholder="状态"
          value={filter.standing ?? null}
          options={(Object.keys(standings) as Standing[]).map((s) => ({ value: s, label: standings[s].label }))}
          onChange={(standing) => change({ standing: standing ?? undefined })}
        />
        <Checkbox
          checked={filter.special ?? false}
          onChange={(e) => change({ special: e.target.checked ? true : undefined })}
        >
          只看改过的
        </Checkbox>
      </div>
      <DataTable
        name="duty"
        unit="条"
        columns={columns}
        idOf={(r) => r.id}
        data={data}
        error={error}
        busy={isFetching}
        onRetry={() => void refetch()}
        empty={{ title: '没有符合条件的规定', words: '可以换一个词或去掉条件。' }}
        onPage={(page, size) => change({ page, size })}
        sort={filter.sort}
        onSort={(sort) => change({ sort: sort as typeof filter.sort })}
        opened={rule}
        onOpen={(r) => change({ rule: r.id })}
      />
      <RuleDrawer id={rule} onOpen={(id) => change({ rule: id })} onClose={() => change({ rule: undefined })} />
      {making && (
        <RuleDialog
          onClose={() => setMaking(false)}
          onSaved={(saved) => {
            setMaking(false);
            change({ rule: saved.id });
          }}
        />
      )}
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </div>
  );
}
