/** What a trial found: how many of the last cases would have gone elsewhere or had other limits, and which. */
import { Alert } from 'antd';
import { sayCaseNumber } from '../../../shared/say.js';
import type { DryRun } from '../../../shared/views.js';
import { CaseLink } from '../../components/case-link.js';
import { itemName } from '../../lib/words.js';

/** On how many of the last cases a change is tried. */
export const LAST_CASES = 200;

export function Trial({ found }: { found: DryRun }) {
  const { looked, changed, otherUnit, otherLimits, cases } = found;
  if (changed === 0)
    return (
      <Alert
        type="info"
        showIcon
        title={looked === 0 ? '还没有事件可以试算' : `最近 ${looked} 件都不会变：派给的单位和时限都和现在一样`}
      />
    );
  return (
    <section className="duty-trial" aria-label="试算结果">
      <Alert
        type="warning"
        showIcon
        title={`最近 ${looked} 件里有 ${changed} 件会不同：换单位 ${otherUnit} 件，换时限 ${otherLimits} 件`}
      />
      <div className="duty-trial-cases">
        <table>
          <thead>
            <tr>
              <th>编号</th>
              <th>事项</th>
              <th>现在</th>
              <th>改后</th>
            </tr>
          </thead>
          <tbody>
            {cases.map((c) => (
              <tr key={c.id} title={c.words}>
                <td className="number">
                  <CaseLink id={c.id}>{sayCaseNumber(c.number)}</CaseLink>
                </td>
                <td>{itemName(c.item)}</td>
                <Sides before={c.before} after={c.after} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {changed > cases.length && <p className="hint">只列出最近的 {cases.length} 件</p>}
    </section>
  );
}

/** Only what differs. */
function Sides({ before, after }: Pick<DryRun['cases'][number], 'before' | 'after'>) {
  const said = (side: typeof before) => [
    ...(before.unit === after.unit ? [] : [side.unit ?? '没有单位负责']),
    ...(before.limits === after.limits ? [] : [differing(side.limits, side === before ? after.limits : before.limits)]),
  ];
  return (
    <>
      <td>{said(before).join('；')}</td>
      <td>{said(after).join('；')}</td>
    </>
  );
}

function differing(limits: string, other: string): string {
  const others = other.split('，');
  return limits
    .split('，')
    .filter((limit) => !others.includes(limit))
    .join('，');
}
