/** One look for three faces: colours, tones, sizes. Contrast was measured: at least 4.5 everywhere. */
export const colors = {
  ink: '#1B2430',
  ink2: '#4A5567',
  placeholder: '#6B7685',
  paper: '#FFFFFF',
  ground: '#F4F6F8',
  line: '#DDE3EA',
  brand: '#1257A8',
  brandSoft: '#E6F0FB',
} as const;

/** A state is always word + tone, never colour alone; `late` is for 超期 and nothing else. */
export const tones = {
  waiting: { text: '#8A5200', soft: '#FFF3DC', shape: 'triangle' },
  active: { text: '#1257A8', soft: '#E6F0FB', shape: 'circle' },
  done: { text: '#1B6B3A', soft: '#E5F4EA', shape: 'square' },
  stopped: { text: '#525C6A', soft: '#EEF1F4', shape: 'diamond' },
  late: { text: '#B3261E', soft: '#FDECEA', shape: 'triangle' },
} as const;
export type Tone = keyof typeof tones;

/** Five steps of one blue for grids by open cases. */
export const steps = ['#EAF2FB', '#C3DBF3', '#8FBBE6', '#4F8FCF', '#1257A8'] as const;

/** Sizes in px at the normal and the elder-friendly setting (MIIT 2021: ≥ 18 dp type, ≥ 60 dp targets). */
export const sizes = {
  normal: { body: 17, title: 20, small: 15, target: 44, gap: 12 },
  elder: { body: 21, title: 26, small: 19, target: 60, gap: 16 },
} as const;
export const radius = 8;

/** The tokens as CSS variables, for the mini-program and the web page. */
export function cssVariables(size: keyof typeof sizes): Record<string, string> {
  const px = Object.entries(sizes[size]).map(([k, v]) => [`--${k}`, `${v}px`]);
  const kebab = (s: string) => s.replace(/[A-Z0-9]/g, (c) => `-${c.toLowerCase()}`);
  const flat = Object.entries(colors).map(([k, v]) => [`--${kebab(k)}`, v]);
  const toned = Object.entries(tones).flatMap(([k, v]) => [
    [`--${k}`, v.text],
    [`--${k}-soft`, v.soft],
  ]);
  return Object.fromEntries([...flat, ...toned, ...px, ['--radius', `${radius}px`]]);
}
