/** The spans of a working day as rows of two times. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { App, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import {
  faultsOfHours,
  type HourFault,
  hourFaults,
  hoursOf,
  MOST_SPANS,
  type OfficeSpan,
} from '../../../shared/hours.js';
import type { OfficeHours } from '../../../shared/views.js';
import { useSetHours } from '../../lib/hours.js';
import { messageOf } from '../../lib/words.js';

/** A row keeps its key while others come and go. */
type Row = OfficeSpan & { key: number };

const sayTotal = (spans: readonly OfficeSpan[]) =>
  Math.round(hoursOf(spans).reduce((sum, [from, to]) => sum + to - from, 0) / 6) / 10;

export function HoursForm({ hours }: { hours: OfficeHours }) {
  const { message } = App.useApp();
  const set = useSetHours();
  const [rows, setRows] = useState<Row[]>(hours.spans.map((span, key) => ({ ...span, key })));
  const [faults, setFaults] = useState<Record<string, HourFault>>({});
  const change = (next: Row[]) => {
    setRows(next);
    setFaults({});
  };
  const send = async (e: FormEvent) => {
    e.preventDefault();
    const spans = rows.map(({ from, to }) => ({ from, to }));
    const found = faultsOfHours(spans);
    setFaults(found);
    if (Object.keys(found).length > 0) return;
    try {
      await set.mutateAsync(spans);
      void message.success('工作时间已保存，新的事件按它计时');
    } catch (problem) {
      void message.error(messageOf(problem));
    }
  };
  const more = () => change([...rows, { from: '', to: '', key: Math.max(-1, ...rows.map((r) => r.key)) + 1 }]);
  const isWhole = Object.keys(faultsOfHours(rows)).length === 0;
  return (
    <form className="stack" onSubmit={send} noValidate>
      <h2>每个工作日的工作时间</h2>
      <ol className="hours-rows">
        {rows.map((row, i) => (
          <li key={row.key}>
            <Ends
              row={row}
              i={i}
              faults={faults}
              onChange={(r) => change(rows.map((old) => (old === row ? r : old)))}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={`删除第 ${i + 1} 段`}
              disabled={rows.length === 1}
              onClick={() => change(rows.filter((old) => old !== row))}
            />
          </li>
        ))}
      </ol>
      {faults.spans && (
        <div className="field">
          <p className="said" role="alert">
            {hourFaults[faults.spans]}
          </p>
        </div>
      )}
      <div>
        <Button icon={<PlusOutlined />} onClick={more} disabled={rows.length >= MOST_SPANS}>
          加一段
        </Button>
      </div>
      <p className="hint" role="status">
        {isWhole ? `一个工作日是 ${sayTotal(rows)} 小时` : `从早到晚填，各段不重叠，最多 ${MOST_SPANS} 段`}
      </p>
      <div className="row end">
        <Button type="primary" htmlType="submit" loading={set.isPending}>
          保存
        </Button>
      </div>
    </form>
  );
}

interface EndsProps {
  row: Row;
  i: number;
  faults: Record<string, HourFault>;
  onChange: (row: Row) => void;
}

function Ends({ row, i, faults, onChange }: EndsProps) {
  const end = (side: 'from' | 'to', label: string) => {
    const fault = faults[`spans.${i}.${side}`];
    const id = `hours-${row.key}-${side}`;
    return (
      <span className="field hours-end">
        <label htmlFor={id}>{`第 ${i + 1} 段${label}`}</label>
        <Input
          id={id}
          value={row[side]}
          placeholder={side === 'from' ? '09:00' : '12:00'}
          inputMode="numeric"
          maxLength={5}
          status={fault ? 'error' : ''}
          aria-invalid={fault !== undefined}
          {...(fault ? { 'aria-describedby': `${id}-fault` } : {})}
          onChange={(e) => onChange({ ...row, [side]: e.target.value.trim().replace('：', ':') })}
        />
        {fault && (
          <span id={`${id}-fault`} className="said" role="alert">
            {hourFaults[fault]}
          </span>
        )}
      </span>
    );
  };
  return (
    <>
      {end('from', '开始')}
      {end('to', '结束')}
    </>
  );
}
