/** 代班: who does whose work while they are away; set by oneself, by a head, or across units by who keeps the accounts. */
import { PlusOutlined } from '@ant-design/icons';
import { App, Button, Popconfirm } from 'antd';
import { useState } from 'react';
import type { StandInRow } from '../../../shared/desk.js';
import { sayDay } from '../../../shared/say.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { ToneTag } from '../../components/tags.js';
import { pageSize, whole } from '../../lib/address.js';
import { useEndStandIn, useStandIns } from '../../lib/desk.js';
import { now } from '../../lib/now.js';
import { useAddress } from '../../lib/use-address.js';
import { messageOf } from '../../lib/words.js';
import { NewStandIn } from './new-stand-in.js';

const address = { page: whole, size: pageSize };
const day = (text: string) => sayDay(`${text}T12:00:00+08:00`, now());

export default function Absence() {
  const { message } = App.useApp();
  const [filter, change] = useAddress(address);
  const { data, error, isFetching, refetch } = useStandIns(filter);
  const [making, setMaking] = useState(false);
  const end = useEndStandIn();
  const columns: Column<StandInRow>[] = [
    { key: 'account', title: '谁不在', width: 140, cell: (s) => <b>{s.account.name}</b> },
    {
      key: 'standIn',
      title: '谁代办',
      width: 220,
      cell: (s) => `${s.standIn.name}${s.fromUnit ? `（${s.fromUnit}）` : ''}`,
    },
    { key: 'days', title: '从哪天到哪天', width: 220, cell: (s) => `${day(s.from)} 至 ${day(s.until)}` },
    {
      key: 'state',
      title: '状态',
      width: 110,
      cell: (s) => (s.now ? <ToneTag tone="active">正在代班</ToneTag> : <ToneTag tone="waiting">还没到</ToneTag>),
    },
    { key: 'unit', title: '单位', width: 220, cell: (s) => s.unit ?? '—' },
    {
      key: 'end',
      title: '',
      width: 100,
      cell: (s) =>
        s.editable && (
          <Popconfirm
            title={`结束${s.standIn.name}代${s.account.name}？`}
            okText="结束"
            onConfirm={() => end.mutate(s.id, { onError: (problem) => void message.error(messageOf(problem)) })}
          >
            <Button size="small" type="link">
              结束
            </Button>
          </Popconfirm>
        ),
    },
  ];
  return (
    <div className="page page-fill">
      <div className="page-title">
        <h1>代班</h1>
        <span className="grow" />
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
          安排代班
        </Button>
      </div>
      <p className="quiet">代班的同事在这几天里看得到、办得了不在的人的事，时间线上写明“代 某某”。</p>
      <DataTable
        name="stand-ins"
        unit="条"
        columns={columns}
        idOf={(s) => s.id}
        data={data}
        error={error}
        busy={isFetching}
        onRetry={() => void refetch()}
        empty={{
          title: '现在没有人代班',
          words: '请假或外出前，点“安排代班”请一位同事代办；单位里没有别人，由负责人请其他单位的人。',
        }}
        onPage={(page, size) => change({ page, size })}
      />
      {making && <NewStandIn onClose={() => setMaking(false)} />}
    </div>
  );
}
