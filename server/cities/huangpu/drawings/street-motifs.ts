// Things in the street that break, lie about or stand in the way, before and after.
import { cone, type Light, line, moved, oval, rect, round, shape, street, tree, turned } from './pen.js';

type Drawing = (light: Light, fixed: boolean) => string;
const outside =
  (draw: Drawing): Drawing =>
  (light, fixed) =>
    street(light) + draw(light, fixed);

const bike = (x: number, y: number, color: string) =>
  moved(
    x,
    y,
    round(-44, -30, 30, 'none', 'stroke="#3b4046" stroke-width="7"') +
      round(44, -30, 30, 'none', 'stroke="#3b4046" stroke-width="7"') +
      line('M-44 -30L-14 -78L30 -78L44 -30M-14 -78L2 -30L-44 -30M2 -30L30 -78', color, 8) +
      line('M30 -78L26 -98L44 -100M-22 -86L-4 -86', '#3b4046', 7),
  );
const car = (x: number, y: number, color: string) =>
  moved(
    x,
    y,
    shape('M-170 -40L-160 -84L-104 -94L-62 -140H62L112 -94L164 -80L172 -40Z', color) +
      shape('M-92 -94L-54 -130H-6V-94Z', '#d8e4ec') +
      shape('M6 -94V-130H56L94 -94Z', '#d8e4ec') +
      rect(-172, -46, 344, 16, '#00000022') +
      round(-98, -34, 32, '#33383d') +
      round(-98, -34, 14, '#aab1b7') +
      round(102, -34, 32, '#33383d') +
      round(102, -34, 14, '#aab1b7'),
  );
const bag = (x: number, y: number, color: string, size = 1) =>
  moved(
    x,
    y,
    shape('M-44 0C-60 -50 -30 -78 -8 -84L-14 -104L14 -104L8 -84C34 -76 58 -48 44 0Z', color) +
      line('M-14 -86H14', '#00000033', 6),
    size,
  );

