/** The card 我的网格: which grid I am in and who answers for it; the place is looked up only when asked for. */
import { View } from '@tarojs/components';
import { useDidShow } from '@tarojs/taro';
import { useState } from 'react';
import { sayDate } from '../../../shared/say';
import { GridFacts } from '../../components/grid-card';
import { NoPlaceWords } from '../../components/no-place-words';
import { Button } from '../../components/tap';
import { toFailure } from '../../lib/api';
import { NoPlace } from '../../lib/no-place';
import { askMyPlaceAgain, findMyPlace, myPlace } from '../../lib/places';
import { useStore } from '../../lib/store';
import { useSignal } from '../../lib/use-signal';

export function MyGrid() {
  const mine = useStore(myPlace);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<unknown>(null);
  const [isOld, setOld] = useState(false);
  const askAgain = () => void askMyPlaceAgain().then((isFresh) => setOld(!isFresh));
  useDidShow(askAgain);
  useSignal(() => {
    if (isOld) askAgain();
    // What was not found for want of a signal can be looked for now.
    setTrouble((was: unknown) => (was instanceof NoPlace ? was : null));
  });
  const find = async () => {
    setBusy(true);
    setTrouble(null);
    try {
      await findMyPlace();
      setOld(false);
    } catch (e) {
      setTrouble(e);
    }
    setBusy(false);
  };
  return (
    <View className="card">
      <View className="row">
        <View className="row-grow hint">我的网格</View>
        {mine && (
          <Button look="link" words={busy ? '正在定位…' : '更新位置'} disabled={busy} onTap={() => void find()} />
        )}
      </View>
      {mine ? (
        <>
          <GridFacts at={mine.at} calls />
          {isOld && <View className="hint home-trouble">{`上次查询 ${sayDate(mine.askedAt, Date.now())}`}</View>}
        </>
      ) : (
        <>
          <View>您住的地方由哪个网格负责、找谁，看一下就知道。</View>
          <Button
            icon="pin"
            className="home-find"
            words={busy ? '正在定位…' : '看看我在哪个网格'}
            disabled={busy}
            onTap={() => void find()}
          />
        </>
      )}
      {trouble instanceof NoPlace ? (
        <NoPlaceWords why={trouble} instead="查不了网格；不影响上报。" again={find} />
      ) : (
        trouble !== null && <View className="hint home-trouble">{`${toFailure(trouble).title}，稍后再试。`}</View>
      )}
    </View>
  );
}
