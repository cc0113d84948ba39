// Photos of the demo city: plain drawings of what is reported, before and after, as JPEG.
import { houseMotifs } from './drawings/house-motifs.js';
import { lights } from './drawings/pen.js';
import { streetMotifs } from './drawings/street-motifs.js';

const motifs = { ...streetMotifs, ...houseMotifs };
export type MotifName = keyof typeof motifs;
export const motifNames = Object.keys(motifs) as MotifName[];

/**
 * Draws a motif, 960 × 720. The four variants differ in light and side, so that two cases do not show one picture.
 * @throws Error when there is no such motif
 */
export async function picture(motif: string, when: 'before' | 'after', variant = 1): Promise<Buffer> {
  // Large, and needed by the demonstration only.
  const { default: sharp } = await import('sharp');
  return sharp(Buffer.from(svgOf(motif, when, variant)))
    .jpeg({ quality: 82 })
    .toBuffer();
}

/** Draws the picture of a name as the cases carry it: `lamp-after-2`. */
export function pictureNamed(name: string): Promise<Buffer> {
  const [motif, when, variant] = name.split('-');
  if (when !== 'before' && when !== 'after') throw new Error(`${name} is not a picture of the demo city`);
  return picture(motif, when, Number(variant));
}

function svgOf(motif: string, when: 'before' | 'after', variant: number): string {
  const draw = motifs[motif as MotifName];
  const light = lights[(variant - 1) % lights.length];
  if (!draw || !light) throw new Error(`there is no picture ${motif} ${variant}`);
  const mirror = variant % 2 === 0 ? 'translate(960 0) scale(-1 1)' : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="720"><g transform="${mirror}">${draw(light, when === 'after')}</g></svg>`;
}

const ZOOMS = [0.72, 0.79, 0.86, 0.93];

/** The picture from a little nearer and to one side, another for each number: nobody takes the same photo twice. */
export async function shot(bytes: Buffer, nth: number): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const whole = await sharp(bytes).metadata();
  const zoom = ZOOMS[nth % ZOOMS.length];
  const width = Math.round(whole.width * zoom);
  const height = Math.round(whole.height * zoom);
  const left = Math.round(((whole.width - width) * ((nth * 7) % 11)) / 10);
  const top = Math.round(((whole.height - height) * ((nth * 5) % 7)) / 6);
  return sharp(bytes).extract({ left, top, width, height }).jpeg({ quality: 82 }).toBuffer();
}
