/** 登录: name and password; says plainly what was wrong, and leads back to where one wanted to go. */
import { Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Button, Input } from 'antd';
import { type FormEvent, useEffect, useState } from 'react';
import { SignCard } from '../../components/sign-card.js';
import { parseSearch } from '../../lib/address.js';
import { useSession, useSettings, useSignIn } from '../../lib/session.js';
import { messageOf } from '../../lib/words.js';

export default function SignIn() {
  const { to } = useSearch({ strict: false }) as { to?: string };
  const { data: settings } = useSettings();
  const { data: me } = useSession();
  const navigate = useNavigate();
  const signIn = useSignIn();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [said, setSaid] = useState<string>();
  const [busy, setBusy] = useState(false);
  // Only to a page of ours: an address from elsewhere must not lead away after sign-in.
  const [path = '/', query = ''] = to?.startsWith('/') && !to.startsWith('//') ? to.split('?') : [];
  const target = { to: path, search: parseSearch(query) as never, replace: true };

  useEffect(() => {
    document.title = `登录 · ${settings?.city ?? '格治'}`;
  }, [settings?.city]);
  if (settings?.firstRun) return <Navigate to={'/first-run' as string} replace />;
  if (me) return <Navigate {...target} />;

  const submit = async (e: FormEvent) => {
    e.preventDefault();
    if (!name.trim() || !password) return setSaid('请填写用户名和密码');
    setBusy(true);
    setSaid(undefined);
    try {
      await signIn(name.trim(), password);
      await navigate(target);
    } catch (problem) {
      setSaid(messageOf(problem));
    } finally {
      setBusy(false);
    }
  };
  return (
    <SignCard title="工作人员登录">
      <form className="stack" onSubmit={submit} noValidate>
        {said && <Alert type="error" title={said} showIcon role="alert" />}
        <label htmlFor="name">用户名</label>
        <Input
          id="name"
          size="large"
          autoFocus
          autoComplete="username"
          value={name}
          onChange={(e) => setName(e.target.value)}
        />
        <label htmlFor="password">密码</label>
        <Input.Password
          id="password"
          size="large"
          autoComplete="current-password"
          value={password}
          onChange={(e) => setPassword(e.target.value)}
        />
        <Button type="primary" size="large" htmlType="submit" loading={busy} block className="sign-button">
          登录
        </Button>
      </form>
      <p className="hint">忘记密码请联系系统管理员重设。{settings?.demo && '演示账号和密码在启动服务的窗口里。'}</p>
    </SignCard>
  );
}
