/** The session ended while somebody was working: sign in over the page, so that nothing typed is lost. */
import { App, Button, Input, Modal } from 'antd';
import { type FormEvent, useState } from 'react';
import { useSignIn } from '../lib/session.js';
import { messageOf } from '../lib/words.js';

export function SignInAgain({ onLeave }: { onLeave: () => void }) {
  const { message } = App.useApp();
  const signIn = useSignIn();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);

  const submit = async (e: FormEvent) => {
    e.preventDefault();
    setBusy(true);
    try {
      await signIn(name.trim(), password);
    } catch (problem) {
      void message.error(messageOf(problem));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal open title="登录已过期，请再登录一次" footer={null} closable={false} keyboard={false} width={400}>
      <p className="quiet">页面和您填写的内容都还在，登录后接着办。</p>
      <form onSubmit={submit} className="stack">
        <label htmlFor="again-name">用户名</label>
        <Input
          id="again-name"
          autoFocus
          autoComplete="username"
          value={name}
          onChange={(e) => setName(e.target.value)}
        />
        <label htmlFor="again-password">密码</label>
        <Input.Password
          id="again-password"
          autoComplete="current-password"
          value={password}
          onChange={(e) => setPassword(e.target.value)}
        />
        <div className="row end">
          <Button onClick={onLeave}>退出</Button>
          <Button type="primary" htmlType="submit" loading={busy} disabled={!name || !password}>
            登录
          </Button>
        </div>
      </form>
    </Modal>
  );
}
