/** Chooses where files lie, from the environment. */
import { join } from 'node:path';
import { DiskStorage } from './disk.js';
import type { Env } from './env.js';
import { S3Storage } from './s3.js';
import type { Storage } from './storage.js';

export const openStorage = ({ s3, dataDir }: Pick<Env, 's3' | 'dataDir'>): Storage =>
  s3 ? new S3Storage(s3) : new DiskStorage(join(dataDir, 'files'));
