/** Where the project lies on disk, whether this file runs compiled or from its source. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(from: string): string {
  const file = join(from, 'package.json');
  if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === 'gezhi') return from;
  const up = dirname(from);
  if (up === from) throw new Error('the project root was not found');
  return findRoot(up);
}

export const root = findRoot(dirname(fileURLToPath(import.meta.url)));
