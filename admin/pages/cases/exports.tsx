/** 导出: the list as it is narrowed now, as a workbook; one's own of the last day, with their progress. */
import { DownloadOutlined } from '@ant-design/icons';
import { App, Button, Drawer, Progress } from 'antd';
import { useState } from 'react';
import { sayCount } from '../../../shared/say.js';
import type { ExportState, ExportView } from '../../../shared/views.js';
import { Empty, ErrorState, Loading } from '../../components/states.js';
import { At } from '../../components/tags.js';
import type { CaseFilter } from '../../lib/cases.js';
import { isAtWork, useExport, useExports, useStopExport } from '../../lib/exports.js';
import { messageOf } from '../../lib/words.js';

const LABELS: Record<ExportState, string> = {
  waiting: '等待开始',
  running: '正在写',
  done: '已完成',
  stopped: '已停止',
  failed: '没有完成',
};

export function Exports({ filter }: { filter: CaseFilter }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<DownloadOutlined />} onClick={() => setOpen(true)}>
        导出
      </Button>
      <Drawer open={open} onClose={() => setOpen(false)} title="导出事件列表" size={480} destroyOnHidden>
        <Files filter={filter} />
      </Drawer>
    </>
  );
}

function Files({ filter }: { filter: CaseFilter }) {
  const { message } = App.useApp();
  const { data, error, refetch } = useExports(true);
  const begin = useExport();
  const say = (problem: Error) => void message.error(messageOf(problem));
  return (
    <div className="stack">
      <p className="quiet">
        按列表现在的条件导出为 Excel 文件，最多 100,000 件，不含诉求人的姓名和电话。每次导出都有审计记录。
      </p>
      <div className="row">
        <Button type="primary" loading={begin.isPending} onClick={() => begin.mutate(filter, { onError: say })}>
          开始导出
        </Button>
        <span className="hint">可以关上这里，写好后再来下载；文件保留一天。</span>
      </div>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading />}
      {data?.length === 0 && <Empty title="还没有导出过" words="先在列表里选好条件，再按“开始导出”。" />}
      <ul className="exports" aria-label="我的导出">
        {data?.map((one) => (
          <OneExport key={one.id} one={one} onFault={say} />
        ))}
      </ul>
    </div>
  );
}

function OneExport({ one, onFault }: { one: ExportView; onFault: (problem: Error) => void }) {
  const stop = useStopExport();
  const { id, state, done, total, createdAt, words, url } = one;
  const share = total ? Math.floor((100 * done) / total) : 0;
  return (
    <li>
      <div className="row">
        <At at={createdAt} />
        <b>{LABELS[state]}</b>
        <span className="quiet number">{total === null ? '' : `${sayCount(done)} / ${sayCount(total)} 件`}</span>
        <span className="grow" />
        {isAtWork(one) && (
          <Button size="small" loading={stop.isPending} onClick={() => stop.mutate(id, { onError: onFault })}>
            停止
          </Button>
        )}
        {url && (
          <Button size="small" type="primary" ghost href={url} icon={<DownloadOutlined />}>
            下载
          </Button>
        )}
      </div>
      {isAtWork(one) && <Progress percent={share} size="small" aria-label="进度" />}
      {words && <p className="hint">{words}</p>}
    </li>
  );
}
