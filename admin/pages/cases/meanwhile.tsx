/** Somebody acted on the case while the form was open: both sides beside one another, and what can still be done. */
import { Alert } from 'antd';
import { type Action, actionRow, isAction, stateRow, wordsOf } from '../../../shared/case-flow.js';
import { sayAgo } from '../../../shared/say.js';
import { sayValue } from '../../../shared/say-value.js';
import type { CaseView, Entry } from '../../../shared/views.js';
import type { Input } from '../../components/fields/fields-form.js';
import { now, useNow } from '../../lib/now.js';

interface Props {
  view: CaseView;
  /** The last entry that was known when the form was opened. */
  since: number;
  action: Action;
  /** What was typed here. */
  input: Input;
  /** Names of what the form refers to, by id. */
  names: Readonly<Record<string, string>>;
  stillCan: boolean;
}

export function Meanwhile({ view, since, action, input, names, stillCan }: Props) {
  const now = useNow();
  const { label } = actionRow(action);
  const fresh = view.timeline.filter((entry) => entry.seq > since);
  const known = { ...names, ...Object.assign({}, ...view.timeline.map((e) => e.names)) };
  const typed = saidIn(action, input, known);
  return (
    <Alert
      type="warning"
      showIcon
      title="别人刚刚处理了这件事"
      description={
        <>
          <div className="both-sides">
            <section aria-label="您写的">
              <h3>您写的（还没有提交）</h3>
              {typed.length === 0 && <p className="quiet">还没有写什么。</p>}
              <Said rows={typed} />
            </section>
            <section aria-label="这期间发生的">
              <h3>这期间发生的</h3>
              <ul className="meanwhile">
                {fresh.map((e) => (
                  <li key={e.id}>
                    {[e.unit, e.who].filter(Boolean).join(' ')} {wordsOf(e.action).did}（{sayAgo(e.at, now)}）
                    <Said rows={saidBy(e)} />
                  </li>
                ))}
              </ul>
              <p className="quiet">
                现在是“{stateRow(view.state).label}”{view.unit && `，承办单位${view.unit.name}`}。
              </p>
            </section>
          </div>
          {stillCan
            ? `您写的都在，看过之后可以接着${label}。`
            : `这件事现在不能再${label}。您写的还在下面，需要时可以复制。`}
        </>
      }
    />
  );
}

type SaidRow = readonly [label: string, words: string];

function Said({ rows }: { rows: readonly SaidRow[] }) {
  return (
    <dl className="letter">
      {rows.map(([label, words]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}

const isId = (words: string) => /^[0-9a-z]{26}$/.test(words);

function saidIn(action: Action, input: Input, names: Readonly<Record<string, string>>): SaidRow[] {
  return Object.entries(actionRow(action).asks)
    .map(([key, field]) => [field.label, sayValue(field, input[key], names, now())] as const)
    .filter(([, words]) => words !== '')
    .map(([label, words]) => [label, isId(words) ? '（已选择）' : words] as const);
}

const saidBy = (e: Entry): SaidRow[] => (isAction(e.action) ? saidIn(e.action, e.input, e.names) : []);
