/** One form for many cases: what it will do to each is said first, then it is done in parts that can be stopped. */
import { App, Button, Modal, Progress } from 'antd';
import { useRef, useState } from 'react';
import { type Action, actionRow, stateRow } from '../../../shared/case-flow.js';
import type { BulkPreview } from '../../../shared/desk.js';
import { clean, forMany } from '../../../shared/fields.js';
import { sayCaseNumber } from '../../../shared/say.js';
import type { ActResult, CaseRow } from '../../../shared/views.js';
import { FieldsForm, type Input } from '../../components/fields/fields-form.js';
import { ApiProblem } from '../../lib/api.js';
import { useActMany } from '../../lib/cases.js';
import { previewMany } from '../../lib/desk.js';
import { itemName, messageOf } from '../../lib/words.js';

interface Props {
  action: Action;
  cases: CaseRow[];
  onClose: () => void;
  onDone: () => void;
}

/** As many as are done before one can stop. */
const PART = 20;
const parts = <T,>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / PART) }, (_, i) => all.slice(i * PART, (i + 1) * PART));
const versions = (cases: readonly CaseRow[]) => cases.map(({ id, version }) => ({ id, version }));

type Stage =
  | { at: 'form' }
  | { at: 'looking'; done: number }
  | { at: 'preview'; found: BulkPreview[] }
  | { at: 'doing'; done: number; of: number }
  | { at: 'done'; results: ActResult[]; left: number };

export function BulkDialog({ action, cases, onClose, onDone }: Props) {
  const { message } = App.useApp();
  const { label, asks: all, check } = actionRow(action);
  const asks = forMany(all);
  const can = cases.filter((c) => c.can.includes(action));
  const cannot = cases.filter((c) => !c.can.includes(action));
  const [input, setInput] = useState<Input>({});
  const [refused, setRefused] = useState<Record<string, string>>();
  const [stage, setStage] = useState<Stage>({ at: 'form' });
  const stopped = useRef(false);
  const act = useActMany();

  const fail = (problem: unknown) => {
    if (problem instanceof ApiProblem) setRefused(problem.errors);
    void message.error(messageOf(problem));
    setStage({ at: 'form' });
  };
  const look = async () => {
    const found: BulkPreview[] = [];
    stopped.current = false;
    try {
      for (const part of parts(can)) {
        setStage({ at: 'looking', done: found.length });
        found.push(...(await previewMany(action, versions(part), clean(asks, input))));
        if (stopped.current) return setStage({ at: 'form' });
      }
      setStage({ at: 'preview', found });
    } catch (problem) {
      fail(problem);
    }
  };
  const send = async (able: CaseRow[]) => {
    const results: ActResult[] = [];
    stopped.current = false;
    try {
      for (const part of parts(able)) {
        if (stopped.current) break;
        setStage({ at: 'doing', done: results.length, of: able.length });
        results.push(...(await act.mutateAsync({ action, input: clean(asks, input), cases: versions(part) })));
      }
    } catch (problem) {
      if (results.length === 0) return fail(problem);
      void message.error(messageOf(problem));
    }
    const left = able.length - results.length;
    if (left === 0 && results.every((r) => r.ok)) {
      void message.success(`已${label} ${results.length} 件`);
      onDone();
      onClose();
    } else setStage({ at: 'done', results, left });
  };
  const finish = () => {
    onDone();
    onClose();
  };
  const stop = () => {
    stopped.current = true;
  };
  const working = stage.at === 'doing' || stage.at === 'looking';
  return (
    <Modal
      open
      title={`批量${label}`}
      onCancel={working ? stop : stage.at === 'done' ? finish : onClose}
      mask={{ closable: false }}
      footer={null}
      width={600}
      destroyOnHidden
    >
      {stage.at === 'done' && <BulkResult results={stage.results} left={stage.left} cases={can} onClose={finish} />}
      {stage.at === 'preview' && (
        <Preview
          label={label}
          found={stage.found}
          cases={can}
          onBack={() => setStage({ at: 'form' })}
          onSend={(able) => void send(able)}
        />
      )}
      {working && (
        <div className="stack" role="status">
          <p>
            {stage.at === 'doing' ? `正在${label}` : '正在逐件核对'}：{stage.done} /{' '}
            {stage.at === 'doing' ? stage.of : can.length} 件
          </p>
          <Progress
            percent={Math.round((stage.done / Math.max(1, stage.at === 'doing' ? stage.of : can.length)) * 100)}
            aria-label="进度"
          />
          <div className="row end">
            <Button onClick={stop}>停下</Button>
          </div>
        </div>
      )}
      {stage.at === 'form' && (
        <div className="stack">
          <p>
            <b>{can.length}</b> 件可以{label}
            {cannot.length > 0 && (
              <>
                ，<b>{cannot.length}</b> 件不可以，不会改动：
              </>
            )}
          </p>
          {cannot.length > 0 && (
            <Cases cases={cannot} saying={(c) => `现在是“${stateRow(c.state).label}”，或不归您办`} />
          )}
          <FieldsForm
            fields={asks}
            value={input}
            onChange={setInput}
            check={check}
            refused={refused}
            onSend={() => void look()}
          >
            {Object.keys(asks).length < Object.keys(all).length && (
              <p className="hint">照片和位置只能属于一件事，要附照片或填位置的请逐件办。</p>
            )}
            <div className="row end">
              <Button onClick={onClose}>取消</Button>
              <Button type="primary" htmlType="submit" autoFocus={Object.keys(asks).length === 0}>
                下一步：看会怎样
              </Button>
            </div>
          </FieldsForm>
        </div>
      )}
    </Modal>
  );
}

