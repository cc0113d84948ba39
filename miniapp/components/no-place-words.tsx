/** Says why there is no position and what can be done instead, with the way to ask again after a no. */
import { View } from '@tarojs/components';
import { told } from '../lib/a11y';
import { secondChance } from '../lib/location';
import type { NoPlace } from '../lib/no-place';
import { Button } from './tap';

interface NoPlaceWordsProps {
  why: NoPlace;
  /** What can be done without. */
  instead: string;
  /** Tries again, now that the person has had the question once more. */
  again: () => Promise<void>;
}

export function NoPlaceWords({ why, instead, again }: NoPlaceWordsProps) {
  const chance = secondChance[why.why];
  return (
    <View className="place-trouble" {...told({ role: 'alert' })}>
      <View>{`${why.words}，${instead}`}</View>
      {chance && (
        <Button
          look="link"
          words={chance.words}
          // A second no leaves everything as it is.
          onTap={() => void chance.take().then(again, () => undefined)}
        />
      )}
    </View>
  );
}
