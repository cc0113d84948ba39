/** Sets up the demo office through the services: what its staff keep at their desks, and what they changed of the duty list. */
import { baseRule } from '../../shared/duty-rule.js';
import { type WrittenRule, writeRule } from '../../shared/duty-written.js';
import { localDayOf } from '../../shared/worktime.js';
import type { Running } from '../app.js';
import { cityCalendar } from '../core/calendar.js';
import type { Actor, Ctx } from '../core/ctx.js';
import { replyTemplate } from '../features/desk/desk.tables.js';
import { KeptService } from '../features/desk/kept.service.js';
import { MacrosService } from '../features/desk/macros.service.js';
import { ViewsService } from '../features/desk/views.service.js';
import { DutyOffice } from '../features/duty/duty.office.js';
import type { DemoOffice } from './city.js';

/**
 * All of it in the given transaction.
 * @param ctx as of the day on which the office was founded
 * @param today when the load began: what is to come takes effect on the day after
 */
export async function loadOffice(
  ctx: Ctx,
  today: Date,
  { app }: Running,
  office: DemoOffice,
  actorOf: (login: string) => Promise<Actor>,
): Promise<void> {
  const by = async (login: string, at = ctx.now) => ctx.as(await actorOf(login), at);
  for (const { by: login, name, words } of office.templates) {
    await app.get(KeptService).add(await by(login), replyTemplate, { name, shared: true, content: { words } });
  }
  for (const { by: login, name, steps, onward } of office.macros) {
    await app.get(MacrosService).add(await by(login), { name, shared: true, content: { steps, onward } });
  }
  for (const { by: login, name, filter } of office.views) {
    await app.get(ViewsService).add(await by(login), { name, shared: true, filter });
  }
  for (const { by: login, since, item, form, days } of office.duty) {
    const own = await by(login, since === 'founded' ? ctx.now : today);
    const holds = { effectiveFrom: dayAfter(own.now, 1), ...(days ? { until: dayAfter(own.now, days) } : {}) };
    await app.get(DutyOffice).save(own, { ...firstLine(item), ...form, ...holds }, form.area ? 0 : 1);
  }
}

const dayAfter = (at: Date, days: number) => localDayOf(new Date(at.getTime() + days * 86_400_000), cityCalendar());

function firstLine(item: string): Partial<WrittenRule> {
  const base = baseRule(item);
  if (!base) throw new Error(`the demo office changes ${item}, which is no item`);
  return writeRule(base);
}
