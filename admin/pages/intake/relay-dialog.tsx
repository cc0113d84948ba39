/** 代催办 and 代补充: for the caller, on a case of theirs; what was typed on the page is not typed again. */
import { Alert, App, Button, Modal, Segmented } from 'antd';
import { useRef, useState } from 'react';
import { actionRow } from '../../../shared/case-flow.js';
import { clean } from '../../../shared/fields.js';
import { sayCaseNumber } from '../../../shared/say.js';
import type { CaseRow, CaseView } from '../../../shared/views.js';
import { FieldsForm, type Input } from '../../components/fields/fields-form.js';
import { Loading } from '../../components/states.js';
import { newKey } from '../../lib/api.js';
import { useAct, useCase } from '../../lib/cases.js';
import { itemName, messageOf } from '../../lib/words.js';
import { RELAYS, type Relay } from './earlier.js';

interface Props {
  row: CaseRow;
  first: Relay;
  words: string;
  onClose: () => void;
  onDone: () => void;
}

export function RelayDialog({ row, first, words, onClose, onDone }: Props) {
  const { message } = App.useApp();
  const act = useAct(row.id);
  const [action, setAction] = useState<Relay>(first);
  const [input, setInput] = useState<Input>(words ? { words } : {});
  const key = useRef(newKey());
  // The list of the caller's cases is asked for once: as it stands now the case may have moved on.
  const { data: view, error, isFetching } = useCase(row.id);
  const can = RELAYS.filter((one) => view?.can.includes(one));
  const { asks, label } = actionRow(action);
  const change = (next: Input) => {
    key.current = newKey();
    setInput(next);
  };
  const send = () =>
    view &&
    act.mutate(
      { action, version: view.version, input: clean(asks, input), key: key.current },
      {
        onSuccess: () => {
          void message.success(`已${label} ${sayCaseNumber(row.number)}`);
          onDone();
        },
      },
    );
  return (
    <Modal
      open
      title={`${sayCaseNumber(row.number)} ${itemName(row.item)}`}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={null}
      width={520}
    >
      <div className="stack">
        <blockquote className="act-words" title={row.words}>
          {row.words}
        </blockquote>
        {can.length > 1 && (
          <Segmented<Relay>
            aria-label="做什么"
            value={action}
            options={can.map((one) => ({ value: one, label: actionRow(one).label }))}
            onChange={(next) => {
              key.current = newKey();
              setAction(next);
            }}
          />
        )}
        {(act.error ?? error) && <Alert type="error" showIcon title={messageOf(act.error ?? error)} />}
        {view && !can.includes(action) && (
          <Alert type="warning" showIcon title={`这件事现在不能${label}${cannot(view, action)}`} />
        )}
        {!view && !error && <Loading />}
        {view && (
          <FieldsForm key={action} fields={asks} value={input} onChange={change} onSend={send}>
            <div className="row end">
              <span className="hint grow">Ctrl + Enter 提交</span>
              <Button onClick={onClose}>取消</Button>
              <Button
                type="primary"
                htmlType="submit"
                loading={act.isPending || isFetching}
                disabled={!can.includes(action)}
              >
                {label}
              </Button>
            </div>
          </FieldsForm>
        )}
      </div>
    </Modal>
  );
}

/** Why not, where a rule stands in the way: it was urged today already. */
const cannot = ({ cannot }: CaseView, action: Relay) => (cannot[action] ? `：${cannot[action]}` : '');
