/** One case in a list: what, where, how it stands in plain words. */
import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { sayAgo } from '../../shared/say';
import type { CaseRow } from '../../shared/views';
import { sayItem, sayState, sayTag } from '../lib/words';
import { Icon } from './icon';
import { StateTag } from './state-tag';
import { Tap } from './tap';

export function CaseCard({ row }: { row: CaseRow }) {
  const name = sayItem(row.item);
  const said = sayState(row);
  return (
    <Tap
      className="card case-card"
      label={`${name}，${said}`}
      onTap={() => void Taro.navigateTo({ url: `/pages/case/index?id=${row.id}` })}
    >
      <View className="row case-card-head">
        <View className="row-grow strong">{name}</View>
        <StateTag state={row.state} />
      </View>
      <View className="case-card-words">{row.words}</View>
      {said !== sayTag(row.state) && (
        <View className="case-card-state">
          <Icon name="clock" />
          <View>{said}</View>
        </View>
      )}
      <View className="hint">{`${sayAgo(row.createdAt, Date.now())}${row.address ? ` · ${row.address}` : row.grid ? ` · ${row.grid.name}` : ''}`}</View>
    </Tap>
  );
}
