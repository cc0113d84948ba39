/** The state of a case: the resident's word for it on the tone of the flow table. */
import { View } from '@tarojs/components';
import { type State, states } from '../../shared/case-flow';
import { sayTag } from '../lib/words';

export function StateTag({ state }: { state: State }) {
  return <View className={`state state-${states[state].tone}`}>{sayTag(state)}</View>;
}
