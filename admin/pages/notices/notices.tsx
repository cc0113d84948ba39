/** 消息: what the flow told this person, newest first; opening one reads it. */
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import type { Notice } from '../../../shared/views.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { At } from '../../components/tags.js';
import { pageSize, whole } from '../../lib/address.js';
import { useNotices, useReadNotices } from '../../lib/registers.js';
import { useMe } from '../../lib/session.js';
import { useAddress } from '../../lib/use-address.js';

const address = { page: whole, size: pageSize };
const columns: Column<Notice>[] = [
  { key: 'read', title: '状态', width: 56, cell: (n) => (n.read ? <span className="quiet">已读</span> : <b>未读</b>) },
  { key: 'at', title: '时间', width: 132, cell: (n) => <At at={n.at} /> },
  { key: 'title', title: '事件', width: 300, cell: (n) => (n.read ? n.title : <b title={n.title}>{n.title}</b>) },
  { key: 'words', title: '内容', width: 560, cell: (n) => n.words },
];

export default function Notices() {
  const me = useMe();
  const navigate = useNavigate();
  const [{ page, size }, change] = useAddress(address);
  const { data, error, isFetching, refetch } = useNotices({ page, size });
  const read = useReadNotices();
  const open = (notice: Notice) => {
    if (!notice.read) read.mutate([notice.id]);
    if (notice.caseId) void navigate({ to: `/cases/${notice.caseId}` as string });
  };
  return (
    <div className="page page-fill">
      <div className="page-title">
        <h1>消息</h1>
        <span className="quiet">{me.unread > 0 ? `${me.unread} 条未读` : '没有未读'}</span>
        <span className="grow" />
        <Button disabled={me.unread === 0} loading={read.isPending} onClick={() => read.mutate(undefined)}>
          全部标为已读
        </Button>
      </div>
      <DataTable
        name="notices"
        unit="条"
        columns={columns}
        idOf={(n) => n.id}
        data={data}
        error={error}
        busy={isFetching}
        onRetry={() => void refetch()}
        empty={{ title: '还没有消息', words: '事件派给您、被催办或有结果时，会在这里告诉您。' }}
        onPage={(p, s) => change({ page: p, size: s })}
        onOpen={open}
      />
    </div>
  );
}
