/** Reports that are on the phone: waiting to be sent, waiting for their person, laid aside, refused, or arrived meanwhile. */
import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { type ReactNode, useState } from 'react';
import { sayCaseNumber } from '../../../shared/say';
import { Fault } from '../../components/fault';
import { ConsentWords } from '../../components/sign-in-panel';
import { Button } from '../../components/tap';
import { toFailure } from '../../lib/api';
import { confirm } from '../../lib/confirm';
import { signingIn } from '../../lib/identity';
import { asksConsent, handInAgain, outbox, reopen, takeOut, throwAway, type Waiting } from '../../lib/outbox';
import { me, sessionKnown } from '../../lib/session';
import { settings } from '../../lib/settings';
import { useStore } from '../../lib/store';
import { sayHeld } from '../../lib/words';

export function WaitingReports() {
  const waiting = useStore(outbox);
  return (
    <>
      {waiting.map((w) => (
        <OneWaiting key={w.draft.key} waiting={w} />
      ))}
    </>
  );
}

function OneWaiting({ waiting }: { waiting: Waiting }) {
  const who = useStore(me);
  const known = useStore(sessionKnown);
  const { handedIn, held, refused, arrived } = waiting;
  if (arrived) return <Arrived waiting={waiting} arrived={arrived} />;
  if (refused)
    return (
      <Kept waiting={waiting} title={`没有提交成功：${refused.title}`} words={refused.detail} open="打开修改">
        <View className="hint">写的内容都在，改一下再提交。</View>
      </Kept>
    );
  if (!handedIn) return <Kept waiting={waiting} title="还有一份没写完的" open="接着写" />;
  if (known && asksConsent(waiting, who)) return <AsksConsent waiting={waiting} />;
  return <Kept waiting={waiting} {...sayHeld(held)} open="打开修改" />;
}

/** What it says, and the two things that a person may do with any that has not arrived. */
function Kept(props: { waiting: Waiting; title: string; words?: string; open: string; children?: ReactNode }) {
  const { waiting, title, words, open, children } = props;
  return (
    <View className="card home-waiting">
      <View className="strong">{title}</View>
      {words && <View className="hint">{words}</View>}
      <View className="home-waiting-words">{waiting.draft.words || '还没有写情况说明'}</View>
      {children}
      <View className="row home-waiting-choice">
        <Button look="link" words={open} onTap={() => void openAgain(waiting)} />
        <Button look="link" words="不要了" onTap={() => void drop(waiting)} />
      </View>
    </View>
  );
}

function AsksConsent({ waiting }: { waiting: Waiting }) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  useStore(settings);
  const go = async () => {
    setBusy(true);
    setFault('');
    try {
      await handInAgain(waiting);
    } catch (e) {
      const { title, detail } = toFailure(e);
      setFault(detail || title);
    }
    setBusy(false);
  };
  return (
    <Kept waiting={waiting} title="需要您再同意一次" words="这一份写好了，还没有提交。" open="打开修改">
      <ConsentWords />
      <Button
        look="main"
        words={busy ? '正在提交…' : '同意并提交'}
        disabled={busy || !signingIn.can()}
        onTap={() => void go()}
      />
      <Fault words={fault} />
    </Kept>
  );
}

function Arrived({ waiting, arrived: { id, number } }: { waiting: Waiting; arrived: NonNullable<Waiting['arrived']> }) {
  const look = () => {
    void takeOut(waiting.draft.key);
    void (id ? Taro.navigateTo({ url: `/pages/case/index?id=${id}` }) : Taro.switchTab({ url: '/pages/cases/index' }));
  };
  return (
    <View className="card home-waiting is-done">
      <View className="strong">已自动提交</View>
      {waiting.draft.words && <View className="home-waiting-words">{waiting.draft.words}</View>}
      <View className="hint">{number ? `编号 ${sayCaseNumber(number)}` : '编号在“我的诉求”里。'}</View>
      <Button words="看看进展" onTap={look} />
    </View>
  );
}

async function openAgain(waiting: Waiting): Promise<void> {
  await reopen(waiting);
  await Taro.navigateTo({ url: `/pages/report/${waiting.handedIn ? 'words' : 'photo'}/index` });
}

async function drop(waiting: Waiting): Promise<void> {
  const sure = await confirm({
    title: '不要这一份了？',
    words: '没提交的照片和文字会从手机里删去，找不回来。',
    yes: '删去',
  });
  if (sure) await throwAway(waiting);
}
