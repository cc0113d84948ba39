/** 督办与协作: what supervision asks, extensions, what other units were asked to do, and how both sides rated it. */
import type { ReactNode } from 'react';
import {
  pressCauses,
  type TaskSide,
  taskKinds,
  taskRatings,
  taskSides,
  taskStates,
} from '../../../shared/case-office.js';
import type { Tone } from '../../../shared/look.js';
import { sayDay } from '../../../shared/say.js';
import type { CaseView, Task } from '../../../shared/views.js';
import { At, Due, ToneTag } from '../../components/tags.js';
import { useNow } from '../../lib/now.js';

const noon = (day: string) => `${day}T12:00:00+08:00`;
const tones: Record<Task['state'], Tone> = { open: 'waiting', done: 'done', dropped: 'stopped', cancelled: 'stopped' };

export function CaseOffice({ view }: { view: CaseView }) {
  const now = useNow();
  const { press, extension, extensions, doubt, escalation, firstUnit, tasks, reviewOn, visitedOn, unreasonable } = view;
  const facts: [string, ReactNode][] = [];
  if (press)
    facts.push([
      '督办',
      <>
        {press.by}，{pressCauses[press.cause]}，{sayDay(noon(press.until), now)}前
        <p className="said-words">{press.demand}</p>
      </>,
    ]);
  if (reviewOn) facts.push(['挂账', `${sayDay(noon(reviewOn), now)}复查`]);
  if (extension)
    facts.push([
      '申请延期',
      <>
        到{sayDay(noon(extension.until), now)}，等派遣员批复
        <p className="said-words">{extension.words}</p>
      </>,
    ]);
  if (extensions > 0) facts.push(['已延期', `${extensions} 次`]);
  if (firstUnit) facts.push(['首接单位', firstUnit.name]);
  if (escalation) facts.push(['报请协调', <p key="escalation">等上一级答复：{escalation.words}</p>]);
  if (doubt) facts.push(['不合理', <p key="doubt">已提出，等另一人认定：{doubt.words}</p>]);
  if (unreasonable) facts.push(['不合理', '两人认定，不计入考核']);
  if (visitedOn) facts.push(['回访', sayDay(noon(visitedOn), now)]);
  if (facts.length === 0 && tasks.length === 0) return null;
  return (
    <section className="card stack" aria-label="督办与协作">
      <h2>督办与协作</h2>
      {facts.length > 0 && (
        <dl className="facts">
          {facts.map(([name, words]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      )}
      {tasks.length > 0 && (
        <ul className="case-tasks">
          {tasks.map((task) => (
            <OneTask key={task.id} task={task} />
          ))}
        </ul>
      )}
    </section>
  );
}

function OneTask({ task }: { task: Task }) {
  const rated = Object.entries(task.ratings) as [TaskSide, NonNullable<Task['ratings'][TaskSide]>][];
  return (
    <li>
      <p className="row">
        <b>
          {taskKinds[task.kind]} · {task.unit.name}
        </b>
        <ToneTag tone={tones[task.state]}>{taskStates[task.state]}</ToneTag>
        {task.state === 'open' && <Due at={task.dueAt} />}
      </p>
      <p className="said-words">{task.words}</p>
      {task.reply && (
        <p>
          <span className="quiet">
            反馈 <At at={task.doneAt} />：
          </span>
          {task.reply}
        </p>
      )}
      {rated.map(([side, { rating, words }]) => (
        <p key={side} className="hint">
          {taskSides[side]}评价对方：{taskRatings[rating]}
          {words && `，${words}`}
        </p>
      ))}
    </li>
  );
}
