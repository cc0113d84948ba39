/** Who has looked at the reporter's contact, and why: the reporter can always read it. */
import { View } from '@tarojs/components';
import { sayDate } from '../../../shared/say';
import type { Look } from '../../../shared/views';
import { call } from '../../lib/api';
import { useLoad } from '../../lib/use-load';

export function Looks({ id }: { id: string }) {
  const { data, failure } = useLoad(() => call<Look[]>('GET', `/cases/${id}/looks`), id);
  return (
    <View>
      <View className="section">谁看过我的联系方式</View>
      <View className="card">
        {data?.length === 0 && <View className="hint">还没有人看过。工作人员平时只看到打了星号的电话。</View>}
        {data?.map((look) => (
          <View key={look.at} className="case-look">
            <View>{`${look.unit ?? '工作人员'}：${look.reason}`}</View>
            <View className="hint">{sayDate(look.at, Date.now())}</View>
          </View>
        ))}
        {!data && <View className="hint">{failure ? '现在查不到，稍后再看。' : '正在查…'}</View>}
      </View>
    </View>
  );
}
