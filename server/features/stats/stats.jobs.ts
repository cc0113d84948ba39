/** When facts are counted: after each entry of a timeline, when a deadline passes, and once for what was there before. */
import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { localDayOf } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import { Ctx, system } from '../../core/ctx.js';
import { Db } from '../../core/db.js';
import { isDuplicate } from '../../core/db-errors.js';
import { Jobs } from '../../core/jobs.js';
import { counter } from '../../core/jobs.tables.js';
import { Recurring } from '../../core/recurring.js';
import { FACTS_VERSION } from '../cases/facts.service.js';
import { StatsService } from './stats.service.js';

/** Cases that are counted in one transaction. */
const AT_ONCE = 100;
/** So long after its end a month is frozen, if nobody did it before: corrections of the last days are in it then. */
const FREEZE_ON_DAY = 11;
const HOURLY = 60;
const FACTS = 'stats.facts-version';

@Injectable()
export class StatsJobs implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly db: Db,
    private readonly jobs: Jobs,
    private readonly recurring: Recurring,
    private readonly stats: StatsService,
  ) {}

  onModuleInit(): void {
    this.jobs.on('stats.fact', (ctx, { caseId, seq }: { caseId: string; seq?: number }) =>
      this.stats.measure(ctx, [caseId], seq),
    );
    this.jobs.on('stats.fill', (ctx, { after }: { after: string }) => this.fill(ctx, after));
    this.recurring.every(HOURLY, 'stats.freeze', (ctx) => this.freezeOver(ctx));
  }

  /** Cases that are older than the statistics, or than the rules of the facts, are counted anew, a piece at a time. */
  async onApplicationBootstrap(): Promise<void> {
    const kept = await this.db.read.find(counter, { name: FACTS });
    if (kept?.n === FACTS_VERSION) return;
    await Ctx.writing({ db: this.db, actor: system }, async (ctx) => {
      const row = { name: FACTS, n: FACTS_VERSION };
      // Of two servers that start at once one plans it.
      if (!kept) await ctx.write.insert(counter, row);
      else if ((await ctx.write.update(counter, { n: FACTS_VERSION }, { name: FACTS, n: kept.n })) === 0) return;
      await ctx.later('stats.fill', { after: '' });
    }).catch((error) => {
      if (!isDuplicate(error)) throw error;
    });
  }

  private async fill(ctx: Ctx, after: string): Promise<void> {
    const ids = await casesAfter(this.db, after, AT_ONCE);
    await this.stats.measure(ctx, ids);
    const last = ids.at(-1);
    if (last && ids.length === AT_ONCE) await ctx.later('stats.fill', { after: last });
  }

  /** Whatever is over long enough, however long the server was off; not while something is still to be counted. */
  private async freezeOver(ctx: Ctx): Promise<void> {
    if (await this.stats.isCounting(ctx)) return;
    const [year, month, day] = localDayOf(ctx.now, cityCalendar()).split('-').map(Number);
    const over = new Date(Date.UTC(year, month - (day < FREEZE_ON_DAY ? 2 : 1)));
    const first = over.getUTCFullYear() * 100 + over.getUTCMonth() + 1;
    const rows = await ctx.rows.query<{ month: number }>(
      `SELECT DISTINCT month FROM roll_up WHERE month < ? AND month NOT IN (SELECT month FROM stats_freeze) ORDER BY month`,
      [first],
    );
    for (const { month } of rows) await this.stats.freeze(ctx, Number(month));
  }
}

/** Ids in their order, past any transaction. */
export async function casesAfter(db: Db, after: string, most: number): Promise<string[]> {
  const rows = await db.read.query<{ id: string }>('SELECT id FROM case_file WHERE id > ? ORDER BY id LIMIT ?', [
    after,
    most,
  ]);
  return rows.map((r) => r.id);
}
