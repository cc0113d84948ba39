/** The times of a case: what each unit used, how the promise moved and why, and until when whom is waited for. */
import type { ReactNode } from 'react';
import { silences } from '../../../shared/deadlines.js';
import { PROVISIONAL } from '../../../shared/say.js';
import type { CaseView } from '../../../shared/views.js';
import { sayLimit, type TimeUnit } from '../../../shared/worktime.js';
import { At } from '../../components/tags.js';

export function CaseTimes({ view }: { view: CaseView }) {
  const { unitTimes, promiseChanges, provisional, answerBy, contactBy } = view;
  if (unitTimes.length === 0 && promiseChanges.length === 0 && !provisional && !answerBy && !contactBy) return null;
  return (
    <section className="card" aria-label="时限">
      <dl className="facts">
        {answerBy && (
          <Row name="等诉求人">
            到 <At at={answerBy} />
            <span className="quiet">，{silences[view.state]?.outcome}</span>
          </Row>
        )}
        {contactBy && (
          <Row name="首次联系期限">
            <At at={contactBy} />
          </Row>
        )}
        {provisional && (
          <Row name="承诺日期">
            <At at={view.promisedAt} />
            <span className="quiet">，{PROVISIONAL}</span>
          </Row>
        )}
        {promiseChanges.length > 0 && (
          <Row name="承诺改期">
            {promiseChanges.map((change) => (
              <p key={change.at}>
                <At at={change.from} /> 改为 <At at={change.to} />
                <span className="quiet">：{change.why}</span>
              </p>
            ))}
          </Row>
        )}
        {unitTimes.length > 0 && (
          <Row name="各单位用时">
            {unitTimes.map(({ unit, used }) => (
              <p key={unit.id}>
                {unit.name} <span className="number">{sayUsed(used)}</span>
              </p>
            ))}
          </Row>
        )}
      </dl>
    </section>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** '1.5 个工作日，2 个工作时' */
const sayUsed = (used: Partial<Record<TimeUnit, number>>) =>
  Object.entries(used)
    .map(([unit, amount]) => sayLimit({ unit: unit as TimeUnit, amount: Math.round(amount * 10) / 10 }))
    .join('，');
