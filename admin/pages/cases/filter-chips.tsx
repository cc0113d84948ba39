/** The conditions in force that no other control shows, each to be taken away by itself. */
import { Button, Tag } from 'antd';
import { kinds, sourceLabels, urgencies } from '../../../shared/case.js';
import { systemViews } from '../../../shared/desk.js';
import { groups } from '../../../shared/duty-list.js';
import { sayCounter } from '../../../shared/measures.js';
import { hows, sayWithout } from '../../../shared/places.js';
import { type CaseFilter } from '../../lib/cases.js';
import { usePlace, useUnits } from '../../lib/registers.js';
import { itemName } from '../../lib/words.js';
import { markOrder, marks } from './marks.js';

interface Props {
  filter: CaseFilter;
  onChange: (change: { [K in keyof CaseFilter]?: CaseFilter[K] | undefined }) => void;
}

export function FilterChips({ filter: f, onChange }: Props) {
  const { data: place } = usePlace(f.place);
  const named = [f.unit, f.factUnit].filter((id) => id !== undefined);
  const { data: units } = useUnits({ id: named }, named.length > 0);
  const chips: [keyof CaseFilter, string][] = [];
  if (f.tel) chips.push(['tel', '电话尾号查询']);
  if (f.soon) chips.push(['soon', systemViews.soon.label]);
  if (f.returned) chips.push(['returned', systemViews.returned.label]);
  if (f.pending) chips.push(['pending', systemViews.pending.label]);
  if (f.unchecked) chips.push(['unchecked', systemViews.unchecked.label]);
  if (f.group) chips.push(['group', groups[f.group].label]);
  if (f.item) chips.push(['item', itemName(f.item)]);
  if (f.kind) chips.push(['kind', kinds[f.kind]]);
  if (f.source) chips.push(['source', sourceLabels[f.source]]);
  if (f.urgency) chips.push(['urgency', urgencies[f.urgency]]);
  if (f.how) chips.push(['how', f.how.map((h) => hows[h]).join('、')]);
  for (const mark of markOrder) if (f[mark]) chips.push([mark, marks[mark].label]);
  if (f.place) chips.push(['place', `在${place?.name ?? f.place}`]);
  if (f.without) chips.push(['without', sayWithout(f.without)]);
  const nameOf = (id: string) => units?.rows.find((u) => u.id === id)?.name ?? '…';
  if (f.unit) chips.push(['unit', `承办：${nameOf(f.unit)}`]);
  const months = [f.factFrom, f.factTo].filter((m, i, all) => m && all.indexOf(m) === i).join(' 至 ');
  if (f.fact) chips.push(['fact', `统计：${sayCounter(f.fact)}${months && `（${months}）`}`]);
  if (f.fact && f.factUnit) chips.push(['factUnit', `责任单位：${nameOf(f.factUnit)}`]);
  if (f.from) chips.push(['from', `${f.from} 起`]);
  if (f.to) chips.push(['to', `到 ${f.to}`]);
  if (chips.length === 0) return null;
  return (
    <div className="row chips">
      {chips.map(([key, words]) => (
        <Tag key={key} closable={{ 'aria-label': `去掉条件：${words}` }} onClose={() => onChange({ [key]: undefined })}>
          {words}
        </Tag>
      ))}
      <Button
        type="link"
        size="small"
        onClick={() => onChange(Object.fromEntries(chips.map(([key]) => [key, undefined])))}
      >
        全部去掉
      </Button>
    </div>
  );
}
