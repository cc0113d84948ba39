/** A place on the map: press where it is; the grid that owns it is said at once. */
import { Button } from 'antd';
import { useContext } from 'react';
import type { Point } from '../../../shared/fields.js';
import { hows } from '../../../shared/places.js';
import { usePlaceAt, useShapes } from '../../lib/registers.js';
import { useMe, useSettings } from '../../lib/session.js';
import { CityMap } from '../map/city-map.js';
import { HelpContext } from './help.js';
import type { FieldOf, InputProps } from './input-props.js';

/** So near that single houses are seen. */
const CLOSE = 16.5;

export default function PointInput({ value, onChange, labelledBy }: InputProps<FieldOf<'point'>, Point>) {
  const me = useMe();
  const { around } = useContext(HelpContext);
  const { data: settings } = useSettings();
  const { data: shapes } = useShapes(me.place?.code);
  const { data: at } = usePlaceAt(value);
  if (!settings) return null;
  return (
    <fieldset aria-labelledby={labelledBy} className="plain point-input">
      <CityMap
        view={around ? { ...around, zoom: CLOSE } : settings.view}
        grids={shapes}
        chosen={at?.grid?.code}
        pin={value}
        fit={around ? undefined : 'grids'}
        onPlace={(point) => onChange(point)}
        label="在地图上点出位置"
      />
      <p className="point-said" aria-live="polite">
        {!value && '在地图上点一下，标出位置。'}
        {value && !at && '正在查找网格…'}
        {value && at?.grid && (
          <>
            <b>{at.grid.name}</b>
            <span className="quiet">（{at.grid.pathNames.join(' · ')}）</span>
          </>
        )}
        {value && at && !at.grid && `${hows[at.how]}，由受理台人工分派。`}
        {value && (
          <Button type="link" size="small" onClick={() => onChange(undefined)}>
            去掉位置
          </Button>
        )}
      </p>
    </fieldset>
  );
}
