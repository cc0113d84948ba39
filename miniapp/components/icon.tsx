/** Line icons in the colour of the words beside them; never alone, so a screen reader passes over them. */
import { View } from '@tarojs/components';
import { told } from '../lib/a11y';

export type IconName =
  | 'home'
  | 'list'
  | 'bell'
  | 'person'
  | 'camera'
  | 'album'
  | 'pin'
  | 'phone'
  | 'check'
  | 'star'
  | 'star-empty'
  | 'plus'
  | 'minus'
  | 'close'
  | 'back'
  | 'next'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'search'
  | 'type'
  | 'clock'
  | 'alert'
  | 'target'
  | 'edit';

export function Icon({ name, className = '' }: { name: IconName; className?: string }) {
  return <View className={`icon icon-${name} ${className}`} {...told({ hidden: true })} />;
}
