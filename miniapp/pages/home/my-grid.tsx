/** The card 我的网格: which grid I am in and who answers for it, looked up only when asked for. */
import { View } from '@tarojs/components';
import { useState } from 'react';
import { GridFacts } from '../../components/grid-card';
import { Button } from '../../components/tap';
import { toFailure } from '../../lib/api';
import { NoPlace } from '../../lib/no-place';
import { findMyPlace, myPlace } from '../../lib/places';
import { useStore } from '../../lib/store';

export function MyGrid() {
  const at = useStore(myPlace);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState('');
  const find = async () => {
    setBusy(true);
    setTrouble('');
    try {
      await findMyPlace();
    } catch (e) {
      setTrouble(
        e instanceof NoPlace
          ? e.why === 'refused'
            ? '没有得到位置权限，查不了网格；不影响上报。'
            : '现在定位不了，稍后再试；不影响上报。'
          : `${toFailure(e).title}，稍后再试。`,
      );
    }
    setBusy(false);
  };
  return (
    <View className="card">
      <View className="row">
        <View className="row-grow hint">我的网格</View>
        {at && <Button look="link" words={busy ? '正在定位…' : '更新位置'} disabled={busy} onTap={() => void find()} />}
      </View>
      {at ? (
        <GridFacts at={at} calls />
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
      {trouble && <View className="hint home-trouble">{trouble}</View>}
    </View>
  );
}
