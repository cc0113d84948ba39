/** How grids, cases, clusters and faults are drawn: tone and shape from shared/look.ts. */
import type { FeatureLike } from 'ol/Feature.js';
import { Circle, Fill, RegularShape, Stroke, Style, Text } from 'ol/style.js';
import { stateRow } from '../../../shared/case-flow.js';
import { colors, type Tone, tones } from '../../../shared/look.js';
import type { MapPoint } from '../../../shared/views.js';
import { halo } from './base-layers.js';

export const toneOf = (point: Pick<MapPoint, 'state' | 'late'>): Tone =>
  point.late ? 'late' : stateRow(point.state).tone;

const HEAVY = '600 13px "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const white = new Stroke({ color: colors.paper, width: 1.5 });
function shapeOf(tone: Tone, size: number) {
  const fill = new Fill({ color: tones[tone].text });
  switch (tones[tone].shape) {
    case 'circle':
      return new Circle({ radius: size, fill, stroke: white });
    case 'triangle':
      return new RegularShape({ points: 3, radius: size + 2, fill, stroke: white });
    case 'square':
      return new RegularShape({ points: 4, radius: size + 1, angle: Math.PI / 4, fill, stroke: white });
    case 'diamond':
      return new RegularShape({ points: 4, radius: size + 1, fill, stroke: white });
  }
}

const points = new Map<string, Style>();
export function pointStyle(tone: Tone): Style {
  const known = points.get(tone);
  if (known) return known;
  // Red is drawn last: what is late must not hide behind what is not.
  const style = new Style({ image: shapeOf(tone, tone === 'late' ? 8 : 7), zIndex: tone === 'late' ? 6 : 5 });
  points.set(tone, style);
  return style;
}

export function clusterStyle(n: number): Style {
  return new Style({
    image: new Circle({
      radius: Math.min(26, 10 + Math.sqrt(n) * 1.6),
      fill: new Fill({ color: colors.ink2 }),
      stroke: new Stroke({ color: colors.paper, width: 2 }),
    }),
    text: new Text({
      text: String(n),
      font: '600 12px system-ui, sans-serif',
      fill: new Fill({ color: colors.paper }),
    }),
    zIndex: 4,
  });
}

export const pinStyle = [
  new Style({
    image: new Circle({
      radius: 9,
      fill: new Fill({ color: colors.paper }),
      stroke: new Stroke({ color: colors.brand, width: 2 }),
    }),
    zIndex: 8,
  }),
  new Style({ image: new Circle({ radius: 4.5, fill: new Fill({ color: colors.brand }) }), zIndex: 9 }),
];

export const faultStyle = (text: string) =>
  new Style({
    image: new Circle({ radius: 10, fill: new Fill({ color: tones.late.text }), stroke: white }),
    text: new Text({ text, font: '600 12px system-ui, sans-serif', fill: new Fill({ color: colors.paper }) }),
    zIndex: 9,
  });

/** A grid: its fill, white outline, and its name where there is room for it; the chosen one in brand. */
export function gridStyle(
  feature: FeatureLike,
  resolution: number,
  fill: string | undefined,
  chosen: boolean,
  /** The name is written where there is room: below this resolution, metres a pixel. */
  nameBelow: number,
): Style[] {
  const styles = [
    new Style({
      fill: new Fill({ color: fill ? `${fill}D9` : chosen ? `${colors.brandSoft}99` : '#FFFFFF01' }),
      stroke: new Stroke(
        chosen
          ? { color: colors.brand, width: 2.5 }
          : { color: fill ? colors.paper : '#9AA6B4', width: fill ? 1.5 : 1 },
      ),
      zIndex: chosen ? 3 : 2,
    }),
  ];
  if (nameBelow > 0 && (chosen || resolution < nameBelow))
    styles.push(
      new Style({
        text: halo(String(feature.get('name') ?? ''), {
          overflow: chosen,
          ...(chosen ? { offsetY: 20, font: HEAVY } : {}),
        }),
        zIndex: chosen ? 7 : 3,
      }),
    );
  return styles;
}
