/** 各街道（社区、网格）未结: where my area's open cases lie and how many are late; each bar opens its list. */
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense } from 'react';
import { type CaseLevel, type Level, levels } from '../../../shared/places.js';
import type { PlaceCount } from '../../../shared/views.js';
import { writeAddress } from '../../lib/address.js';
import { caseAddress, useCasesByPlace } from '../../lib/cases.js';
import { useKept } from '../../lib/kept.js';
import { useMe } from '../../lib/session.js';
import { Missing } from './missing.js';

const PlaceBars = lazy(() => import('./place-bars.js'));

/** What an area is divided by. A city is compared by its streets: the demo, like most, has one county. */
const BELOW: Partial<Record<Level, CaseLevel>> = {
  city: 'street',
  county: 'street',
  street: 'community',
  community: 'grid',
};
/** More bars than this are no longer read. */
const MOST = 8;

export function ByPlace() {
  const { place } = useMe();
  const level = place && BELOW[place.level];
  const { data, error, refetch } = useCasesByPlace(level ? place.code : undefined, level ?? 'grid');
  const [asTable, setAsTable] = useKept('desk.table', false);
  const navigate = useNavigate();
  if (!level || (data && data.length < 2)) return null;
  const open = (data ?? []).filter((p) => p.open > 0);
  const busy = open.filter((p) => p.code !== null).sort((a, b) => b.open - a.open || b.late - a.late);
  // What lies in none of them comes last and is never left out, so that the bars add up.
  const shown = [...busy.slice(0, MOST), ...open.filter((p) => p.code === null)];
  const listOf = ({ code }: PlaceCount, late: boolean) =>
    writeAddress(caseAddress, {
      ...(code === null ? { place: place.code, without: level } : { place: code }),
      ...(late ? { late: true } : { open: true }),
      sort: 'dueAt',
    });
  const label = levels[level].label;
  return (
    <section className="card desk-places" aria-label={`各${label}未结`}>
      <div className="page-title">
        <h2>各{label}未结</h2>
        {!asTable && open.length > 0 && <span className="hint">括号内为超期</span>}
        <span className="grow" />
        {open.length > 0 && (
          <Button type="link" size="small" onClick={() => setAsTable(!asTable)}>
            {asTable ? '看图' : '看表格'}
          </Button>
        )}
      </div>
      {!data && <Missing error={error} onRetry={() => void refetch()} />}
      {data && open.length === 0 && <p className="quiet">没有未结的事件。</p>}
      {shown.length > 0 &&
        (asTable ? (
          <Table rows={shown} label={label} listOf={listOf} />
        ) : (
          <Suspense fallback={<div style={{ height: shown.length * 28 + 24 }} />}>
            <PlaceBars
              rows={shown}
              label={`各${label}未结事件：${shown.map((p) => `${p.name} ${p.open} 件，其中超期 ${p.late} 件`).join('；')}`}
              onOpen={(row, late) => void navigate({ to: '/cases' as string, search: listOf(row, late) as never })}
            />
          </Suspense>
        ))}
      {busy.length > MOST && (
        <p className="hint">
          只列最多的 {MOST} 个，另有 {busy.length - MOST} 个有未结事件。
        </p>
      )}
    </section>
  );
}

interface TableProps {
  rows: PlaceCount[];
  label: string;
  listOf: (row: PlaceCount, late: boolean) => Record<string, string>;
}

function Table({ rows, label, listOf }: TableProps) {
  const link = (row: PlaceCount, late: boolean) => (
    <Link to={'/cases' as string} search={listOf(row, late) as never}>
      {late ? row.late : row.open}
    </Link>
  );
  return (
    <table className="desk-table">
      <thead>
        <tr>
          <th>{label}</th>
          <th className="right">未结（件）</th>
          <th className="right">超期（件）</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((p) => (
          <tr key={p.code}>
            <th scope="row">{p.name}</th>
            <td className="right">{link(p, false)}</td>
            <td className="right">{p.late > 0 ? link(p, true) : 0}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
