/** The one map of the console: streets, grids, cases, a pin. Drawn on a plain canvas, so it needs no WebGL. */
import type { FeatureCollection } from 'geojson';
import { defaults as defaultControls } from 'ol/control/defaults.js';
import ScaleLine from 'ol/control/ScaleLine.js';
import { boundingExtent, extend, isEmpty } from 'ol/extent.js';
import Feature from 'ol/Feature.js';
import GeoJSON from 'ol/format/GeoJSON.js';
import { Point } from 'ol/geom.js';
import VectorLayer from 'ol/layer/Vector.js';
import OlMap from 'ol/Map.js';
import type MapBrowserEvent from 'ol/MapBrowserEvent.js';
import { fromLonLat, toLonLat, transformExtent } from 'ol/proj.js';
import VectorSource from 'ol/source/Vector.js';
import View from 'ol/View.js';
import { useEffect, useRef, useState } from 'react';
import type { CaseMap, MapPoint, Settings } from '../../../shared/views.js';
import { useSettings } from '../../lib/session.js';
import { type Base, baseOf } from './base-layers.js';
import { clusterStyle, faultStyle, gridStyle, pinStyle, pointStyle, toneOf } from './marks.js';
import 'ol/ol.css';
import './map.css';

interface Place {
  lng: number;
  lat: number;
}
export interface CityMapProps {
  view: Settings['view'];
  /** What the picture shows, for those who do not see it. */
  label: string;
  grids?: FeatureCollection | undefined;
  /** Colour of a grid by its code; without it grids are outlines. */
  fillOf?: ((code: string) => string | undefined) | undefined;
  chosen?: string | undefined;
  cases?: CaseMap | undefined;
  pin?: Place | null | undefined;
  /** Numbered places where something is wrong. */
  faults?: { at: [number, number]; text: string }[] | undefined;
  /** What to show at first and whenever it changes: the grids, the chosen grid, or the pin. */
  fit?: 'grids' | 'chosen' | 'pin' | undefined;
  /** Px of the frame that other things cover: top, right, bottom, left. */
  padding?: number[];
  onPlace?: (place: Place) => void;
  onGrid?: (code: string | undefined) => void;
  onCase?: (point: MapPoint) => void;
  onMove?: (bbox: string, zoom: number) => void;
}

const reader = new GeoJSON({ featureProjection: 'EPSG:3857' });

export function CityMap(props: CityMapProps) {
  const { view, label, grids, fillOf, chosen, cases, pin, faults, fit } = props;
  const hasPin = Boolean(pin);
  const hasCases = cases !== undefined;
  const { data: settings } = useSettings();
  const box = useRef<HTMLDivElement>(null);
  const state = useRef<MapState>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const [credit, setCredit] = useState('');
  const [base] = useState(() => baseOf(settings?.tianditu ?? null));

  // The map is made once; what changes is followed below.
  useEffect(() => {
    const made = makeMap(box.current!, view, base, latest);
    state.current = made;
    void base.credit.then(setCredit);
    return () => made.map.setTarget(undefined);
  }, []);

  useEffect(() => {
    const source = state.current!.grids.getSource()!;
    source.clear();
    if (grids) source.addFeatures(reader.readFeatures(grids));
  }, [grids]);

  useEffect(() => {
    state.current!.grids.setStyle((feature, resolution) => {
      const code = String(feature.get('code'));
      // A pin stands where the name would, which the page says beside the map; cases leave less room for names.
      const nameBelow = hasPin && code === chosen ? 0 : hasCases ? 2.2 : 4;
      return gridStyle(feature, resolution, fillOf?.(code), code === chosen, nameBelow);
    });
  }, [fillOf, chosen, hasPin, hasCases]);

  useEffect(() => {
    const source = state.current!.cases.getSource()!;
    source.clear();
    source.addFeatures([
      ...(cases?.points ?? []).map((p) => mark(p, { case: p }, pointStyle(toneOf(p)))),
      ...(cases?.clusters ?? []).map((c) => mark(c, { cluster: c.n }, clusterStyle(c.n))),
    ]);
  }, [cases]);

  useEffect(() => {
    const source = state.current!.marks.getSource()!;
    source.clear();
    if (pin) source.addFeature(mark(pin, {}, pinStyle));
    for (const { at, text } of faults ?? []) source.addFeature(mark({ lng: at[0], lat: at[1] }, {}, faultStyle(text)));
  }, [pin, faults]);

  const follows = fit === 'chosen' ? chosen : fit === 'pin' && pin ? `${pin.lng},${pin.lat}` : fit;
  // A press elsewhere must not move what somebody looks at.
  useEffect(() => {
    const { map, grids: layer } = state.current!;
    const source = layer.getSource()!;
    const one = source
      .getFeatures()
      .find((f) => f.get('code') === chosen)
      ?.getGeometry();
    const options = { padding: latest.current.padding ?? [24, 24, 24, 24], maxZoom: 17 };
    if (fit === 'pin' && pin) map.getView().setCenter(fromLonLat([pin.lng, pin.lat]));
    if (fit === 'chosen' && one) map.getView().fit(one.getExtent(), options);
    if (fit !== 'grids') return;
    // What is wrong may lie outside of what could be drawn.
    const all = boundingExtent((faults ?? []).map((f) => fromLonLat(f.at)));
    if (source.getFeatures().length > 0) extend(all, source.getExtent()!);
    if (!isEmpty(all)) map.getView().fit(all, options);
  }, [follows, grids, faults]);

  return (
    <div className="map">
      <section ref={box} className="map-canvas" aria-label={label} />
      {credit && <span className="map-credit">{credit}</span>}
    </div>
  );
}

