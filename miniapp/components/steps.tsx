/** How far a report has got: 「第 2 步，共 4 步」 with the question of this page. */
import { View } from '@tarojs/components';

export const STEPS = 4;

export function Step({ nth, question, words }: { nth: number; question: string; words?: string }) {
  return (
    <View className="step">
      <View className="step-line" aria-hidden="true">
        {Array.from({ length: STEPS }, (_, i) => (
          <View key={i} className={`step-mark ${i < nth ? 'is-done' : ''}`} />
        ))}
      </View>
      <View className="hint">{`第 ${nth} 步，共 ${STEPS} 步`}</View>
      <View className="step-question">{question}</View>
      {words && <View className="hint">{words}</View>}
    </View>
  );
}
