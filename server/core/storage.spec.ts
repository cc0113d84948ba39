/** The places where bytes lie: what was put is there whole or not at all, on disk and in S3. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StandinS3, startS3 } from '../standins/s3.js';
import { DiskStorage } from './disk.js';
import { S3Storage } from './s3.js';
import type { Storage } from './storage.js';

const KB = 1024;

async function listed(storage: Storage, folder: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of storage.list(folder)) keys.push(key);
  return keys.sort();
}

let folder: string;
let s3: StandinS3;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gezhi-storage-'));
  s3 = await startS3({ page: 2 });
});
afterEach(async () => {
  await s3.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  ['disk', () => new DiskStorage(folder)],
  ['S3', () => new S3Storage(s3.settings)],
])('storage: %s', (_, open) => {
  it('gives back the very bytes that were put', async () => {
    const storage = open();
    const bytes = randomBytes(300 * KB);
    await storage.put('2026/11/23/a.full.jpg', bytes);
    expect(await storage.get('2026/11/23/a.full.jpg')).toEqual(bytes);
    await storage.put('2026/11/23/a.full.jpg', Buffer.from('newer'));
    expect(String(await storage.get('2026/11/23/a.full.jpg'))).toBe('newer');
  });

  it('knows nothing of what was never put or was removed, and removes it calmly', async () => {
    const storage = open();
    expect(await storage.get('2026/11/23/a.full.jpg')).toBeNull();
    await storage.put('2026/11/23/a.full.jpg', Buffer.from('x'));
    await storage.remove('2026/11/23/a.full.jpg');
    await storage.remove('2026/11/23/a.full.jpg');
    expect(await storage.get('2026/11/23/a.full.jpg')).toBeNull();
  });

  it('lists one folder, however many pages that takes', async () => {
    const storage = open();
    for (const name of ['a', 'b', 'c', 'd', 'e']) await storage.put(`2026/11/23/${name}.jpg`, Buffer.from(name));
    await storage.put('2026/11/24/f.jpg', Buffer.from('f'));
    expect(await listed(storage, '2026/11/23')).toEqual(['a', 'b', 'c', 'd', 'e'].map((n) => `2026/11/23/${n}.jpg`));
    expect(await listed(storage, '2026/11/25')).toEqual([]);
  });

  it.each(['../secret.key', '/etc/passwd', 'a/../../b', 'a//b', 'A.jpg', ''])('refuses the key %j', async (key) => {
    await expect(open().put(key, Buffer.from('x'))).rejects.toThrow('not a storage key');
    await expect(open().get(key)).rejects.toThrow('not a storage key');
    await expect(open().remove(key)).rejects.toThrow('not a storage key');
  });
});

describe('a full disk', () => {
  const small = randomBytes(4 * KB);
  const large = randomBytes(200 * KB);

  /** A small file system; or, where mounting is not allowed, the device that is always full. */
  const ways = {
    'a file system of 64 kB': () => {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
      return () => execFileSync('umount', ['--lazy', folder]);
    },
    'a device without room': () => {
      mkdirSync(join(folder, 'day'));
      symlinkSync('/dev/full', join(folder, 'day/b.jpg.part'));
      return () => {};
    },
  };

  it.each(Object.entries(ways))('is said so and leaves nothing behind: %s', async (_, fill) => {
    let free: () => void;
    try {
      free = fill();
    } catch {
      // Not allowed on this machine; the other way stands for it.
      return;
    }
    try {
      const storage = new DiskStorage(folder);
      await storage.put('day/a.jpg', small);
      await expect(storage.put('day/b.jpg', large)).rejects.toMatchObject({ code: 'file.no-room' });
      expect(readdirSync(join(folder, 'day'))).toEqual(['a.jpg']);
      await storage.put('day/c.jpg', small);
      expect(await storage.get('day/c.jpg')).toEqual(small);
    } finally {
      free();
    }
  });
});

describe('a crash in the middle of writing', () => {
  it('leaves a part that is listed for the sweep and never read as a file', async () => {
    const storage = new DiskStorage(folder);
    mkdirSync(join(folder, 'day'));
    writeFileSync(join(folder, 'day/a.jpg.part'), 'half');
    expect(await storage.get('day/a.jpg')).toBeNull();
    expect(await listed(storage, 'day')).toEqual(['day/a.jpg.part']);
    await storage.put('day/a.jpg', Buffer.from('whole'));
    expect(String(await storage.get('day/a.jpg'))).toBe('whole');
    expect(await listed(storage, 'day')).toEqual(['day/a.jpg']);
  });
});

describe('faults of S3', () => {
  const slow = { status: 503, code: 'SlowDown' };

  it('is asked again when it says SlowDown', async () => {
    const storage = new S3Storage(s3.settings);
    s3.faults.push(slow, slow);
    await storage.put('day/a.jpg', Buffer.from('x'));
    expect(s3.requests.filter((r) => r.startsWith('PUT'))).toHaveLength(3);
    expect([...s3.objects.keys()]).toEqual(['day/a.jpg']);
  });

  it('is busy, not broken, when it goes on saying so', async () => {
    const storage = new S3Storage(s3.settings);
    s3.faults.push(...Array.from({ length: 10 }, () => slow));
    await expect(storage.put('day/a.jpg', Buffer.from('x'))).rejects.toMatchObject({ code: 'server.busy' });
    expect(s3.objects.size).toBe(0);
  });

  it('is full when its quota is used up', async () => {
    s3.faults.push({ status: 403, code: 'QuotaExceeded' });
    const put = new S3Storage(s3.settings).put('day/a.jpg', Buffer.from('x'));
    await expect(put).rejects.toMatchObject({ code: 'file.no-room' });
  });

  it('is busy when it is away', async () => {
    const storage = new S3Storage(s3.settings);
    await s3.close();
    await expect(storage.get('day/a.jpg')).rejects.toMatchObject({ code: 'server.busy' });
  });

  it.each([
    ['secret', { secret: 'another' }],
    ['bucket', { bucket: 'another' }],
  ])('is not taken for an empty bucket with the wrong %s', async (_, wrong) => {
    const storage = new S3Storage({ ...s3.settings, ...wrong });
    await storage.put('day/a.jpg', Buffer.from('x')).catch(() => {});
    expect(s3.objects.size).toBe(0);
    await expect(storage.get('day/a.jpg')).rejects.toMatchObject({ code: 'server.busy' });
  });
});
