/** 上报 done: its number, who has it and what happens next; or why it is still on the phone. */
import { View } from '@tarojs/components';
import Taro, { useRouter } from '@tarojs/taro';
import { PROVISIONAL, sayCaseNumber, sayNext } from '../../../../shared/say';
import type { CaseView } from '../../../../shared/views';
import { CardShapes } from '../../../components/await';
import { Icon } from '../../../components/icon';
import { OwnCase, useOwnCase } from '../../../components/own-case';
import { Screen } from '../../../components/screen';
import { Button } from '../../../components/tap';
import { asksConsent, outbox, type Waiting } from '../../../lib/outbox';
import { me } from '../../../lib/session';
import { useStore } from '../../../lib/store';
import { sayHeld, sayHolder, sayState } from '../../../lib/words';
import './index.scss';

const home = () => void Taro.switchTab({ url: '/pages/home/index' });

/** `?id=…&number=…` of the case, or `?key=…` of what waits: the page can be opened again at any time. */
export default function ReportDone() {
  const { id, number = '', key } = useRouter().params;
  const waiting = useStore(outbox).find((w) => w.draft.key === key);
  if (id) return <Reported id={id} number={number} />;
  if (waiting?.arrived?.id) return <Reported id={waiting.arrived.id} number={waiting.arrived.number ?? ''} />;
  return waiting && !waiting.arrived ? <StillHere waiting={waiting} /> : <Elsewhere />;
}

function StillHere({ waiting }: { waiting: Waiting }) {
  const who = useStore(me);
  const { title, words } = asksConsent(waiting, who)
    ? { title: '已存为草稿，还没有提交', words: '有信号时打开首页，点“同意并提交”。' }
    : sayHeld(waiting.held);
  return (
    <Screen title="已存为草稿" foot={<Button look="main" words="回首页" onTap={home} />}>
      <View className="done">
        <Icon name="clock" className="done-icon is-waiting" />
        <View className="done-title">{title}</View>
        {words && <View>{words}</View>}
        <View className="hint">照片和文字都在手机里，不会丢。提交后首页会告诉您编号。</View>
      </View>
    </Screen>
  );
}

/** Opened again after it was sent, mended or thrown away. */
function Elsewhere() {
  return (
    <Screen title="上报" foot={<Button look="main" words="回首页" onTap={home} />}>
      <View className="done">
        <View className="done-title">这一份已经不在这里了</View>
        <View className="hint">提交了的在“我的诉求”里，没写完的在首页。</View>
      </View>
    </Screen>
  );
}

function Reported({ id, number }: { id: string; number: string }) {
  const load = useOwnCase(id);
  return (
    <Screen
      title="已提交"
      foot={
        <>
          <Button
            look="main"
            words="看看进展"
            onTap={() => void Taro.redirectTo({ url: `/pages/case/index?id=${id}` })}
          />
          <Button words="回首页" onTap={home} />
        </>
      }
    >
      <View className="done">
        <Icon name="check" className="done-icon" />
        <View className="done-title">已提交，谢谢您</View>
        <View className="hint">编号</View>
        <View className="done-number">{sayCaseNumber(number)}</View>
      </View>
      <OwnCase load={load} shape={<CardShapes count={1} />}>
        {(view) => <Facts view={view} />}
      </OwnCase>
    </Screen>
  );
}

function Facts({ view }: { view: CaseView }) {
  const { grid, worker, unit, state, promisedAt, provisional } = view;
  const isFresh = ['reported', 'verified', 'assigned'].includes(state);
  const who = sayHolder(view);
  return (
    <View className="card">
      <View className="done-fact">
        <View className="hint">在谁手里</View>
        <View>{grid ? `${grid.name}${worker ? `，网格员 ${worker.workName}` : ''}` : '受理中心，先看归哪个网格'}</View>
      </View>
      <View className="done-fact">
        <View className="hint">接下来</View>
        <View>{isFresh ? sayNext({ state, unit: unit?.name, promisedAt }, who, Date.now()) : sayState(view)}</View>
        {provisional && <View className="hint">{PROVISIONAL}</View>}
      </View>
    </View>
  );
}
