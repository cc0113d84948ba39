/** Makes or changes a unit. */
import { App, Button, Modal, Popconfirm } from 'antd';
import { useMemo, useState } from 'react';
import { leads } from '../../../shared/duty-list.js';
import { choice, choices, clean, ref, text } from '../../../shared/fields.js';
import { unitKinds } from '../../../shared/permissions.js';
import type { UnitRow } from '../../../shared/views.js';
import { FieldsForm, type Input } from '../../components/fields/fields-form.js';
import { HelpContext } from '../../components/fields/help.js';
import { ApiProblem } from '../../lib/api.js';
import { type UnitInput, useCreateUnit, useEditUnit } from '../../lib/registers.js';
import { messageOf } from '../../lib/words.js';

const kindLabels = Object.fromEntries(Object.entries(unitKinds).map(([key, { label }]) => [key, label]));
const name = text('名称', { required: true, max: 60 });
const leadsField = choices('牵头事项', leads, { hint: '派遣时按事项建议牵头单位' });
const newFields = {
  name,
  kind: choice('类别', kindLabels, { required: true }),
  parent: ref('unit', '上级单位', { hint: '升级时报到这里' }),
  place: ref('place', '所在区划'),
  leads: leadsField,
};
const editFields = { name, head: ref('account', '负责人'), leads: leadsField };

export function UnitDialog({ unit, onClose }: { unit: UnitRow | undefined; onClose: () => void }) {
  const { message } = App.useApp();
  const fields = unit ? editFields : newFields;
  const create = useCreateUnit();
  const edit = useEditUnit(unit?.id ?? '');
  const [input, setInput] = useState<Input>(unit ? { name: unit.name, head: unit.head?.id, leads: unit.leads } : {});
  const [refused, setRefused] = useState<Record<string, string>>();
  const help = useMemo(() => ({ names: unit?.head ? { [unit.head.id]: unit.head.name } : {} }), [unit]);

  const save = async (body: UnitInput, done: string) => {
    try {
      await (unit ? edit : create).mutateAsync(body);
      void message.success(done);
      onClose();
    } catch (problem) {
      if (problem instanceof ApiProblem) setRefused(problem.errors);
      void message.error(messageOf(problem));
    }
  };
  const send = () => {
    const body = clean(fields, input) as UnitInput;
    // An emptied list or head is a change too, not an omission.
    void save(
      unit ? { ...body, leads: body.leads ?? [], head: body.head ?? null } : body,
      unit ? '已保存' : '已新建单位',
    );
  };
  return (
    <Modal
      open
      title={unit ? unit.name : '新建单位'}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={null}
      width={640}
    >
      <HelpContext.Provider value={help}>
        <FieldsForm fields={fields} value={input} onChange={setInput} refused={refused} onSend={send} columns={2}>
          <div className="row end">
            {unit && (
              <Popconfirm
                title={unit.active ? '停用这个单位？' : '恢复这个单位？'}
                description={unit.active ? '停用后不能再派给它；还有人员或事件时不能停用。' : '恢复后可以再派给它。'}
                okText={unit.active ? '停用' : '恢复'}
                onConfirm={() => void save({ active: !unit.active }, unit.active ? '已停用' : '已恢复')}
              >
                <Button type="text">{unit.active ? '停用单位' : '恢复单位'}</Button>
              </Popconfirm>
            )}
            <span className="grow" />
            <Button onClick={onClose}>取消</Button>
            <Button type="primary" htmlType="submit" loading={create.isPending || edit.isPending}>
              {unit ? '保存' : '新建'}
            </Button>
          </div>
        </FieldsForm>
      </HelpContext.Provider>
    </Modal>
  );
}
