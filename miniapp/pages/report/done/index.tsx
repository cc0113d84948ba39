/** 上报 done: its number, who has it, until when, and what happens next; or that it waits for a signal. */
import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { PROVISIONAL, sayCaseNumber, sayDate } from '../../../../shared/say';
import type { Reported } from '../../../../shared/views';
import { Icon } from '../../../components/icon';
import { Screen } from '../../../components/screen';
import { Button } from '../../../components/tap';
import { justReported } from '../../../lib/reported';
import { useStore } from '../../../lib/store';
import './index.scss';

const home = () => void Taro.switchTab({ url: '/pages/home/index' });

export default function ReportDone() {
  const reported = useStore(justReported);
  if (!reported)
    return (
      <Screen title="已存为草稿" foot={<Button look="main" words="回首页" onTap={home} />}>
        <View className="done">
          <Icon name="clock" className="done-icon is-waiting" />
          <View className="done-title">没有信号，已存为草稿，有信号时自动提交</View>
          <View className="hint">照片和文字都在手机里，不会丢。提交后首页会告诉您编号。</View>
        </View>
      </Screen>
    );
  return (
    <Screen
      title="已提交"
      foot={
        <>
          <Button
            look="main"
            words="看看进展"
            onTap={() => void Taro.redirectTo({ url: `/pages/case/index?id=${reported.id}` })}
          />
          <Button words="回首页" onTap={home} />
        </>
      }
    >
      <View className="done">
        <Icon name="check" className="done-icon" />
        <View className="done-title">已提交，谢谢您</View>
        <View className="hint">编号</View>
        <View className="done-number">{sayCaseNumber(reported.number)}</View>
      </View>
      <Facts reported={reported} />
    </Screen>
  );
}

function Facts({ reported: { grid, next, promisedAt, provisional } }: { reported: Reported }) {
  return (
    <View className="card">
      <View className="done-fact">
        <View className="hint">在谁手里</View>
        <View>
          {grid ? `${grid.name}${grid.worker ? `，网格员 ${grid.worker.workName}` : ''}` : '受理中心，先看归哪个网格'}
        </View>
      </View>
      <View className="done-fact">
        <View className="hint">接下来</View>
        <View>{next}</View>
      </View>
      {promisedAt && (
        <View className="done-fact">
          <View className="hint">承诺办好</View>
          <View className="strong">{`${sayDate(promisedAt, Date.now())} 前`}</View>
          {provisional && <View className="hint">{PROVISIONAL}</View>}
        </View>
      )}
    </View>
  );
}
