/** The web page's photo viewer: one photo over the whole page, the next and the last by buttons. */
import { View } from '@tarojs/components';
import { useEffect } from 'react';
import { told } from '../lib/a11y';
import { useStore } from '../lib/store';
import { viewed } from '../lib/viewer.h5';
import { Button } from './tap';

export function PhotoViewer() {
  const shown = useStore(viewed);
  useEffect(() => () => viewed.set(null), []);
  if (!shown) return null;
  const { urls, at } = shown;
  const turn = (by: number) => viewed.set({ urls, at: at + by });
  return (
    <View className="viewer" {...told({ role: 'dialog', label: '照片' })}>
      <img className="viewer-photo" src={urls[at]} alt={`第 ${at + 1} 张，共 ${urls.length} 张`} />
      <View className="viewer-buttons">
        {at > 0 && <Button icon="back" words="上一张" onTap={() => turn(-1)} />}
        <Button icon="close" words="关闭" onTap={() => viewed.set(null)} />
        {at < urls.length - 1 && <Button icon="next" words="下一张" onTap={() => turn(1)} />}
      </View>
    </View>
  );
}
