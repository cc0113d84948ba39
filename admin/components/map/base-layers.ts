/** What lies under everything: our own streets in greys, or the tiles of 天地图 where the city has a key. */
import Feature, { type FeatureLike } from 'ol/Feature.js';
import { MultiLineString, Polygon } from 'ol/geom.js';
import type BaseLayer from 'ol/layer/Base.js';
import TileLayer from 'ol/layer/Tile.js';
import VectorLayer from 'ol/layer/Vector.js';
import { fromLonLat } from 'ol/proj.js';
import VectorSource from 'ol/source/Vector.js';
import XYZ from 'ol/source/XYZ.js';
import { Fill, Stroke, Style, Text } from 'ol/style.js';
import { colors } from '../../../shared/look.js';

/** Width in px at zoom 16 and tone of grey; `nameFrom` is the zoom from which the name is written. */
const CLASSES: Record<string, { width: number; color: string; nameFrom: number }> = {
  elevated: { width: 10, color: '#CBD2DA', nameFrom: 13.5 },
  primary: { width: 9, color: '#D3D9E0', nameFrom: 14 },
  secondary: { width: 8, color: '#D8DDE4', nameFrom: 14.5 },
  tertiary: { width: 6, color: '#DEE3E8', nameFrom: 15 },
};
const SMALL = { width: 4, color: '#E2E6EB', nameFrom: 15.7 };

/** The file the server gives: lines and rings are flat lists of longitude and latitude. */
interface Basemap {
  credit: string;
  streets: { name: string; class: string; lines: number[][] }[];
  blocks: number[][];
}

const FONT = '12px "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
export const halo = (text: string, options: ConstructorParameters<typeof Text>[0] = {}) =>
  new Text({
    text,
    font: FONT,
    fill: new Fill({ color: colors.ink }),
    stroke: new Stroke({ color: colors.paper, width: 3 }),
    ...options,
  });

const blockStyle = new Style({ fill: new Fill({ color: '#FAFBFC' }) });

const zoomOf = (resolution: number) => Math.log2(156543.03 / resolution);

function groundStyle(feature: FeatureLike, resolution: number): Style {
  const kind = feature.get('class') as string | undefined;
  if (!kind) return blockStyle;
  const { width, color } = CLASSES[kind] ?? SMALL;
  const px = Math.max(0.6, width * 2 ** (zoomOf(resolution) - 16.5));
  return new Style({ stroke: new Stroke({ color, width: Math.min(px, 22), lineCap: 'round' }) });
}

function nameStyle(feature: FeatureLike, resolution: number): Style | undefined {
  const name = feature.get('name') as string | undefined;
  const { nameFrom } = CLASSES[feature.get('class') as string] ?? SMALL;
  if (!name || zoomOf(resolution) < nameFrom) return undefined;
  const fill = new Fill({ color: colors.ink2 });
  return new Style({ text: halo(name, { placement: 'line', fill, maxAngle: 0.5, repeat: 420 }) });
}

let streets: Promise<{ source: VectorSource; credit: string }> | undefined;
/** The streets are read once and shown by every map of the page; a city without the file has grids only. */
function streetSource() {
  streets ??= fetch('/basemap.json').then(async (answer) => {
    if (!answer.ok) return { source: new VectorSource(), credit: '' };
    const { streets: lines, blocks, credit } = (await answer.json()) as Basemap;
    const source = new VectorSource({
      features: [
        ...blocks.map((ring) => new Feature(new Polygon([pairs(ring)]))),
        ...lines.map(
          (s) => new Feature({ geometry: new MultiLineString(s.lines.map(pairs)), name: s.name, class: s.class }),
        ),
      ],
    });
    return { source, credit: `道路 ${credit}` };
  });
  return streets;
}

function pairs(flat: number[]): number[][] {
  const found: number[][] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) found.push(fromLonLat([flat[i] ?? 0, flat[i + 1] ?? 0]));
  return found;
}

/** 天地图 asks for its name and the number of the approved map. */
const TIANDITU = '天地图 审图号 GS(2024)0650号';

export interface Base {
  /** Below the grids: ground and streets. */
  under: BaseLayer[];
  /** Above the grids: names, which must stay readable over any fill. */
  over: BaseLayer[];
  /** Who made it, as their licence asks to be said; known when it has been read. */
  credit: Promise<string>;
}

export function baseOf(tianditu: { key: string } | null): Base {
  if (tianditu) {
    const tiles = (kind: 'vec' | 'cva') =>
      new TileLayer({
        className: kind === 'vec' ? 'map-tiles' : 'map-names',
        source: new XYZ({
          url: `https://t{0-7}.tianditu.gov.cn/${kind}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${kind}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${tianditu.key}`,
        }),
      });
    return { under: [tiles('vec')], over: [tiles('cva')], credit: Promise.resolve(TIANDITU) };
  }
  const ground = new VectorLayer({ style: groundStyle, updateWhileInteracting: true });
  const names = new VectorLayer({ style: nameStyle, declutter: true });
  const credit = streetSource().then(
    ({ source, credit: said }) => {
      ground.setSource(source);
      names.setSource(source);
      return said;
    },
    // Without streets the grids can still be read.
    () => '',
  );
  return { under: [ground], over: [names], credit };
}
