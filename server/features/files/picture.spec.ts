/** What becomes of uploaded bytes: good pictures become plain JPEG, everything else is refused by name. */
import fc from 'fast-check';
import sharp from 'sharp';
import * as pictures from '../../test/pictures.js';
import { cameraNotes } from './camera-notes.js';
import { recode } from './picture.js';

const refusal = (bytes: Buffer) =>
  recode(bytes).then(
    () => 'taken',
    (error) => error.code,
  );

describe('a good picture', () => {
  it.each(pictures.kinds)('of kind %s becomes a JPEG and a thumbnail', async (kind) => {
    const { full, thumb, width, height } = await recode(await pictures.picture(kind, 640, 480));
    expect([width, height]).toEqual([640, 480]);
    expect(await sharp(full).metadata()).toMatchObject({ format: 'jpeg', width: 640, height: 480 });
    expect(await sharp(thumb).metadata()).toMatchObject({ format: 'jpeg', width: 400, height: 300 });
  });

  it('is made no larger than 2560 pixels on a side, and never blown up', async () => {
    expect(await recode(await pictures.jpeg(3000, 1500))).toMatchObject({ width: 2560, height: 1280 });
    expect(await recode(await pictures.jpeg(30, 15))).toMatchObject({ width: 30, height: 15 });
  });

  it('stands upright and carries no notes of the camera any more', async () => {
    const { full, thumb, width, height } = await recode(await pictures.phonePhoto());
    expect([width, height]).toEqual([60, 80]);
    for (const bytes of [full, thumb]) {
      const { exif, icc, xmp, iptc, orientation } = await sharp(bytes).metadata();
      expect({ exif, icc, xmp, iptc, orientation }).toEqual({});
      expect(bytes.includes('Gezhi Phone')).toBe(false);
    }
  });

  it('lies on white where it was transparent', async () => {
    const clear = await sharp({ create: { width: 8, height: 8, channels: 4, background: '#00000000' } })
      .png()
      .toBuffer();
    const { full } = await recode(clear);
    expect((await sharp(full).raw().toBuffer())[0]).toBeGreaterThan(250);
  });

  it('takes nothing of a page or an archive along that hid in it', async () => {
    const hidden = await pictures.polyglot();
    expect(hidden.includes('<script>')).toBe(true);
    const { full, thumb } = await recode(hidden);
    for (const bytes of [full, thumb]) {
      expect(bytes.includes('script')).toBe(false);
      expect(bytes.includes('PK\x03\x04')).toBe(false);
    }
  });
});

describe('what is refused', () => {
  it.each([
    ['HTML', pictures.HTML],
    ['SVG', pictures.SVG],
    ['GIF', pictures.GIF],
    ['a film', pictures.isoFile('isom')],
    ['nothing', Buffer.alloc(0)],
    ['one byte', Buffer.from([0xff])],
    ['words', Buffer.from('JPEG')],
  ])('%s is no kind of picture we take', async (_, bytes) => {
    expect(await refusal(bytes)).toBe('file.kind');
  });

  it.each(['heic', 'heix', 'mif1', 'msf1', 'hevc', 'avif'])('%s is told how to be sent instead', async (brand) => {
    expect(await refusal(pictures.isoFile(brand))).toBe('file.heic');
  });

  it('an animation', async () => {
    expect(await refusal(await pictures.animation())).toBe('file.kind');
  });

  it.each(pictures.kinds)('a %s that was cut off anywhere', async (kind) => {
    const whole = await pictures.picture(kind, 200, 150);
    for (const part of [0.02, 0.1, 0.5, 0.9, 0.99]) {
      expect(await refusal(whole.subarray(0, Math.floor(whole.length * part)))).toBe('file.broken');
    }
  });

  it.each([
    ['a flood of pixels', pictures.pngBomb(50_000, 50_000, { rows: 100 })],
    ['just over the limit', pictures.pngBomb(8001, 8000, { rows: 10 })],
    ['few pixels that would fill the memory', pictures.pngBomb(6000, 6000, { depth: 16, interlaced: true, rows: 10 })],
    ['one endless row', pictures.pngBomb(900_000, 100, { rows: 1 })],
  ])('%s, before anything is unpacked', async (_, bomb) => {
    expect(bomb.length).toBeLessThan(100_000);
    const before = process.memoryUsage().rss;
    expect(await refusal(bomb)).toBe('file.too-large');
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  });

  it('whatever was damaged on the way: it is taken or refused, never a fault of ours', async () => {
    const whole = await pictures.phonePhoto();
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        expect(['taken', 'file.broken', 'file.kind', 'file.too-large']).toContain(await refusal(bytes));
      }),
      { numRuns: 150 },
    );
  });
});

describe('what the camera wrote', () => {
  const now = new Date('2026-11-23T00:00:00Z');
  const notesOf = async (photo: Buffer) => cameraNotes((await sharp(photo).metadata()).exif, now);

  it('is read as time and place, in the zone of the city where it names none', async () => {
    expect(await notesOf(await pictures.phonePhoto())).toEqual({
      takenAt: '2026-11-20T00:30:00.000Z',
      lat: 31.225,
      lng: 121.48,
    });
    const elsewhere = await notesOf(await pictures.phonePhoto({ offset: '-03:30' }));
    expect(elsewhere?.takenAt).toBe('2026-11-20T12:00:00.000Z');
  });

  it('is not believed where it cannot be', async () => {
    const nowhere = await notesOf(await pictures.phonePhoto({ lat: '99/1 0/1 0/1' }));
    expect(nowhere).toEqual({ takenAt: '2026-11-20T00:30:00.000Z', lat: null, lng: null });
    const gulf = await notesOf(await pictures.phonePhoto({ lat: '0/1 0/1 0/1', lng: '0/1 0/1 0/1' }));
    expect(gulf).toMatchObject({ lat: null, lng: null });
    const future = cameraNotes((await sharp(await pictures.phonePhoto()).metadata()).exif, new Date('2020-01-01'));
    expect(future?.takenAt).toBeNull();
  });

  it('is nothing where there is nothing, and never a fault of ours', async () => {
    expect(await notesOf(await pictures.jpeg())).toBeNull();
    const exif = (await sharp(await pictures.phonePhoto()).metadata()).exif!;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(exif.length - 1), fc.nat(255)), { maxLength: 30 }), (changes) => {
        const bytes = Buffer.from(exif);
        for (const [at, value] of changes) bytes[at] = value;
        const notes = cameraNotes(bytes, now);
        if (notes?.lat != null) expect(Math.abs(notes.lat)).toBeLessThanOrEqual(90);
        if (notes?.lng != null) expect(Math.abs(notes.lng)).toBeLessThanOrEqual(180);
      }),
    );
  });
});
