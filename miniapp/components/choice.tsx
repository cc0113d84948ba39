/** Options as buttons, one or several: big enough for a thumb, marked by a sign and not by colour alone. */
import { View } from '@tarojs/components';
import type { Options } from '../../shared/fields';
import { Icon } from './icon';
import { Tap } from './tap';

interface ChoiceProps {
  options: Options;
  value: readonly string[];
  onChange: (value: string[]) => void;
  several?: boolean;
}

export function Choice({ options, value, onChange, several }: ChoiceProps) {
  const press = (key: string) => {
    const chosen = value.includes(key);
    if (several) onChange(chosen ? value.filter((v) => v !== key) : [...value, key]);
    else onChange([key]);
  };
  return (
    <View className={`choice choice-${columnsFor(options)} ${isBrief(options) ? 'is-brief' : ''}`}>
      {Object.entries(options).map(([key, label]) => {
        const chosen = value.includes(key);
        return (
          <Tap
            key={key}
            className={`choice-one ${chosen ? 'is-chosen' : ''}`}
            role={several ? 'checkbox' : 'radio'}
            checked={chosen}
            label={label}
            onTap={() => press(key)}
          >
            {chosen && <Icon name="check" className="choice-tick" />}
            <View>{label}</View>
          </Tap>
        );
      })}
    </View>
  );
}

/** Columns that the longest of the words leaves room for. */
function columnsFor(options: Options): number {
  const labels = Object.values(options);
  if (labels.some((label) => label.length > 6)) return 1;
  return Math.min(3, labels.length);
}

/** Two words that stand side by side in large type as well. */
const isBrief = (options: Options) =>
  Object.keys(options).length === 2 && Object.values(options).every((label) => label.length <= 3);
