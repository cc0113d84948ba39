/** 修改密码: the old one, the new one twice. */
import { Navigate, useNavigate } from '@tanstack/react-router';
import { Alert, App, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { problems } from '../../../shared/problems.js';
import { SignCard } from '../../components/sign-card.js';
import { Loading } from '../../components/states.js';
import { useChangePassword, useSession } from '../../lib/session.js';
import { messageOf } from '../../lib/words.js';

export default function Password() {
  const { data: me, isPending } = useSession();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const change = useChangePassword();
  const [values, setValues] = useState({ old: '', fresh: '', again: '' });
  const [said, setSaid] = useState<string>();
  const [busy, setBusy] = useState(false);
  if (isPending) return <Loading whole />;
  if (!me) return <Navigate to={'/sign-in' as string} replace />;

  const submit = async (e: FormEvent) => {
    e.preventDefault();
    if (!values.old || !values.fresh) return setSaid('请填写原密码和新密码');
    if (values.fresh !== values.again) return setSaid('两次输入的新密码不一样');
    setBusy(true);
    setSaid(undefined);
    try {
      await change(values.old, values.fresh);
      void message.success('密码已修改');
      await navigate({ to: '/' as string, replace: true });
    } catch (problem) {
      setSaid(messageOf(problem));
    } finally {
      setBusy(false);
    }
  };
  const input = (key: keyof typeof values, label: string, autoComplete: string) => (
    <>
      <label htmlFor={key}>{label}</label>
      <Input.Password
        id={key}
        autoFocus={key === 'old'}
        autoComplete={autoComplete}
        value={values[key]}
        onChange={(e) => setValues({ ...values, [key]: e.target.value })}
      />
    </>
  );
  return (
    <SignCard title="修改密码">
      {me.mustChangePassword && <p>您还在用管理员给的初始密码，请先换成自己的密码。</p>}
      <form className="stack" onSubmit={submit} noValidate>
        {said && <Alert type="error" title={said} showIcon role="alert" />}
        {input('old', '原密码', 'current-password')}
        {input('fresh', '新密码', 'new-password')}
        <p className="hint">{problems['session.password-weak'].title}</p>
        {input('again', '再输一次新密码', 'new-password')}
        <div className="row end">
          {!me.mustChangePassword && <Button onClick={() => history.back()}>取消</Button>}
          <Button type="primary" htmlType="submit" loading={busy}>
            修改密码
          </Button>
        </div>
      </form>
    </SignCard>
  );
}
