/** The conditions that are used less often. */
import { DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { kinds, sourceLabels, urgencies } from '../../../shared/case.js';
import { groups } from '../../../shared/duty-list.js';
import { hows } from '../../../shared/places.js';
import { ItemPicker } from '../../components/pickers/item-picker.js';
import { PlacePicker } from '../../components/pickers/place-picker.js';
import { UnitPicker } from '../../components/pickers/unit-picker.js';
import type { CaseFilter } from '../../lib/cases.js';
import { markOrder, marks } from './marks.js';

interface Props {
  filter: CaseFilter;
  onChange: (change: { [K in keyof CaseFilter]?: CaseFilter[K] | undefined }) => void;
}
const optionsOf = (table: Readonly<Record<string, string>>) =>
  Object.entries(table).map(([value, label]) => ({ value, label }));
const groupLabels = Object.fromEntries(Object.entries(groups).map(([key, { label }]) => [key, label]));

export function MoreFilters({ filter, onChange }: Props) {
  const one = (
    key: 'kind' | 'source' | 'group' | 'urgency',
    label: string,
    table: Readonly<Record<string, string>>,
  ) => (
    <Named label={label}>
      <Select
        className="fill"
        aria-label={label}
        allowClear
        placeholder="不限"
        value={filter[key] ?? null}
        options={optionsOf(table)}
        onChange={(v) => onChange({ [key]: v ?? undefined })}
      />
    </Named>
  );
  return (
    <section className="more-filters" aria-label="更多条件">
      {one('group', '分类', groupLabels)}
      <Named label="事项">
        <ItemPicker label="事项" value={filter.item} onChange={(item) => onChange({ item })} />
      </Named>
      {one('kind', '类型', kinds)}
      {one('source', '来源', sourceLabels)}
      {one('urgency', '紧急程度', urgencies)}
      <Named label="定位">
        <Select
          className="fill"
          aria-label="定位"
          mode="multiple"
          maxTagCount={1}
          allowClear
          placeholder="不限"
          value={filter.how ?? []}
          options={optionsOf(hows)}
          onChange={(how) => onChange({ how: how.length > 0 ? how : undefined })}
        />
      </Named>
      <Named label="督办与协作">
        <Select
          className="fill"
          aria-label="督办与协作"
          mode="multiple"
          allowClear
          placeholder="不限"
          value={markOrder.filter((mark) => filter[mark] !== undefined)}
          options={markOrder.map((mark) => ({ value: mark, label: marks[mark].label }))}
          onChange={(chosen) =>
            onChange(Object.fromEntries(markOrder.map((m) => [m, chosen.includes(m) ? marks[m].value : undefined])))
          }
        />
      </Named>
      <Named label="承办单位">
        <UnitPicker
          id="filter-unit"
          label="承办单位"
          clearable
          value={filter.unit}
          onChange={(unit) => onChange({ unit })}
        />
      </Named>
      <Named label="区划或网格">
        <PlacePicker
          id="filter-place"
          label="区划或网格"
          clearable
          value={filter.place}
          onChange={(place) => onChange({ place })}
        />
      </Named>
      <Named label="上报日期">
        <DatePicker.RangePicker
          className="fill"
          aria-label="上报日期"
          allowEmpty={[true, true]}
          value={[filter.from ? dayjs(filter.from) : null, filter.to ? dayjs(filter.to) : null]}
          onChange={(days) => onChange({ from: days?.[0]?.format('YYYY-MM-DD'), to: days?.[1]?.format('YYYY-MM-DD') })}
        />
      </Named>
    </section>
  );
}

function Named({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="field">
      <span className="quiet">{label}</span>
      {children}
    </div>
  );
}
