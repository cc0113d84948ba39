/** The columns of a set: its ratios, each number opening its cases, and the time of its steps beside them. */
import { Link } from '@tanstack/react-router';
import { stepLabels } from '../../../shared/case-flow.js';
import {
  type CasesBehind,
  type Counter,
  casesBehind,
  FEW,
  formulaOf,
  type MeasureKey,
  measures,
  type Share,
  sayCounter,
  sayShare,
  type TimedStep,
} from '../../../shared/measures.js';
import { saySpan } from '../../../shared/say.js';
import type { StatsRow, StatsView } from '../../../shared/views.js';
import type { Column } from '../../components/data-table.js';
import { writeAddress } from '../../lib/address.js';
import { caseAddress } from '../../lib/cases.js';
import type { StatsSet } from '../../lib/stats.js';

export const setOf: Record<StatsSet, { measures: readonly MeasureKey[]; times: readonly TimedStep[] }> = {
  handling: { measures: ['handled', 'handledInTime', 'overdueOpen', 'extended'], times: ['accept', 'handle'] },
  intake: {
    measures: ['valid', 'verifyInTime', 'registerInTime', 'registerKept', 'assignInTime', 'assignAccurate'],
    times: ['verify', 'assign'],
  },
  closing: {
    measures: ['checkInTime', 'closed', 'closedInTime', 'reworked', 'againInTime', 'redone'],
    times: ['check', 'review'],
  },
  voice: { measures: ['responded', 'solved', 'satisfied'], times: [] },
};

function Opening({ n, fact, behind }: { n: number; fact: Counter; behind: CasesBehind }) {
  if (n === 0) return <>0</>;
  return (
    <Link
      to={'/cases' as string}
      search={writeAddress(caseAddress, { ...behind, fact }) as never}
      title={`看这 ${n} 件：${sayCounter(fact)}`}
    >
      {n}
    </Link>
  );
}

const same = (a: Share, b: Share) => a.good === b.good && a.of === b.of;

/** What was frozen is the number; what it would be now stands beside it, and is what the list shows. */
function ShareCell({ measure, row, behind }: { measure: MeasureKey; row: StatsRow; behind: CasesBehind }) {
  const share = row.shares[measure];
  const now = row.now?.shares[measure] ?? share;
  const { good, of } = formulaOf(measure, behind.factTo);
  const few = share.of > 0 && share.of < FEW ? `不足 ${FEW} 件，给出 95% 区间` : undefined;
  if (share.of === 0 && now.of === 0) return <span className="quiet">不计</span>;
  return (
    <span className="share">
      <span className={few ? 'share-few' : 'share-rate'} {...(few ? { title: few } : {})}>
        {sayShare(share)}
      </span>
      <span className="share-numbers">
        <Opening n={now.good} fact={good} behind={behind} />
        {' / '}
        <Opening n={now.of} fact={of} behind={behind} />
      </span>
      {!same(share, now) && (
        <span className="share-now" title={`冻结时 ${share.good} / ${share.of}`}>
          现值 {sayShare(now)}
        </span>
      )}
    </span>
  );
}

const minutes = (n: number | null) => (n === null ? '—' : saySpan(n * 60_000));

export function statsColumns(view: StatsView, set: StatsSet, name: Column<StatsRow>): Column<StatsRow>[] {
  const ratios = setOf[set].measures.map(
    (key): Column<StatsRow> => ({
      key,
      title: measures[key].label,
      width: 124,
      align: 'right',
      sorts: view.by === 'month' ? [] : [key, `-${key}`],
      cell: (row) => <ShareCell measure={key} row={row} behind={casesBehind(view, row.key)} />,
    }),
  );
  const times = setOf[set].times.map(
    (step): Column<StatsRow> => ({
      key: `time-${step}`,
      title: `${stepLabels[step]}用时`,
      width: 150,
      align: 'right',
      cell: ({ times: t }) =>
        t[step].n === 0 ? (
          <span className="quiet">—</span>
        ) : (
          <span className="share" title={`已办 ${t[step].n} 件；自然时间，等居民补充的时间不算`}>
            <span>中位 {minutes(t[step].median)}</span>
            <span className="share-numbers">九成 {minutes(t[step].p90)} 内</span>
          </span>
        ),
    }),
  );
  return [name, ...ratios, ...times];
}
