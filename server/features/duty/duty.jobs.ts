/** Tells the centre in time that something it allowed comes to its end. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { standing } from '../../../shared/duty-rule.js';
import { localDayOf } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import type { Ctx } from '../../core/ctx.js';
import { Recurring } from '../../core/recurring.js';
import { DutyOffice, dutyToday } from './duty.office.js';
import { DutyService } from './duty.service.js';

const DAY_MS = 86_400_000;
const NOTICE_DAYS = 14;
const TWICE_A_DAY = 12 * 60;

@Injectable()
export class DutyJobs implements OnModuleInit {
  constructor(
    private readonly recurring: Recurring,
    private readonly duty: DutyService,
    private readonly office: DutyOffice,
  ) {}

  onModuleInit(): void {
    this.recurring.every(TWICE_A_DAY, 'duty.lapse', (ctx) => this.warn(ctx));
  }

  /** Once for each version, however often it looks. */
  private async warn(ctx: Ctx): Promise<void> {
    const soon = localDayOf(new Date(ctx.now.getTime() + NOTICE_DAYS * DAY_MS), cityCalendar());
    const ending = standing(this.duty.all, dutyToday(ctx)).filter((r) => r.until !== null && r.until <= soon);
    for (const rule of ending) {
      await this.office.tellCentre(
        ctx,
        rule,
        `这条规定有效期至 ${rule.until}，到期后不再执行；要继续请重新准入`,
        rule.id,
      );
    }
  }
}
