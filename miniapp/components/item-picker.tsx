/** What it is about: found by everyday words, picked from the common ones, or looked up in the ten groups. */
import { View } from '@tarojs/components';
import { useState } from 'react';
import { commonItems, type DutyItem, findItems, type GroupKey, groups, items } from '../../shared/duty-list';
import { told } from '../lib/a11y';
import { Icon } from './icon';
import { Tap } from './tap';
import { TextInput } from './text-input';

const groupOrder = (Object.keys(groups) as GroupKey[]).sort((a, b) => groups[a].order - groups[b].order);
const MOST_FOUND = 8;

interface ItemPickerProps {
  value: string | null;
  onChoose: (item: DutyItem) => void;
  /** What is typed into the search, so that the page can act on words of danger. */
  onWords?: (words: string) => void;
}

export function ItemPicker({ value, onChoose, onWords }: ItemPickerProps) {
  const [words, setWords] = useState('');
  const [open, setOpen] = useState<GroupKey | null>(null);
  const found = findItems(words).slice(0, MOST_FOUND);
  const type = (next: string) => {
    setWords(next);
    onWords?.(next);
  };
  const one = (item: DutyItem) => (
    <ItemRow key={item.code} item={item} chosen={item.code === value} onTap={() => onChoose(item)} />
  );
  return (
    <View>
      <TextInput
        hideLabel
        label="说说是什么问题"
        hint="说说是什么问题，例如：路灯"
        kind="search"
        value={words}
        onChange={type}
      />
      {words.trim() ? (
        <View {...told({ role: 'status' })}>
          {found.length > 0 ? (
            <View className="items">{found.map(one)}</View>
          ) : (
            <View className="card hint">{`没有找到“${words.trim()}”。换个说法，或者在下面按类别找；说不清的选“其他”，我们来分派。`}</View>
          )}
        </View>
      ) : (
        <>
          <View className="section">常见的</View>
          <CommonItems value={value} onChoose={onChoose} />
        </>
      )}
      {(!words.trim() || found.length === 0) && (
        <>
          <View className="section">按类别找</View>
          <View className="items">
            {groupOrder.map((group) => (
              <View key={group}>
                <Tap
                  className="items-row items-group"
                  label={`${groups[group].label}，${open === group ? '收起' : '展开'}`}
                  onTap={() => setOpen(open === group ? null : group)}
                >
                  <View className="row-grow">{groups[group].label}</View>
                  <Icon name={open === group ? 'minus' : 'plus'} />
                </Tap>
                {open === group && items.filter((item) => item.group === group).map(one)}
              </View>
            ))}
          </View>
        </>
      )}
    </View>
  );
}

/** What is reported most: one tap instead of two. */
export function CommonItems({ value, onChoose }: Pick<ItemPickerProps, 'value' | 'onChoose'>) {
  return (
    <View className="items-common">
      {commonItems.map((item) => (
        <Tap
          key={item.code}
          className={`items-chip ${item.code === value ? 'is-chosen' : ''}`}
          onTap={() => onChoose(item)}
        >
          {item.name}
        </Tap>
      ))}
    </View>
  );
}

function ItemRow({ item, chosen, onTap }: { item: DutyItem; chosen: boolean; onTap: () => void }) {
  return (
    <Tap className={`items-row ${chosen ? 'is-chosen' : ''}`} label={item.name} onTap={onTap}>
      <View className="row-grow">{item.name}</View>
      <Icon name={chosen ? 'check' : 'next'} />
    </Tap>
  );
}
