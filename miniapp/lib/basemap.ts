/** The city's offline base map, for the web page: streets and blocks as SVG paths on a plane in metres. */
import { addressOf } from './api';
import { type Plane, planeAround } from './plane';

type StreetClass = 'elevated' | 'primary' | 'secondary' | 'tertiary' | 'residential' | 'link';
interface Basemap {
  credit: string;
  bounds: [west: number, south: number, east: number, north: number];
  streets: { name: string; class: StreetClass; lines: number[][] }[];
  blocks: number[][];
}

export interface DrawnMap {
  plane: Plane;
  credit: string;
  blocks: string;
  /** One path per width; the narrow streets first, so that the wide ones lie on top. */
  streets: { metres: number; path: string }[];
  names: { name: string; line: { x: number; y: number }[] }[];
}

/** Widths in metres, as they are drawn. */
const widths: Record<StreetClass, number> = {
  link: 5,
  residential: 7,
  tertiary: 10,
  secondary: 13,
  primary: 16,
  elevated: 16,
};

let asked: Promise<DrawnMap> | null = null;

/** @throws when there is none, or no signal */
export function loadBasemap(): Promise<DrawnMap> {
  asked ??= fetch(addressOf('/basemap.json'))
    .then((answer) => {
      if (!answer.ok) throw new Error(`basemap ${answer.status}`);
      return answer.json() as Promise<Basemap>;
    })
    .then(draw)
    .catch((e) => {
      asked = null;
      throw e;
    });
  return asked;
}

function draw({ credit, bounds: [west, south, east, north], streets, blocks }: Basemap): DrawnMap {
  const plane = planeAround((west + east) / 2, (south + north) / 2);
  const points = (flat: number[]) =>
    Array.from({ length: flat.length / 2 }, (_, i) => plane.to(flat[2 * i], flat[2 * i + 1]));
  const order = Object.keys(widths) as StreetClass[];
  const pathOf = (lines: number[][]) => lines.map((line) => svgPath(points(line))).join('');
  return {
    plane,
    credit,
    blocks: blocks.map((ring) => `${svgPath(points(ring))}z`).join(''),
    streets: order.map((kind) => ({
      metres: widths[kind],
      path: pathOf(streets.filter((s) => s.class === kind).flatMap((s) => s.lines)),
    })),
    names: streets.filter((s) => s.name).flatMap((s) => s.lines.map((line) => ({ name: s.name, line: points(line) }))),
  };
}

/** 'M1 2L3 4…', whole decimetres. */
export const svgPath = (line: { x: number; y: number }[]): string =>
  line.map(({ x, y }, i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
