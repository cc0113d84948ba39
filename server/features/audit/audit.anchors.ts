/**
 * Anchors of the audit log: signed notes of how far it had come, outside the database. The chain alone does not show
 * that its end was cut off; whoever cuts it off has to reach these too, on this machine and in the bucket.
 */
import { appendFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { now } from '../../core/clock.js';
import { Db } from '../../core/db.js';
import { type Env, InjectEnv } from '../../core/env.js';
import { Secrets } from '../../core/secrets.js';
import { Storage } from '../../core/storage.js';
import type { Anchor } from './audit.service.js';

export const FOLDER = 'audit-anchors';
/** How much of the log the database alone vouches for. */
const EVERY_MS = 10 * 60_000;

@Injectable()
export class AuditAnchors implements OnApplicationShutdown {
  private readonly log = new Logger('audit');
  private readonly folder: string;
  private timer: NodeJS.Timeout | undefined;
  private last: Pick<Anchor, 'seq' | 'seal'> = { seq: 0, seal: '' };

  constructor(
    private readonly db: Db,
    private readonly secrets: Secrets,
    private readonly storage: Storage,
    @InjectEnv() private readonly env: Env,
  ) {
    this.folder = join(env.dataDir, FOLDER);
  }

  /** By a timer of each instance, not by a job: whoever holds the database could put a job off. */
  start(): void {
    this.timer = setInterval(() => void this.tryToDrop(), EVERY_MS).unref();
    void this.tryToDrop();
  }

  async onApplicationShutdown(): Promise<void> {
    if (!this.timer) return;
    clearInterval(this.timer);
    await this.tryToDrop();
  }

  private async tryToDrop(): Promise<void> {
    await this.drop().catch((error) => this.log.error(`cannot anchor the audit log: ${error.message}`));
  }

  /** Notes the newest entry, unless that was noted last time. */
  async drop(): Promise<void> {
    const [newest] = await this.db.read.query<{ seq: number; seal: string }>(
      'SELECT seq, seal FROM audit ORDER BY seq DESC LIMIT 1',
    );
    if (!newest || newest.seal === this.last.seal) return;
    const anchor: Anchor = { seq: Number(newest.seq), seal: newest.seal, at: now().toISOString() };
    if (anchor.seq <= this.last.seq) {
      this.log.error(`the audit log ends at ${anchor.seq} and was at ${this.last.seq}: run audit verify`);
    }
    const line = this.written(anchor);
    await mkdir(this.folder, { recursive: true });
    await appendFile(join(this.folder, `${anchor.at.slice(0, 7)}.txt`), `${line}\n`, { mode: 0o640, flush: true });
    if (this.env.s3) await this.storage.put(keyOf(line), Buffer.from(line));
    this.last = anchor;
  }

  /**
   * All that this machine and the bucket hold, in order.
   * @returns `foreign`: how many lines are not ours, or were cut off by a crash
   */
  async all(): Promise<{ anchors: Anchor[]; foreign: number }> {
    const lines = new Set([...(await this.linesHere()), ...(await this.linesInBucket())]);
    const read = [...lines].map((line) => this.read(line));
    const anchors = read.filter((anchor) => anchor !== null).sort((a, b) => a.seq - b.seq);
    return { anchors, foreign: read.length - anchors.length };
  }

  private async linesHere(): Promise<string[]> {
    const names = await readdir(this.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    const texts = await Promise.all(names.map((name) => readFile(join(this.folder, name), 'utf8')));
    return texts.flatMap((text) => text.split('\n')).filter(Boolean);
  }

  /** The name of an object says it all: years of anchors are read by listing them. */
  private async linesInBucket(): Promise<string[]> {
    if (!this.env.s3) return [];
    const lines: string[] = [];
    for await (const key of this.storage.list(FOLDER)) lines.push(lineOf(key));
    return lines;
  }

  private written({ seq, seal, at }: Anchor): string {
    return [seq, seal, Date.parse(at), this.signature({ seq, seal, at })].join(' ');
  }

  private read(line: string): Anchor | null {
    const [seq, seal = '', at, signature, ...more] = line.split(' ');
    const moment = new Date(Number(at));
    if (more.length > 0 || Number.isNaN(moment.getTime())) return null;
    const anchor = { seq: Number(seq), seal, at: moment.toISOString() };
    return signature === this.signature(anchor) ? anchor : null;
  }

  private signature({ seq, seal, at }: Anchor): string {
    return this.secrets.chain('anchor', `${seq} ${seal} ${at}`);
  }
}

/** Keys are made of small letters, digits and single marks between them. */
const keyOf = (line: string) => `${FOLDER}/${line.replaceAll(' ', '.')}.txt`;
const lineOf = (key: string) =>
  key
    .slice(FOLDER.length + 1)
    .replace(/\.txt$/, '')
    .replaceAll('.', ' ');
