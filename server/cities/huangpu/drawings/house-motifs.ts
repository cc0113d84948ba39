// Things in and about houses, and help given at home, before and after.
import { type Light, line, moved, oval, rect, room, round, shape, street, turned } from './pen.js';

type Drawing = (light: Light, fixed: boolean) => string;
const inside =
  (draw: Drawing): Drawing =>
  (light, fixed) =>
    room(light) + draw(light, fixed);
const outside =
  (draw: Drawing): Drawing =>
  (light, fixed) =>
    street(light) + draw(light, fixed);

const person = (x: number, y: number, coat: string, hair: string, scale = 1) =>
  moved(
    x,
    y,
    shape('M-56 0C-56 -110 -40 -150 0 -150C40 -150 56 -110 56 0Z', coat) +
      round(0, -190, 42, '#eec7a4') +
      shape('M-44 -190C-46 -240 46 -240 44 -190C30 -214 -30 -214 -44 -190Z', hair),
    scale,
  );

export const houseMotifs = {
  leak: inside((_, fixed) =>
    fixed
      ? rect(120, 60, 720, 26, '#ffffff88')
      : oval(420, 60, 260, 70, '#c9b48c', 'opacity="0.8"') +
        oval(420, 60, 180, 44, '#b1986c', 'opacity="0.8"') +
        shape('M700 60C720 180 690 300 724 420L760 420C748 300 772 180 752 60Z', '#c9b48c', 'opacity="0.7"') +
        [340, 430, 500]
          .map((x, i) =>
            shape(
              `M${x} ${200 + i * 90}C${x - 16} ${232 + i * 90} ${x + 16} ${232 + i * 90} ${x} ${200 + i * 90}Z`,
              '#6f97b3',
            ),
          )
          .join('') +
        shape('M330 560H530L506 640H354Z', '#c8503c') +
        oval(430, 560, 100, 18, '#9db6c5'),
  ),
  stairs: inside((_, fixed) => {
    const steps = Array.from({ length: 7 }, (_x, i) =>
      rect(420 + i * 74, 470 - i * 62, 560, 70, i % 2 ? '#b9b2a6' : '#c9c2b6'),
    ).join('');
    const rail = line('M420 400L900 0M470 440V350M620 314V224M770 190V100', '#7b6a58', 12);
    return (
      steps +
      rail +
      (fixed
        ? ''
        : rect(120, 420, 150, 150, '#b9935f') +
          line('M120 494H270M195 420V570', '#9a7847', 5) +
          rect(150, 300, 120, 118, '#c9a46d') +
          rect(290, 470, 100, 100, '#8f7350') +
          rect(60, 500, 60, 70, '#7f8790') +
          round(330, 440, 34, '#5d7386'))
    );
  }),
  elevator: inside(
    (_, fixed) =>
      rect(290, 100, 380, 430, '#a9b0b6') +
      rect(316, 126, 164, 404, '#cdd3d8') +
      rect(480, 126, 164, 404, '#c2c9ce') +
      line('M480 126V530', '#7d858c', 5) +
      rect(400, 50, 160, 40, '#333a40', 'rx="6"') +
      (fixed
        ? shape('M470 84L480 60L490 84Z', '#8fd19e')
        : round(480, 70, 10, '#e2693a') +
          rect(350, 300, 260, 90, '#f0c64a', 'rx="6"') +
          line('M390 330H570M390 358H520', '#6b5413', 9)) +
      rect(700, 290, 46, 96, '#8b9299', 'rx="6"') +
      round(723, 318, 11, fixed ? '#8fd19e' : '#5c646c') +
      round(723, 356, 11, '#5c646c'),
  ),
  ads: inside(
    (_, fixed) =>
      rect(300, 90, 360, 440, '#8c9aa3', 'rx="6"') +
      rect(324, 114, 312, 416, '#9dabb4') +
      round(600, 330, 14, '#5d6a73') +
      (fixed
        ? ''
        : Array.from({ length: 11 }, (_x, i) =>
            turned(
              ((i * 41) % 26) - 13,
              380 + (i % 3) * 100,
              160 + Math.floor(i / 3) * 96,
              rect(
                330 + (i % 3) * 100,
                126 + Math.floor(i / 3) * 96,
                86,
                60,
                ['#f4e27a', '#f2b6a0', '#ffffff', '#a9d3e8'][i % 4],
              ) +
                line(
                  `M${344 + (i % 3) * 100} ${146 + Math.floor(i / 3) * 96}h56M${344 + (i % 3) * 100} ${164 + Math.floor(i / 3) * 96}h40`,
                  '#00000055',
                  6,
                ),
            ),
          ).join('')),
  ),
  extinguisher: inside((_, fixed) => {
    const bottle = (x: number) =>
      moved(
        x,
        540,
        rect(-36, -190, 72, 190, fixed ? '#c8392b' : '#9d6a62', 'rx="26"') +
          rect(-14, -222, 28, 36, '#3a3f44') +
          line('M14 -212C60 -210 66 -150 58 -90', '#2f3439', 10) +
          rect(-28, -130, 56, 50, '#f4efe8') +
          round(0, -205, 14, '#f4efe8') +
          line('M0 -205L8 -213', fixed ? '#2f8f4e' : '#c8392b', 5),
      );
    return (
      rect(280, 250, 400, 300, '#b23a2c', 'rx="8"') +
      rect(300, 270, 360, 260, '#f1ece4') +
      bottle(400) +
      (fixed ? bottle(560) : '')
    );
  }),
  charger: outside((_, fixed) => {
    const scooter = moved(
      560,
      548,
      round(-90, -30, 34, 'none', 'stroke="#2f3439" stroke-width="12"') +
        round(90, -30, 34, 'none', 'stroke="#2f3439" stroke-width="12"') +
        shape('M-110 -70L-20 -76L10 -40H70L96 -150L120 -150L100 -40L60 -24H-30Z', '#4b83a8') +
        rect(-100, -98, 90, 26, '#3a3f44', 'rx="10"') +
        line('M84 -158H136', '#2f3439', 10),
    );
    return (
      scooter +
      (fixed
        ? rect(740, 360, 70, 180, '#5c9a72', 'rx="8"') +
          rect(752, 380, 46, 40, '#e8f4ea') +
          line('M742 470C690 480 690 500 640 492', '#2f3439', 7)
        : line('M250 200C260 420 420 440 520 500', '#2a2e32', 7) +
          rect(232, 186, 34, 24, '#ffffff') +
          rect(506, 490, 62, 20, '#ffffff', 'rx="4"') +
          line('M568 500L600 486', '#2a2e32', 6))
    );
  }),
  firelane: outside((_, fixed) => {
    const marks =
      line('M120 560H840M120 700H840', '#e6b93a', 10) +
      [0, 1, 2, 3, 4, 5, 6, 7].map((i) => line(`M${150 + i * 90} 690L${200 + i * 90} 572`, '#e6b93a', 10)).join('');
    const van = moved(
      470,
      660,
      shape('M-210 -30V-190H90L190 -110V-30Z', '#e8eaec') +
        shape('M100 -176L172 -112H100Z', '#a9bfcd') +
        rect(-190, -170, 250, 60, '#d3d8dc') +
        round(-130, -30, 36, '#33383d') +
        round(120, -30, 36, '#33383d'),
    );
    return marks + (fixed ? '' : van);
  }),
  wall: outside((_, fixed) => {
    const balcony =
      rect(330, 250, 300, 22, '#a79e92') +
      line('M340 250V170M400 250V170M460 250V170M520 250V170M580 250V170M620 250V170M330 170H630', '#7b838a', 7);
    return (
      balcony +
      (fixed
        ? rect(340, 284, 280, 130, '#ffffff33')
        : shape('M380 290L450 282L520 300L560 350L500 400L420 390L370 340Z', '#8d7b68') +
          line('M330 262L300 330L330 380M620 270L650 340', '#5b4c3c', 5) +
          shape('M420 540L450 520L480 546ZM520 548L556 524L580 552Z', '#a08d79') +
          line('M250 470H720', '#e2693a', 8, 'stroke-dasharray="34 22"'))
    );
  }),
  sofa: outside((_, fixed) =>
    fixed
      ? ''
      : rect(300, 430, 360, 100, '#8a6f9c', 'rx="18"') +
        rect(280, 390, 60, 140, '#7a608c', 'rx="18"') +
        rect(620, 390, 60, 140, '#7a608c', 'rx="18"') +
        rect(320, 340, 320, 100, '#9a80ab', 'rx="18"') +
        line('M480 350V440', '#7a608c', 6) +
        rect(310, 528, 20, 22, '#4a3c33') +
        rect(630, 528, 20, 22, '#4a3c33') +
        shape('M520 380L560 372L552 410Z', '#e8dfce'),
  ),
  speaker: inside(
    (_, fixed) =>
      rect(330, 190, 230, 340, '#3b4148', 'rx="14"') +
      round(445, 410, 84, '#565e67') +
      round(445, 410, 46, '#2b3036') +
      round(445, 260, 44, '#565e67') +
      round(445, 260, 22, '#2b3036') +
      (fixed
        ? line('M620 300H720', '#8fa3b3', 10)
        : line(
            'M600 230C650 280 650 380 600 430M660 180C750 260 750 400 660 480M720 130C850 240 850 420 720 530',
            '#c8734a',
            12,
          )),
  ),
  paper: inside(
    (_, fixed) =>
      rect(180, 480, 600, 30, '#9a7552') +
      rect(210, 510, 26, 150, '#85633f') +
      rect(724, 510, 26, 150, '#85633f') +
      turned(
        -4,
        470,
        330,
        rect(350, 170, 240, 310, '#ffffff', 'stroke="#00000018" stroke-width="4"') +
          line('M384 226H556M384 266H556M384 306H520M384 346H556', '#9aa5b0', 9) +
          (fixed
            ? round(530, 420, 36, 'none', 'stroke="#b3423a" stroke-width="8"') +
              line('M384 420L410 444L452 396', '#3f8f5c', 10)
            : line('M384 392H500', '#9aa5b0', 9)),
      ) +
      line('M640 476L690 380', '#365f8c', 14),
  ),
  visit: inside(
    (_, fixed) =>
      rect(620, 110, 220, 240, '#cfe0ea', 'stroke="#a58f74" stroke-width="14"') +
      line('M730 110V350M620 230H840', '#a58f74', 8) +
      shape('M180 530V380C180 350 360 350 360 380V530Z', '#8f6d55') +
      person(270, 530, '#7d8a74', '#d9d9d6') +
      (fixed
        ? person(520, 540, '#2f6aa3', '#3b3330', 1.05) +
          rect(380, 470, 110, 14, '#a97e55') +
          rect(412, 440, 42, 30, '#e9e2d4') +
          rect(400, 484, 14, 70, '#8f6a45') +
          rect(460, 484, 14, 70, '#8f6a45')
        : rect(400, 470, 110, 14, '#a97e55') + rect(416, 484, 14, 70, '#8f6a45') + rect(480, 484, 14, 70, '#8f6a45')),
  ),
} satisfies Record<string, Drawing>;
