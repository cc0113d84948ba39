/** The dialog of any action, drawn from the flow table; keeps what was typed whatever happens meanwhile. */
import { Alert, App, Button, Modal } from 'antd';
import { useRef, useState } from 'react';
import { type Action, actionRow, stateRow } from '../../../shared/case-flow.js';
import { clean } from '../../../shared/fields.js';
import { sayAgo, sayCaseNumber } from '../../../shared/say.js';
import type { CaseView } from '../../../shared/views.js';
import { FieldsForm, type Input } from '../../components/fields/fields-form.js';
import { HelpContext } from '../../components/fields/help.js';
import { ApiProblem, newKey } from '../../lib/api.js';
import { useAct } from '../../lib/cases.js';
import { useNow } from '../../lib/now.js';
import { itemName, messageOf } from '../../lib/words.js';
import { asksOf, checkOf } from './evidence.js';
import { Meanwhile } from './meanwhile.js';
import { fittingTasks, follow } from './prefill.js';
import { TemplatePick } from './template-pick.js';
import { useDraft } from './use-draft.js';
import { useWhere } from './where.js';

interface Props {
  view: CaseView;
  action: Action;
  /** What the form begins with where it was opened for something, e.g. the main case of a merge. */
  begin?: Input | undefined;
  /** How that case is called. */
  mainName?: string | undefined;
  /** The next case opens by itself. */
  onward: boolean;
  onClose: () => void;
  onNext: () => void;
}

export function ActDialog({ view, action, begin, mainName, onward, onClose, onNext }: Props) {
  const { message } = App.useApp();
  const row = actionRow(action);
  const act = useAct(view.id);
  const draft = useDraft(view, action, begin);
  const { input } = draft;
  const [problem, setProblem] = useState<ApiProblem>();
  const [sure, setSure] = useState(false);
  const [started] = useState({ seq: view.timeline.at(-1)?.seq ?? 0, version: view.version });
  const key = useRef(newKey());
  const now = useNow();
  const moved = problem?.code === 'case.moved-meanwhile' || view.version !== started.version;
  const stillCan = view.can.includes(action);
  // As it was when the form was opened: what is chosen keeps its name although the case moves on.
  const [help] = useState(() => ({
    nearCase: view.id,
    ...(view.point ? { around: view.point } : {}),
    tasks: fittingTasks(action, view),
    ...(begin?.main && mainName ? { names: { [String(begin.main)]: mainName } } : {}),
    ...(action === 'assign' && view.suggestion
      ? { suggestion: view.suggestion, names: { [view.suggestion.unit.id]: view.suggestion.unit.name } }
      : {}),
  }));

  const change = (next: Input) => {
    key.current = newKey();
    setSure(false);
    draft.change(follow(action, input, next));
  };
  const where = useWhere(asksOf(action, view), view, input, change);
  const send = async () => {
    if (!stillCan || act.isPending) return;
    if (row.grave && !sure) return setSure(true);
    try {
      await draft.settle();
      await act.mutateAsync({ action, version: view.version, input: clean(row.asks, input), key: key.current });
      draft.sent();
      onClose();
      // One at a time: who works fast must not be covered with what was done before.
      void message.open({
        key: 'acted',
        type: 'success',
        duration: 4,
        content: (
          <>
            已{row.label} {sayCaseNumber(view.number)}
            {!onward && (
              <Button type="link" size="small" onClick={onNext}>
                下一件（n）
              </Button>
            )}
          </>
        ),
      });
      if (onward) onNext();
    } catch (cause) {
      setSure(false);
      draft.keep();
      if (cause instanceof ApiProblem) {
        if (cause.code !== 'offline') key.current = newKey();
        setProblem(cause);
      } else void message.error(messageOf(cause));
    }
  };
  return (
    <Modal
      open
      title={`${row.label} · ${sayCaseNumber(view.number)} ${itemName(view.item)}`}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={null}
      width={560}
    >
      <HelpContext.Provider value={help}>
        <div className="stack">
          {moved && (
            <Meanwhile
              view={view}
              since={started.seq}
              action={action}
              input={input}
              names={help.names ?? {}}
              stillCan={stillCan}
            />
          )}
          {draft.from && (
            <p className="hint" role="status">
              这是您{sayAgo(draft.from, now)}写了没有提交的。
              <Button type="link" size="small" onClick={draft.clear}>
                清空重写
              </Button>
            </p>
          )}
          <blockquote className="act-words" title={view.words}>
            {view.words}
          </blockquote>
          {problem && problem.code !== 'case.moved-meanwhile' && Object.keys(problem.errors).length === 0 && (
            <Alert type="error" title={problem.message} showIcon />
          )}
          {'reply' in row.asks && (
            <TemplatePick view={view} onPick={(reply) => change({ ...input, reply: joined(input.reply, reply) })} />
          )}
          <FieldsForm
            fields={where.fields}
            instead={where.instead}
            value={input}
            onChange={change}
            check={checkOf(action, view)}
            refused={problem?.errors}
            onSend={() => void send()}
          >
            {Object.keys(row.asks).length === 0 && (
              <p>
                {row.label}后，这件事变为“
                {row.to === 'same' || row.to === 'back' ? stateRow(view.state).label : stateRow(row.to).label}”。
              </p>
            )}
            {where.more}
            {sure && <Alert type="warning" title={`确定${row.label}吗？诉求人会收到通知。`} showIcon />}
            <div className="row end">
              <span className="hint grow">Ctrl + Enter 提交</span>
              <Button onClick={onClose}>取消</Button>
              <Button
                type="primary"
                htmlType="submit"
                loading={act.isPending}
                disabled={!stillCan}
                autoFocus={Object.keys(row.asks).length === 0}
              >
                {moved && stillCan ? `按最新情况${row.label}` : sure ? `确定${row.label}` : row.label}
              </Button>
            </div>
          </FieldsForm>
        </div>
      </HelpContext.Provider>
    </Modal>
  );
}

/** After what was written already, on a line of its own. */
const joined = (written: unknown, words: string) => (written ? `${String(written).trimEnd()}\n${words}` : words);