interface MapState {
  map: OlMap;
  grids: VectorLayer;
  cases: VectorLayer;
  marks: VectorLayer;
}

const mark = (at: Place, data: Record<string, unknown>, style: ReturnType<typeof pointStyle> | typeof pinStyle) => {
  const feature = new Feature({ geometry: new Point(fromLonLat([at.lng, at.lat])), ...data });
  feature.setStyle(style);
  return feature;
};

function makeMap(target: HTMLElement, view: Settings['view'], base: Base, latest: { current: CityMapProps }): MapState {
  const grids = new VectorLayer({ source: new VectorSource(), declutter: 'grids' });
  const cases = new VectorLayer({ source: new VectorSource() });
  const marks = new VectorLayer({ source: new VectorSource() });
  const map = new OlMap({
    target,
    layers: [...base.under, grids, ...base.over, cases, marks],
    controls: defaultControls({
      attribution: false,
      rotate: false,
      zoomOptions: { zoomInTipLabel: '放大', zoomOutTipLabel: '缩小' },
    }).extend([new ScaleLine()]),
    view: new View({
      center: fromLonLat([view.lng, view.lat]),
      zoom: view.zoom,
      maxZoom: 19,
      minZoom: 9,
      enableRotation: false,
    }),
  });
  const tell = () => {
    const size = map.getSize();
    if (!size || !latest.current.onMove) return;
    const extent = transformExtent(map.getView().calculateExtent(size), 'EPSG:3857', 'EPSG:4326');
    latest.current.onMove(extent.map((x) => x.toFixed(5)).join(','), Math.round(map.getView().getZoom() ?? 14));
  };
  map.on('moveend', tell);
  map.on('pointermove', (e: MapBrowserEvent) => {
    if (e.dragging) return;
    const { onPlace, onGrid, onCase } = latest.current;
    const hits =
      (onGrid || onCase) && map.hasFeatureAtPixel(e.pixel, { layerFilter: (l) => l === grids || l === cases });
    target.style.cursor = onPlace ? 'crosshair' : hits ? 'pointer' : '';
  });
  map.on('singleclick', (e: MapBrowserEvent) => {
    const { onPlace, onGrid, onCase } = latest.current;
    if (onPlace) {
      const [lng, lat] = toLonLat(e.coordinate) as [number, number];
      return onPlace({ lng: Number(lng.toFixed(6)), lat: Number(lat.toFixed(6)) });
    }
    const hit = map.forEachFeatureAtPixel(e.pixel, (f) => f, { layerFilter: (l) => l === cases, hitTolerance: 4 });
    if (hit?.get('cluster')) {
      const zoom = (map.getView().getZoom() ?? 14) + 1.5;
      return map.getView().animate({ center: e.coordinate, zoom, duration: 200 });
    }
    if (hit) return onCase?.(hit.get('case') as MapPoint);
    const grid = map.forEachFeatureAtPixel(e.pixel, (f) => f, { layerFilter: (l) => l === grids });
    onGrid?.(grid ? String(grid.get('code')) : undefined);
  });
  return { map, grids, cases, marks };
}
