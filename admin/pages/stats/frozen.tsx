/** Which of the shown months are frozen, and freezing one. */
import { LockOutlined } from '@ant-design/icons';
import { App, Button, Popconfirm } from 'antd';
import { sayDay } from '../../../shared/say.js';
import type { StatsView } from '../../../shared/views.js';
import { today, useNow } from '../../lib/now.js';
import { useMay } from '../../lib/session.js';
import { useFreeze } from '../../lib/stats.js';
import { messageOf } from '../../lib/words.js';

export function Frozen({ view }: { view: StatsView }) {
  const now = useNow();
  const may = useMay('stats.freeze');
  const freeze = useFreeze();
  const { message } = App.useApp();
  const month = view.from;
  const isOver = month < today().slice(0, 7);
  const canFreeze = may && view.from === view.to && isOver && view.frozen.length === 0;
  return (
    <>
      {view.frozen.length > 0 && (
        <span className="hint" title={view.frozen.map((f) => `${f.month}：${f.by ?? '到期自动'}冻结`).join('\n')}>
          <LockOutlined aria-hidden /> 已冻结 {view.frozen.map((f) => `${f.month}（${sayDay(f.at, now)}）`).join('、')}
          ，之后有变化的另写“现值”，名单按现值
        </span>
      )}
      {canFreeze && (
        <Popconfirm
          title={`冻结 ${month}？`}
          description="冻结后保留现在的数和公式，以后的变化写在旁边。不能撤销。"
          okText="冻结"
          onConfirm={() =>
            freeze.mutate(month, {
              onSuccess: () => void message.success(`已冻结 ${month}`),
              onError: (problem) => void message.error(messageOf(problem)),
            })
          }
        >
          <Button icon={<LockOutlined />} loading={freeze.isPending}>
            冻结 {month}
          </Button>
        </Popconfirm>
      )}
    </>
  );
}
