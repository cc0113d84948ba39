/** The roles of an account, each with what it is for; only the security administrator changes them. */
import { App, Button, Checkbox } from 'antd';
import { useState } from 'react';
import { type Role, roles, rolesExclude, staffRoles } from '../../../shared/permissions.js';
import { problems } from '../../../shared/problems.js';
import type { AccountRow } from '../../../shared/views.js';
import { useSetRoles } from '../../lib/registers.js';
import { messageOf } from '../../lib/words.js';

export function RolesForm({ account, readOnly }: { account: AccountRow; readOnly: boolean }) {
  const { message } = App.useApp();
  const save = useSetRoles(account.id);
  const [held, setHeld] = useState<Role[]>(account.roles);
  const excluded = rolesExclude(held);
  if (readOnly)
    return (
      <section>
        <h2>角色</h2>
        <p>{account.roles.map((r) => roles[r].label).join('、') || '未授予'}</p>
        <p className="hint">角色由安全管理员授予和收回。</p>
      </section>
    );
  const send = () =>
    save.mutate(held, {
      onSuccess: () => void message.success('角色已更新，本人下次操作起生效'),
      onError: (problem) => void message.error(messageOf(problem)),
    });
  return (
    <section className="stack">
      <h2>角色</h2>
      <Checkbox.Group className="roles" value={held} onChange={(v) => setHeld(v as Role[])}>
        {staffRoles.map((r) => (
          <Checkbox key={r} value={r}>
            <b>{roles[r].label}</b> <span className="hint">{roles[r].words}</span>
          </Checkbox>
        ))}
      </Checkbox.Group>
      {excluded && (
        <p className="said" role="alert">
          {problems['account.roles-exclude'].title}
        </p>
      )}
      <div className="row end">
        <Button type="primary" disabled={excluded} loading={save.isPending} onClick={send}>
          保存角色
        </Button>
      </div>
    </section>
  );
}
