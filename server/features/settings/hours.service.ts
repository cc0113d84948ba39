/** The office hours of the city: set by the system administrator, the same on every instance within a second. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { faultsOfHours, type Hours, hoursOf, type OfficeSpan, spansOf, USUAL_HOURS } from '../../../shared/hours.js';
import type { OfficeHours } from '../../../shared/views.js';
import { cityCalendar, workIn } from '../../core/calendar.js';
import type { Ctx } from '../../core/ctx.js';
import { Db } from '../../core/db.js';
import { problem } from '../../core/problem.js';
import { Watch } from '../../core/watch.js';
import { AuditService } from '../audit/audit.service.js';
import { setting } from './settings.tables.js';

/** Name of the setting and of its version row. */
const HOURS = 'hours';

@Injectable()
export class HoursService implements OnModuleInit {
  constructor(
    private readonly db: Db,
    private readonly watch: Watch,
    private readonly audit: AuditService,
  ) {}

  onModuleInit(): Promise<void> {
    return this.watch.keep(HOURS, async () => {
      const row = await this.db.read.find(setting, { name: HOURS });
      workIn((row?.value as Hours | undefined) ?? USUAL_HOURS);
    });
  }

  view(): OfficeHours {
    const { hours, knownYears } = cityCalendar();
    return { spans: spansOf(hours), knownUntil: Math.max(...knownYears) };
  }

  /**
   * Deadlines that are set stay; what is reckoned from now on is reckoned in these hours.
   * @throws input.invalid with the fault of each span
   */
  async set(ctx: Ctx, spans: OfficeSpan[]): Promise<OfficeHours> {
    const errors = faultsOfHours(spans);
    if (Object.keys(errors).length > 0) throw problem('input.invalid', { errors });
    const hours = hoursOf(spans);
    const before = this.view().spans.map(sayOfficeSpan);
    if ((await ctx.write.update(setting, { value: hours }, { name: HOURS })) === 0) {
      await ctx.write.insert(setting, { name: HOURS, value: hours });
    }
    await this.audit.write(ctx, {
      action: 'settings.hours',
      object: 'settings:hours',
      detail: { before, after: spans.map(sayOfficeSpan) },
    });
    ctx.write.bumped.add(HOURS);
    return { ...this.view(), spans: spansOf(hours) };
  }
}

const sayOfficeSpan = ({ from, to }: OfficeSpan) => `${from}–${to}`;
