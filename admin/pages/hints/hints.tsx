/** 办结线索: what may deserve a second look; shown to the supervision desk alone, as a hint and never as a verdict. */
import { Drawer, Select } from 'antd';
import { useState } from 'react';
import { itemOf } from '../../../shared/duty-list.js';
import { type HintKind, hintKindOrder, hintKinds } from '../../../shared/hints.js';
import { sayCaseNumber } from '../../../shared/say.js';
import type { Hint } from '../../../shared/views.js';
import { CaseLink } from '../../components/case-link.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { HintCard } from '../../components/hint-card.js';
import { At, ToneTag } from '../../components/tags.js';
import { oneOf, pageSize, whole } from '../../lib/address.js';
import { useHints } from '../../lib/hints.js';
import { useAddress } from '../../lib/use-address.js';

const FOUND = { no: '待核对', yes: '已核对', all: '全部' } as const;
type Found = keyof typeof FOUND;
const address = {
  kind: oneOf(hintKindOrder),
  found: oneOf(Object.keys(FOUND) as Found[]),
  page: whole,
  size: pageSize,
};
const columns: Column<Hint>[] = [
  { key: 'at', title: '时间', width: 132, cell: (h) => <At at={h.at} /> },
  { key: 'kind', title: '线索', width: 128, cell: (h) => hintKinds[h.kind].label },
  { key: 'seen', title: '看到了什么', width: 380, cell: (h) => <span title={h.seen}>{h.seen}</span> },
  {
    key: 'case',
    title: '事件',
    width: 220,
    cell: (h) => (
      <>
        <CaseLink id={h.case.id}>{sayCaseNumber(h.case.number)}</CaseLink> {itemOf(h.case.item)?.name ?? h.case.item}
      </>
    ),
  },
  { key: 'unit', title: '承办单位', width: 150, cell: (h) => h.case.unit ?? <span className="quiet">—</span> },
  {
    key: 'finding',
    title: '核对',
    width: 110,
    cell: (h) => (
      <ToneTag tone={h.finding ? 'done' : 'waiting'}>
        {h.finding === 'wrong' ? '确有问题' : h.finding ? '没有问题' : '待核对'}
      </ToneTag>
    ),
  },
];

export default function Hints() {
  const [filter, change] = useAddress(address);
  const { found = 'no', ...rest } = filter;
  const [open, setOpen] = useState<string>();
  const { data, error, isFetching, refetch } = useHints({
    ...rest,
    ...(found === 'all' ? {} : { found: String(found === 'yes') }),
  });
  const opened = data?.rows.find((h) => h.id === open);
  return (
    <div className="page page-fill">
      <div className="page-title">
        <h1>办结线索</h1>
        <span className="quiet">只供复核时多看一眼，不是结论，不用于考核，承办单位看不到</span>
      </div>
      <div className="row">
        <Select
          className="search-box"
          aria-label="是否核对"
          value={found}
          options={Object.entries(FOUND).map(([value, label]) => ({ value: value as Found, label }))}
          onChange={(wanted: Found) => change({ found: wanted === 'no' ? undefined : wanted })}
        />
        <Select
          className="search-box"
          aria-label="哪种线索"
          placeholder="哪种线索"
          allowClear
          value={filter.kind ?? null}
          options={hintKindOrder.map((value) => ({ value, label: hintKinds[value].label }))}
          onChange={(kind: HintKind | null) => change({ kind: kind ?? undefined })}
        />
      </div>
      <DataTable
        name="hints"
        unit="条"
        columns={columns}
        idOf={(h) => h.id}
        data={data}
        error={error}
        busy={isFetching}
        onRetry={() => void refetch()}
        empty={{ title: '没有要核对的线索', words: '有新的线索时会出现在这里；可以选“全部”看以前的。' }}
        onPage={(page, size) => change({ page, size })}
        onOpen={(h) => setOpen(h.id)}
      />
      <Drawer open={opened !== undefined} onClose={() => setOpen(undefined)} title="核对线索" size={520}>
        {opened && <HintCard hint={opened} />}
      </Drawer>
    </div>
  );
}
