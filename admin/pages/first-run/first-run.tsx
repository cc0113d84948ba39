/** 初始化: the token from the server's window, the root of places and units, and the three administrators. */

import { useQueryClient } from '@tanstack/react-query';
import { Navigate, useNavigate } from '@tanstack/react-router';
import { Alert, App, Button, Input, Select } from 'antd';
import { type FormEvent, useState } from 'react';
import { type Level, levels } from '../../../shared/places.js';
import { problems } from '../../../shared/problems.js';
import { SignCard } from '../../components/sign-card.js';
import { Loading } from '../../components/states.js';
import { ApiProblem, post } from '../../lib/api.js';
import { useSettings } from '../../lib/session.js';
import { messageOf } from '../../lib/words.js';
import './first-run.css';

const ADMINS = {
  system: { label: '系统管理员', words: '维护账号、单位、区划' },
  security: { label: '安全管理员', words: '授予和收回角色' },
  audit: { label: '审计员', words: '查看审计日志' },
} as const;
type Admin = keyof typeof ADMINS;
const nobody = { name: '', login: '', password: '' };

const ROOT_LEVELS = (['province', 'city', 'county', 'street'] satisfies Level[]).map((l) => ({
  value: l,
  label: levels[l].label,
}));

export default function FirstRun() {
  const { data: settings } = useSettings();
  const { message } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [token, setToken] = useState('');
  const [city, setCity] = useState<{ code: string; name: string; level: Level }>({
    code: '',
    name: '',
    level: 'county',
  });
  const [unit, setUnit] = useState('');
  const [admins, setAdmins] = useState<Record<Admin, typeof nobody>>({
    system: nobody,
    security: nobody,
    audit: nobody,
  });
  const [said, setSaid] = useState<string>();
  const [busy, setBusy] = useState(false);
  if (!settings) return <Loading whole />;
  if (!settings.firstRun) return <Navigate to={'/sign-in' as string} replace />;

  const submit = async (e: FormEvent) => {
    e.preventDefault();
    const all = [token, city.code, city.name, unit, ...Object.values(admins).flatMap((a) => Object.values(a))];
    if (all.some((v) => !v.trim())) return setSaid('每一项都要填写');
    setBusy(true);
    setSaid(undefined);
    try {
      await post<void>('/api/first-run', { token: token.trim(), city, unit: { name: unit }, admins });
      await client.invalidateQueries();
      void message.success('初始化完成，请用系统管理员账号登录');
      await navigate({ to: '/sign-in' as string, replace: true });
    } catch (problem) {
      const fields = problem instanceof ApiProblem ? Object.keys(problem.errors) : [];
      setSaid(messageOf(problem) + (fields.length > 0 ? `（${fields.join('、')}）` : ''));
    } finally {
      setBusy(false);
    }
  };
  const setAdmin = (who: Admin, key: keyof typeof nobody, value: string) =>
    setAdmins({ ...admins, [who]: { ...admins[who], [key]: value } });
  return (
    <SignCard title="初始化系统" wide>
      <form className="first-run" onSubmit={submit} noValidate>
        {said && <Alert type="error" title={said} showIcon role="alert" />}
        <section>
          <h2>一次性口令</h2>
          <p className="hint">在启动服务的窗口里，只能用一次。</p>
          <Input
            aria-label="一次性口令"
            autoFocus
            autoComplete="off"
            value={token}
            onChange={(e) => setToken(e.target.value)}
          />
        </section>
        <section>
          <h2>根区划和根单位</h2>
          <div className="three">
            <Select
              aria-label="级别"
              value={city.level}
              options={ROOT_LEVELS}
              onChange={(level) => setCity({ ...city, level })}
            />
            <Input
              aria-label="区划名称"
              placeholder="名称，如 黄浦区"
              value={city.name}
              onChange={(e) => setCity({ ...city, name: e.target.value })}
            />
            <Input
              aria-label="区划编码"
              placeholder={`编码，${levels[city.level].digits} 位`}
              value={city.code}
              onChange={(e) => setCity({ ...city, code: e.target.value })}
            />
          </div>
          <Input
            aria-label="根单位名称"
            placeholder="单位名称，如 黄浦区城市运行管理中心"
            value={unit}
            onChange={(e) => setUnit(e.target.value)}
          />
        </section>
        <section>
          <h2>三名管理员</h2>
          <p className="hint">三人互不兼任，也不看事件。{problems['session.password-weak'].title}。</p>
          {(Object.keys(ADMINS) as Admin[]).map((who) => (
            <div key={who} className="admin">
              <span>
                <b>{ADMINS[who].label}</b>
                <br />
                <span className="hint">{ADMINS[who].words}</span>
              </span>
              <Input
                aria-label={`${ADMINS[who].label}姓名`}
                placeholder="姓名"
                value={admins[who].name}
                onChange={(e) => setAdmin(who, 'name', e.target.value)}
              />
              <Input
                aria-label={`${ADMINS[who].label}用户名`}
                placeholder="用户名"
                autoComplete="off"
                value={admins[who].login}
                onChange={(e) => setAdmin(who, 'login', e.target.value)}
              />
              <Input.Password
                aria-label={`${ADMINS[who].label}密码`}
                placeholder="密码"
                autoComplete="new-password"
                value={admins[who].password}
                onChange={(e) => setAdmin(who, 'password', e.target.value)}
              />
            </div>
          ))}
        </section>
        <div className="row end">
          <Button type="primary" size="large" htmlType="submit" loading={busy}>
            完成初始化
          </Button>
        </div>
      </form>
    </SignCard>
  );
}
