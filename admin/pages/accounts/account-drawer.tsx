/** One account: who it is, its roles, and what keeps it safe. Each administrator sees only their own part. */
import { App, Button, Drawer, Popconfirm } from 'antd';
import { useMemo, useState } from 'react';
import { clean, phone, ref, text } from '../../../shared/fields.js';
import type { AccountRow } from '../../../shared/views.js';
import { FieldsForm, type Input } from '../../components/fields/fields-form.js';
import { HelpContext } from '../../components/fields/help.js';
import { ApiProblem } from '../../lib/api.js';
import { type AccountInput, useEditAccount, useEndSessions, useResetPassword } from '../../lib/registers.js';
import { useMay } from '../../lib/session.js';
import { messageOf } from '../../lib/words.js';
import { Leaving } from './leaving.js';
import { PasswordOnce } from './password-once.js';
import { RolesForm } from './roles-form.js';
import './accounts.css';

const fields = {
  name: text('姓名', { required: true, max: 30 }),
  workName: text('对外称呼', { required: true, max: 30 }),
  contact: phone('工作电话', { hint: '要更换时填写，不填则不变' }),
  unit: ref('unit', '单位', { required: true }),
};

export function AccountDrawer({ account, onClose }: { account: AccountRow | undefined; onClose: () => void }) {
  const mayWrite = useMay('account.write');
  const mayRoles = useMay('account.roles');
  return (
    <Drawer
      open={account !== undefined}
      onClose={onClose}
      title={account && `${account.name}（${account.login}）`}
      size={520}
      destroyOnHidden
    >
      {account && (
        <div className="account" key={account.id}>
          {mayWrite && <Who account={account} />}
          <RolesForm account={account} readOnly={!mayRoles} />
          {mayWrite && <Safety account={account} />}
          {mayWrite && <Leaving account={account} />}
        </div>
      )}
    </Drawer>
  );
}

function Who({ account }: { account: AccountRow }) {
  const { message } = App.useApp();
  const edit = useEditAccount(account.id);
  const [input, setInput] = useState<Input>({ name: account.name, workName: account.workName, unit: account.unit?.id });
  const [refused, setRefused] = useState<Record<string, string>>();
  const help = useMemo(() => ({ names: account.unit ? { [account.unit.id]: account.unit.name } : {} }), [account.unit]);
  const send = () =>
    edit.mutate(clean(fields, input) as AccountInput, {
      onSuccess: () => void message.success('已保存'),
      onError: (problem) => {
        if (problem instanceof ApiProblem) setRefused(problem.errors);
        void message.error(messageOf(problem));
      },
    });
  return (
    <section>
      <h2>基本情况</h2>
      <HelpContext.Provider value={help}>
        <FieldsForm fields={fields} value={input} onChange={setInput} refused={refused} onSend={send}>
          <div className="row end">
            <Button htmlType="submit" loading={edit.isPending}>
              保存
            </Button>
          </div>
        </FieldsForm>
      </HelpContext.Provider>
    </section>
  );
}

function Safety({ account }: { account: AccountRow }) {
  const { message } = App.useApp();
  const edit = useEditAccount(account.id);
  const reset = useResetPassword(account.id);
  const end = useEndSessions(account.id);
  const say = (done: string) => ({
    onSuccess: () => void message.success(done),
    onError: (problem: Error) => void message.error(messageOf(problem)),
  });
  return (
    <section className="stack">
      <h2>账号安全</h2>
      {account.locked && <p>连续输错密码，账号已锁定。重设密码会同时解锁。</p>}
      {reset.data && <PasswordOnce login={account.login} password={reset.data.password} />}
      <div className="row">
        <Popconfirm
          title="重设密码？"
          description="会解锁，并让本人在所有设备上重新登录。"
          okText="重设"
          onConfirm={() => reset.mutate(undefined, { onError: (problem) => void message.error(messageOf(problem)) })}
        >
          <Button loading={reset.isPending}>重设密码</Button>
        </Popconfirm>
        <Popconfirm
          title="让本人在所有设备上退出？"
          okText="退出"
          onConfirm={() => end.mutate(undefined, say('已全部退出'))}
        >
          <Button loading={end.isPending}>结束登录</Button>
        </Popconfirm>
        <Popconfirm
          title={account.active ? '停用这个账号？' : '恢复这个账号？'}
          description={account.active ? '停用后不能登录，办过的事件记录不变。' : '恢复后可以用原密码登录。'}
          okText={account.active ? '停用' : '恢复'}
          onConfirm={() => edit.mutate({ active: !account.active }, say(account.active ? '已停用' : '已恢复'))}
        >
          <Button type="text">{account.active ? '停用账号' : '恢复账号'}</Button>
        </Popconfirm>
      </div>
    </section>
  );
}
