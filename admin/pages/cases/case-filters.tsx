/** What narrows the list: a search, the usual views with their counts, and the rest behind one button. */
import { FilterOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Input, type InputRef, Popover, Segmented, Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { stateOrder, states } from '../../../shared/case-flow.js';
import { wordsIn } from '../../../shared/terms.js';
import { type CaseFilter, useCounts } from '../../lib/cases.js';
import { useKeys } from '../../lib/keys.js';
import { useSettled } from '../../lib/settled.js';
import { countWords } from '../../lib/words.js';
import { FilterChips } from './filter-chips.js';
import { MoreFilters } from './more-filters.js';

interface Props {
  filter: CaseFilter;
  onChange: (change: { [K in keyof CaseFilter]?: CaseFilter[K] | undefined }) => void;
  narrow: boolean;
}

type View = 'mine' | 'open' | 'late' | 'today' | 'all' | '';
const VIEWS: Record<Exclude<View, ''>, CaseFilter> = {
  mine: { mine: true },
  open: { open: true },
  late: { late: true },
  today: { today: true },
  all: {},
};
const VIEW_ORDER = Object.keys(VIEWS) as Exclude<View, ''>[];
const VIEW_LABELS = { mine: '等我处理', open: '未结', late: '超期', today: '今天到期', all: '全部' } as const;
const COUNTED = { mine: 'mine', open: 'open', late: 'overdue', today: 'dueToday' } as const;
/** Where the whole page is the list, the bar above it has these. */
const ABOVE: readonly View[] = ['mine', 'late'];
const EVERY = { mine: undefined, open: undefined, late: undefined, today: undefined };
const viewOf = (f: CaseFilter): View => {
  const set = [f.mine && 'mine', f.open && 'open', f.late && 'late', f.today && 'today'].filter(Boolean) as View[];
  return set.length === 0 ? 'all' : set.length === 1 ? (set[0] ?? '') : '';
};

/** A number is read out in groups; it is looked up without the gaps. */
const asAsked = (typed: string): string | undefined => {
  const q = typed.trim();
  return (/^[\d ]+$/.test(q) ? q.replace(/ /g, '') : q) || undefined;
};
/** Numbers wait for Enter: four digits on the way to more would look at telephone numbers, which is noted. */
const asksItself = (typed: string) => wordsIn(typed).length > 0 && !/^[\d ]+$/.test(typed.trim());

export function CaseFilters({ filter, onChange, narrow }: Props) {
  const { data: counts } = useCounts();
  const search = useRef<InputRef>(null);
  const [typed, setTyped] = useState(filter.q ?? '');
  const composing = useRef(false);
  const settled = useSettled(typed, 300);
  // What is being typed stays as it is; only an address that says something else takes its place.
  useEffect(() => setTyped((was) => (asAsked(was) === filter.q ? was : (filter.q ?? ''))), [filter.q]);
  useEffect(() => {
    const q = asAsked(settled);
    if (!composing.current && q !== filter.q && asksItself(settled)) onChange({ q });
    // Only when somebody typed: an address that was gone back to must not be changed again.
  }, [settled]);
  useKeys({ '/': () => search.current?.focus({ cursor: 'all' }) });

  const label = (text: string, count?: string) => (
    <span>
      {text}
      {count !== undefined && <span className="view-count">{count}</span>}
    </span>
  );
  return (
    <div className="filters">
      <div className={narrow ? 'row filters-narrow' : 'row'}>
        <Input
          ref={search}
          className="search"
          aria-label="按编号或内容搜索"
          placeholder="编号、内容、地点（按 / 到这里）"
          title="编号或编号的末几位；内容、地址、回复、地点里的两个字以上，空格隔开几个词；有权限的可以按电话后四位"
          prefix={<SearchOutlined aria-hidden />}
          allowClear
          value={typed}
          onChange={(e) => {
            setTyped(e.target.value);
            if (e.target.value === '') onChange({ q: undefined });
          }}
          onCompositionStart={() => {
            composing.current = true;
          }}
          onCompositionEnd={() => {
            composing.current = false;
          }}
          onPressEnter={(e) => {
            onChange({ q: asAsked(typed) });
            e.currentTarget.blur();
          }}
        />
        <Segmented<View>
          value={viewOf(filter)}
          onChange={(view) => view && onChange({ ...EVERY, ...VIEWS[view] })}
          options={VIEW_ORDER.filter((view) => narrow || !ABOVE.includes(view)).map((view) => ({
            value: view,
            label: label(VIEW_LABELS[view], view === 'all' ? undefined : countWords(counts?.[COUNTED[view]])),
          }))}
        />
        <Select
          className="state-filter"
          mode="multiple"
          maxTagCount={1}
          allowClear
          aria-label="状态"
          placeholder="状态"
          value={filter.state ?? []}
          options={stateOrder.map((s) => ({ value: s, label: states[s].label }))}
          onChange={(chosen) => onChange({ state: chosen.length > 0 ? chosen : undefined })}
        />
        <Popover trigger="click" placement="bottomRight" content={<MoreFilters filter={filter} onChange={onChange} />}>
          <Button icon={<FilterOutlined />}>更多条件</Button>
        </Popover>
      </div>
      <FilterChips filter={filter} onChange={onChange} />
    </div>
  );
}
