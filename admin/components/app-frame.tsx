/** The frame of every page: platforms at the left, where one is at the top, one's own things at the right. */
import { BellOutlined, MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { sayCount } from '../../shared/say.js';
import { useKept } from '../lib/kept.js';
import type { PageSpec } from '../lib/pages.js';
import { useMe, useSettings } from '../lib/session.js';
import { Brand } from './brand.js';
import { KeySheet } from './key-sheet.js';
import { Live } from './live.js';
import { OwnMenu } from './own-menu.js';
import { PlatformMenu } from './platform-menu.js';

export function AppFrame({
  pages,
  title,
  children,
}: {
  pages: readonly PageSpec[];
  title: string;
  children: ReactNode;
}) {
  const me = useMe();
  const { data: settings } = useSettings();
  const [folded, setFolded] = useKept('menu.folded', false);

  useEffect(() => {
    document.title = `${title} · ${settings?.city ?? '格治'}`;
  }, [title, settings?.city]);

  return (
    <div className={folded ? 'frame frame-folded' : 'frame'}>
      <a className="skip" href="#main">
        跳到正文
      </a>
      <nav className="frame-nav" aria-label="平台">
        <Link className="brand" to={'/' as string} aria-label="格治，回到工作台">
          <Brand />
          {!folded && <span>格治</span>}
        </Link>
        <PlatformMenu pages={pages} folded={folded} />
        <Button
          type="text"
          className="fold"
          aria-label={folded ? '展开菜单' : '收起菜单'}
          icon={folded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
          onClick={() => setFolded(!folded)}
        />
      </nav>
      <header className="frame-head">
        <span className="city">{settings?.city}</span>
        {settings?.demo && <span className="quiet">演示城市，数据均为虚构</span>}
        {me.standsFor.length > 0 && (
          <Link to={'/absence' as string} className="standing-in">
            正在代 {me.standsFor.map((a) => a.name).join('、')}
          </Link>
        )}
        <span className="grow" />
        <KeySheet />
        {me.may['case.read'] && (
          <Link
            to={'/notices' as string}
            className="icon-link"
            aria-label={me.unread ? `消息，${me.unread} 条未读` : '消息'}
          >
            <BellOutlined />
            {me.unread > 0 && <b className="unread">{sayCount(Math.min(me.unread, 99), me.unread > 99)}</b>}
          </Link>
        )}
        <OwnMenu />
      </header>
      <main id="main" className="frame-main">
        <Live>{children}</Live>
      </main>
    </div>
  );
}
