/** What the resident must see to answer: the question that was asked, or what was done, before and after. */
import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { outcomes } from '../../../shared/case';
import type { Action } from '../../../shared/case-flow';
import type { Answer, CaseView, Entry, Photo } from '../../../shared/views';
import { PhotoStrip } from '../../components/photo-strip';
import { StarsGiven } from '../../components/stars';
import { AnswerBy } from './promise';

const last = (view: CaseView, ...kinds: Action[]): Entry | undefined =>
  [...view.timeline].reverse().find((entry) => (kinds as string[]).includes(entry.action));

export const questionOf = (view: CaseView) => (view.state === 'waitingReporter' ? last(view, 'ask') : undefined);
export const outcomeOf = (view: CaseView) => last(view, 'handle', 'settle', 'answer');

/** 请补充: the question itself, not only that there is one. */
export function Question({ view }: { view: CaseView }) {
  const asked = questionOf(view);
  if (!asked) return null;
  return (
    <View className="card case-call">
      <View className="strong">{`${asked.unit ?? '办理人员'}想问您`}</View>
      <View className="case-quote">{String(asked.input.question ?? '')}</View>
      <View className="hint">您回答之前，时限暂停。</View>
      <AnswerBy view={view} />
    </View>
  );
}

/** What was done: the answer in words, photos before and after side by side. */
export function Outcome({ view }: { view: CaseView }) {
  const done = outcomeOf(view);
  if (!done) return null;
  const { outcome, reply, plannedOn, goTo } = done.input as Record<string, string | undefined>;
  const answer = {
    unit: done.unit,
    outcome: (outcome as Answer['outcome']) ?? null,
    reply: reply ?? '',
    plannedOn: plannedOn ?? null,
    goTo: goTo ?? null,
    before: done.photos.before ?? view.photos,
    after: done.photos.photos ?? [],
  };
  return (
    <Answered answer={answer} calls={view.state === 'checked'}>
      {view.rating && (
        <View className="case-rating">
          <View className="hint">您的评价</View>
          <StarsGiven value={view.rating.satisfied} />
        </View>
      )}
    </Answered>
  );
}

interface AnsweredProps {
  answer: Answer;
  /** It waits for the resident to say something to it. */
  calls?: boolean;
  children?: ReactNode;
}

export function Answered({ answer, calls, children }: AnsweredProps) {
  const { unit, outcome, reply, plannedOn, goTo, before, after } = answer;
  return (
    <View className={`card ${calls ? 'case-call' : ''}`}>
      <View className="strong">{`${unit ?? '承办单位'}的答复${outcome ? `：${outcomes[outcome] ?? outcome}` : ''}`}</View>
      {reply && <View className="case-quote">{reply}</View>}
      {plannedOn && <View className="hint">{`计划完成：${plannedOn}`}</View>}
      {goTo && <View className="hint">{`可以找：${goTo}`}</View>}
      {after.length > 0 && (
        <View className="case-compare">
          {before.length > 0 && <Photos label="处理前" photos={before} />}
          <Photos label="处理后" photos={after} />
        </View>
      )}
      {children}
    </View>
  );
}

function Photos({ label, photos }: { label: string; photos: readonly Photo[] }) {
  return (
    <View className="case-compare-side">
      <View className="hint">{label}</View>
      <PhotoStrip photos={photos} what={`${label}照片`} />
    </View>
  );
}

/** The words and photos as they were reported. */
export function Before({ view }: { view: CaseView }) {
  return (
    <View className="card">
      <View>{view.words}</View>
      {view.photos.length > 0 && <PhotoStrip photos={view.photos} what="上报的照片" />}
    </View>
  );
}
