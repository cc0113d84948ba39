/** Removes photos that nobody joined to anything within a day, and bytes that lost their row. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { momentOf } from '../../core/clock.js';
import type { Ctx } from '../../core/ctx.js';
import { Recurring } from '../../core/recurring.js';
import { Storage } from '../../core/storage.js';
import { FilesService, folderOf } from './files.service.js';
import { file } from './files.tables.js';

const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;
const DAY = DAY_MINUTES * 60_000;
/** How far back the daily search for bytes without a row goes: longer than a server is ever left off. */
const DAYS_BACK = 30;
const AT_ONCE = 500;

/** Whatever else somebody laid into the folder is theirs. */
const OURS = /\/[0-9a-z]{26}\.[a-z.]+$/;
const idOf = (key: string) => key.slice(key.lastIndexOf('/') + 1).split('.')[0];

@Injectable()
export class FilesJobs implements OnModuleInit {
  constructor(
    private readonly recurring: Recurring,
    private readonly storage: Storage,
    private readonly files: FilesService,
  ) {}

  onModuleInit(): void {
    this.recurring.every(HOUR_MINUTES, 'files.sweep', (ctx) => this.sweep(ctx));
    this.recurring.every(DAY_MINUTES, 'files.strays', async (ctx) => {
      ctx.write.afterwards.push(() => this.removeStrays(ctx));
    });
  }

  /** Rows first; the bytes once that is safe. What is joined at this very moment is not removed. */
  private async sweep(ctx: Ctx): Promise<void> {
    const rows = await ctx.rows
      .from(file, 'f')
      .where('f.caseId IS NULL AND f.createdAt <= :before', { before: new Date(ctx.now.getTime() - DAY) })
      .orderBy('f.createdAt', 'ASC')
      .limit(AT_ONCE)
      .getMany();
    const removed: string[] = [];
    for (const { id } of rows) {
      if (!(await ctx.write.run('DELETE FROM file WHERE id = ? AND caseId IS NULL', [id]))) continue;
      await ctx.write.run('DELETE FROM file_band WHERE file = ?', [id]);
      removed.push(id);
    }
    if (rows.length === AT_ONCE) await ctx.later('files.sweep', {});
    ctx.write.afterwards.push(() => this.files.removeBytes(removed));
  }

  /** Bytes older than a day without a row: an upload that was cut off, or a removal that was. */
  private async removeStrays(ctx: Ctx): Promise<void> {
    for (let back = 1; back <= DAYS_BACK; back++) {
      const keys: string[] = [];
      for await (const key of this.storage.list(folderOf(new Date(ctx.now.getTime() - back * DAY)))) keys.push(key);
      for (let i = 0; i < keys.length; i += AT_ONCE) await this.removeUnknown(ctx, keys.slice(i, i + AT_ONCE));
    }
  }

  private async removeUnknown(ctx: Ctx, keys: string[]): Promise<void> {
    const old = keys.filter((key) => OURS.test(key) && momentOf(idOf(key)).getTime() <= ctx.now.getTime() - DAY);
    if (old.length === 0) return;
    const known = await ctx.db.read
      .from(file, 'f')
      .select('f.id')
      .where('f.id IN (:...ids)', { ids: [...new Set(old.map(idOf))] })
      .getMany();
    const kept = new Set(known.map((f) => f.id));
    for (const key of old) if (!kept.has(idOf(key)) || key.endsWith('.part')) await this.storage.remove(key);
  }
}
