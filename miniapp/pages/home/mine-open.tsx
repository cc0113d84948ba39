/** What of mine is under way; for whoever has nothing under way, the latest message and what happens to a report. */
import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { sayAgo } from '../../../shared/say';
import type { CaseRow, Notice, Page } from '../../../shared/views';
import { CardShapes } from '../../components/await';
import { CaseCard } from '../../components/case-card';
import { Icon } from '../../components/icon';
import { Button, Tap } from '../../components/tap';
import { call } from '../../lib/api';
import { me } from '../../lib/session';
import { useStore } from '../../lib/store';
import { type Load, useLoad } from '../../lib/use-load';

const MOST_SHOWN = 3;
const openCases = () => call<Page<CaseRow>>('GET', '/cases', { query: { open: true, sort: '-createdAt', size: 20 } });

export const useOpenCases = (who: string | undefined): Load<Page<CaseRow>> =>
  useLoad(who ? openCases : null, who ?? '');

export function OpenCases({ load: { data, failure, again } }: { load: Load<Page<CaseRow>> }) {
  if (!data && failure)
    return (
      <View className="card">
        <View className="hint">{`${failure.title}，现在看不到您正在办的诉求。照样可以上报。`}</View>
        <Button look="link" words="再试一次" onTap={() => void again()} />
      </View>
    );
  if (!data) return <CardShapes count={1} />;
  if (data.rows.length === 0) return null;
  // What waits for the resident comes first: nobody else can do it.
  const mineFirst = [...data.rows].sort((a, b) => Number(b.seat === 'reporter') - Number(a.seat === 'reporter'));
  return (
    <View>
      <View className="row home-section">
        <View className="section row-grow">正在办的</View>
        {data.total > MOST_SHOWN && (
          <Button
            look="link"
            words={`全部 ${data.total} 件`}
            onTap={() => void Taro.switchTab({ url: '/pages/cases/index' })}
          />
        )}
      </View>
      {mineFirst.slice(0, MOST_SHOWN).map((row) => (
        <CaseCard key={row.id} row={row} />
      ))}
    </View>
  );
}

/** The newest message while there are unread ones. */
export function LatestNotice() {
  const unread = useStore(me)?.unread ?? 0;
  const { data } = useLoad(
    unread > 0 ? () => call<Page<Notice>>('GET', '/notices', { query: { size: 1 } }) : null,
    String(unread),
  );
  const [latest] = data?.rows ?? [];
  if (!latest) return null;
  return (
    <Tap
      className="card row"
      label={`${unread} 条新消息，最近一条：${latest.title}，${latest.words}`}
      onTap={() => void Taro.switchTab({ url: '/pages/notices/index' })}
    >
      <Icon name="bell" className="home-icon" />
      <View className="row-grow">
        <View className="strong">{`${unread} 条新消息`}</View>
        <View>{latest.words || latest.title}</View>
        <View className="hint">{sayAgo(latest.at, Date.now())}</View>
      </View>
      <Icon name="next" className="home-next" />
    </Tap>
  );
}

const afterwards = [
  ['网格员去看', '提交后当场给编号，看得到是谁在管。'],
  ['派给负责的单位', '哪天前办好，派出时就告诉您。'],
  ['办完请您看', '答复和处理后的照片都给您看。'],
  ['满不满意您来评', '没办好可以不认可，由监督中心复核。'],
] as const;

/** What to expect, said before anybody has anything to look at. */
export function Afterwards() {
  return (
    <View>
      <View className="section">报了以后</View>
      <View className="card">
        {afterwards.map(([title, words], i) => (
          <View key={title} className="home-after">
            <View className="home-after-nth" aria-hidden="true">
              {i + 1}
            </View>
            <View className="row-grow">
              <View className="strong">{title}</View>
              <View className="hint">{words}</View>
            </View>
          </View>
        ))}
      </View>
    </View>
  );
}
