/** 统计: ratios of a place or a unit, divided by place, unit, item or month; each number opens its list. */
import { FunctionOutlined, LineChartOutlined } from '@ant-design/icons';
import { Breadcrumb, Button, DatePicker, Segmented } from 'antd';
import dayjs from 'dayjs';
import { lazy, Suspense, useState } from 'react';
import { FEW } from '../../../shared/measures.js';
import { levels } from '../../../shared/places.js';
import type { StatsRow, StatsView } from '../../../shared/views.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { Loading } from '../../components/states.js';
import { useKept } from '../../lib/kept.js';
import { today } from '../../lib/now.js';
import {
  type Division,
  divisions,
  type StatsFilter,
  type StatsSort,
  statsAddress,
  statsSets,
  useStats,
} from '../../lib/stats.js';
import { useAddress } from '../../lib/use-address.js';
import { Formulas } from './formulas.js';
import { Frozen } from './frozen.js';
import { setOf, statsColumns } from './stats-columns.js';
import './stats.css';

const TrendLines = lazy(() => import('./trend-lines.js'));
const TREND_MONTHS = 12;
const optionsOf = <K extends string>(table: Readonly<Record<K, string>>) =>
  (Object.entries(table) as [K, string][]).map(([value, label]) => ({ value, label }));

export default function Stats() {
  const [filter, change] = useAddress(statsAddress);
  const [trend, setTrend] = useKept('stats.trend', false);
  const [formulas, setFormulas] = useState(false);
  const { data: view, error, isFetching, refetch } = useStats(filter);
  const set = filter.set ?? 'handling';
  const by = filter.by ?? 'area';
  return (
    <div className="page page-fill stats">
      <div className="page-title">
        <h1>统计</h1>
        {view && <Path view={view} onChange={change} />}
        <span className="grow" />
        {view && <Frozen view={view} />}
        <Button icon={<LineChartOutlined />} aria-pressed={trend} onClick={() => setTrend(!trend)}>
          {trend ? '收起趋势' : '看趋势'}
        </Button>
        <Button icon={<FunctionOutlined />} onClick={() => setFormulas(true)}>
          公式
        </Button>
      </div>
      <div className="row">
        <DatePicker.RangePicker
          picker="month"
          aria-label="月份"
          allowClear={false}
          value={view ? [dayjs(view.from), dayjs(view.to)] : null}
          disabledDate={(day) => day.isAfter(dayjs(), 'month')}
          onChange={(months) => change({ from: months?.[0]?.format('YYYY-MM'), to: months?.[1]?.format('YYYY-MM') })}
        />
        <Segmented<Division>
          aria-label="怎样分"
          value={by}
          options={optionsOf(divisions)}
          onChange={(chosen) => change({ by: chosen, sort: undefined })}
        />
        <Segmented
          aria-label="看哪些"
          value={set}
          options={optionsOf(statsSets)}
          onChange={(chosen) => change({ set: chosen, sort: undefined })}
        />
      </div>
      {trend && (
        <section className="card stats-trend" aria-label="各月趋势">
          <Trend filter={filter} />
        </section>
      )}
      {!view && !error && <Loading />}
      {(view || error) && (
        <DataTable<StatsRow>
          name={`stats.${set}`}
          unit="行"
          columns={view ? statsColumns(view, set, nameColumn(view, change)) : []}
          idOf={(row) => row.key}
          data={
            view && {
              ...view,
              more: false,
              rows: view.page === 1 && view.total > 0 ? [view.all, ...view.rows] : view.rows,
            }
          }
          error={error}
          busy={isFetching}
          onRetry={() => void refetch()}
          empty={{ title: '这几个月没有可以统计的事件', words: '可以换一段月份，或看上一级。' }}
          onPage={(page, size) => change({ page, size })}
          sort={filter.sort ?? 'name'}
          onSort={(sort) => change({ sort: sort as StatsSort | undefined })}
        />
      )}
      <p className="hint">
        不足 {FEW} 件的写区间，不与别的比先后；没有的写“不计”。
        {by === 'area' && '合计含没有落到下一级的事件。'}
        {by === 'unit' && '只列有责任单位的；合计含还没有单位的事件。'}
      </p>
      <Formulas open={formulas} onClose={() => setFormulas(false)} />
    </div>
  );
}

type Change = (change: { place?: string | undefined; unit?: string | undefined; by?: Division | undefined }) => void;

/** From one's own place down to the one that is shown; each leads back to itself. */
function Path({ view, onChange }: { view: StatsView; onChange: Change }) {
  const { path, unit } = view;
  const links = path.map((p, i) => ({
    key: p.code,
    title:
      i === path.length - 1 && !unit ? (
        p.name
      ) : (
        <Button type="link" size="small" onClick={() => onChange({ place: p.code, unit: undefined })}>
          {p.name}
        </Button>
      ),
  }));
  return <Breadcrumb items={unit ? [...links, { key: unit.id, title: unit.name }] : links} />;
}

/** A place leads to what is below it, a unit to its months. */
function nameColumn(view: StatsView, change: Change): Column<StatsRow> {
  const { by } = view;
  const titles: Record<Division, string> = {
    area: view.level ? levels[view.level].label : '地方',
    unit: '责任单位',
    item: '事项',
    month: '月份',
  };
  const goes: Partial<Record<Division, (key: string) => void>> = {
    ...(view.level && view.level !== 'grid' ? { area: (key: string) => change({ place: key }) } : {}),
    unit: (key) => change({ unit: key, by: 'month' }),
  };
  return {
    key: 'name',
    title: titles[by],
    width: 190,
    sorts: ['name', '-name'],
    cell: (row) => {
      const go = goes[by];
      if (row.key === '') return <b>合计</b>;
      if (!go) return row.name;
      return (
        <Button type="link" size="small" className="clip" onClick={() => go(row.key)} title={row.name}>
          {row.name}
        </Button>
      );
    },
  };
}

function Trend({ filter }: { filter: StatsFilter }) {
  const last = filter.to ?? today().slice(0, 7);
  const from = dayjs(last)
    .subtract(TREND_MONTHS - 1, 'month')
    .format('YYYY-MM');
  const { place, unit } = filter;
  const { data } = useStats({ ...(place ? { place } : {}), ...(unit ? { unit } : {}), by: 'month', from, to: last });
  if (!data) return <p className="quiet">正在画趋势 …</p>;
  return (
    <Suspense fallback={<div style={{ height: 150 }} />}>
      <TrendLines rows={data.rows} shown={setOf[filter.set ?? 'handling'].measures} />
    </Suspense>
  );
}
