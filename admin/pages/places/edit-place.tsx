/** Changes what a place is called, how many households it has, and where complaints about it go. */
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { clean, integer, phone, text } from '../../../shared/fields.js';
import type { PlaceView } from '../../../shared/views.js';
import { FieldsForm, type Input } from '../../components/fields/fields-form.js';
import { ApiProblem } from '../../lib/api.js';
import { type PlaceChange, useEditPlace } from '../../lib/registers.js';
import { messageOf } from '../../lib/words.js';

const fields = {
  name: text('名称', { required: true, max: 60 }),
  households: integer('户数', { min: 0, max: 1_000_000 }),
};
const gridFields = { ...fields, supervisionPhone: phone('监督电话', { hint: '居民能看到' }) };

export function EditPlaceDialog({ place, onClose }: { place: PlaceView; onClose: () => void }) {
  const { message } = App.useApp();
  const form = place.level === 'grid' ? gridFields : fields;
  const edit = useEditPlace(place.code);
  const [input, setInput] = useState<Input>({
    name: place.name,
    households: place.households ?? undefined,
    ...(place.level === 'grid' ? { supervisionPhone: place.supervisionPhone ?? undefined } : {}),
  });
  const [refused, setRefused] = useState<Record<string, string>>();
  const send = () => {
    const body = clean(form, input) as PlaceChange;
    edit.mutate(
      // What was emptied is removed, not left as it was.
      {
        ...body,
        households: body.households ?? null,
        ...(place.level === 'grid' ? { supervisionPhone: body.supervisionPhone ?? null } : {}),
      },
      {
        onSuccess: () => {
          void message.success('已保存');
          onClose();
        },
        onError: (problem) => {
          if (problem instanceof ApiProblem) setRefused(problem.errors);
          void message.error(messageOf(problem));
        },
      },
    );
  };
  return (
    <Modal open title={place.name} onCancel={onClose} mask={{ closable: false }} footer={null} width={440}>
      <FieldsForm fields={form} value={input} onChange={setInput} refused={refused} onSend={send}>
        <div className="row end">
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" htmlType="submit" loading={edit.isPending}>
            保存
          </Button>
        </div>
      </FieldsForm>
    </Modal>
  );
}
