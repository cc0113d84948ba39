/** A panel from below with the rest of the page dimmed; it closes by its button or by a tap beside it. */
import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { told } from '../lib/a11y';
import { Icon } from './icon';
import { Tap } from './tap';

export function Sheet({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  return (
    <View className="sheet-back" onClick={onClose} catchMove>
      <View className="sheet" onClick={(e) => e.stopPropagation()} {...told({ role: 'dialog', label: title })}>
        <View className="sheet-head">
          <View className="sheet-title" {...told({ role: 'heading' })}>
            {title}
          </View>
          <Tap className="sheet-close" label="关闭" onTap={onClose}>
            <Icon name="close" />
          </Tap>
        </View>
        {children}
      </View>
    </View>
  );
}
