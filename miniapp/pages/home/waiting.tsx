/** Reports that wait for a signal, were sent meanwhile, or came back refused. */
import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { sayCaseNumber } from '../../../shared/say';
import { Button } from '../../components/tap';
import { draft } from '../../lib/draft';
import { outbox, takeOut, type Waiting } from '../../lib/outbox';
import { useStore } from '../../lib/store';

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

function OneWaiting({ waiting: { draft: mine, refused, reported } }: { waiting: Waiting }) {
  if (reported)
    return (
      <View className="card home-waiting is-done">
        <View className="strong">已自动提交</View>
        <View className="hint">{`编号 ${sayCaseNumber(reported.number)}`}</View>
        <Button
          words="看看进展"
          onTap={() => {
            takeOut(mine.key);
            void Taro.navigateTo({ url: `/pages/case/index?id=${reported.id}` });
          }}
        />
      </View>
    );
  if (refused)
    return (
      <View className="card home-waiting">
        <View className="strong">{`没有提交成功：${refused.title}`}</View>
        <View className="hint">{refused.detail || '写的内容都在，改一下再提交。'}</View>
        <Button
          words="打开修改"
          onTap={() => {
            draft.set(mine);
            takeOut(mine.key);
            void Taro.navigateTo({ url: '/pages/report/words/index' });
          }}
        />
      </View>
    );
  return (
    <View className="card home-waiting">
      <View className="strong">没有信号，已存为草稿，有信号时自动提交</View>
      <View className="hint">{mine.words}</View>
    </View>
  );
}
