/** The ways to begin a report: the big button, what is reported most, and what was left unfinished. */
import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import type { DutyItem } from '../../../shared/duty-list';
import { Icon } from '../../components/icon';
import { CommonItems } from '../../components/item-picker';
import { Button, Tap } from '../../components/tap';
import { confirm } from '../../lib/confirm';
import { changeDraft, clearDraft, draft, holdsWork, loadDraft } from '../../lib/draft';
import { useStore } from '../../lib/store';

/** @param item what it is, where one tap has said so; a shortcut that was tapped and left again is no beginning */
async function begin(item: string | null): Promise<void> {
  await loadDraft();
  if (!holdsWork(draft.get())) changeDraft({ item });
  await Taro.navigateTo({ url: '/pages/report/photo/index' });
}

export function Report() {
  const unfinished = holdsWork(useStore(draft));
  return (
    <View className="home-begin">
      <Tap
        className="home-report"
        label={unfinished ? '我要上报，接着上次没写完的' : '我要上报'}
        onTap={() => void begin(null)}
      >
        <Icon name="camera" className="home-report-icon" />
        <View className="row-grow">
          <View className="home-report-title">我要上报</View>
          <View className="home-report-words">{unfinished ? '接着上次没写完的' : '拍张照片，说说情况'}</View>
        </View>
      </Tap>
      {unfinished && <Button look="link" words="不要上次的，重新写" onTap={() => void drop()} />}
    </View>
  );
}

async function drop(): Promise<void> {
  const sure = await confirm({
    title: '不要上次写的？',
    words: '没提交的照片和文字会从手机里删去，找不回来。',
    yes: '删去，重新写',
  });
  if (sure) await clearDraft(true);
}

/** One tap says what it is; not offered beside an unfinished report, which it would change. */
export function Shortcuts() {
  const mine = useStore(draft);
  if (holdsWork(mine)) return null;
  const choose = ({ code }: DutyItem) => void begin(code);
  return (
    <View>
      <View className="section">常见问题，点一下就报</View>
      <CommonItems value={null} onChoose={choose} />
    </View>
  );
}
