/** No room left: for one large file, and for everything. The server says so, keeps what it has, and goes on when there is room. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import type { Person } from '../../test/given.js';
import { jpeg } from '../../test/pictures.js';
import { itWhere, ServerProcess, settle, temporary } from './processes.js';

const folder = temporary();
const mounted: string[] = [];
let server: ServerProcess | undefined;
afterEach(async () => {
  await server?.kill();
  // Lazily: on a busy machine the kernel still holds files of a server that has ended.
  for (const path of mounted.splice(0)) spawnSync('umount', ['--lazy', path]);
});
afterAll(() => folder.remove());

const upload = (person: Person, bytes: Buffer) =>
  request(person.server.url)
    .post('/api/files')
    .set('authorization', `Bearer ${person.token}`)
    .attach('file', bytes, 'a.jpg');

/** Everything under the folder of files, without the folders themselves. */
const filesIn = (dataDir: string) =>
  readdirSync(join(dataDir, 'files'), { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile())
    .map((f) => f.name);

const canLimit = spawnSync('prlimit', ['--fsize=1000000', 'true']).status === 0;

itWhere(canLimit)('a limit on the size of files refuses the one large photo and nothing else', async () => {
  const dataDir = join(folder.path, 'limited');
  const at = await settle({ dataDir });
  // More than the database and its journal, less than the photo as it is stored.
  server = await ServerProcess.start({ dataDir }, ['prlimit', `--fsize=${3_000_000}`]);
  const [resident] = at(server).resident;
  const refused = await upload(resident, await jpeg(2560, 2200));
  expect([refused.status, refused.body.code]).toEqual([507, 'file.no-room']);
  expect(refused.body.title).toContain('没有丢');
  expect(filesIn(dataDir)).toEqual([]);
  const photo = await upload(resident, await jpeg(400, 300)).expect(201);
  const { id } = await resident.report({ photos: [photo.body.id] });
  expect((await resident.case(id)).photos).toHaveLength(1);
  expect(filesIn(dataDir)).toHaveLength(2);
  expect(await server.stop()).toBe(0);
});

const MB = 1024 * 1024;
/** More than the 200 MB below which a server calls itself not ready. */
const SIZE = 256 * MB;

/** A small file system, where mounting is allowed. */
function mountSmall(path: string): boolean {
  mkdirSync(path);
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', path]).status === 0;
  if (isMounted) mounted.push(path);
  return isMounted;
}

const canMount = mountSmall(join(folder.path, 'probe'));

itWhere(canMount)(
  'a full disk refuses reports and photos, half keeps none, and takes them when there is room',
  async () => {
    const disk = join(folder.path, 'small');
    expect(mountSmall(disk)).toBe(true);
    const at = await settle({ dataDir: disk });
    server = await ServerProcess.start({ dataDir: disk });
    const { resident, leader } = at(server);
    const [person] = resident;
    const kept = [await person.report(), await person.report()];

    const ready = () => fetch(`${server?.url}/health/ready`).then((r) => r.status);
    expect(await ready()).toBe(200);
    fill(disk);
    expect(await ready()).toBe(503);
    const refused = await person
      .post('/api/cases', { report: { kind: 'complaint', item: 'road-lamp', words: '长'.repeat(900) } })
      .set('idempotency-key', 'the-disk-is-full');
    expect([refused.status, refused.body.code]).toEqual([503, 'server.busy']);
    const photo = await upload(person, await jpeg(800, 600));
    expect([photo.status, photo.body.code]).toEqual([507, 'file.no-room']);
    // Reading goes on.
    expect((await leader.get('/api/cases').expect(200)).body.total).toBe(kept.length);

    rmSync(join(disk, 'ballast'));
    expect(await ready()).toBe(200);
    const again = await person
      .post('/api/cases', { report: { kind: 'complaint', item: 'road-lamp', words: '长'.repeat(900) } })
      .set('idempotency-key', 'the-disk-is-full');
    expect(again.status).toBe(201);
    await upload(person, await jpeg(800, 600)).expect(201);
    const { body } = await leader.get('/api/cases').expect(200);
    expect(body.rows.map((c: { id: string }) => c.id).sort()).toEqual([...kept.map((c) => c.id), again.body.id].sort());
    expect(await server.stop()).toBe(0);
  },
);

/** Writes until nothing more fits, and never more than the small disk holds: it might not be mounted. */
function fill(path: string): void {
  const ballast = openSync(join(path, 'ballast'), 'w');
  try {
    for (let written = 0; written <= SIZE; written += writeSync(ballast, Buffer.alloc(4096)));
    throw new Error('the small disk is not small');
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
  } finally {
    closeSync(ballast);
  }
}
