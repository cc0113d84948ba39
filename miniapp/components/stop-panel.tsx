/** Danger that must be telephoned: shown instead of the form, with one button that calls. */
import { View } from '@tarojs/components';
import { type StopKey, stops } from '../../shared/duty-list';
import { told } from '../lib/a11y';
import { dial } from '../lib/phone';
import { Button } from './tap';

export function StopPanel({ stop, onBack }: { stop: StopKey; onBack: () => void }) {
  const { label, call, words } = stops[stop];
  return (
    <View className="stop" {...told({ role: 'alert' })}>
      <View className="stop-title">{`${label}：请直接打 ${call}`}</View>
      <View className="stop-words">{words}</View>
      <Button look="main" icon="phone" className="stop-call" words={`打 ${call}`} onTap={() => void dial(call)} />
      <View className="hint">这种情况不在这里提交。</View>
      <Button words="不是紧急情况，返回修改" onTap={onBack} />
    </View>
  );
}
