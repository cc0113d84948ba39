/** Where photos lie, and when they go: never joined for a day, bytes without a row; on disk and on S3. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { newId } from '../../core/clock.js';
import { Jobs } from '../../core/jobs.js';
import { Recurring } from '../../core/recurring.js';
import { type StandinS3, startS3 } from '../../standins/s3.js';
import { startServer, type TestServer } from '../../test/app.js';
import { DAY, later, MINUTE } from '../../test/clock.js';
import { Given, type Person } from '../../test/given.js';
import { jpeg } from '../../test/pictures.js';
import { folderOf, keyOf } from './files.service.js';
import { file } from './files.tables.js';

let server: TestServer;
let resident: Person;
beforeAll(async () => {
  server = await startServer();
  const given = await Given.city(server);
  resident = await given.person('resident');
});
afterAll(() => server.close());

const rowOf = (id: string) => server.db.read.find(file, { id });
const onDisk = (id: string, size: 'full' | 'thumb') => existsSync(join(server.env.dataDir, 'files', keyOf(id, size)));

describe('sweeping', () => {
  /** Plans what recurs, and carries it out so many milliseconds later. */
  async function sweepAfter(ms: number): Promise<void> {
    await server.app.get(Recurring).plan();
    await later(ms, async () => {
      while ((await server.app.get(Jobs).runDue()) > 0);
    });
  }

  it('removes what was never joined after a day, row and bytes, and nothing else', async () => {
    const lost = await resident.photo();
    const kept = await resident.photo();
    await resident.report({ photos: [kept.id] });
    await sweepAfter(23 * 60 * MINUTE);
    expect(await rowOf(lost.id)).not.toBeNull();
    await sweepAfter(DAY + 2 * MINUTE);
    expect(await rowOf(lost.id)).toBeNull();
    expect([onDisk(lost.id, 'full'), onDisk(lost.id, 'thumb')]).toEqual([false, false]);
    expect(await rowOf(kept.id)).not.toBeNull();
    expect([onDisk(kept.id, 'full'), onDisk(kept.id, 'thumb')]).toEqual([true, true]);
  });

  it('finds bytes that lost their row and halves of files, and leaves what is not ours', async () => {
    const kept = await resident.photo();
    await resident.report({ photos: [kept.id] });
    const old = new Date(Date.now() - 3 * DAY);
    const folder = join(server.env.dataDir, 'files', folderOf(old));
    mkdirSync(folder, { recursive: true });
    const stray = newId(old);
    for (const name of [`${stray}.full.jpg`, `${newId(old)}.thumb.jpg.part`, 'README.txt']) {
      writeFileSync(join(folder, name), 'x');
    }
    await sweepAfter(DAY + 2 * MINUTE);
    expect(readdirSync(folder)).toEqual(['README.txt']);
    expect(onDisk(kept.id, 'full')).toBe(true);
  });

  it('is planned once, however many servers plan it', async () => {
    const plans = Array.from({ length: 4 }, () => server.app.get(Recurring).plan());
    await Promise.all(plans);
    const rows = await server.db.read.query("SELECT id FROM job WHERE kind = 'files.sweep'");
    expect(rows).toHaveLength(1);
  });
});

describe('on S3', () => {
  let s3: StandinS3;
  let other: TestServer;
  let city: Given;
  beforeAll(async () => {
    s3 = await startS3();
    other = await startServer({ s3: s3.settings });
    city = await Given.city(other);
  });
  afterAll(async () => {
    await other.close();
    await s3.close();
  });

  it('is the same path: stored, shown, and removed when never joined', async () => {
    const person = await city.person('resident');
    const photo = await person.photo(await jpeg());
    expect([...s3.objects.keys()].sort()).toEqual([keyOf(photo.id, 'full'), keyOf(photo.id, 'thumb')]);
    const { body } = await request(other.url).get(photo.url).expect(200);
    expect(body).toEqual(s3.objects.get(keyOf(photo.id, 'full')));
    await other.app.get(Recurring).plan();
    await later(DAY + 60 * MINUTE, () => other.app.get(Jobs).runDue());
    expect(s3.objects.size).toBe(0);
    await request(other.url).get(photo.url).expect(404);
  });

  it('says that it is busy when the bucket is, and leaves nothing half stored', async () => {
    const person = await city.person('resident');
    s3.faults.push(...Array.from({ length: 4 }, () => ({ status: 503, code: 'SlowDown' })));
    const answer = await person.photo().catch((error: Error) => error.message);
    expect(answer).toContain('server.busy');
    expect(s3.objects.size).toBe(0);
  });
});
