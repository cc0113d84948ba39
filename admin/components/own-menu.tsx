/** One's own things: who one is here, the password, the way out. */
import { useNavigate } from '@tanstack/react-router';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import { roles } from '../../shared/permissions.js';
import { useMe, useSignOut } from '../lib/session.js';

export function OwnMenu() {
  const me = useMe();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const [open, setOpen] = useState(false);
  const leave = async () => {
    await signOut();
    await navigate({ to: '/sign-in' as string });
  };
  const content = (
    <section className="own" aria-label="我的账号">
      <p className="quiet">
        {me.unit?.name}
        <br />
        {me.roles.map((r) => roles[r].label).join('、') || '还没有角色'}
      </p>
      <Button block onClick={() => void navigate({ to: '/password' as string })}>
        修改密码
      </Button>
      <Button block onClick={() => void leave()}>
        退出登录
      </Button>
    </section>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content} open={open} onOpenChange={setOpen}>
      <Button type="text" aria-expanded={open}>
        {me.name}
      </Button>
    </Popover>
  );
}
