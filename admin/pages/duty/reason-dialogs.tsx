/** Ends a line from a day on, or withdraws what was allowed: each with its reason. */
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { clean, date, type Fields, longText } from '../../../shared/fields.js';
import type { DryRun, DutyView } from '../../../shared/views.js';
import { FieldsForm, type Input } from '../../components/fields/fields-form.js';
import { ApiProblem } from '../../lib/api.js';
import { useEndRule, useEndTrial, useWithdrawRule } from '../../lib/duty.js';
import { messageOf } from '../../lib/words.js';
import { LAST_CASES, Trial } from './trial.js';

const why = longText('理由', { required: true, min: 2, max: 300 });
const ending = { from: date('从哪天起终止', { required: true, when: 'future' }), why };
const withdrawing = { why };

interface Props {
  rule: DutyView;
  onClose: () => void;
  onDone: (next: DutyView) => void;
}

export function EndDialog({ rule, onClose, onDone }: Props) {
  const end = useEndRule(rule.id);
  const trial = useEndTrial(rule.id);
  const tryOut = (input: Input) => trial.mutateAsync({ from: String(input.from ?? ''), last: LAST_CASES });
  const send = (input: Input) => end.mutateAsync(clean(ending, input));
  const words = '终止后按上一级区域或全市的规定办；已经开始的事件不变。';
  return (
    <Reason
      {...{ onClose, onDone, send, words, tryOut }}
      title="终止这一条"
      fields={ending}
      busy={end.isPending || trial.isPending}
    />
  );
}

export function WithdrawDialog({ rule, onClose, onDone }: Props) {
  const withdraw = useWithdrawRule(rule.id);
  const send = (input: Input) => withdraw.mutateAsync(clean(withdrawing, input).why);
  const words = '撤回后马上按前一版办；已经开始的事件不变。';
  return (
    <Reason {...{ onClose, onDone, send, words }} title="撤回准入" fields={withdrawing} busy={withdraw.isPending} />
  );
}

interface ReasonProps {
  title: string;
  words: string;
  fields: Fields;
  busy: boolean;
  send: (input: Input) => Promise<DutyView>;
  /** What it would change, where that can be said before. */
  tryOut?: (input: Input) => Promise<DryRun>;
  onClose: () => void;
  onDone: (next: DutyView) => void;
}

function Reason({ title, words, fields, busy, send, tryOut, onClose, onDone }: ReasonProps) {
  const { message } = App.useApp();
  const [input, setInput] = useState<Input>({});
  const [refused, setRefused] = useState<Record<string, string>>();
  const [found, setFound] = useState<DryRun>();
  const change = (next: Input) => {
    setInput(next);
    setFound(undefined);
  };
  const asked = async <T,>(work: Promise<T>, then: (answer: T) => void) => {
    try {
      then(await work);
    } catch (problem) {
      if (problem instanceof ApiProblem) setRefused(problem.errors);
      void message.error(messageOf(problem));
    }
  };
  return (
    <Modal open title={title} onCancel={onClose} mask={{ closable: false }} footer={null} width={found ? 860 : 480}>
      <div className="stack">
        <p>{words}</p>
        <FieldsForm
          fields={fields}
          value={input}
          onChange={change}
          refused={refused}
          onSend={() => void asked(send(input), onDone)}
        >
          {found && <Trial found={found} />}
          <div className="row end">
            <Button onClick={onClose}>取消</Button>
            {tryOut && (
              <Button onClick={() => void asked(tryOut(input), setFound)} disabled={!input.from || busy}>
                用最近 {LAST_CASES} 件试算
              </Button>
            )}
            <Button type="primary" htmlType="submit" loading={busy}>
              {title}
            </Button>
          </div>
        </FieldsForm>
      </div>
    </Modal>
  );
}
