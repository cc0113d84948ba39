/** Who has looked at the reporter's contact, and why: the reporter can always read it. */
import { View } from '@tarojs/components';
import { useState } from 'react';
import { sayDate } from '../../../shared/say';
import type { Look } from '../../../shared/views';
import { Button } from '../../components/tap';
import { loadPages } from '../../lib/pages';
import { useLoad } from '../../lib/use-load';

export function Looks({ id }: { id: string }) {
  const [pages, setPages] = useState(1);
  const { data, failure, loading } = useLoad(() => loadPages<Look>(`/cases/${id}/looks`, pages), `${id} ${pages}`);
  const more = data !== null && data.rows.length < data.total;
  return (
    <View>
      <View className="section">谁看过我的联系方式</View>
      <View className="card">
        {data?.rows.length === 0 && <View className="hint">还没有人看过。工作人员平时只看到打了星号的电话。</View>}
        {data?.rows.map((look, i) => (
          <View key={`${look.at} ${i}`} className="case-look">
            <View>{`${look.unit ?? '工作人员'}：${look.reason}`}</View>
            <View className="hint">{sayDate(look.at, Date.now())}</View>
          </View>
        ))}
        {more && <Button words={loading ? '正在加载…' : '再看 20 次'} onTap={() => setPages(pages + 1)} />}
        {!data && <View className="hint">{failure ? '现在查不到，稍后再看。' : '正在查…'}</View>}
      </View>
    </View>
  );
}