interface PreviewProps {
  label: string;
  found: BulkPreview[];
  cases: CaseRow[];
  onBack: () => void;
  onSend: (able: CaseRow[]) => void;
}

function Preview({ label, found, cases, onBack, onSend }: PreviewProps) {
  const words = new Map(found.map((p) => [p.id, p.words]));
  const of = (verdict: BulkPreview['verdict']) => {
    const ids = new Set(found.filter((p) => p.verdict === verdict).map((p) => p.id));
    return cases.filter((c) => ids.has(c.id));
  };
  const [able, not, same] = [of('ok'), of('no'), of('same')];
  const become = [...new Set(able.map((c) => words.get(c.id)))].join('、');
  return (
    <div className="stack">
      <p>
        <b>{able.length}</b> 件会{label}
        {become && `，变为“${become}”`}
        {not.length > 0 && (
          <>
            ；<b>{not.length}</b> 件办不了
          </>
        )}
        {same.length > 0 && (
          <>
            ；<b>{same.length}</b> 件没有变化
          </>
        )}
        。
      </p>
      {able.length > 0 && <Cases cases={able} saying={(c) => `${stateRow(c.state).label} → ${words.get(c.id)}`} />}
      {not.length > 0 && <Cases cases={not} saying={(c) => words.get(c.id) ?? ''} />}
      {same.length > 0 && <Cases cases={same} saying={(c) => words.get(c.id) ?? ''} />}
      <div className="row end">
        <Button onClick={onBack}>上一步</Button>
        <Button type="primary" autoFocus disabled={able.length === 0} onClick={() => onSend(able)}>
          {label} {able.length} 件
        </Button>
      </div>
    </div>
  );
}

interface ResultProps {
  results: ActResult[];
  /** Not touched, because it was stopped. */
  left: number;
  cases: CaseRow[];
  onClose: () => void;
}

function BulkResult({ results, left, cases, onClose }: ResultProps) {
  const failed = new Map(results.filter((r) => !r.ok).map((r) => [r.id, r.detail ?? '没有办成，请打开后再试']));
  return (
    <div className="stack">
      <p>
        办成 <b>{results.length - failed.size}</b> 件，没有办成 <b>{failed.size}</b> 件
        {left > 0 && (
          <>
            ，停下时还有 <b>{left}</b> 件没有动
          </>
        )}
        。
      </p>
      {failed.size > 0 && (
        <Cases cases={cases.filter((c) => failed.has(c.id))} saying={(c) => failed.get(c.id) ?? ''} />
      )}
      <div className="row end">
        <Button type="primary" onClick={onClose} autoFocus>
          知道了
        </Button>
      </div>
    </div>
  );
}

function Cases({ cases, saying }: { cases: CaseRow[]; saying: (c: CaseRow) => string }) {
  return (
    <ul className="bulk-cases">
      {cases.map((c) => (
        <li key={c.id}>
          <span className="number">{sayCaseNumber(c.number)}</span> {itemName(c.item)}{' '}
          <span className="quiet">{saying(c)}</span>
        </li>
      ))}
    </ul>
  );
}
