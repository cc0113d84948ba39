/** The columns by which cases are listed, wherever they are. */
import { Tooltip } from 'antd';
import { sourceLabels } from '../../shared/case.js';
import { sayCaseNumber } from '../../shared/say.js';
import type { CaseRow } from '../../shared/views.js';
import { isSettled, itemName, turnOf, whereOf } from '../lib/words.js';
import { CaseLink } from './case-link.js';
import type { Column } from './data-table.js';
import { Marked } from './marked.js';
import { At, Due, StateTag, ToneTag, UrgencyWord } from './tags.js';

const all = {
  number: {
    title: '编号',
    width: 120,
    sorts: ['-number', 'number'],
    cell: (r) => (
      <CaseLink id={r.id} keep>
        <span className="number">{sayCaseNumber(r.number)}</span>
      </CaseLink>
    ),
  },
  what: {
    title: '事项',
    width: 256,
    cell: (r) => (
      <Tooltip title={r.words} placement="topLeft" mouseEnterDelay={0.5}>
        <span className="what">
          {r.pressed && <ToneTag tone="waiting">督办中</ToneTag>}
          <b>{itemName(r.item)}</b>
          <span className="quiet">
            {r.found && '记录中：'}
            <Marked text={r.found ?? r.words} />
          </span>
        </span>
      </Tooltip>
    ),
  },
  where: {
    title: '位置',
    width: 160,
    cell: (r) => (
      <span title={whereOf(r)}>
        <Marked text={whereOf(r)} />
      </span>
    ),
  },
  state: { title: '状态', width: 84, cell: (r) => <StateTag state={r.state} /> },
  turn: { title: '轮到谁', width: 112, cell: (r) => <span title={turnOf(r)}>{turnOf(r)}</span> },
  due: { title: '本步期限', width: 116, sorts: ['dueAt'], cell: (r) => <Due at={isSettled(r) ? null : r.dueAt} /> },
  promised: { title: '承诺日期', width: 118, sorts: ['promisedAt'], cell: (r) => <At at={r.promisedAt} /> },
  created: { title: '上报时间', width: 118, sorts: ['-createdAt', 'createdAt'], cell: (r) => <At at={r.createdAt} /> },
  grid: { title: '网格', width: 140, cell: (r) => r.grid?.name ?? <span className="quiet">无网格</span> },
  unit: { title: '承办单位', width: 150, cell: (r) => r.unit?.name ?? <span className="quiet">—</span> },
  urgency: { title: '紧急', width: 64, cell: (r) => <UrgencyWord urgency={r.urgency} /> },
  source: { title: '来源', width: 108, cell: (r) => sourceLabels[r.source] },
} satisfies Record<string, Omit<Column<CaseRow>, 'key'>>;

type Key = keyof typeof all;
const pick = (keys: readonly Key[]): Column<CaseRow>[] => keys.map((key) => ({ key, ...all[key] }));

/** In a window of 1366 px the first of them are seen without scrolling, up to when it was reported. */
export const caseColumns = pick(Object.keys(all) as Key[]);
/** Beside an open case there is room for these only. */
export const narrowColumns = pick(['number', 'what', 'state', 'due']);
export const urgentColumns = pick(['number', 'what', 'where', 'state', 'due']);
