/** Picks a place by name or code. */
import { levels } from '../../../shared/places.js';
import { usePlaces } from '../../lib/registers.js';
import { RemoteSelect } from './remote-select.js';

interface Props {
  id: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  autoFocus?: boolean;
  invalid?: boolean;
  describedBy?: string | undefined;
  clearable?: boolean;
  label?: string;
}

function usePlaceOptions(typed: string, open: boolean) {
  const { data, isFetching } = usePlaces({ ...(typed ? { q: typed } : {}), size: 50 }, open);
  const options = (data?.rows ?? []).map((place) => ({
    value: place.code,
    label: place.name,
    more: `${levels[place.level].label} · ${place.code}`,
  }));
  return { options, busy: isFetching };
}

export function PlacePicker(props: Props) {
  return (
    <RemoteSelect
      {...props}
      useOptions={usePlaceOptions}
      placeholder="输入区划或网格名称查找"
      nothing="没有这个名称的区划"
    />
  );
}