export const streetMotifs = {
  lamp: outside((light, fixed) => {
    const glow = fixed ? shape('M452 190L300 552H700L540 190Z', '#ffe9a8', 'opacity="0.45"') : '';
    return (
      glow +
      rect(486, 170, 18, 374, '#5c646c') +
      rect(470, 524, 50, 22, '#4b5259') +
      line('M495 176C495 130 470 118 440 118', '#5c646c', 14) +
      shape('M384 112H446V138C430 150 400 150 384 138Z', fixed ? '#ffe08a' : '#70777e') +
      (fixed ? round(415, 136, 16, '#fff6d2') : line('M402 138L428 116', '#3c4248', 5)) +
      rect(0, 0, 960, 720, fixed || light.sky === '#5c6b80' ? '#00000000' : '#1b243055')
    );
  }),
  manhole: outside((_, fixed) =>
    fixed
      ? oval(480, 636, 120, 44, '#5d646b') +
        oval(480, 632, 108, 38, '#79818a') +
        line('M400 632H560M430 612H530M430 652H530', '#5d646b', 6)
      : oval(480, 636, 120, 44, '#4a5057') +
        oval(480, 638, 106, 36, '#1f2428') +
        turned(-24, 560, 610, oval(576, 606, 108, 36, '#79818a') + line('M500 606H650', '#5d646b', 6)) +
        cone(322, 660) +
        cone(700, 690),
  ),
  pothole: outside((_, fixed) =>
    fixed
      ? shape('M340 610L620 600L660 680L310 690Z', '#6d737a')
      : shape('M350 620L430 596L540 604L640 622L660 660L560 690L420 684L330 662Z', '#6f665c') +
        shape('M390 628L470 612L560 622L606 650L520 672L410 664Z', '#4e463e') +
        oval(490, 650, 60, 14, '#7d96a5') +
        line('M330 662L270 684M640 622L720 600M540 604L560 570', '#5b5f64', 4),
  ),
  paving: outside((light, fixed) => {
    const tiles = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((i) =>
      [0, 1].map((row) => {
        const broken = !fixed && (i * 2 + row) % 5 === 2;
        const [x, y] = [120 + i * 92, 446 + row * 48];
        return broken
          ? rect(x, y, 86, 42, '#6b5d4e') +
              turned(-14, x + 40, y + 20, rect(x + 6, y - 8, 52, 36, light.walk, 'stroke="#0000002a" stroke-width="3"'))
          : rect(x, y, 86, 42, i % 2 === row ? '#d7b25a' : light.walk, 'stroke="#0000001f" stroke-width="3"');
      }),
    );
    return tiles.join('') + (fixed ? '' : line('M300 520L330 546M670 470L690 500', '#3a3026', 4));
  }),
  railing: outside((_, fixed) => {
    const panel = (x: number) =>
      moved(
        x,
        600,
        line('M0 0V-96M150 0V-96M0 -88H150M0 -24H150', '#f2f4f5', 10) +
          line('M30 -88V-24M60 -88V-24M90 -88V-24M120 -88V-24', '#f2f4f5', 6),
      );
    return (
      panel(40) +
      (fixed ? panel(200) + panel(360) : turned(38, 280, 600, panel(200)) + turned(74, 440, 600, panel(360))) +
      panel(540) +
      panel(700)
    );
  }),
  sign: outside((_, fixed) => {
    const board =
      rect(388, 190, 230, 78, '#1f5f9e', 'rx="8"') +
      rect(398, 200, 210, 58, 'none', 'rx="5" stroke="#ffffff" stroke-width="4"') +
      line('M430 229H540M556 214L580 229L556 244', '#ffffff', 10);
    return (
      rect(494, 170, 16, 380, '#7a828a') +
      (fixed ? board : turned(28, 500, 230, board) + line('M470 272L452 300', '#7a828a', 5))
    );
  }),
  flood: outside((_, fixed) => {
    const grate =
      rect(420, 560, 120, 26, '#4a5057', 'rx="4"') +
      line('M440 564V582M460 564V582M480 564V582M500 564V582M520 564V582', '#22272b', 6);
    return fixed
      ? oval(480, 640, 320, 40, '#00000014') + grate
      : oval(480, 624, 440, 88, '#86a2b4') +
          oval(440, 616, 330, 54, '#9db6c5') +
          line('M200 622H320M520 650H690M420 590H520', '#ffffffaa', 5) +
          shape('M560 604L600 588L612 604L580 616Z', '#a9853f');
  }),
  wire: outside((_, fixed) => {
    const pole =
      rect(150, 60, 22, 490, '#8a7765') +
      rect(770, 60, 22, 490, '#8a7765') +
      rect(110, 90, 104, 14, '#6d5d4e') +
      rect(730, 90, 104, 14, '#6d5d4e');
    const tight = line('M160 98C360 140 580 140 780 98M160 120C360 158 580 158 780 120', '#3a3f44', 5);
    return (
      pole +
      tight +
      (fixed
        ? ''
        : line('M160 140C330 210 380 470 470 508C540 530 560 470 600 500', '#2a2e32', 7) +
          line('M780 136C700 260 690 300 640 330', '#2a2e32', 6))
    );
  }),
  litter: outside((_, fixed) =>
    fixed
      ? rect(430, 430, 90, 114, '#4f7f6d', 'rx="8"') +
        rect(422, 420, 106, 20, '#3f6a5a', 'rx="6"') +
        rect(452, 462, 46, 12, '#2f5245')
      : bag(380, 548, '#5b6067') +
        bag(470, 556, '#7b8288', 1.2) +
        bag(570, 550, '#4a4f55') +
        bag(520, 560, '#92876f', 0.8) +
        rect(620, 500, 84, 52, '#b9935f') +
        line('M620 526H704', '#9a7847', 4) +
        round(330, 556, 12, '#c9594a') +
        rect(700, 548, 40, 14, '#d8d2c4') +
        oval(450, 570, 150, 10, '#00000022'),
  ),
  bricks: outside((_, fixed) =>
    fixed
      ? ''
      : Array.from({ length: 14 }, (_x, i) => {
          const [row, col] = i < 6 ? [0, i] : i < 11 ? [1, i - 6] : [2, i - 11];
          return turned(
            ((i * 37) % 9) - 4,
            300 + col * 62,
            540 - row * 34,
            rect(280 + col * 62 + row * 26, 514 - row * 34, 56, 30, i % 3 ? '#b4684a' : '#c98a63', 'rx="3"'),
          );
        }).join('') +
        bag(690, 552, '#d6d0c2', 1.1) +
        bag(770, 548, '#c7c0b0'),
  ),
  tree: outside((_, fixed) =>
    fixed
      ? tree(480, 548)
      : turned(24, 480, 548, tree(480, 548, true)) +
        line('M330 556L230 540', '#7b6450', 14) +
        oval(210, 530, 70, 34, '#6f9a68') +
        cone(640, 560),
  ),
  bench: outside((_, fixed) => {
    const slat = (y: number, ok: boolean) =>
      ok
        ? rect(300, y, 360, 20, '#a9774b', 'rx="4"')
        : rect(300, y, 130, 20, '#a9774b') + turned(20, 600, y, rect(520, y + 10, 130, 18, '#8d6039'));
    return (
      tree(180, 470) +
      slat(400, true) +
      slat(430, fixed) +
      slat(474, fixed) +
      slat(500, true) +
      rect(322, 400, 16, 150, '#5a6066') +
      rect(620, 400, 16, 150, '#5a6066')
    );
  }),
  car: outside((_, fixed) =>
    fixed
      ? line('M150 530H810', '#f0c64a', 10)
      : line('M150 530H810', '#f0c64a', 10) + car(360, 560, '#d9dde0') + car(720, 574, '#5d7386'),
  ),
  bikes: outside((_, fixed) =>
    fixed
      ? rect(150, 436, 660, 106, 'none', 'stroke="#ffffff" stroke-width="6" stroke-dasharray="30 16"') +
        [220, 330, 440, 550, 660, 750].map((x, i) => bike(x, 536, i % 2 ? '#3f86b4' : '#e0a63a')).join('')
      : [190, 330, 470, 610, 750]
          .map((x, i) => turned(i % 2 ? 78 : -16, x, 540, bike(x, 556, i % 2 ? '#3f86b4' : '#e0a63a')))
          .join('') +
        bike(420, 566, '#58a06d') +
        turned(-70, 640, 560, bike(660, 580, '#3f86b4')),
  ),
  stall: outside((_, fixed) =>
    fixed
      ? ''
      : rect(330, 430, 320, 110, '#a9764c', 'rx="4"') +
        shape('M300 330H680L650 270H330Z', '#c8503c') +
        shape('M376 270H330L300 330H352ZM472 270H424L404 330H456ZM568 270H520L508 330H560Z', '#f4e9dc') +
        rect(316, 330, 12, 214, '#6b6058') +
        rect(652, 330, 12, 214, '#6b6058') +
        [0, 1, 2, 3, 4, 5].map((i) => round(362 + i * 50, 424, 20, i % 2 ? '#d9953a' : '#8aa84a')).join('') +
        oval(490, 330, 50, 14, '#ffffff66'),
  ),
  site: outside((_, fixed) => {
    const fence = [0, 1, 2, 3, 4, 5, 6]
      .map((i) => rect(i * 140, 360, 134, 184, i % 2 ? '#3f7d8c' : '#4b8b9a'))
      .join('');
    const crane =
      line('M640 360V30M560 70H900M640 30L860 70M640 30L570 70M820 70V180', '#d59a2c', 12) +
      rect(796, 180, 48, 40, '#8b9299');
    return (
      crane +
      fence +
      rect(0, 350, 960, 16, '#2f626e') +
      (fixed
        ? ''
        : oval(250, 320, 150, 46, '#cfc2ad', 'opacity="0.85"') +
          oval(400, 290, 120, 40, '#d9cdb9', 'opacity="0.8"') +
          round(880, 56, 26, '#fff1b8'))
    );
  }),
  chimney: outside(
    (_, fixed) =>
      rect(380, 250, 130, 60, '#9aa2a9') +
      rect(510, 262, 60, 36, '#868e95') +
      rect(330, 330, 300, 210, '#b9563f') +
      rect(330, 330, 300, 46, '#8f3e2c') +
      rect(360, 400, 90, 140, '#e9dcc8') +
      rect(480, 400, 120, 84, '#f2d793') +
      (fixed
        ? rect(404, 60, 40, 200, '#9aa2a9')
        : oval(640, 250, 70, 44, '#8b8f93', 'opacity="0.85"') +
          oval(720, 200, 88, 52, '#a1a5a9', 'opacity="0.8"') +
          oval(800, 140, 96, 58, '#b6b9bd', 'opacity="0.75"')),
  ),
} satisfies Record<string, Drawing>;
