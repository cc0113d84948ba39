/** Danger that must be telephoned: shown instead of the form, with one button that calls. */
import { View } from '@tarojs/components';
import { type StopKey, stops } from '../../shared/duty-list';
import { told } from '../lib/a11y';
import { dial } from '../lib/phone';
import { Button } from './tap';

interface StopPanelProps {
  stop: StopKey;
  onBack: () => void;
  /** Absent where it is not for the person to judge. */
  onGoOn?: () => void;
}

export function StopPanel({ stop, onBack, onGoOn }: StopPanelProps) {
  const { label, call, words } = stops[stop];
  return (
    <View className="stop" {...told({ role: 'alert' })}>
      <View className="stop-title">{`${label}：请直接打 ${call}`}</View>
      <View className="stop-words">{words}</View>
      <Button look="main" icon="phone" className="stop-call" words={`打 ${call}`} onTap={() => void dial(call)} />
      {onGoOn ? (
        <Button look="link" words="不是紧急情况，继续上报" onTap={onGoOn} />
      ) : (
        <View className="hint">这种情况不在这里提交。</View>
      )}
      <Button words="返回修改" onTap={onBack} />
    </View>
  );
}
