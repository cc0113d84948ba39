/** 人员: accounts of staff, their unit, roles and state. */
import { PlusOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { type Role, roles, staffRoles } from '../../../shared/permissions.js';
import type { AccountRow } from '../../../shared/views.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { UnitPicker } from '../../components/pickers/unit-picker.js';
import { At, ToneTag } from '../../components/tags.js';
import { oneOf, pageSize, whole, word } from '../../lib/address.js';
import { useAccounts } from '../../lib/registers.js';
import { useMay } from '../../lib/session.js';
import { useAddress } from '../../lib/use-address.js';
import { AccountDrawer } from './account-drawer.js';
import { NewAccount } from './new-account.js';

const address = { q: word, unit: word, role: oneOf<Role>(staffRoles), page: whole, size: pageSize };
const columns: Column<AccountRow>[] = [
  { key: 'name', title: '姓名', width: 88, cell: (a) => <b>{a.name}</b> },
  { key: 'login', title: '用户名', width: 132, cell: (a) => a.login },
  { key: 'workName', title: '对外称呼', width: 108, cell: (a) => a.workName },
  { key: 'unit', title: '单位', width: 190, cell: (a) => a.unit?.name ?? <span className="quiet">—</span> },
  {
    key: 'roles',
    title: '角色',
    width: 180,
    cell: (a) => a.roles.map((r) => roles[r].label).join('、') || <span className="quiet">未授予</span>,
  },
  {
    key: 'grids',
    title: '网格岗位',
    width: 160,
    cell: (a) => a.grids.map((g) => g.name).join('、') || <span className="quiet">—</span>,
  },
  {
    key: 'state',
    title: '状态',
    width: 88,
    cell: (a) =>
      !a.active ? (
        <ToneTag tone="stopped">已停用</ToneTag>
      ) : a.locked ? (
        <ToneTag tone="waiting">已锁定</ToneTag>
      ) : (
        <ToneTag tone="done">正常</ToneTag>
      ),
  },
  { key: 'lastSeen', title: '上次登录', width: 132, cell: (a) => <At at={a.lastSeen} none="从未登录" /> },
];

export default function Accounts() {
  const [filter, change] = useAddress(address);
  const { data, error, isFetching, refetch } = useAccounts(filter);
  const mayWrite = useMay('account.write');
  const [open, setOpen] = useState<string>();
  const [making, setMaking] = useState(false);
  return (
    <div className="page page-fill">
      <div className="page-title">
        <h1>人员</h1>
        <span className="grow" />
        {mayWrite && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
            新建账号
          </Button>
        )}
      </div>
      <div className="row">
        <Input.Search
          className="search-box"
          aria-label="按姓名或用户名搜索"
          placeholder="姓名或用户名"
          allowClear
          defaultValue={filter.q}
          onSearch={(q) => change({ q: q.trim() || undefined })}
        />
        <div className="search-box">
          <UnitPicker
            id="accounts-unit"
            label="单位"
            clearable
            value={filter.unit}
            onChange={(unit) => change({ unit })}
          />
        </div>
        <Select
          className="search-box"
          aria-label="角色"
          allowClear
          placeholder="角色"
          value={filter.role ?? null}
          options={staffRoles.map((r) => ({ value: r, label: roles[r].label }))}
          onChange={(role) => change({ role: role ?? undefined })}
        />
      </div>
      <DataTable
        name="accounts"
        unit="人"
        columns={columns}
        idOf={(a) => a.id}
        data={data}
        error={error}
        busy={isFetching}
        onRetry={() => void refetch()}
        empty={{ title: '没有符合条件的人员', words: '可以换一个词或去掉条件。' }}
        onPage={(page, size) => change({ page, size })}
        opened={open}
        onOpen={(a) => setOpen(a.id)}
      />
      <AccountDrawer account={data?.rows.find((a) => a.id === open)} onClose={() => setOpen(undefined)} />
      {making && <NewAccount onClose={() => setMaking(false)} />}
    </div>
  );
}
