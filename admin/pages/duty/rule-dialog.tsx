/** Changes a line of the duty list from a day on, or adds one; first tried on the last cases. */
import { App, Button, Modal } from 'antd';
import { useMemo, useState } from 'react';
import { aboutLabels } from '../../../shared/duty-rule.js';
import { ruleFaults, ruleForm } from '../../../shared/duty-written.js';
import { clean, type Fields } from '../../../shared/fields.js';
import type { DutyView } from '../../../shared/views.js';
import { FieldsForm, faultsOf, type Input } from '../../components/fields/fields-form.js';
import { HelpContext } from '../../components/fields/help.js';
import { ApiProblem } from '../../lib/api.js';
import { useDryRun, useSaveRule } from '../../lib/duty.js';
import { messageOf } from '../../lib/words.js';
import { LAST_CASES, Trial } from './trial.js';

/** What makes a line this line; with another of these it would be another line. */
const { about: _about, area: _area, conditions: _conditions, ...changeable } = ruleForm;

interface Props {
  /** Absent: a new line. */
  rule?: DutyView;
  onClose: () => void;
  onSaved: (saved: DutyView) => void;
}

export function RuleDialog({ rule, onClose, onSaved }: Props) {
  const { message } = App.useApp();
  const fields: Fields = rule ? changeable : ruleForm;
  const [input, setInput] = useState<Input>({ ...rule?.written });
  const [refused, setRefused] = useState<Record<string, string>>();
  const save = useSaveRule();
  const trial = useDryRun();
  const help = useMemo(() => ({ names: rule?.unit ? { [rule.unit.id]: rule.unit.name } : {} }), [rule]);
  const written = () => clean(ruleForm, input);

  const change = (next: Input) => {
    setInput(next);
    setRefused(undefined);
    trial.reset();
  };
  const refuse = (problem: unknown) => {
    if (problem instanceof ApiProblem) setRefused(problem.errors);
    void message.error(messageOf(problem));
  };
  const tryOut = () => {
    // A trial needs no reason yet.
    const body = { why: ruleForm.why.label, ...input };
    const faults = faultsOf(ruleForm, body, ruleFaults);
    if (Object.keys(faults).length > 0) return setRefused(faults);
    trial.mutate({ rule: clean(ruleForm, body), last: LAST_CASES }, { onError: refuse });
  };
  const send = async () => {
    try {
      const saved = await save.mutateAsync({ rule: written(), version: rule?.version ?? 0 });
      const says = saved.state === 'proposed' ? '已报指挥中心准入' : `已保存，${saved.effectiveFrom} 起执行`;
      void message.success(says);
      onSaved(saved);
    } catch (problem) {
      refuse(problem);
    }
  };
  return (
    <Modal
      open
      title={rule ? `修改：${aboutLabels[rule.about] ?? rule.about}（${rule.area?.name ?? '全市'}）` : '新增规定'}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={null}
      width={860}
      centered
      className="duty-dialog"
    >
      <HelpContext.Provider value={help}>
        <FieldsForm
          fields={fields}
          value={input}
          onChange={change}
          check={ruleFaults}
          refused={refused}
          onSend={() => void send()}
          columns={2}
        >
          {trial.data && <Trial found={trial.data} />}
          <div className="row end">
            <span className="hint grow">试算不改动任何内容</span>
            <Button onClick={onClose}>取消</Button>
            <Button onClick={tryOut} loading={trial.isPending}>
              用最近 {LAST_CASES} 件试算
            </Button>
            <Button type="primary" htmlType="submit" loading={save.isPending}>
              保存
            </Button>
          </div>
        </FieldsForm>
      </HelpContext.Provider>
    </Modal>
  );
}
