/** One quick action: its steps, each the form of an action filled in beforehand. */
import { Button, Checkbox, Drawer, Input, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { type Action, actionOrder, actionRow } from '../../../shared/case-flow.js';
import {
  canBeStep,
  type MacroRow,
  type MacroStep,
  MOST_STEPS,
  macroFaults,
  SUGGESTED,
  sayStepEnd,
} from '../../../shared/desk.js';
import { clean, type Fields, forMany } from '../../../shared/fields.js';
import { FieldsForm, type Input as Typed } from '../../components/fields/fields-form.js';
import { HelpContext } from '../../components/fields/help.js';
import { ApiProblem } from '../../lib/api.js';
import { useRemoveMacro, useSaveMacro } from '../../lib/desk.js';
import { useMe } from '../../lib/session.js';
import { messageOf } from '../../lib/words.js';

const help = { names: { [SUGGESTED]: '权责清单建议的单位' } };
const fieldsOf = (action: Action): Fields => forMany(actionRow(action).asks);

export function MacroDrawer({ macro, onClose }: { macro: MacroRow | undefined; onClose: () => void }) {
  const { may } = useMe();
  const save = useSaveMacro();
  const remove = useRemoveMacro();
  const [name, setName] = useState(macro?.name ?? '');
  const [steps, setSteps] = useState<MacroStep[]>(macro?.steps ?? []);
  const [onward, setOnward] = useState(macro?.onward ?? true);
  const [shared, setShared] = useState(macro?.shared ?? false);
  const [refused, setRefused] = useState<string>();
  const editable = macro?.editable ?? true;
  const mine = actionOrder.filter((a) => canBeStep(a) && may[actionRow(a).by] !== undefined);
  const content = {
    steps: steps.map(({ action, input }) => ({ action, input: clean(fieldsOf(action), input) })),
    onward,
  };
  const found = macroFaults(content);
  const wrongOrder = steps.some((_, i) => found[`steps.${i}`] !== undefined);

  const set = (i: number, step: MacroStep) => setSteps(steps.map((was, at) => (at === i ? step : was)));
  const add = (action: Action) =>
    setSteps([...steps, { action, input: 'unit' in fieldsOf(action) ? { unit: SUGGESTED } : {} }]);
  const done = {
    onSuccess: onClose,
    onError: (problem: Error) => setRefused(problem instanceof ApiProblem ? problem.message : messageOf(problem)),
  };
  const send = () => {
    if (Object.keys(found).length > 0)
      return setRefused(
        wrongOrder ? '这几步连不起来：前一步之后不能做后一步，或话里有不认识的空' : '有没填的项目，请看每一步',
      );
    save.mutate({ id: macro?.id, body: { name, shared, content } }, done);
  };
  return (
    <Drawer open onClose={onClose} title={macro ? '快捷操作' : '新建快捷操作'} size={560}>
      <div className="stack">
        <label htmlFor="macro-name">名称</label>
        <Input
          id="macro-name"
          autoFocus
          maxLength={40}
          disabled={!editable}
          value={name}
          onChange={(e) => setName(e.target.value)}
        />
        <HelpContext.Provider value={help}>
          {steps.map((step, i) => (
            <Step
              key={`${i}-${step.action}`}
              nth={i + 1}
              step={step}
              onChange={(input) => set(i, { ...step, input })}
              onRemove={() => setSteps(steps.filter((_, at) => at !== i))}
            />
          ))}
        </HelpContext.Provider>
        {steps.length < MOST_STEPS && editable && (
          <Select
            aria-label="加一步"
            placeholder="加一步"
            value={null}
            options={mine.map((a) => ({ value: a, label: actionRow(a).label }))}
            onChange={(action: Action | null) => action && add(action)}
          />
        )}
        <p className="hint">
          文字里可以写 {'{number}'} {'{item}'} {'{place}'} {'{unit}'} {'{date}'} {'{reporter}'}，办的时候换成这件事的。
        </p>
        <Checkbox checked={onward} disabled={!editable} onChange={(e) => setOnward(e.target.checked)}>
          办完接着下一件
        </Checkbox>
        <Checkbox checked={shared} disabled={!editable} onChange={(e) => setShared(e.target.checked)}>
          与本单位共享
        </Checkbox>
        {refused && (
          <p className="said" role="alert">
            {refused}
          </p>
        )}
        {!editable && <p className="hint">这是{macro?.by}共享的，只有本人或单位负责人可以改。</p>}
        {editable && (
          <div className="row end">
            {macro && (
              <Popconfirm title="删除这个快捷操作？" okText="删除" onConfirm={() => remove.mutate(macro.id, done)}>
                <Button type="text">删除</Button>
              </Popconfirm>
            )}
            <Button
              type="primary"
              loading={save.isPending}
              disabled={!name.trim() || steps.length === 0}
              onClick={send}
            >
              保存
            </Button>
          </div>
        )}
      </div>
    </Drawer>
  );
}

interface StepProps {
  nth: number;
  step: MacroStep;
  onChange: (input: Typed) => void;
  onRemove: () => void;
}

function Step({ nth, step, onChange, onRemove }: StepProps) {
  const { label, check } = actionRow(step.action);
  const fields = fieldsOf(step.action);
  const end = sayStepEnd(step.action);
  return (
    <section className="macro-step" aria-label={`第 ${nth} 步：${label}`}>
      <div className="row">
        <h3 className="grow">
          {nth}. {label} {end && <span className="quiet">→ {end}</span>}
        </h3>
        <Button type="text" size="small" onClick={onRemove} aria-label={`去掉第 ${nth} 步`}>
          去掉
        </Button>
      </div>
      {'unit' in fields && step.input.unit !== SUGGESTED && (
        <Button type="link" size="small" onClick={() => onChange({ ...step.input, unit: SUGGESTED })}>
          改为权责清单建议的单位
        </Button>
      )}
      {Object.keys(fields).length === 0 ? (
        <p className="hint">这一步不用填写。</p>
      ) : (
        <FieldsForm fields={fields} value={step.input} onChange={onChange} check={check} onSend={() => {}} />
      )}
    </section>
  );
}
