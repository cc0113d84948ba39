/** The dialog that asks a colleague to stand in, or, where one may, somebody of another unit. */
import { App, Checkbox, Modal, Select } from 'antd';
import { useMemo, useState } from 'react';
import { choice, clean, date, type Fields } from '../../../shared/fields.js';
import { FieldsForm, faultsOf, type Input } from '../../components/fields/fields-form.js';
import { StaffPicker } from '../../components/pickers/staff-picker.js';
import { useColleagues, useSetStandIn } from '../../lib/desk.js';
import { today } from '../../lib/now.js';
import { useMay, useMe } from '../../lib/session.js';
import { messageOf } from '../../lib/words.js';

export function NewStandIn({ onClose }: { onClose: () => void }) {
  const { message } = App.useApp();
  const me = useMe();
  const keepsAccounts = useMay('account.write') !== undefined;
  const { data: { colleagues, beyond } = { colleagues: [], beyond: false } } = useColleagues();
  const set = useSetStandIn();
  const [absent, setAbsent] = useState<string | undefined>(keepsAccounts ? undefined : me.id);
  const [across, setAcross] = useState(keepsAccounts);
  const [outsider, setOutsider] = useState<string>();
  const [input, setInput] = useState<Input>({ from: today(), until: today() });
  const fields = useMemo((): Fields => {
    const options = Object.fromEntries(colleagues.map((c) => [c.id, c.name]));
    return {
      ...(across ? {} : { standIn: choice('请谁代办', options, { required: true }) }),
      from: date('从', { required: true, when: 'future' }),
      until: date('到（含当天）', { required: true, when: 'future' }),
    };
  }, [colleagues, across]);
  const turn = (on: boolean) => {
    setAcross(on);
    setInput(({ standIn: _, ...days }) => days);
  };
  const send = () => {
    const { standIn = outsider, ...days } = clean(fields, input) as { standIn?: string; from: string; until: string };
    if (!absent) return void message.info('请选择谁不在');
    if (!standIn) return void message.info('请选择请谁代办');
    set.mutate(
      { ...days, standIn, ...(absent === me.id ? {} : { account: absent }) },
      {
        onSuccess: () => {
          void message.success('已安排');
          onClose();
        },
        onError: (problem) => void message.error(messageOf(problem)),
      },
    );
  };
  const ready = Object.keys(faultsOf(fields, input)).length === 0;
  return (
    <Modal
      open
      title="安排代班"
      onCancel={onClose}
      onOk={send}
      okText="安排"
      okButtonProps={{ disabled: !ready }}
      confirmLoading={set.isPending}
      width={460}
    >
      <div className="stack">
        <label htmlFor="absent">谁不在</label>
        {keepsAccounts ? (
          <StaffPicker id="absent" value={absent} onChange={setAbsent} />
        ) : (
          <Select
            id="absent"
            value={absent ?? null}
            options={[
              { value: me.id, label: `${me.name}（我）` },
              ...colleagues.map((c) => ({ value: c.id, label: c.name })),
            ]}
            onChange={(id) => setAbsent(id ?? undefined)}
          />
        )}
        {beyond && !keepsAccounts && (
          <Checkbox checked={across} onChange={(e) => turn(e.target.checked)}>
            请其他单位的人代办
          </Checkbox>
        )}
        {across && (
          <>
            <label htmlFor="outsider">请谁代办</label>
            <StaffPicker id="outsider" value={outsider} onChange={setOutsider} />
          </>
        )}
        {!across && colleagues.length === 0 && (
          <p className="hint">您的单位里没有别的同事，请单位负责人、上级单位负责人或系统管理员请其他单位的人代办。</p>
        )}
        <FieldsForm fields={fields} value={input} onChange={setInput} onSend={send} />
        <p className="hint">{hintOf(keepsAccounts, across)}</p>
      </div>
    </Modal>
  );
}

function hintOf(keepsAccounts: boolean, across: boolean): string {
  if (keepsAccounts) return '单位内的代班由本人或负责人安排；您可以请其他单位里已有同样权限的人，最长 90 天。';
  return across
    ? '这几天里，代办的人除了自己单位的事，也看得到、办得了不在的人的事；办过的事不能再核查。最长 90 天。'
    : '替同事安排，要单位负责人或上级单位负责人；最长 90 天。';
}
