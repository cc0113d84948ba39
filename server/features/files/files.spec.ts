/** Photos over HTTP: who may upload, what comes back, who sees it and for how long. */
import sharp from 'sharp';
import request from 'supertest';
import type { Photo } from '../../../shared/views.js';
import { newId } from '../../core/clock.js';
import { startServer, type TestServer } from '../../test/app.js';
import { later, MINUTE } from '../../test/clock.js';
import { Given, type Person } from '../../test/given.js';
import * as pictures from '../../test/pictures.js';
import { file } from './files.tables.js';

const MB = 1024 * 1024;
let server: TestServer;
let given: Given;
let resident: Person;
let worker: Person;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
  resident = await given.person('resident');
  worker = await given.person('gridWorker');
});
afterAll(() => server.close());

const upload = (who: Person, bytes: Buffer, name = 'photo.jpg', field = 'file') =>
  request(server.url).post('/api/files').set('authorization', `Bearer ${who.token}`).attach(field, bytes, name);
const rowOf = (id: string) => server.db.read.find(file, { id });
const show = (address: string) => request(server.url).get(address);

describe('uploading', () => {
  it.each(pictures.kinds)('takes a %s whatever its name says', async (kind) => {
    const answer = await upload(resident, await pictures.picture(kind, 120, 90), 'harmless.exe').expect(201);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^[0-9a-z]{26}$/),
      url: expect.stringContaining('size=full'),
      thumb: expect.stringContaining('size=thumb'),
      width: 120,
      height: 90,
    });
  });

  it('asks who it is first', async () => {
    const answer = await request(server.url)
      .post('/api/files')
      .attach('file', await pictures.jpeg(), 'a.jpg');
    expect([answer.status, answer.body.code]).toEqual([401, 'session.required']);
  });

  it('takes 10 MB and not a byte more', async () => {
    const head = await pictures.jpeg();
    const padded = (size: number) => Buffer.concat([head, Buffer.alloc(size - head.length)]);
    await upload(resident, padded(10 * MB)).expect(201);
    const answer = await upload(resident, padded(10 * MB + 1)).expect(413);
    expect(answer.body).toMatchObject({ code: 'file.too-large', title: '照片不能超过 10 MB' });
  });

  it.each([
    ['HTML as JPEG', () => pictures.HTML, 415, 'file.kind'],
    ['SVG', () => pictures.SVG, 415, 'file.kind'],
    ['GIF', () => pictures.GIF, 415, 'file.kind'],
    ['HEIC', () => pictures.isoFile('heic'), 415, 'file.heic'],
    ['a cut JPEG', async () => (await pictures.jpeg()).subarray(0, 800), 422, 'file.broken'],
    ['a zip bomb', () => pictures.pngBomb(50_000, 50_000, { rows: 100 }), 413, 'file.too-large'],
  ])('refuses %s', async (_, make, status, code) => {
    const answer = await upload(resident, await make());
    expect(answer.headers['content-type']).toMatch('application/problem+json');
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('says in a sentence how to send a HEIC photo', async () => {
    const { body } = await upload(resident, pictures.isoFile('heic'));
    expect(body.title).toContain('兼容性最佳');
  });

  it('refuses parts under other names, none, or two', async () => {
    const photo = await pictures.jpeg();
    const wrong = await upload(resident, photo, 'a.jpg', 'picture').expect(422);
    expect(wrong.body.errors).toEqual({ picture: 'unknown' });
    const more = await upload(resident, photo).field('caseId', 'x').expect(422);
    expect(more.body.errors).toEqual({ caseId: 'unknown' });
    const two = await upload(resident, photo).attach('file', photo, 'b.jpg').expect(422);
    expect(two.body.errors).toEqual({ file: 'tooMany' });
    const none = await request(server.url)
      .post('/api/files')
      .set('authorization', `Bearer ${resident.token}`)
      .set('content-type', 'multipart/form-data; boundary=x')
      .send('--x--\r\n');
    expect([none.status, none.body.errors]).toEqual([422, { file: 'required' }]);
  });

  it.each([
    ['JSON', 'application/json', '{"file":"x"}', 415],
    ['another kind of body', 'image/jpeg', 'x', 415],
    ['a form without boundary', 'multipart/form-data', 'x', 400],
    [
      'a form that ends in the middle',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; na',
      400,
    ],
  ])('refuses %s', async (_, type, body, status) => {
    const answer = await request(server.url)
      .post('/api/files')
      .set('authorization', `Bearer ${resident.token}`)
      .set('content-type', type)
      .send(body);
    expect(answer.headers['content-type']).toMatch('application/problem+json');
    expect(answer.status).toBe(status);
  });

  it('stops somebody who uploads and never reports', async () => {
    const hoarder = await given.person('resident');
    const row = {
      account: hoarder.id,
      caseId: null,
      width: 1,
      height: 1,
      bytes: 1,
      hash: '',
      print: null,
      evidence: null,
    };
    const rows = Array.from({ length: 90 }, () => ({ ...row, id: newId(), createdAt: new Date() }));
    await server.db.write((tx) => tx.insert(file, rows));
    const answer = await upload(hoarder, await pictures.jpeg()).expect(429);
    expect(answer.body.detail).toContain('请先提交');
    await resident.photo();
  });
});

