/** Pictures for specs: good ones of every kind, and those that people, cameras and attackers send. */
import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { seeded } from './mesh.js';

/** Grain that no encoder can shrink. */
const grain = (width: number, height: number) =>
  sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } });

export const kinds = ['jpeg', 'png', 'webp'] as const;
export const picture = (kind: (typeof kinds)[number], width = 64, height = 48) =>
  grain(width, height).toFormat(kind).toBuffer();
export const jpeg = (width?: number, height?: number) => picture('jpeg', width, height);

/** The same row of scenes in every run: of chance ones some would be lost in what an encoder changes. */
const light = seeded(20261130);
/** Something that is seen: soft patches of light, so that scaling changes its bytes and not its looks. */
export const scene = () =>
  sharp(Buffer.from(Array.from({ length: 12 * 9 * 3 }, () => Math.floor(light() * 256))), {
    raw: { width: 12, height: 9, channels: 3 },
  })
    .resize(800, 600, { kernel: 'cubic' })
    .jpeg({ quality: 85 })
    .toBuffer();
/** The same, as a messenger hands it on: smaller and encoded anew. */
export const smaller = (bytes: Buffer) => sharp(bytes).resize(640).jpeg({ quality: 60 }).toBuffer();

/** As a phone takes it: on its side (orientation 6), with time and place. */
export const phonePhoto = ({ lat = '31/1 13/1 3000/100', lng = '121/1 28/1 4800/100', offset = '' } = {}) =>
  grain(80, 60)
    .withExif({
      IFD0: { Make: 'Gezhi Phone' },
      IFD2: { DateTimeOriginal: '2026:11:20 08:30:00', ...(offset ? { OffsetTimeOriginal: offset } : {}) },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: lat, GPSLongitudeRef: 'E', GPSLongitude: lng },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

export const animation = async () =>
  sharp([await picture('png'), await picture('png')], { join: { animated: true } })
    .webp()
    .toBuffer();

function chunk(kind: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length, 0);
  head.write(kind, 4, 'latin1');
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(Buffer.concat([head.subarray(4), data])), 0);
  return Buffer.concat([head, data, check]);
}

/** A PNG of any size whose pixels are all zero: few bytes on the wire, gigabytes when unpacked. */
export function pngBomb(width: number, height: number, { depth = 8, interlaced = false, rows = height } = {}): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([depth, 6, 0, 0, interlaced ? 1 : 0], 8);
  const row = 1 + width * 4 * (depth / 8);
  const pixels = deflateSync(Buffer.alloc(row * rows), { level: 9 });
  const magic = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([magic, chunk('IHDR', size), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

/** The first bytes of an ISO media file of one brand, and nothing sensible after them. */
export const isoFile = (brand: string) =>
  Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`ftyp${brand}\0\0\0\0mif1heic`), randomBytes(2000)]);

export const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
export const HTML = Buffer.from('<!doctype html><script>alert(document.cookie)</script>');
export const GIF = Buffer.from('R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=', 'base64');

/** A JPEG that is also a page and an archive: a script in its comment, a ZIP at its end. */
export async function polyglot(): Promise<Buffer> {
  const whole = await jpeg();
  const script = Buffer.from('<script>alert("polyglot")</script>');
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, script.length + 2]), script]);
  return Buffer.concat([
    whole.subarray(0, 2),
    comment,
    whole.subarray(2),
    Buffer.from('PK\x03\x04<script>'),
    randomBytes(100),
  ]);
}
