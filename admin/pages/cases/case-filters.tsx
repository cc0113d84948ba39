/** What narrows the list: a search, the usual views with their counts, and the rest behind one button. */
import { FilterOutlined } from '@ant-design/icons';
import { Button, Popover, Segmented, Select } from 'antd';
import { stateOrder, states } from '../../../shared/case-flow.js';
import { type CaseFilter, useCounts } from '../../lib/cases.js';
import { countWords } from '../../lib/words.js';
import { FilterChips } from './filter-chips.js';
import { MoreFilters } from './more-filters.js';
import { SearchBox } from './search-box.js';

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

export function CaseFilters({ filter, onChange, narrow }: Props) {
  const { data: counts } = useCounts();

  const label = (text: string, count?: string) => (
    <span>
      {text}
      {count !== undefined && <span className="view-count">{count}</span>}
    </span>
  );
  return (
    <div className="filters">
      <div className={narrow ? 'row filters-narrow' : 'row'}>
        <SearchBox filter={filter} onChange={onChange} />
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
