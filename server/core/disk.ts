/** Files in a folder of this machine, written so that neither a crash nor a full disk leaves half a file. */
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { problem } from './problem.js';
import { checkKey, Storage } from './storage.js';

const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG'];
const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? '';

export class DiskStorage extends Storage {
  constructor(private readonly root: string) {
    super();
  }

  /** A crash before the rename leaves a `.part`, which the sweep finds; after it the file is safe on the platter. */
  override async put(key: string, bytes: Buffer): Promise<void> {
    checkKey(key);
    const path = join(this.root, key);
    const part = `${path}.part`;
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeSafely(part, bytes);
      await rename(part, path);
      await syncFolder(dirname(path));
    } catch (error) {
      await rm(part, { force: true }).catch(() => {});
      throw FULL.includes(codeOf(error)) ? problem('file.no-room', { cause: error }) : error;
    }
  }

  override async get(key: string): Promise<Buffer | null> {
    checkKey(key);
    return readFile(join(this.root, key)).catch((error) => {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    });
  }

  override async remove(key: string): Promise<void> {
    checkKey(key);
    await rm(join(this.root, key), { force: true });
  }

  override async *list(folder: string): AsyncIterable<string> {
    checkKey(folder);
    const names = await readdir(join(this.root, folder)).catch((error) => {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    });
    for (const name of names) yield `${folder}/${name}`;
  }
}

async function writeSafely(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'w', 0o640);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The new name itself must be on the platter too. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
