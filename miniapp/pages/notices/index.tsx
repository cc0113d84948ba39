/** 消息: what has happened to my cases; a tap opens the case and marks the message as read. */
import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { useState } from 'react';
import { sayAgo, sayCaseNumber } from '../../../shared/say';
import type { Notice } from '../../../shared/views';
import { Await, CardShapes, Empty } from '../../components/await';
import { Screen } from '../../components/screen';
import { SignInPanel } from '../../components/sign-in-panel';
import { Button, Tap } from '../../components/tap';
import { call } from '../../lib/api';
import { loadPages } from '../../lib/pages';
import { countUnread, me, sessionKnown } from '../../lib/session';
import { useStore } from '../../lib/store';
import { useLoad } from '../../lib/use-load';
import './index.scss';

export default function Notices() {
  const who = useStore(me);
  const known = useStore(sessionKnown);
  return (
    <Screen title="消息" tab="notices">
      {who ? (
        <MyNotices key={who.id} />
      ) : known ? (
        <SignInPanel why="登录后，您的诉求有进展会在这里告诉您" />
      ) : (
        <CardShapes count={3} />
      )}
    </Screen>
  );
}

function MyNotices() {
  const [pages, setPages] = useState(1);
  const load = useLoad(() => loadPages<Notice>('/notices', pages), String(pages));
  const unread = useStore(me)?.unread ?? 0;
  const read = async (ids?: string[]) => {
    try {
      countUnread((await call<{ unread: number }>('POST', '/notices/read', { body: ids ? { ids } : {} })).unread);
    } catch {
      // It stays unread until there is a signal again.
    }
  };
  const open = (notice: Notice) => {
    if (!notice.read) void read([notice.id]);
    if (notice.caseId) void Taro.navigateTo({ url: `/pages/case/index?id=${notice.caseId}` });
  };
  return (
    <Await load={load} shape={<CardShapes count={4} />}>
      {({ rows, total }) =>
        rows.length === 0 ? (
          <Empty title="还没有消息" words="您的诉求有进展时，会在这里告诉您。" />
        ) : (
          <>
            {unread > 0 && (
              <View className="row">
                <View className="row-grow hint">{`${unread} 条未读`}</View>
                <Button look="link" words="全部标为已读" onTap={() => void read().then(load.again)} />
              </View>
            )}
            {rows.map((notice) => (
              <OneNotice key={notice.id} notice={notice} onTap={() => open(notice)} />
            ))}
            {rows.length < total && <Button words="再看 20 条" onTap={() => setPages(pages + 1)} />}
          </>
        )
      }
    </Await>
  );
}

function OneNotice({ notice, onTap }: { notice: Notice; onTap: () => void }) {
  const number = notice.number ? sayCaseNumber(notice.number) : '';
  // The number goes below, where it is not broken in two.
  const title = notice.title.replace(number, '').trim() || notice.title;
  return (
    <Tap
      className={`card notice ${notice.read ? '' : 'is-new'}`}
      label={`${notice.read ? '' : '未读，'}${notice.title}`}
      onTap={onTap}
    >
      <View className="row">
        <View className="row-grow strong">{title}</View>
        {!notice.read && <View className="notice-new">未读</View>}
      </View>
      {notice.words && <View>{notice.words}</View>}
      <View className="hint">{`${sayAgo(notice.at, Date.now())}${number && ` · ${number}`}`}</View>
    </Tap>
  );
}
