/** The four tabs, drawn by ourselves so that they grow with 长辈版: an icon with its word, and what is unread. */
import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { told } from '../lib/a11y';
import { me } from '../lib/session';
import { useStore } from '../lib/store';
import { Icon, type IconName } from './icon';
import { Tap } from './tap';

const tabs = {
  home: { label: '首页', icon: 'home' },
  cases: { label: '我的诉求', icon: 'list' },
  notices: { label: '消息', icon: 'bell' },
  mine: { label: '我的', icon: 'person' },
} as const satisfies Record<string, { label: string; icon: IconName }>;
export type TabName = keyof typeof tabs;

export function TabBar({ now }: { now: TabName }) {
  const unread = useStore(me)?.unread ?? 0;
  return (
    <View className="tabs" {...told({ role: 'tablist' })}>
      {(Object.keys(tabs) as TabName[]).map((name) => {
        const { label, icon } = tabs[name];
        const more = name === 'notices' && unread > 0 ? unread : 0;
        return (
          <Tap
            key={name}
            className={`tab ${name === now ? 'is-now' : ''}`}
            role="tab"
            checked={name === now}
            label={more ? `${label}，${more} 条未读` : label}
            onTap={() => name !== now && void Taro.switchTab({ url: `/pages/${name}/index` })}
          >
            <View className="tab-icon">
              <Icon name={icon} />
              {more > 0 && <View className="tab-count">{more > 99 ? '99+' : more}</View>}
            </View>
            <View className="tab-word">{label}</View>
          </Tap>
        );
      })}
    </View>
  );
}