describe('showing', () => {
  let photo: Photo;
  beforeAll(async () => {
    photo = await resident.photo(await pictures.phonePhoto());
  });

  it('gives the picture to whoever holds its address, as a picture and nothing else', async () => {
    for (const address of [photo.url, photo.thumb]) {
      const answer = await show(address).expect(200);
      expect(answer.headers).toMatchObject({
        'content-type': 'image/jpeg',
        'content-disposition': 'inline',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cache-control': expect.stringMatching(/^private, max-age=\d+, immutable$/),
      });
      expect(await sharp(answer.body).metadata()).toMatchObject({ format: 'jpeg', width: 60, height: 80 });
    }
  });

  it('gives it without the camera’s notes', async () => {
    const { body } = await show(photo.url);
    const { exif, xmp, iptc, icc } = await sharp(body).metadata();
    expect({ exif, xmp, iptc, icc }).toEqual({});
  });

  it('need not send again what the browser has', async () => {
    const { headers } = await show(photo.url);
    const again = await show(photo.url).set('if-none-match', headers.etag);
    expect(again.status).toBe(304);
    expect(again.text ?? '').toBe('');
  });

  it('refuses an address that was changed in any part, or made up', async () => {
    const other = await resident.photo(await pictures.jpeg());
    const url = new URL(photo.url, server.url);
    const changed = (change: (u: URL) => void) => {
      const copy = new URL(url);
      change(copy);
      return copy.pathname + copy.search;
    };
    const forged = [
      changed((u) => u.searchParams.set('size', 'thumb')),
      changed((u) => u.searchParams.set('until', String(Number(u.searchParams.get('until')) + 900))),
      changed((u) => u.searchParams.set('sig', 'A'.repeat(32))),
      changed((u) => u.searchParams.set('sig', '')),
      changed((u) => {
        u.pathname = `/api/files/${other.id}`;
      }),
      changed((u) => {
        u.pathname = '/api/files/..%2F..%2Fsecret.key';
      }),
    ];
    for (const address of forged) {
      const answer = await show(address);
      expect([answer.status, answer.body.code]).toEqual([403, 'file.link-expired']);
    }
  });

  it('shows nothing without a signature, not even to its owner', async () => {
    await show(`/api/files/${photo.id}`).expect(422);
    const answer = await resident.get(`/api/files/${photo.id}?size=full&until=99999999999&sig=x`);
    expect(answer.status).toBe(403);
  });

  it('shows it for half an hour and not after three quarters', async () => {
    const { url } = await resident.photo(await pictures.jpeg());
    await later(29 * MINUTE, () => show(url).expect(200));
    await later(46 * MINUTE, async () => {
      const { body } = await show(url).expect(403);
      expect(body.code).toBe('file.link-expired');
    });
  });
});

describe('evidence', () => {
  const notesIn = async (who: Person, photo: Buffer) => (await rowOf((await who.photo(photo)).id))?.evidence;

  it('is kept sealed of photos that staff take, and not at all of residents’', async () => {
    const sealed = await notesIn(worker, await pictures.phonePhoto());
    expect(sealed).toMatch(/^v1\.aes\./);
    expect(sealed).not.toContain('2026-11-20');
    expect(await notesIn(resident, await pictures.phonePhoto())).toBeNull();
    expect(await notesIn(worker, await pictures.jpeg())).toBeNull();
  });

  it('tells staff when and how far from the place a photo was taken; residents are not told', async () => {
    const { id, resident: reporter } = await given.case('reported');
    const photos = [
      (await worker.photo(await pictures.phonePhoto({ lat: '30/1 30/1 18/1', lng: '122/1 30/1 18/1' }))).id,
    ];
    const view = await worker.does(id, 'verify', { photos });
    expect(view.timeline.at(-1)?.evidence).toEqual([{ takenAt: '2026-11-20T00:30:00.000Z', metres: 0 }]);
    const seen = await reporter.case(id);
    expect(seen.timeline.at(-1)).not.toHaveProperty('evidence');
  });
});

describe('joining to a case', () => {
  it('shows the photo in the case', async () => {
    const photo = await resident.photo(await pictures.jpeg());
    const { id } = await resident.report({ photos: [photo.id] });
    const { photos } = await resident.case(id);
    expect(photos).toHaveLength(1);
    await show(photos[0].url).expect(200);
    expect((await rowOf(photo.id))?.caseId).toBe(id);
  });

  it.each([
    ['unknown', async () => [newId()]],
    ['somebody else’s', async () => [(await worker.photo()).id]],
    ['given twice', async () => Array(2).fill((await resident.photo()).id)],
  ])('refuses photos that are %s, and then nothing is reported', async (_, make) => {
    const before = await resident.get('/api/cases');
    const report = { kind: 'complaint', item: 'road-lamp', words: '路灯坏了', photos: await make() };
    const answer = await resident.post('/api/cases', { report }).set('idempotency-key', newId());
    expect([answer.status, answer.body.errors]).toEqual([422, { photos: 'invalid' }]);
    expect((await resident.get('/api/cases')).body.total).toBe(before.body.total);
  });

  it('happens once: of two cases that want the same photo at the same time, one gets it', async () => {
    for (let round = 0; round < 5; round++) {
      const photos = [(await resident.photo()).id];
      const report = { kind: 'complaint', item: 'road-lamp', words: '路灯坏了', photos };
      const send = () => resident.post('/api/cases', { report }).set('idempotency-key', newId());
      const answers = await Promise.all([send(), send(), send()]);
      expect(answers.map((a) => a.status).sort()).toEqual([201, 422, 422]);
      const { id } = answers.find((a) => a.status === 201)!.body;
      expect((await rowOf(photos[0]))?.caseId).toBe(id);
    }
  });
});
