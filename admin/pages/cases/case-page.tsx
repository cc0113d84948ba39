/** 事件详情: one line says what it is; then what may be done, the facts, the place, and what happened so far. */
import { App } from 'antd';
import { useState } from 'react';
import type { Action } from '../../../shared/case-flow.js';
import type { SimilarCase } from '../../../shared/desk.js';
import { sayCaseNumber } from '../../../shared/say.js';
import { ErrorState, Loading } from '../../components/states.js';
import { useCase } from '../../lib/cases.js';
import { useDrafts, useSimilar } from '../../lib/desk.js';
import { useKept } from '../../lib/kept.js';
import { useKeys } from '../../lib/keys.js';
import { useMe } from '../../lib/session.js';
import { isSettled, itemName, messageOf } from '../../lib/words.js';
import { ActDialog } from './act-dialog.js';
import { ActionMenu } from './action-menu.js';
import { CaseActions } from './case-actions.js';
import { CaseFacts } from './case-facts.js';
import { CaseHead, paperOf } from './case-head.js';
import { CaseHints } from './case-hints.js';
import { CaseOffice } from './case-office.js';
import { CasePhotos } from './case-photos.js';
import { CasePlace } from './case-place.js';
import { CaseTimes } from './case-times.js';
import { CaseWalk } from './case-walk.js';
import { OthersLooking } from './looking.js';
import { MacroBar } from './macro-bar.js';
import { mainAction } from './main-action.js';
import { Similar } from './similar.js';
import { Timeline } from './timeline.js';
import { useMerge } from './use-merge.js';
import type { Walk } from './walk.js';

interface Acting {
  action: Action;
  /** For a merge: the main case that was chosen beside the case. */
  main?: SimilarCase;
}

interface Props {
  id: string;
  besideList: boolean;
  /** Opened from the list by the key of the first action. */
  startActing: boolean;
  walk: Walk;
  onOpen: (id: string | undefined) => void;
}

export function CasePage({ id, besideList, startActing, walk, onOpen }: Props) {
  const { message } = App.useApp();
  const { data: view, error, refetch } = useCase(id);
  const [onward, setOnward] = useKept('cases.onward', false);
  const [acting, setActing] = useState<Acting>();
  const [choosing, setChoosing] = useState(false);
  const setAction = (action: Action) => setActing({ action });
  const { data: similar = [] } = useSimilar(id, view !== undefined && !isSettled(view));
  useDrafts(id);
  const me = useMe();
  const first = view && mainAction(view, me.may);
  const [begun, setBegun] = useState(!startActing);
  if (!begun && view) {
    setBegun(true);
    if (first) setActing({ action: first });
  }
  const merge = view?.can.includes('merge') ? (main: SimilarCase) => setActing({ action: 'merge', main }) : undefined;

  const next = async () => {
    try {
      const after = await walk.next();
      if (after) onOpen(after);
      else void message.open({ key: 'acted', type: 'info', content: '这个列表后面没有别的事件了' });
    } catch (problem) {
      void message.error(messageOf(problem));
    }
  };
  const { previous } = walk;
  const [likeliest] = similar;
  const mergeNow = useMerge(id, () => onward && void next());
  useKeys({
    m: merge && view && likeliest ? () => void mergeNow(view, likeliest) : undefined,
    n: () => void next(),
    N: previous ? () => onOpen(previous) : undefined,
    p: view && (() => void window.open(paperOf(view), '_blank', 'noopener')),
    '.': view && view.can.length > 0 ? () => setChoosing(true) : undefined,
    a: () => (first ? setAction(first) : void message.info('这件事现在不等您办')),
  });

  if (!view)
    return (
      <section className="case card">
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />}
      </section>
    );
  return (
    <section className="case" aria-label="事件详情">
      <CaseHead view={view} besideList={besideList} onBack={() => onOpen(undefined)} />
      <OthersLooking caseId={view.id} />
      <CaseActions view={view} onAct={setAction}>
        <CaseWalk
          walk={walk}
          onward={view.can.length > 0 ? onward : undefined}
          onOnward={setOnward}
          onOpen={onOpen}
          onNext={() => void next()}
        />
      </CaseActions>
      <MacroBar view={view} onNext={() => void next()} />
      <div className="case-body">
        <div className="case-main">
          <CasePhotos view={view} />
          <Timeline entries={view.timeline} />
        </div>
        <aside className="case-side">
          <Similar similar={similar} onMerge={merge} />
          <CaseFacts view={view} />
          <CaseTimes view={view} />
          <CaseOffice view={view} />
          <CasePlace view={view} />
          <CaseHints id={id} />
        </aside>
      </div>
      {choosing && (
        <ActionMenu
          actions={view.can}
          onClose={() => setChoosing(false)}
          onAct={(action) => {
            setChoosing(false);
            setAction(action);
          }}
        />
      )}
      {acting && (
        <ActDialog
          view={view}
          action={acting.action}
          begin={acting.main && { main: acting.main.id }}
          mainName={acting.main && `${sayCaseNumber(acting.main.number)} ${itemName(acting.main.item)}`}
          onward={onward}
          onClose={() => setActing(undefined)}
          onNext={() => void next()}
        />
      )}
    </section>
  );
}
