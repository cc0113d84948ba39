/** The facts of a case beside its timeline: what was said, by whom, whose it is, and how it was rated. */
import type { ReactNode } from 'react';
import {
  kinds,
  qualities,
  type SatisfiedReason,
  satisfiedReasons,
  solvedAnswers,
  sourceLabels,
  urgencies,
} from '../../../shared/case.js';
import { groups, itemOf } from '../../../shared/duty-list.js';
import { sayCaseNumber, sayDay } from '../../../shared/say.js';
import type { CaseView } from '../../../shared/views.js';
import { CaseLink } from '../../components/case-link.js';
import { At } from '../../components/tags.js';
import { useNow } from '../../lib/now.js';
import { itemName } from '../../lib/words.js';
import { Contact } from './contact.js';
import { whyThisUnit } from './why-unit.js';

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export function CaseFacts({ view }: { view: CaseView }) {
  const now = useNow();
  const item = itemOf(view.item);
  const whyUnit = whyThisUnit(view, now);
  return (
    <section className="card" aria-label="基本情况">
      <dl className="facts">
        <Fact name="事项">
          {itemName(view.item)}
          {item && <span className="quiet">（{groups[item.group].label}）</span>}
        </Fact>
        <Fact name="类型">
          {kinds[view.kind]} · {sourceLabels[view.source]}
        </Fact>
        <Fact name="诉求人">
          <Contact view={view} />
        </Fact>
        <Fact name="上报">
          <At at={view.createdAt} />
          {view.seenOn && <span className="quiet">，{sayDay(view.seenOn, now)}发现</span>}
        </Fact>
        {view.closedAt && (
          <Fact name="办结">
            <At at={view.closedAt} />
          </Fact>
        )}
        <Fact name="网格员">
          {view.worker ? (
            <>
              {view.worker.workName} <span className="number">{view.worker.contact}</span>
            </>
          ) : (
            <span className="quiet">未配备</span>
          )}
        </Fact>
        <Fact name="承办单位">
          {view.unit?.name ?? <span className="quiet">未派遣</span>}
          {view.final && <span className="quiet">（裁定，不得再退）</span>}
        </Fact>
        {whyUnit.length > 0 && (
          <Fact name={view.suggestion ? '派遣建议' : '为什么派给它'}>
            {whyUnit.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </Fact>
        )}
        {view.answers.map(({ question, said }) => (
          <Fact key={question} name={question}>
            {said}
          </Fact>
        ))}
        <Fact name="紧急程度">{urgencies[view.urgency]}</Fact>
        {view.returns > 0 && <Fact name="退单">{view.returns} 次</Fact>}
        {view.main && (
          <Fact name="并入">
            <CaseLink id={view.main.id}>{sayCaseNumber(view.main.number)}</CaseLink>
          </Fact>
        )}
        {view.merged.length > 0 && (
          <Fact name="并入本件">
            {view.merged.map((m) => (
              <CaseLink key={m.id} id={m.id}>
                <span className="number list-item">{sayCaseNumber(m.number)}</span>
              </CaseLink>
            ))}
          </Fact>
        )}
        {view.checker && <Fact name="核查人">{view.checker.name}（随机抽取）</Fact>}
        {view.quality && <Fact name="核查">{qualities[view.quality]}</Fact>}
        {view.rating && (
          <Fact name="居民评价">
            {solvedAnswers[view.rating.solved]}，满意 {view.rating.satisfied} / 5
            {view.rating.reasons.length > 0 && (
              <span className="quiet">
                （{view.rating.reasons.map((r) => satisfiedReasons[r as SatisfiedReason] ?? r).join('、')}）
              </span>
            )}
            {view.rating.words && <p className="said-words">{view.rating.words}</p>}
          </Fact>
        )}
      </dl>
    </section>
  );
}
