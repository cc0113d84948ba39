/** What is wrong with one input, under it: a sign and words. Red is kept for what is overdue. */
import { View } from '@tarojs/components';
import { told } from '../lib/a11y';
import { Icon } from './icon';

export function Fault({ words }: { words?: string }) {
  if (!words) return null;
  return (
    <View className="fault" {...told({ role: 'alert' })}>
      <Icon name="alert" />
      <View>{words}</View>
    </View>
  );
}
