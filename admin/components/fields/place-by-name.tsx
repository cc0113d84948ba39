/** The place by the name of a grid or a community, where no address is known and the hands stay on the keys. */
import { AutoComplete } from 'antd';
import { useState } from 'react';
import type { Spot } from '../../../shared/views.js';
import { useSpots } from '../../lib/intake.js';

export function PlaceByName({ onSpot }: { onSpot: (spot: Spot) => void }) {
  const [typed, setTyped] = useState('');
  const { data = [] } = useSpots(typed);
  const spots = data.filter((spot) => spot.kind === 'place' && spot.lng !== null);
  return (
    <div className="field">
      <label htmlFor="place-by-name">
        按名称定位<span className="quiet">（选填）</span>
      </label>
      <AutoComplete
        id="place-by-name"
        className="fill"
        value={typed}
        placeholder="网格或社区的名称"
        defaultActiveFirstOption
        options={spots.map((spot) => ({ value: `${spot.label}（${spot.more}）`, label: spot.label, spot }))}
        optionRender={({ data: { spot } }) => (
          <span className="option">
            <span>{spot.label}</span>
            <span className="quiet option-more">{spot.more}</span>
          </span>
        )}
        onChange={(next: string) => setTyped(next)}
        onSelect={(_: string, option: { spot: Spot }) => {
          setTyped(option.spot.label);
          onSpot(option.spot);
        }}
      />
    </div>
  );
}
