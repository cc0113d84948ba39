/** The head of a case, and its facts: number, kind, place, and who has it. */
import { View } from '@tarojs/components';
import { kinds } from '../../../shared/case';
import { stateRow } from '../../../shared/case-flow';
import { PROVISIONAL, sayCaseNumber, sayDate, sayDue } from '../../../shared/say';
import type { CaseView } from '../../../shared/views';
import { PlaceMap } from '../../components/place-map';
import { StateTag } from '../../components/state-tag';
import { Button } from '../../components/tap';
import { dial } from '../../lib/phone';
import { sayHead, sayItem, sayMain, sayState } from '../../lib/words';
import { questionOf } from './asked';
import { AnswerBy, PromiseChanges } from './promise';

export function Head({ view }: { view: CaseView }) {
  const { state, worker } = view;
  const open = !stateRow(state).settled;
  const said = sayHead(view);
  return (
    <View className="card">
      <View className="row case-head">
        <View className="row-grow case-item">{sayItem(view.item)}</View>
        <StateTag state={state} />
      </View>
      {said && <View className="case-state">{said}</View>}
      <View className="hint">{`编号 ${sayCaseNumber(view.number)}`}</View>
      <Promised view={view} />
      <PromiseChanges view={view} />
      {!questionOf(view) && <AnswerBy view={view} />}
      {worker && open && (
        <Button
          icon="phone"
          className="case-call-worker"
          words={`联系网格员 ${worker.workName}`}
          onTap={() => void dial(worker.contact)}
        />
      )}
      {view.main && (
        <View>
          <View className="hint">{`和编号 ${sayCaseNumber(view.main.number)} 的事一起办理，办结时一起告诉您。`}</View>
          <View className="case-state">{`那件事：${sayMain(view.main)}`}</View>
        </View>
      )}
    </View>
  );
}

/** The promised date where the state has not said it, and what is left of it while somebody else must move. */
function Promised({ view: { promisedAt, state, unit, reviewOn, provisional } }: { view: CaseView }) {
  const row = stateRow(state);
  if (!promisedAt || row.settled) return null;
  const now = Date.now();
  const date = sayDate(promisedAt, now);
  const isSaid = sayState({ state, unit, promisedAt, reviewOn }).includes(date);
  // What was promised is the handling: once it is done, nothing is late any more, and nothing need be promised.
  const runs = ['worker', 'desk', 'unit', 'supervisor'].includes(row.seat);
  if (state === 'suspended') return <View className="hint">条件具备就恢复办理，到复查那天会再告诉您。</View>;
  const left = row.paused ? '您回答之前不计时' : runs ? sayDue(promisedAt, now) : '';
  if (!runs && !row.paused) return null;
  const words = [isSaid ? '' : `承诺 ${date} 前办好`, left, provisional ? PROVISIONAL : ''].filter(Boolean).join('，');
  const late = runs && new Date(promisedAt).getTime() < now;
  return words ? <View className={late ? 'case-late' : 'hint'}>{words}</View> : null;
}

export function Facts({ view }: { view: CaseView }) {
  const { point, address, grid, routed, kind, createdAt, reporter, answers } = view;
  return (
    <View className="card">
      {point && <PlaceMap pin={point} />}
      <Fact label="位置" said={address ?? (point ? '见地图' : '没有填')} />
      <Fact label="网格" said={grid ? routed.pathNames.join(' · ') : '还没有定'} />
      <Fact label="类型" said={kinds[kind]} />
      {answers.map(({ question, said }) => (
        <Fact key={question} label={question} said={said} />
      ))}
      <Fact label="上报时间" said={sayDate(createdAt, Date.now())} />
      {reporter?.mine && (
        <Fact label="联系方式" said={[reporter.name, reporter.phone].filter(Boolean).join(' ') || '没有留'} />
      )}
    </View>
  );
}

function Fact({ label, said }: { label: string; said: string }) {
  return (
    <View className="case-fact">
      <View className="hint case-fact-label">{label}</View>
      <View className="row-grow">{said}</View>
    </View>
  );
}
