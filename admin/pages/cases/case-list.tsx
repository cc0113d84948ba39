/** 事件列表: searched, narrowed and sorted in the address, paged on the server. */
import { PlusOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { type CaseSort, orderOf } from '../../../shared/desk.js';
import type { CaseRow } from '../../../shared/views.js';
import { caseColumns, narrowColumns } from '../../components/case-columns.js';
import { DataTable } from '../../components/data-table.js';
import { type CaseFilter, caseAddress, useCases } from '../../lib/cases.js';
import { useLive } from '../../lib/live.js';
import { useMay } from '../../lib/session.js';
import { useAddress } from '../../lib/use-address.js';
import { BulkBar } from './bulk-bar.js';
import { CaseFilters } from './case-filters.js';
import { Exports } from './exports.js';
import type { Ticks } from './ticks.js';
import { ViewBar } from './view-bar.js';

/** A view stands for itself: what the list was narrowed by before is taken away. */
const only = (wanted: CaseFilter) => ({
  ...Object.fromEntries(Object.keys(caseAddress).map((key) => [key, undefined])),
  ...wanted,
});

interface Props {
  opened: string | undefined;
  /** Where the keys j and k begin: the case that was open last. */
  cursor: string | undefined;
  ticks: Ticks;
  /** `acting`: with the dialog of its first action. */
  onOpen: (id: string, acting: boolean) => void;
}

export function CaseList({ opened, cursor, ticks, onOpen }: Props) {
  const [filter, change] = useAddress(caseAddress);
  const { data, error, isFetching, refetch } = useCases(filter);
  const { fresh } = useLive();
  const mayReport = useMay('case.report');
  const mayExport = useMay('case.export');
  const onlyMine = filter.mine && Object.keys(filter).every((key) => ['mine', 'sort', 'page', 'size'].includes(key));
  const isNarrowed = Object.keys(filter).some((key) => !['sort', 'page', 'size'].includes(key));

  return (
    <section className="case-list" aria-label="事件列表">
      <div className="page-title">
        <h1>事件</h1>
        <div className="grow">{!opened && <ViewBar filter={filter} onOpen={(wanted) => change(only(wanted))} />}</div>
        {mayExport && !opened && <Exports filter={filter} />}
        {mayReport && !opened && (
          <Link to={'/intake' as string}>
            <Button icon={<PlusOutlined />}>登记事件</Button>
          </Link>
        )}
      </div>
      <CaseFilters filter={filter} onChange={change} narrow={opened !== undefined} />
      {ticks.rows.size > 0 && <BulkBar ticked={ticks.rows} onDone={ticks.clear} />}
      <DataTable
        name={opened ? 'cases.narrow' : 'cases'}
        unit="件"
        columns={opened ? narrowColumns : caseColumns}
        idOf={(row) => row.id}
        data={data}
        error={error}
        busy={isFetching}
        onRetry={() => void refetch()}
        empty={
          onlyMine
            ? {
                title: '没有等您处理的事件',
                words: '都办完了，新的事件到了会出现在这里。',
                children: <Button onClick={() => change({ mine: undefined, open: true })}>看未结的事件</Button>,
              }
            : filter.tel
              ? { title: '没有这个电话的事件', words: '按编号找，请输入编号的后五位或全部。' }
              : isNarrowed
                ? { title: '没有符合条件的事件', words: '可以换一个词，或去掉上面的某个条件。' }
                : { title: '您的范围内还没有事件', words: '居民上报后会出现在这里。' }
        }
        onPage={(page, size) => change({ page, size })}
        sort={orderOf(filter)}
        onSort={(sort) => change({ sort: sort as CaseSort | undefined })}
        opened={opened}
        start={cursor}
        onOpen={(row) => onOpen(row.id, false)}
        {...(opened ? {} : { rowKeys: { a: (row: CaseRow) => onOpen(row.id, row.can.length > 0) } })}
        openOnMove={opened !== undefined}
        marked={fresh}
        ticked={ticks.rows}
        onTick={ticks.set}
      />
    </section>
  );
}
