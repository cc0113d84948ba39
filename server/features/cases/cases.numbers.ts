/** Case numbers: the local day and a running number, handed out in blocks so that reports do not wait for each other. */
import { Injectable } from '@nestjs/common';
import { localDayOf } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import type { Ctx } from '../../core/ctx.js';
import type { Tx } from '../../core/db.js';

/** A block's rest is lost when the server stops: numbers then skip, and are never given twice. */
const BLOCK = 20;

interface Block {
  day: string;
  next: number;
  last: number;
}

@Injectable()
export class CaseNumbers {
  private block: Block = { day: '', next: 1, last: 0 };
  private opening: Promise<void> | undefined;

  /** `26112300042`: two digits each of year, month and day, then at least five of the running number. */
  async take(ctx: Ctx): Promise<string> {
    const day = localDayOf(ctx.now, cityCalendar()).replaceAll('-', '').slice(2);
    while (day !== this.block.day || this.block.next > this.block.last) await this.open(ctx, day);
    return `${day}${String(this.block.next++).padStart(5, '0')}`;
  }

  /**
   * On MySQL one request opens the block for all that wait, in a short transaction of its own: the counter's lock is
   * not held as long as a report takes. SQLite has one writer, who is us: the block is ours when the report is.
   */
  private async open(ctx: Ctx, day: string): Promise<void> {
    if (ctx.db.dialect === 'sqlite') {
      const before = this.block;
      this.block = await grow(ctx.write, day);
      ctx.write.onUndo.push(() => {
        this.block = before;
      });
      return;
    }
    this.opening ??= ctx.db
      .beside((tx) => grow(tx, day))
      .then((block) => {
        this.block = block;
      })
      .finally(() => {
        this.opening = undefined;
      });
    await this.opening;
  }
}

async function grow(tx: Tx, day: string): Promise<Block> {
  const name = `case.${day}`;
  const known = tx.dialect === 'mysql' ? 'ON DUPLICATE KEY UPDATE' : 'ON CONFLICT (name) DO UPDATE SET';
  await tx.run(`INSERT INTO counter (name, n) VALUES (?, ${BLOCK}) ${known} n = counter.n + ${BLOCK}`, [name]);
  const [{ n }] = await tx.query<{ n: number }>('SELECT n FROM counter WHERE name = ?', [name]);
  return { day, next: Number(n) - BLOCK + 1, last: Number(n) };
}
