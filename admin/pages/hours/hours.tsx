/** 工作时间: the spans of a working day, which the working hours and working days of every limit are counted in. */
import { ErrorState, Loading } from '../../components/states.js';
import { useHours } from '../../lib/hours.js';
import { HoursForm } from './hours-form.js';
import './hours.css';

export default function Hours() {
  const { data, error, refetch } = useHours();
  return (
    <div className="page">
      <div className="page-title">
        <h1>工作时间</h1>
      </div>
      {!data && (
        <section className="card">
          {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />}
        </section>
      )}
      {data && (
        <div className="hours">
          <section className="card" aria-label="每个工作日的工作时间">
            <HoursForm hours={data} />
          </section>
          <aside className="card stack" aria-label="怎样计时">
            <h2>怎样计时</h2>
            <p>“工作时”和“工作日”只在这里设的时间里走；“紧急工作时”和“自然日”昼夜都走。</p>
            <p>
              修改以后，新的事件按新的工作时间计时。正在办的事件，已经定下的到期时间不变，到下一步时再按新的时间算。
            </p>
            <p>
              节假日和调休按国务院公布的安排，目前到 {data.knownUntil} 年底。跨到 {data.knownUntil + 1}{' '}
              年的日期只按周末推算，页面上会注明“节假日安排公布后可能调整”。
            </p>
            <p className="hint">每次修改都记入审计日志。</p>
          </aside>
        </div>
      )}
    </div>
  );
}
