/** The web page's own map: the city's streets and grids as SVG. Tap to put the pin, drag to look around, + and −. */
import { View } from '@tarojs/components';
import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { colors } from '../../shared/look';
import { codesOf } from '../../shared/places';
import { told } from '../lib/a11y';
import { type DrawnMap, loadBasemap, svgPath } from '../lib/basemap';
import { inDatum } from '../lib/geo';
import { type Outlines, outlinesAround, ringsOf } from '../lib/shapes';
import { useSignal } from '../lib/use-signal';
import { Icon } from './icon';
import type { PlaceMapProps } from './place-map-props';
import { placeNames } from './place-names';
import { Button, Tap } from './tap';

/** Metres from side to side: the nearest and the farthest view. */
const NEAREST = 120;
const FARTHEST = 2600;
const PINNED = 420;

export function PlaceMap(props: PlaceMapProps) {
  const { map, failed, again } = useBasemap();
  if (map) return <Drawn {...props} map={map} />;
  return (
    <View className="map map-empty">
      {failed ? (
        <>
          <View>地图没有打开，可以直接写地址。</View>
          <Button look="link" words="再试一次" onTap={again} />
        </>
      ) : (
        '正在打开地图…'
      )}
    </View>
  );
}

function Drawn({ pin, onPin, gridPath, map }: PlaceMapProps & { map: DrawnMap }) {
  const at = pin ? map.plane.to(inDatum(pin, 'wgs84').lng, inDatum(pin, 'wgs84').lat) : null;
  const [view, setView] = useState({ x: at?.x ?? 0, y: at?.y ?? 0, span: at ? PINNED : 1600 });
  const svg = useRef<SVGSVGElement>(null);
  const grids = useOutlines(gridPath);
  const wide = svg.current?.clientWidth || 343;
  const metre = wide / view.span;

  // The pin is always in sight: where it went out of the view, the view follows.
  useEffect(() => {
    if (!at) return;
    setView((v) => {
      const out = Math.abs(at.x - v.x) > v.span * 0.4 || Math.abs(at.y - v.y) > v.span * 0.24;
      return out ? { x: at.x, y: at.y, span: Math.min(v.span, PINNED) } : v;
    });
  }, [at?.x, at?.y]);

  const gestures = useGestures(
    view.span / wide,
    (x, y) => setView((v) => ({ ...v, x: v.x - x, y: v.y - y })),
    (e) => {
      const box = svg.current?.getBoundingClientRect();
      if (!box || !onPin) return;
      const x = view.x + (e.clientX - box.left - box.width / 2) / metre;
      const y = view.y + (e.clientY - box.top - box.height / 2) / metre;
      onPin({ ...map.plane.from(x, y), datum: 'wgs84' });
    },
  );
  const zoom = (by: number) =>
    setView((v) => ({ ...v, ...(at ?? {}), span: Math.min(FARTHEST, Math.max(NEAREST, v.span * by)) }));
  const names = useMemo(() => placeNames(map.names, view, metre), [map, view, metre]);
  return (
    <View>
      <View className="map">
        <svg
          ref={svg}
          className={`map-canvas ${onPin ? '' : 'is-still'}`}
          viewBox={`${view.x - view.span / 2} ${view.y - view.span / 2} ${view.span} ${view.span}`}
          preserveAspectRatio="xMidYMid slice"
          role="img"
          aria-label={onPin ? '地图。点一下来放大头针，也可以用下面的按钮' : '地图'}
          {...gestures}
        >
          <Streets map={map} />
          <Grids grids={grids} own={codesOf(gridPath ?? '').pop()} map={map} />
          {names.map(({ key, name, x, y, angle }) => (
            <text
              key={key}
              className="map-name"
              fontSize={12 / metre}
              strokeWidth={3 / metre}
              transform={`translate(${x} ${y}) rotate(${angle})`}
            >
              {name}
            </text>
          ))}
          {at && (
            <g transform={`translate(${at.x} ${at.y}) scale(${1 / metre})`}>
              <path className="map-pin" d="M0 0C-10-13-16-19-16-28a16 16 0 0 1 32 0C16-19 10-13 0 0z" />
              <circle r="6" cy="-28" fill={colors.paper} />
            </g>
          )}
        </svg>
        <View className="map-zoom">
          <Tap className="map-button" label="放大地图" onTap={() => zoom(0.6)}>
            <Icon name="plus" />
          </Tap>
          <Tap className="map-button" label="缩小地图" onTap={() => zoom(1 / 0.6)}>
            <Icon name="minus" />
          </Tap>
        </View>
      </View>
      <View className="map-credit" {...told({ label: `地图数据 ${map.credit}` })}>
        {map.credit}
      </View>
    </View>
  );
}

function Streets({ map }: { map: DrawnMap }) {
  return useMemo(
    () => (
      <g className="map-base">
        <path className="map-blocks" d={map.blocks} />
        {map.streets.map(({ metres, path }) => (
          <path key={`${metres}${path.length}`} className="map-casing" d={path} strokeWidth={metres + 2} />
        ))}
        {map.streets.map(({ metres, path }) => (
          <path key={`${metres}${path.length}`} className="map-street" d={path} strokeWidth={metres} />
        ))}
      </g>
    ),
    [map],
  );
}

function Grids({ grids, own, map }: { grids: Outlines['features']; own?: string; map: DrawnMap }) {
  const path = (f: Outlines['features'][number]) =>
    ringsOf(f.geometry)
      .map((ring) => `${svgPath(ring.map(([lng, lat]) => map.plane.to(lng, lat)))}z`)
      .join('');
  const mine = grids.find((f) => f.properties.code === own);
  return (
    <g>
      {grids.map((f) => (
        <path key={f.properties.code} className="map-grid" d={path(f)} />
      ))}
      {mine && <path className="map-grid is-own" d={path(mine)} />}
    </g>
  );
}

function useBasemap() {
  const [map, setMap] = useState<DrawnMap | null>(null);
  const [failed, setFailed] = useState(false);
  const again = () => {
    setFailed(false);
    loadBasemap().then(setMap, () => setFailed(true));
  };
  useEffect(again, []);
  useSignal(() => {
    if (failed) again();
  });
  return { map, failed, again };
}

function useOutlines(gridPath?: string): Outlines['features'] {
  const [grids, setGrids] = useState<Outlines['features']>([]);
  useEffect(() => {
    let here = true;
    if (gridPath) void outlinesAround(gridPath).then((found) => here && found.length && setGrids(found));
    return () => {
      here = false;
    };
  }, [gridPath]);
  return grids;
}

/** Dragging moves the view by metres; a press that did not move is a tap. */
function useGestures(metresPerPixel: number, onDrag: (x: number, y: number) => void, onTap: (e: PointerEvent) => void) {
  const from = useRef<{ x: number; y: number; moved: boolean } | null>(null);
  return {
    onPointerDown: (e: PointerEvent) => {
      from.current = { x: e.clientX, y: e.clientY, moved: false };
      e.currentTarget.setPointerCapture(e.pointerId);
    },
    onPointerMove: (e: PointerEvent) => {
      const start = from.current;
      if (!start) return;
      const [x, y] = [e.clientX - start.x, e.clientY - start.y];
      if (!start.moved && Math.hypot(x, y) < 8) return;
      from.current = { x: e.clientX, y: e.clientY, moved: true };
      onDrag(x * metresPerPixel, y * metresPerPixel);
    },
    onPointerUp: (e: PointerEvent) => {
      if (from.current && !from.current.moved) onTap(e);
      from.current = null;
    },
    onPointerCancel: () => {
      from.current = null;
    },
  };
}
