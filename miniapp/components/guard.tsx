/** What a page shows in the place of a part that could not be drawn: else React takes the whole page away. */
import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { Component, type ReactNode } from 'react';
import { told } from '../lib/a11y';
import { Icon } from './icon';
import { Button } from './tap';

export class Guard extends Component<{ children: ReactNode }, { failed: boolean }> {
  state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  render() {
    if (!this.state.failed) return this.props.children;
    return (
      <View className="notice-box" {...told({ role: 'alert' })}>
        <Icon name="alert" className="notice-icon" />
        <View className="strong">这一页显示不出来</View>
        <View className="hint">您的诉求和写的内容都在。可能是刚刚更新过，请关掉再打开。</View>
        <Button words="回首页" onTap={() => void Taro.reLaunch({ url: '/pages/home/index' })} />
      </View>
    );
  }
}
