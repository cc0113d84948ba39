/** 上报 2: what it is, found by everyday words or by group; danger leads to the telephone instead. */
import { View } from '@tarojs/components';
import Taro, { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import { type DutyItem, type Stopped, stopInWords } from '../../../../shared/duty-list';
import { ItemPicker } from '../../../components/item-picker';
import { Screen } from '../../../components/screen';
import { Step } from '../../../components/steps';
import { StopPanel } from '../../../components/stop-panel';
import { Button } from '../../../components/tap';
import { goBack } from '../../../lib/back';
import { changeDraft, draft } from '../../../lib/draft';
import { settings } from '../../../lib/settings';
import { useStore } from '../../../lib/store';

export default function ReportWhat() {
  // Opened from another step to mend this one, it leads back there.
  const mends = useRouter().params.change === '1';
  const { item, photos } = useStore(draft);
  const [stop, setStop] = useState<Stopped | null>(null);
  const [calm, setCalm] = useState(false);
  const stops = useStore(settings)?.stops ?? {};
  const choose = (chosen: DutyItem) => {
    const danger = stops[chosen.code];
    if (danger) return setStop({ stop: danger, by: 'item' });
    changeDraft({ item: chosen.code });
    void (mends ? goBack('/pages/report/photo/index') : Taro.navigateTo({ url: '/pages/report/where/index' }));
  };
  const look = (words: string) => {
    const danger = calm ? null : stopInWords(words);
    if (danger) setStop({ stop: danger, by: 'words' });
  };
  const goOn = () => {
    setCalm(true);
    setStop(null);
  };
  return (
    <Screen
      title="我要上报"
      foot={
        item && !stop && !mends ? (
          <Button look="main" words="下一步" onTap={() => void Taro.navigateTo({ url: '/pages/report/where/index' })} />
        ) : undefined
      }
    >
      {stop ? (
        <StopPanel {...stop} onBack={() => setStop(null)} onGoOn={stop.by === 'words' ? goOn : undefined} />
      ) : (
        <>
          {mends ? (
            <View className="step-question">是什么问题？</View>
          ) : (
            <Step
              nth={2}
              question="是什么问题？"
              words={photos.length > 0 ? `已有 ${photos.length} 张照片，返回可以再加` : ''}
            />
          )}
          <View>
            <ItemPicker value={item} onChoose={choose} onWords={look} />
          </View>
        </>
      )}
    </Screen>
  );
}
