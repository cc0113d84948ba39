/** One to five stars, each with its word, so that nobody has to guess what three stars mean. */
import { View } from '@tarojs/components';
import { Icon } from './icon';
import { Tap } from './tap';

export const starWords = ['很不满意', '不满意', '一般', '满意', '很满意'] as const;

export function Stars({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  return (
    <View className="stars">
      {starWords.map((word, i) => (
        <Tap
          key={word}
          className={`stars-one ${i + 1 === value ? 'is-chosen' : ''}`}
          role="radio"
          checked={i + 1 === value}
          label={`${i + 1} 星，${word}`}
          onTap={() => onChange(i + 1)}
        >
          <Star lit={i < value} />
          <View className="stars-word">{word}</View>
        </Tap>
      ))}
    </View>
  );
}

/** Stars that were given: 「★★★★☆ 4 星，满意」. */
export function StarsGiven({ value }: { value: number }) {
  return (
    <View className="stars-given">
      {starWords.map((word, i) => (
        <Star key={word} lit={i < value} />
      ))}
      <View className="stars-said">{`${value} 星，${starWords[value - 1]}`}</View>
    </View>
  );
}

/** Full or hollow: told apart without colour. */
const Star = ({ lit }: { lit: boolean }) => (
  <Icon name={lit ? 'star' : 'star-empty'} className={`stars-star ${lit ? 'is-lit' : ''}`} />
);
