/** Gives a place up, now or from a day on; what stands in the way is named by the server. */
import { Alert, App, Button, Modal } from 'antd';
import { useState } from 'react';
import { date } from '../../../shared/fields.js';
import type { PlaceView } from '../../../shared/views.js';
import { FieldsForm, type Input } from '../../components/fields/fields-form.js';
import { useClosePlace } from '../../lib/registers.js';
import { messageOf } from '../../lib/words.js';

const fields = { on: date('从哪一天起', { hint: '不填就是从现在起' }) };

interface Props {
  place: PlaceView;
  onClose: () => void;
  /** It is no more. */
  onGone: () => void;
}

export function ClosePlaceDialog({ place, onClose, onGone }: Props) {
  const { message } = App.useApp();
  const close = useClosePlace(place.code);
  const [input, setInput] = useState<Input>({});
  const on = typeof input.on === 'string' ? input.on : undefined;
  const send = () =>
    close.mutate(on, {
      onSuccess: () => {
        void message.success(on ? `${place.name}从 ${on} 起撤销` : `${place.name}已撤销`);
        onClose();
        if (!on) onGone();
      },
    });
  return (
    <Modal open title={`撤销${place.name}`} onCancel={onClose} mask={{ closable: false }} footer={null} width={440}>
      <div className="stack">
        <p>它和它的边界到此为止，编码 {place.code} 不再使用。以前的事件仍归它。</p>
        {close.error && <Alert type="error" showIcon title={messageOf(close.error)} />}
        <FieldsForm fields={fields} value={input} onChange={setInput} onSend={send}>
          <div className="row end">
            <Button onClick={onClose}>取消</Button>
            <Button type="primary" danger htmlType="submit" loading={close.isPending}>
              撤销
            </Button>
          </div>
        </FieldsForm>
      </div>
    </Modal>
  );
}
