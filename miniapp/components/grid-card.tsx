/** 我的网格: which grid owns a place, who answers for it, and how to reach them. */
import { View } from '@tarojs/components';
import { hows } from '../../shared/places';
import type { PlaceAt } from '../../shared/views';
import { dial } from '../lib/phone';
import { Icon } from './icon';
import { Button } from './tap';

export function GridFacts({ at, calls }: { at: PlaceAt; calls?: boolean }) {
  const { grid } = at;
  if (!grid)
    return (
      <View className="grid-none">
        <View className="strong">这里还没有划进网格</View>
        <View className="hint">照样可以上报：由街道的工作人员分派，不会丢。</View>
      </View>
    );
  const { worker, supervisionPhone } = grid;
  return (
    <View>
      <View className="grid-name">
        <Icon name="pin" />
        <View>{grid.name}</View>
      </View>
      <View className="hint">{grid.pathNames.join(' · ')}</View>
      {at.how !== 'inside' && <View className="hint">{hows[at.how]}</View>}
      {at.nearBorder && at.runnerUp && (
        <View className="hint">{`靠近分界线，也可能属于${at.runnerUp.name}；报错了网格也会转对。`}</View>
      )}
      {worker && (
        <View className="grid-worker">
          <Icon name="person" />
          <View className="row-grow">{`网格员 ${worker.workName}`}</View>
          {calls && (
            <Button
              icon="phone"
              className="grid-call"
              words={worker.contact}
              label={`打电话给网格员${worker.workName}，${worker.contact}`}
              onTap={() => void dial(worker.contact)}
            />
          )}
        </View>
      )}
      {calls && supervisionPhone && (
        <Button
          look="link"
          className="grid-supervision"
          words={`监督电话 ${supervisionPhone}`}
          onTap={() => void dial(supervisionPhone)}
        />
      )}
    </View>
  );
}
