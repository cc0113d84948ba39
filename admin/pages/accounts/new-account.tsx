/** Makes an account; the password is shown once. Roles are given afterwards by the security administrator. */
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { choices, clean, phone, ref, text } from '../../../shared/fields.js';
import { roles, staffRoles } from '../../../shared/permissions.js';
import { FieldsForm, type Input } from '../../components/fields/fields-form.js';
import { ApiProblem } from '../../lib/api.js';
import { type AccountInput, useCreateAccount } from '../../lib/registers.js';
import { useMay } from '../../lib/session.js';
import { messageOf } from '../../lib/words.js';
import { PasswordOnce } from './password-once.js';

const fields = {
  name: text('姓名', { required: true, max: 30 }),
  login: text('用户名', { required: true, min: 2, max: 40, hint: '英文字母和数字，登录时输入，不能重复' }),
  workName: text('对外称呼', { required: true, max: 30, hint: '居民看到的称呼，如 王网格' }),
  contact: phone('工作电话', { hint: '有网格岗位时居民能看到' }),
  unit: ref('unit', '单位', { required: true }),
};
const roleField = {
  roles: choices('角色', Object.fromEntries(staffRoles.map((r) => [r, roles[r].label]))),
};

export function NewAccount({ onClose }: { onClose: () => void }) {
  const { message } = App.useApp();
  const mayRoles = useMay('account.roles');
  const form = mayRoles ? { ...fields, ...roleField } : fields;
  const create = useCreateAccount();
  const [input, setInput] = useState<Input>({});
  const [refused, setRefused] = useState<Record<string, string>>();
  const made = create.data;

  const send = () =>
    create.mutate(clean(form, input) as AccountInput, {
      onError: (problem) => {
        if (problem instanceof ApiProblem)
          setRefused(problem.code === 'account.name-taken' ? { login: problem.message } : problem.errors);
        void message.error(messageOf(problem));
      },
    });
  return (
    <Modal
      open
      title={made ? `已新建 ${made.account.name} 的账号` : '新建账号'}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={null}
      width={560}
    >
      {made ? (
        <div className="stack">
          <PasswordOnce login={made.account.login} password={made.password} />
          {!mayRoles && <p className="hint">还没有角色，登录后看不到事件。请安全管理员授予角色。</p>}
          <div className="row end">
            <Button type="primary" onClick={onClose}>
              已记下密码
            </Button>
          </div>
        </div>
      ) : (
        <FieldsForm fields={form} value={input} onChange={setInput} refused={refused} onSend={send} columns={2}>
          <div className="row end">
            <Button onClick={onClose}>取消</Button>
            <Button type="primary" htmlType="submit" loading={create.isPending}>
              新建
            </Button>
          </div>
        </FieldsForm>
      )}
    </Modal>
  );
}
