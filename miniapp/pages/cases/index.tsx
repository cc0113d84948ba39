/** 我的诉求: all of mine, newest first, page by page; what is under way can be looked at alone. */
import { View } from '@tarojs/components';
import Taro, { usePullDownRefresh, useReachBottom } from '@tarojs/taro';
import { useState } from 'react';
import type { CaseRow } from '../../../shared/views';
import { Await, CardShapes, Empty } from '../../components/await';
import { CaseCard } from '../../components/case-card';
import { Choice } from '../../components/choice';
import { Screen } from '../../components/screen';
import { SignInPanel } from '../../components/sign-in-panel';
import { Button } from '../../components/tap';
import { loadPages } from '../../lib/pages';
import { me, sessionKnown } from '../../lib/session';
import { useStore } from '../../lib/store';
import { useLoad } from '../../lib/use-load';

const views = { open: '正在办', all: '全部' } as const;
type ViewName = keyof typeof views;

export default function Cases() {
  const who = useStore(me);
  const known = useStore(sessionKnown);
  return (
    <Screen title="我的诉求" tab="cases">
      {who ? (
        <MyCases key={who.id} />
      ) : known ? (
        <SignInPanel why="登录后看得到您的诉求和进展" />
      ) : (
        <CardShapes count={3} />
      )}
    </Screen>
  );
}

function MyCases() {
  const [chosen, setChosen] = useState<ViewName>('all');
  return (
    <View>
      <Choice options={views} value={[chosen]} onChange={([next]) => setChosen(next as ViewName)} />
      {/* Each list on its own: rows and number of the one are never shown as those of the other. */}
      <CaseList key={chosen} view={chosen} onAll={() => setChosen('all')} />
    </View>
  );
}

function CaseList({ view, onAll }: { view: ViewName; onAll: () => void }) {
  const [pages, setPages] = useState(1);
  const query = { sort: '-createdAt', open: view === 'open' ? true : undefined };
  const load = useLoad(() => loadPages<CaseRow>('/cases', pages, query), String(pages));
  const more = load.data !== null && load.data.rows.length < load.data.total;
  useReachBottom(() => {
    if (more && !load.loading) setPages(pages + 1);
  });
  usePullDownRefresh(() => void load.again().then(() => Taro.stopPullDownRefresh()));
  return (
    <View>
      <View className="section">{load.data ? `共 ${load.data.total}${load.data.more ? '+' : ''} 件` : ' '}</View>
      <Await load={load} shape={<CardShapes count={4} />}>
        {({ rows }) =>
          rows.length === 0 ? (
            <NoCases view={view} onAll={onAll} />
          ) : (
            <>
              {rows.map((row) => (
                <CaseCard key={row.id} row={row} />
              ))}
              {more && <Button words={load.loading ? '正在加载…' : '再看 20 件'} onTap={() => setPages(pages + 1)} />}
            </>
          )
        }
      </Await>
    </View>
  );
}

function NoCases({ view, onAll }: { view: ViewName; onAll: () => void }) {
  if (view === 'open')
    return (
      <Empty title="没有正在办的" words="办完的和撤回的在“全部”里。">
        <Button words="看全部" onTap={onAll} />
      </Empty>
    );
  return (
    <Empty title="还没有诉求" words="看到问题，拍张照片就能上报。">
      <Button look="main" words="我要上报" onTap={() => void Taro.navigateTo({ url: '/pages/report/photo/index' })} />
    </Empty>
  );
}
