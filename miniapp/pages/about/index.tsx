/** 关于与投诉: what this is, which version, and where to complain about the app itself. */
import { View } from '@tarojs/components';
import { Screen } from '../../components/screen';
import { Button } from '../../components/tap';
import { dial } from '../../lib/phone';
import { settings } from '../../lib/settings';
import { useStore } from '../../lib/store';
import './index.scss';

export default function About() {
  const city = useStore(settings);
  return (
    <Screen title="关于与投诉">
      <View className="card">
        <View className="card-title">格治</View>
        <View>把看到的问题告诉负责的网格，看得到谁在办、办到哪里、办得怎样，最后由您评价。</View>
        {city && <View className="hint">{`使用地区：${city.city}`}</View>}
        <View className="hint">{`版本 ${VERSION}`}</View>
      </View>
      <View className="card">
        <View className="card-title">对这个小程序有意见</View>
        <View>用得不顺、看不懂、担心个人信息，都可以打电话告诉我们，说明是“小程序的问题”，不需要先登录。</View>
        {city?.hotline && (
          <Button
            icon="phone"
            className="about-call"
            words={`打 ${city.hotline}`}
            onTap={() => void dial(city.hotline)}
          />
        )}
      </View>
      <View className="card">
        <View className="card-title">我们不做的事</View>
        <View>没有广告，不诱导点击，不打分排名，不在后台记录您的位置。</View>
      </View>
      <View className="hint">开放源代码（Apache-2.0）。地图数据 © OpenStreetMap 贡献者，ODbL 1.0。</View>
    </Screen>
  );
}
