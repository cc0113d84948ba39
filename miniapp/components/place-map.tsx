/** WeChat's map with a pin in its middle: dragged or tapped, the pin follows. */
import { View, Map as WeMap } from '@tarojs/components';
import { useEffect, useState } from 'react';
import { told } from '../lib/a11y';
import { inDatum } from '../lib/geo';
import { mapDatum } from '../lib/location';
import { settings } from '../lib/settings';
import { ownOutline } from '../lib/shapes';
import { useStore } from '../lib/store';
import type { PlaceMapProps } from './place-map-props';

interface Centre {
  longitude: number;
  latitude: number;
}
type Polygons = { points: Centre[]; strokeWidth: number; strokeColor: string; fillColor: string }[];

export function PlaceMap({ pin, onPin, gridPath }: PlaceMapProps) {
  const city = useStore(settings)?.view;
  const polygons = useOutline(gridPath);
  const shown = pin ?? city;
  if (!shown) return <View className="map map-empty">地图要有网络才能显示</View>;
  const { lng, lat } = inDatum(shown, mapDatum);
  const put = (to?: Centre) => {
    if (to?.longitude !== undefined) onPin?.({ lng: to.longitude, lat: to.latitude, datum: mapDatum });
  };
  const markers = pin
    ? [{ id: 1, longitude: lng, latitude: lat, iconPath: '/assets/pin.png', width: 36, height: 44 }]
    : [];
  return (
    <View className="map">
      <WeMap
        className="map-canvas"
        longitude={lng}
        latitude={lat}
        scale={pin ? 17 : 14}
        markers={markers}
        polygons={polygons}
        enableScroll={!!onPin}
        enableZoom
        onTap={(e) => put(e.detail as unknown as Centre)}
        onRegionChange={(e) => put(draggedTo(e as unknown as MapMoved))}
        onError={() => undefined}
        {...told({ label: onPin ? '地图。拖动或点一下来移动大头针，也可以用下面的按钮' : '地图' })}
      />
    </View>
  );
}

/** WeChat says beside `detail` or in it, by the version of the client, what moved the map. */
interface MapMoved {
  type?: string;
  causedBy?: string;
  detail: { type?: string; causedBy?: string; centerLocation?: Centre };
}

function draggedTo({ type, causedBy, detail }: MapMoved): Centre | undefined {
  const moved = { type, causedBy, ...detail };
  return moved.type === 'end' && moved.causedBy === 'drag' ? detail.centerLocation : undefined;
}

/** The border of the owning grid, as WeChat's map wants it. */
function useOutline(gridPath?: string): Polygons {
  const [polygons, setPolygons] = useState<Polygons>([]);
  useEffect(() => {
    let here = true;
    void ownOutline(gridPath).then((rings) => {
      if (!here) return;
      const looks = { strokeWidth: 2, strokeColor: '#1257A8', fillColor: '#1257A81A' };
      const point = ([lng, lat]: number[]) => {
        const at = inDatum({ lng, lat }, mapDatum);
        return { longitude: at.lng, latitude: at.lat };
      };
      setPolygons(rings.map((ring) => ({ points: ring.map(point), ...looks })));
    });
    return () => {
      here = false;
    };
  }, [gridPath]);
  return polygons;
}
