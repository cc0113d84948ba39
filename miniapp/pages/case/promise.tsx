/** What was promised and is no longer, with the reason; and until when the resident is waited for. */
import { View } from '@tarojs/components';
import { silences } from '../../../shared/deadlines';
import { sayDate } from '../../../shared/say';
import type { CaseView } from '../../../shared/views';

/** Each change of the promised date, newest first. */
export function PromiseChanges({ view }: { view: CaseView }) {
  const now = Date.now();
  return (
    <>
      {[...view.promiseChanges].reverse().map(({ at, from, to, why }) => (
        <View key={at} className="hint">
          {`承诺日期由 ${sayDate(from, now)} 改为 ${sayDate(to, now)}，原因：${why}`}
        </View>
      ))}
    </>
  );
}

/** What happens when nothing is answered. */
export function AnswerBy({ view: { answerBy, state } }: { view: CaseView }) {
  const silence = silences[state];
  if (!answerBy || !silence) return null;
  return <View className="hint">{`请在 ${sayDate(answerBy, Date.now())} 前回答，${silence.outcome}。`}</View>;
}
