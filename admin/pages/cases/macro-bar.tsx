/** One's quick actions on the case that is open: each by its number on the keyboard, with what it will do shown before. */
import { ThunderboltOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Alert, App, Button, Checkbox, Dropdown, Modal } from 'antd';
import { useRef, useState } from 'react';
import { actionRow } from '../../../shared/case-flow.js';
import { type MacroRow, type StepPreview, sayMacro } from '../../../shared/desk.js';
import { sayCaseNumber } from '../../../shared/say.js';
import { sayValue } from '../../../shared/say-value.js';
import type { CaseView } from '../../../shared/views.js';
import { newKey } from '../../lib/api.js';
import { useMacroPreview, useMacros, useRunMacro } from '../../lib/desk.js';
import { useKept } from '../../lib/kept.js';
import { digits, useKeys } from '../../lib/keys.js';
import { now } from '../../lib/now.js';
import { messageOf } from '../../lib/words.js';

interface Props {
  view: CaseView;
  onNext: () => void;
}

export function MacroBar({ view, onNext }: Props) {
  const { message } = App.useApp();
  const { data } = useMacros({ size: 100 });
  const [chosen, setChosen] = useState<MacroRow>();
  const [shown, keepShown] = useKept('macros.preview', true);
  const run = useRunMacro(view.id);
  const key = useRef(newKey());
  const macros = data?.rows ?? [];
  const [keyed, rest] = [macros.slice(0, digits.length), macros.slice(digits.length)];
  /** Not one whose first step would be refused. */
  const isPossible = (m: MacroRow) => m.steps[0] !== undefined && view.can.includes(m.steps[0].action);
  const does = async (macro: MacroRow) => {
    if (run.isPending) return;
    try {
      await run.mutateAsync({ macro: macro.id, version: view.version, key: key.current });
      key.current = newKey();
      void message.open({
        key: 'acted',
        type: 'success',
        content: `${macro.name}：${sayMacro(macro)} ${sayCaseNumber(view.number)}`,
      });
      setChosen(undefined);
      if (macro.onward) onNext();
    } catch (problem) {
      key.current = newKey();
      void message.error(messageOf(problem));
    }
  };
  const press = (macro: MacroRow) => (shown ? setChosen(macro) : void does(macro));
  // A number means the same quick action whatever case is open.
  useKeys(
    Object.fromEntries(
      keyed.map((macro, i) => [digits[i], isPossible(macro) ? () => press(macro) : undefined] as const),
    ),
  );
  if (!macros.some(isPossible)) return null;
  return (
    <div className="row macros" role="toolbar" aria-label="快捷操作">
      <ThunderboltOutlined aria-hidden />
      {keyed.map((macro, i) => (
        <Button
          key={macro.id}
          size="small"
          title={sayMacro(macro)}
          disabled={!isPossible(macro)}
          onClick={() => press(macro)}
        >
          {macro.name}
          <kbd>{digits[i]}</kbd>
        </Button>
      ))}
      {rest.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: rest.map((m) => ({ key: m.id, label: m.name, title: sayMacro(m), disabled: !isPossible(m) })),
            onClick: ({ key }) => rest.filter((m) => m.id === key).forEach(press),
          }}
        >
          <Button size="small">更多快捷操作</Button>
        </Dropdown>
      )}
      {!shown && (
        <Button size="small" type="link" onClick={() => keepShown(true)}>
          先看再办
        </Button>
      )}
      <Link to={'/phrases' as string} className="hint">
        管理
      </Link>
      {chosen && (
        <MacroPreview
          macro={chosen}
          view={view}
          busy={run.isPending}
          shown={shown}
          onShown={keepShown}
          onClose={() => setChosen(undefined)}
          onRun={() => void does(chosen)}
        />
      )}
    </div>
  );
}

interface PreviewProps {
  macro: MacroRow;
  view: CaseView;
  busy: boolean;
  shown: boolean;
  onShown: (shown: boolean) => void;
  onClose: () => void;
  onRun: () => void;
}

function MacroPreview({ macro, view, busy, shown, onShown, onClose, onRun }: PreviewProps) {
  const { data: steps, error } = useMacroPreview(macro.id, view);
  const able = steps?.every((step) => step.ok) ?? false;
  return (
    <Modal
      open
      title={`${macro.name} · ${sayCaseNumber(view.number)}`}
      onCancel={onClose}
      footer={null}
      width={560}
      destroyOnHidden
    >
      <div className="stack">
        {error && <Alert type="error" title={messageOf(error)} showIcon />}
        {!steps && !error && <p className="quiet">正在看会发生什么 …</p>}
        <ol className="macro-steps">
          {steps?.map((step, i) => (
            <Step key={`${i}-${step.action}`} step={step} />
          ))}
        </ol>
        {steps && !able && <Alert type="warning" title="有一步办不了，整个快捷操作都不会执行。" showIcon />}
        <div className="row end">
          <Checkbox className="grow" checked={!shown} onChange={(e) => onShown(!e.target.checked)}>
            以后直接执行，不再先看
          </Checkbox>
          <Button onClick={onClose}>取消</Button>
          {able && (
            <Button type="primary" autoFocus loading={busy} onClick={onRun}>
              执行{macro.onward ? '，接着下一件' : ''}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  );
}

function Step({ step }: { step: StepPreview }) {
  const { label, asks } = actionRow(step.action);
  const said = Object.entries(asks)
    .map(([key, field]) => [field.label, sayValue(field, step.input[key], step.names, now())] as const)
    .filter(([, words]) => words);
  return (
    <li>
      <b>{label}</b>
      {step.to && <span className="quiet"> → {step.to}</span>}
      {said.map(([name, words]) => (
        <p key={name} className="said-words">
          <span className="quiet">{name}：</span>
          {words}
        </p>
      ))}
      {step.detail && <p className="said">{step.detail}</p>}
    </li>
  );
}
