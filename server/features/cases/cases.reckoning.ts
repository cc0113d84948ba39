/** Holidays of a year are published after people were promised days of it: then what is due is reckoned anew, once. */
import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { momentAt } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import { Ctx, system } from '../../core/ctx.js';
import { Db } from '../../core/db.js';
import { isDuplicate } from '../../core/db-errors.js';
import { Jobs } from '../../core/jobs.js';
import { counter } from '../../core/jobs.tables.js';
import { DutyService } from '../duty/duty.service.js';
import { reckoned } from './cases.clock.js';
import { clerk } from './cases.deadlines.js';
import type { CaseFile } from './cases.guards.js';
import { CasesService } from './cases.service.js';
import { sayYears } from './cases.supervision.js';
import { caseFile } from './cases.tables.js';

const RECKON = 'cases.reckon';
/** The last year whose holidays the office knew when it was last started. */
const KNOWN = 'calendar.known-until';
const AT_ONCE = 100;

interface Reckon {
  years: number[];
  after: string;
}

@Injectable()
export class CaseReckoning implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly db: Db,
    private readonly jobs: Jobs,
    private readonly cases: CasesService,
    private readonly duty: DutyService,
  ) {}

  onModuleInit(): void {
    this.jobs.on(RECKON, (ctx, payload: Reckon) => this.reckon(ctx, payload));
  }

  /** A new version of the software brings the new years; of several servers one plans what follows. */
  async onApplicationBootstrap(): Promise<void> {
    const { knownYears } = cityCalendar();
    const n = Math.max(...knownYears);
    const kept = await this.db.read.find(counter, { name: KNOWN });
    if (kept && kept.n >= n) return;
    await Ctx.writing({ db: this.db, actor: system }, async (ctx) => {
      if (!kept) return ctx.write.insert(counter, { name: KNOWN, n });
      const isMine = (await ctx.write.update(counter, { n }, { name: KNOWN, n: kept.n })) === 1;
      const years = knownYears.filter((year) => year > kept.n);
      if (isMine) await ctx.later(RECKON, { years, after: '' });
    }).catch((error) => {
      if (!isDuplicate(error)) throw error;
    });
  }

  private async reckon(ctx: Ctx, { years, after }: Reckon): Promise<void> {
    const from = momentAt(`${Math.min(...years)}-01-01T00:00:00`, cityCalendar().zone);
    const reaching = (await ctx.rows
      .from(caseFile, 'c')
      .where('c.open = 1 AND c.id > :after', { after })
      .andWhere('(c.dueAt >= :from OR c.promisedAt >= :from OR c.contactBy >= :from)', { from })
      .orderBy('c.id')
      .take(AT_ONCE)
      .getMany()) as CaseFile[];
    for (const c of reaching) {
      await this.duty.knows(c);
      if (!this.moves(ctx, c, years)) continue;
      await this.cases.act(ctx.as(clerk), c.id, 'reckon', { years: sayYears(years) }, c.version);
    }
    if (reaching.length === AT_ONCE) await ctx.later(RECKON, { years, after: reaching[AT_ONCE - 1].id });
  }

  private moves(ctx: Ctx, c: CaseFile, years: number[]): boolean {
    const next = reckoned(c, this.duty.ruleOf(c), years, ctx.now, cityCalendar());
    return (['dueAt', 'promisedAt', 'contactBy'] as const).some((key) => next[key]?.getTime() !== c[key]?.getTime());
  }
}
