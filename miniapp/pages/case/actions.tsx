/** What the resident may do with a case now: the one thing that is waited for at the foot, the rest in the page. */
import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { type Action, actionRow, actions, states } from '../../../shared/case-flow';
import type { CaseView } from '../../../shared/views';
import { Button } from '../../components/tap';

const open = (view: CaseView, action: Action) => () =>
  void Taro.navigateTo({ url: `/pages/act/index?id=${view.id}&action=${action}` });

/** Where the next move is the resident's, what they may do stands within reach of the thumb. */
const isMyTurn = ({ state }: CaseView) => states[state].seat === 'reporter';
const leadsOn = (action: Action) => actionRow(action).to !== 'same' && !actionRow(action).grave;

export const waitedFor = (view: CaseView): Action[] => (isMyTurn(view) ? view.can.filter(leadsOn) : []);

export function MainAction({ view }: { view: CaseView }) {
  const [first, ...others] = waitedFor(view);
  return (
    <>
      <Button look="main" words={actions[first].label} onTap={open(view, first)} />
      {others.map((action) => (
        <Button key={action} words={actions[action].label} onTap={open(view, action)} />
      ))}
    </>
  );
}

export function CaseActions({ view }: { view: CaseView }) {
  const here = view.can.filter((action) => !waitedFor(view).includes(action));
  const refused = Object.entries(view.cannot) as [Action, string][];
  if (here.length === 0 && refused.length === 0) return null;
  return (
    <View>
      <View className="section">您还可以</View>
      <View className="case-actions">
        {here.map((action) => (
          <Button
            key={action}
            look={actionRow(action).grave ? 'grave' : 'soft'}
            words={actions[action].label}
            onTap={open(view, action)}
          />
        ))}
      </View>
      {refused.map(([action, why]) => (
        <View key={action} className="hint case-refused">{`${actions[action].label}：${why}`}</View>
      ))}
    </View>
  );
}
