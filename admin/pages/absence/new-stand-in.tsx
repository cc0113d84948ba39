/** The dialog that asks a colleague to stand in. */
import { App, Modal, Select } from 'antd';
import { useMemo, useState } from 'react';
import { choice, clean, date, type Fields } from '../../../shared/fields.js';
import { FieldsForm, faultsOf, type Input } from '../../components/fields/fields-form.js';
import { useColleagues, useSetStandIn } from '../../lib/desk.js';
import { today } from '../../lib/now.js';
import { useMe } from '../../lib/session.js';
import { messageOf } from '../../lib/words.js';

export function NewStandIn({ onClose }: { onClose: () => void }) {
  const { message } = App.useApp();
  const me = useMe();
  const { data: colleagues = [] } = useColleagues();
  const set = useSetStandIn();
  const [absent, setAbsent] = useState<string | undefined>(me.id);
  const [input, setInput] = useState<Input>({ from: today(), until: today() });
  const fields = useMemo((): Fields => {
    const options = Object.fromEntries(colleagues.map((c) => [c.id, c.name]));
    return {
      standIn: choice('请谁代办', options, { required: true }),
      from: date('从', { required: true, when: 'future' }),
      until: date('到（含当天）', { required: true, when: 'future' }),
    };
  }, [colleagues]);
  const send = () => {
    const typed = clean(fields, input) as { standIn: string; from: string; until: string };
    if (!absent) return void message.info('请选择谁不在');
    set.mutate(
      { ...typed, ...(absent === me.id ? {} : { account: absent }) },
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
        <Select
          id="absent"
          value={absent ?? null}
          options={[
            { value: me.id, label: `${me.name}（我）` },
            ...colleagues.map((c) => ({ value: c.id, label: c.name })),
          ]}
          onChange={(id) => setAbsent(id ?? undefined)}
        />
        {colleagues.length === 0 && <p className="hint">您的单位里没有别的同事，请上级单位负责人安排人手。</p>}
        <FieldsForm fields={fields} value={input} onChange={setInput} onSend={send} />
        <p className="hint">替同事安排，要单位负责人或上级单位负责人；最长 90 天。</p>
      </div>
    </Modal>
  );
}
