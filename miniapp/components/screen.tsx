/** The frame of every page: its title, the switch to 长辈版, what floats above it, and the bar of tabs. */
import { View } from '@tarojs/components';
import { useDidHide, useDidShow } from '@tarojs/taro';
import { type ReactNode, useState } from 'react';
import { told } from '../lib/a11y';
import { goBack } from '../lib/back';
import { elder, switchElder, typeStyle } from '../lib/settings';
import { useStore } from '../lib/store';
import { Confirm } from './confirm';
import { Guard } from './guard';
import { Icon } from './icon';
import { PhotoViewer } from './photo-viewer';
import { PrivacyGate } from './privacy-gate';
import { TabBar, type TabName } from './tab-bar';
import { Tap } from './tap';

interface ScreenProps {
  title: string;
  children: ReactNode;
  /** One of the four pages of the tab bar; the others can be left backwards. */
  tab?: TabName;
  /** What stays within reach of the thumb. */
  foot?: ReactNode;
}

/** WeChat draws its own way back; the web page needs one. */
const needsBack = process.env.TARO_ENV === 'h5';

export function Screen({ title, children, tab, foot }: ScreenProps) {
  const isElder = useStore(elder);
  const onTop = useOnTop();
  return (
    <View className={`screen ${isElder ? 'elder' : ''}`} style={typeStyle(isElder)}>
      <View className="screen-head">
        {needsBack && !tab && (
          <Tap className="screen-back" label="返回" onTap={() => void goBack()}>
            <Icon name="back" />
          </Tap>
        )}
        <View className="screen-title" {...told({ role: 'heading' })}>
          {title}
        </View>
        <Tap className="screen-elder" label={isElder ? '切换到标准版' : '切换到长辈版，字更大'} onTap={switchElder}>
          <Icon name="type" />
          <View>{isElder ? '标准版' : '长辈版'}</View>
        </Tap>
      </View>
      <View className="screen-body">
        <Guard>{children}</Guard>
      </View>
      {foot && <View className={`screen-foot ${tab ? 'over-tabs' : ''}`}>{foot}</View>}
      {tab && <TabBar now={tab} />}
      {onTop && <Confirm />}
      {onTop && <PrivacyGate />}
      {onTop && <PhotoViewer />}
    </View>
  );
}

/** Only the page in front shows what asks for an answer. */
function useOnTop(): boolean {
  const [onTop, setOnTop] = useState(true);
  useDidShow(() => setOnTop(true));
  useDidHide(() => setOnTop(false));
  return onTop;
}
