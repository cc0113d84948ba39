/** Turns whatever was uploaded into one harmless kind of picture, or says what is wrong with it. */
import { Semaphore } from 'async-mutex';
import type { Metadata, Sharp } from 'sharp';
import { problem } from '../../core/problem.js';
import { PRINT_SIZE, printOf } from './print.js';

export interface Picture {
  /** JPEG without any notes, upright. */
  full: Buffer;
  thumb: Buffer;
  /** Pixels of the full picture. */
  width: number;
  height: number;
  /** See print.ts; null when the picture shows nothing. */
  print: string | null;
  /** The camera's EXIF block as it was uploaded. */
  exif: Buffer | undefined;
}

const LONGEST_SIDE = 2560;
const THUMB_SIDE = 400;
/** A pixel flood is refused before a single pixel is decoded: by count, and by what it would take in memory. */
const MOST_PIXELS = 64_000_000;
const MOST_MEMORY = 256 * 1024 * 1024;
const SECONDS = 20;
const AT_ONCE = 2;

const turns = new Semaphore(AT_ONCE);

type Library = typeof import('sharp')['default'];
let library: Promise<Library> | undefined;

/** Loaded at first use. Only the readers of the three kinds stay switched on, and memory is given back. */
function sharp(): Promise<Library> {
  library ??= import('sharp').then(({ default: loaded }) => {
    loaded.cache(false);
    loaded.concurrency(1);
    const readers = ['Jpeg', 'Png', 'Webp'].map((kind) => `VipsForeignLoad${kind}Buffer`);
    loaded.block({ operation: ['VipsForeignLoad'] });
    loaded.unblock({ operation: readers });
    return loaded;
  });
  return library;
}

const BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1', 'avif', 'avis'];

/** The kind of file by its first bytes: names and declared types prove nothing. */
export function kindOf(bytes: Buffer): 'jpeg' | 'png' | 'webp' | 'heic' | null {
  const text = (from: number, to: number) => bytes.toString('latin1', from, to);
  if (text(0, 3) === '\xff\xd8\xff') return 'jpeg';
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
  return text(4, 8) === 'ftyp' && BRANDS.includes(text(8, 12)) ? 'heic' : null;
}

/**
 * @throws file.kind, file.heic, file.broken, or file.too-large for more pixels than we decode
 */
export async function recode(bytes: Buffer): Promise<Picture> {
  const kind = kindOf(bytes);
  if (kind === 'heic') throw problem('file.heic');
  if (!kind) throw problem('file.kind');
  const load = await sharp();
  return turns.runExclusive(async () => {
    const open = (b: Buffer, pixels: number | false) => load(b, { failOn: 'error', limitInputPixels: pixels });
    const notes = await tried(open(bytes, false).metadata());
    refuse(notes, kind);
    const full = await jpeg(open(bytes, MOST_PIXELS).autoOrient(), LONGEST_SIDE, 82);
    const thumb = await jpeg(open(full.data, MOST_PIXELS), THUMB_SIDE, 75);
    const grey = await greyOf(open(thumb.data, MOST_PIXELS));
    const { width, height } = full.info;
    return { full: full.data, thumb: thumb.data, width, height, print: printOf(grey), exif: notes.exif };
  });
}

/** Whatever the decoder stumbles over, the picture is broken. */
const tried = <T>(work: Promise<T>): Promise<T> =>
  work.catch((cause) => {
    throw problem('file.broken', { cause });
  });

function refuse({ format, width, height, channels, depth, pages }: Metadata, kind: string): void {
  if (format !== kind) throw problem('file.broken');
  if ((pages ?? 1) > 1) throw problem('file.kind', { detail: '这是动图，请发送静态照片' });
  const memory = width * height * channels * (depth === 'uchar' ? 1 : 2);
  if (width * height > MOST_PIXELS || memory > MOST_MEMORY) {
    throw problem('file.too-large', { detail: '照片的像素太多（最多约 6400 万），请缩小后再传' });
  }
}

const greyOf = (picture: Sharp): Promise<Buffer> =>
  tried(picture.greyscale().resize(PRINT_SIZE.width, PRINT_SIZE.height, { fit: 'fill' }).raw().toBuffer());

/** No metadata is written unless asked for: neither EXIF nor XMP nor a colour profile survives. */
const jpeg = (picture: Sharp, side: number, quality: number) =>
  tried(
    picture
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .jpeg({ quality })
      .timeout({ seconds: SECONDS })
      .toBuffer({ resolveWithObject: true }),
  );
