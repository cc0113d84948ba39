// A few strokes of SVG, and the two backgrounds before which everything in the demo city stands.

/** Light of the hour: each picture comes in four. */
export interface Light {
  sky: string;
  far: string;
  wall: string;
  window: string;
  walk: string;
  road: string;
  room: string;
  floor: string;
}
export const lights: readonly Light[] = [
  {
    sky: '#dbe8f1',
    far: '#c3d2dd',
    wall: '#e6ddd0',
    window: '#b9cbd8',
    walk: '#c9c6bf',
    road: '#8f9499',
    room: '#ece7de',
    floor: '#c8b79f',
  },
  {
    sky: '#f1e6d6',
    far: '#dccdb8',
    wall: '#d9c3ae',
    window: '#a9b7bd',
    walk: '#cfc5b6',
    road: '#96918c',
    room: '#efe6d8',
    floor: '#b79f86',
  },
  {
    sky: '#cfd6dc',
    far: '#b6c0c8',
    wall: '#cdd0d0',
    window: '#9fb0ba',
    walk: '#b9bcbd',
    road: '#83898e',
    room: '#e2e4e3',
    floor: '#aeb0ab',
  },
  {
    sky: '#5c6b80',
    far: '#4b5a70',
    wall: '#7d8494',
    window: '#e8c97d',
    walk: '#7f848c',
    road: '#565c66',
    room: '#d9d2c4',
    floor: '#a08f7a',
  },
];

export const rect = (x: number, y: number, w: number, h: number, fill: string, more = '') =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}" ${more}/>`;
export const round = (x: number, y: number, r: number, fill: string, more = '') =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}" ${more}/>`;
export const oval = (x: number, y: number, rx: number, ry: number, fill: string, more = '') =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}" ${more}/>`;
export const shape = (d: string, fill: string, more = '') => `<path d="${d}" fill="${fill}" ${more}/>`;
export const line = (d: string, stroke: string, width: number, more = '') =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`;
export const turned = (degrees: number, x: number, y: number, inner: string) =>
  `<g transform="rotate(${degrees} ${x} ${y})">${inner}</g>`;
export const moved = (x: number, y: number, inner: string, scale = 1) =>
  `<g transform="translate(${x} ${y}) scale(${scale})">${inner}</g>`;

/** A street: far roofs, a house front with windows, pavement, kerb and carriageway. */
export function street(l: Light): string {
  const windows = [0, 1, 2, 3, 4, 5].map((i) =>
    [0, 1].map((row) => rect(60 + i * 150, 150 + row * 130, 78, 92, l.window, 'rx="3"')).join(''),
  );
  const joints = Array.from({ length: 13 }, (_, i) => line(`M${i * 80} 440L${i * 80 - 40} 540`, '#00000014', 3));
  return [
    rect(0, 0, 960, 720, l.sky),
    shape('M0 130L120 60L240 130L240 200L0 200Z', l.far),
    shape('M620 120L760 40L900 120L960 150L960 200L620 200Z', l.far),
    rect(0, 110, 960, 332, l.wall),
    rect(0, 110, 960, 14, '#0000001a'),
    ...windows,
    rect(0, 440, 960, 104, l.walk),
    ...joints,
    rect(0, 540, 960, 14, '#ffffff55'),
    rect(0, 552, 960, 168, l.road),
    line('M-20 650L180 650M300 650L500 650M620 650L820 650', '#ffffff88', 9),
  ].join('');
}

/** Inside: wall, skirting, floor. */
export function room(l: Light): string {
  return [
    rect(0, 0, 960, 720, l.room),
    rect(0, 0, 960, 60, '#ffffff55'),
    rect(0, 512, 960, 18, '#00000022'),
    rect(0, 530, 960, 190, l.floor),
    line('M0 600H960M0 664H960', '#00000012', 4),
  ].join('');
}

export const cone = (x: number, y: number) =>
  moved(
    x,
    y,
    rect(-34, -8, 68, 12, '#c4542c', 'rx="3"') +
      shape('M-20 -8L-6 -86H6L20 -8Z', '#e2693a') +
      shape('M-15 -34L-11 -56H11L15 -34Z', '#fff4e8'),
  );
/** Grown trees carry leaves where `full`. */
export const tree = (x: number, y: number, full = true) =>
  moved(
    x,
    y,
    shape('M-16 0L-10 -190H10L16 0Z', '#7b6450') +
      line('M0 -150L-60 -220M0 -170L55 -240', '#7b6450', 12) +
      (full
        ? oval(-50, -250, 95, 72, '#6f9a68') + oval(55, -270, 100, 80, '#7fa976') + oval(0, -320, 90, 64, '#8db684')
        : ''),
  );
