/** The start of everybody who works on cases. */
import { Link, useNavigate } from '@tanstack/react-router';
import { openStates, placingStates, type State, seats, states } from '../../../shared/case-flow.js';
import type { Tone } from '../../../shared/look.js';
import { sayAgo } from '../../../shared/say.js';
import type { Count } from '../../../shared/views.js';
import { urgentColumns } from '../../components/case-columns.js';
import { DataTable } from '../../components/data-table.js';
import { ErrorState } from '../../components/states.js';
import { writeAddress } from '../../lib/address.js';
import { type CaseFilter, caseAddress, useCases, useCounts } from '../../lib/cases.js';
import { useNow } from '../../lib/now.js';
import { useNotices } from '../../lib/registers.js';
import { useMe } from '../../lib/session.js';
import { countWords } from '../../lib/words.js';
import { ByPlace } from './by-place.js';
import { Missing } from './missing.js';

export function CaseStart() {
  const { data: counts, error, refetch } = useCounts();
  const { may } = useMe();
  // Who never has the next move (领导) sees how the whole area stands instead.
  const acts = Object.values(seats).some(({ by }) => by !== null && may[by] !== undefined);
  const byState: Partial<Record<State, Count>> = (acts ? counts?.mineByState : counts?.states) ?? {};
  const waits = openStates.filter((s) => (byState[s]?.n ?? 0) > 0);
  const whose = acts ? { mine: true as const } : {};
  const mine = (counts?.mine.n ?? 0) > 0;
  if (error && !counts) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <section className="tiles" aria-label="等我处理">
        {acts && (
          <>
            <Tile name="等我处理" count={counts?.mine} filter={{ mine: true, sort: 'dueAt' }} main />
            <Tile
              name="我的超期"
              count={counts?.mineOverdue}
              tone="late"
              filter={{ mine: true, late: true, sort: 'dueAt' }}
            />
            <Tile
              name="我的今天到期"
              count={counts?.mineDueToday}
              tone="waiting"
              filter={{ mine: true, today: true, sort: 'dueAt' }}
            />
          </>
        )}
        {waits.map((s: State) => (
          <Tile
            key={s}
            name={states[s].label}
            count={byState[s]}
            tone={states[s].tone}
            filter={{ ...whose, state: [s], sort: 'dueAt' }}
          />
        ))}
        {(counts?.tasks.n ?? 0) > 0 && (
          <Tile name="等本单位协作" count={counts?.tasks} tone="waiting" filter={{ task: 'mine', sort: 'dueAt' }} />
        )}
        <span className="tiles-gap" />
        {(counts?.pressed.n ?? 0) > 0 && (
          <Tile
            name="督办中"
            count={counts?.pressed}
            tone="waiting"
            filter={{ open: true, pressed: true, sort: 'dueAt' }}
          />
        )}
        <Tile name="辖区超期" count={counts?.overdue} tone="late" filter={{ late: true, sort: 'dueAt' }} />
        {!acts && (
          <Tile name="辖区今天到期" count={counts?.dueToday} tone="waiting" filter={{ today: true, sort: 'dueAt' }} />
        )}
        <Tile
          name="没有网格"
          count={counts?.unlocated}
          tone="stopped"
          filter={{ state: placingStates, without: 'grid', sort: 'dueAt' }}
        />
        <Tile name="辖区未结" count={counts?.open} filter={{ open: true }} />
      </section>
      <div className="desk-body">
        <Urgent mine={mine} acts={acts} ready={counts !== undefined} />
        <div className="desk-side">
          <ByPlace />
          <News />
        </div>
      </div>
    </>
  );
}

function Tile({
  name,
  count,
  tone,
  filter,
  main = false,
}: {
  name: string;
  count: Count | undefined;
  tone?: Tone;
  filter: CaseFilter;
  main?: boolean;
}) {
  const none = count?.n === 0;
  return (
    <Link
      to={'/cases' as string}
      search={writeAddress(caseAddress, filter) as never}
      className={`tile${main ? ' tile-main' : ''}${none ? ' tile-none' : ''}`}
    >
      <b className={tone && !none ? `tile-${tone}` : undefined}>{countWords(count)}</b>
      <span>{name}</span>
    </Link>
  );
}

/** The next ten by deadline: mine, or, for those whom nothing waits for, of the whole area. */
function Urgent({ mine, acts, ready }: { mine: boolean; acts: boolean; ready: boolean }) {
  const navigate = useNavigate();
  const filter: CaseFilter = mine ? { mine: true, sort: 'dueAt' } : { open: true, sort: 'dueAt' };
  const { data, error, isFetching, refetch } = useCases({ ...filter, size: 20 }, ready);
  return (
    <section className="desk-urgent" aria-label="最急的事件">
      <div className="page-title">
        <h2>{mine ? '等我处理，最急的在前' : acts ? '现在没有等您处理的事件；辖区内最急的' : '辖区内最急的'}</h2>
        <span className="grow" />
        <Link to={'/cases' as string} search={writeAddress(caseAddress, filter) as never}>
          查看全部
        </Link>
      </div>
      <DataTable
        name="desk"
        unit="件"
        columns={urgentColumns}
        idOf={(row) => row.id}
        data={data}
        error={error}
        busy={isFetching}
        onRetry={() => void refetch()}
        empty={{ title: '没有未结的事件', words: '新的事件到了会出现在这里。' }}
        onOpen={(row) =>
          void navigate({ to: `/cases/${row.id}` as string, search: writeAddress(caseAddress, filter) as never })
        }
      />
    </section>
  );
}

function News() {
  const now = useNow();
  const { data, error, refetch } = useNotices({ size: 20 });
  return (
    <section className="card desk-news" aria-label="最近的消息">
      <div className="page-title">
        <h2>消息</h2>
        <span className="grow" />
        <Link to={'/notices' as string}>全部</Link>
      </div>
      {!data && <Missing error={error} onRetry={() => void refetch()} />}
      {data?.rows.length === 0 && <p className="quiet">还没有消息。</p>}
      <ul>
        {data?.rows.slice(0, 8).map((n) => (
          <li key={n.id}>
            {n.caseId ? (
              <Link to={`/cases/${n.caseId}` as string} className={n.read ? 'news-read' : undefined}>
                {n.title}
              </Link>
            ) : (
              <b>{n.title}</b>
            )}
            <span className="hint news-words" title={n.words}>
              {sayAgo(n.at, now)} · {n.words}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
