/** An address with what it may mean while one types; who chooses one has the place on the map as well. */
import { AutoComplete } from 'antd';
import { type Field, LONGEST } from '../../../shared/fields.js';
import type { Spot } from '../../../shared/views.js';
import { useSpots } from '../../lib/intake.js';
import type { InputProps } from './input-props.js';

const KINDS: Record<Spot['kind'], string> = { case: '以前的事件', road: '道路', place: '区划' };

interface Props extends InputProps<Field, unknown> {
  onSpot: (spot: Spot) => void;
}

export function AddressInput({ id, field, value, onChange, onSpot, autoFocus, invalid, describedBy }: Props) {
  const typed = typeof value === 'string' ? value : '';
  const { data = [] } = useSpots(typed);
  // Of the same words the first is the most exact.
  const spots = data.filter((spot, i) => data.findIndex((other) => other.label === spot.label) === i);
  return (
    <AutoComplete
      id={id}
      autoFocus={autoFocus}
      className="fill"
      styles={{ popup: { root: { minWidth: 420 } } }}
      value={typed}
      options={spots.map((spot) => ({ value: spot.label, label: spot.label, spot }))}
      optionRender={({ data: { spot } }) => (
        <span className="option">
          <span>{spot.label}</span>
          <span className="quiet option-more">{`${KINDS[spot.kind as Spot['kind']]} · ${spot.more}`}</span>
        </span>
      )}
      maxLength={field.max ?? LONGEST.text}
      {...(invalid ? { status: 'error' as const } : {})}
      aria-describedby={describedBy}
      // Enter chooses; it must not send the form as well.
      onInputKeyDown={(e) => {
        if (e.key === 'Enter' && !e.ctrlKey && !e.metaKey) e.preventDefault();
      }}
      onChange={(next: string) => onChange(next || undefined)}
      onSelect={(_: string, option: { spot: Spot }) => onSpot(option.spot)}
    />
  );
}
