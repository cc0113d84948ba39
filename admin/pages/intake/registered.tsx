/** What came of it: the number to read out, who has it, what happens next. */
import { Button } from 'antd';
import { hows } from '../../../shared/places.js';
import { sayCaseNumber } from '../../../shared/say.js';
import type { Reported } from '../../../shared/views.js';
import { CaseLink } from '../../components/case-link.js';

export function Registered({ reported, onAgain }: { reported: Reported; onAgain: () => void }) {
  const { grid } = reported;
  return (
    <div className="page">
      <section className="card registered" aria-live="polite">
        <h1>已登记</h1>
        <p>
          编号 <b className="number big-number">{sayCaseNumber(reported.number)}</b>
        </p>
        <p>{reported.next}</p>
        <p>
          {grid
            ? `${grid.pathNames.join(' · ')} · ${grid.name}${grid.worker ? `，${grid.worker.workName} ${grid.worker.contact}` : ''}`
            : `${hows[reported.how]}，由受理台人工分派。`}
        </p>
        <div className="row">
          <Button type="primary" autoFocus onClick={onAgain}>
            再登记一件
          </Button>
          <CaseLink id={reported.id}>打开这件事</CaseLink>
        </div>
      </section>
    </div>
  );
}
