/** What happens when nothing happens: people are told as limits run out, and silence has its end. Once each. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type ClockStep, stateRow, stepLabels } from '../../../shared/case-flow.js';
import type { PressCause } from '../../../shared/case-office.js';
import {
  contactWarnings,
  NOTICE_OF_SILENCE,
  type Warned,
  type WarningPercent,
  warnings,
} from '../../../shared/deadlines.js';
import { sayDate } from '../../../shared/say.js';
import { addWorktime } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import { type Ctx, systemWith } from '../../core/ctx.js';
import { Jobs } from '../../core/jobs.js';
import { Recurring } from '../../core/recurring.js';
import { DutyService } from '../duty/duty.service.js';
import { NoticesService } from '../notices/notices.service.js';
import { DirectoryService } from '../people/directory.service.js';
import {
  CONTACT,
  type ContactJob,
  type Course,
  courseOf,
  jobFor,
  type Rung,
  silenceOf,
  WARNING,
  type WarningJob,
} from './cases.course.js';
import type { CaseFile } from './cases.guards.js';
import { titleOf } from './cases.jobs.js';
import { exactlyWarned, warnable, warnedOf } from './cases.listeners.js';
import { CasesService } from './cases.service.js';
import { pressByRule } from './cases.supervision.js';
import { caseFile, caseWarning } from './cases.tables.js';

/** Who closes and resumes when a resident stays silent. */
export const clerk = systemWith({ 'case.read': 'all', 'case.silence': 'all' });

const SWEEP = 'cases.warnings';
const HOURLY = 60;
const AT_ONCE = 200;
/** From here on a case that is with its unit is pressed by rule, be it not received or not handled. */
const OVERDUE = 100;
const LATE: { readonly [S in ClockStep]?: PressCause } = { accept: 'refused', handle: 'overdue' };

@Injectable()
export class CaseDeadlines implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly recurring: Recurring,
    private readonly cases: CasesService,
    private readonly directory: DirectoryService,
    private readonly notices: NoticesService,
    private readonly duty: DutyService,
  ) {}

  onModuleInit(): void {
    this.jobs.on(WARNING, (ctx, payload: WarningJob) => this.reached(ctx, payload));
    this.jobs.on(CONTACT, (ctx, payload: ContactJob, id) => this.contact(ctx, payload, id));
    this.recurring.every(HOURLY, SWEEP, (ctx, { after = '' }: { after?: string }) => this.sweep(ctx, after));
  }

  /** The chain of warnings of a case hangs on one job: where that was parked or lost, the next one is planned anew. */
  private async sweep(ctx: Ctx, after: string): Promise<void> {
    const planned = await ctx.rows.query<{ payload: string }>(
      "SELECT payload FROM job WHERE kind = ? AND state <> 'parked'",
      [WARNING],
    );
    const waiting = new Set(planned.map(({ payload }) => (JSON.parse(payload) as WarningJob).caseId));
    const open = await ctx.rows.query<{ id: string }>(
      'SELECT id FROM case_file WHERE open = 1 AND id > ? ORDER BY id',
      [after],
    );
    const left = open.map(({ id }) => id).filter((id) => !waiting.has(id));
    for (const id of left.slice(0, AT_ONCE)) await this.planNext(ctx, id);
    if (left.length > AT_ONCE) await ctx.later(SWEEP, { after: left[AT_ONCE - 1] });
  }

  private async planNext(ctx: Ctx, caseId: string): Promise<void> {
    const c = await this.found(ctx, caseId);
    const course = c && courseOf(c, this.duty.ruleOf(c), cityCalendar());
    if (!c || !course) return;
    const { clock, run } = course;
    const told = await ctx.rows.from(caseWarning, 'w').where({ caseId, clock, run }).getMany();
    const next = course.rungs.find(({ percent }) => !told.some((w) => w.percent >= percent));
    if (next) await ctx.laterAll([jobFor(c, course, next)]);
  }

  private async found(ctx: Ctx, id: string): Promise<CaseFile | null> {
    const c = (await ctx.rows.find(caseFile, { id })) as CaseFile | null;
    if (c) await this.duty.knows(c);
    return c;
  }

  /** What was planned is moot when the case has moved on: the clock that runs now has jobs of its own. */
  private async reached(ctx: Ctx, { caseId, clock, run, percent }: WarningJob): Promise<void> {
    const c = await this.found(ctx, caseId);
    const course = c && courseOf(c, this.duty.ruleOf(c), cityCalendar());
    if (!c || !course || course.clock !== clock || course.run.toISOString() !== run) return;
    if (await ctx.rows.find(caseWarning, { caseId, clock: course.clock, run: course.run, percent })) return;
    const ahead = course.rungs.filter((rung) => rung.percent >= percent);
    const passed = ahead.filter((rung) => rung.at <= ctx.now);
    if (passed.length === 0) return ctx.laterAll(ahead.slice(0, 1).map((rung) => jobFor(c, course, rung)));
    if (course.clock === 'silence') await this.silent(ctx, c, course, passed[0]);
    else await this.late(ctx, c, course, course.clock, passed);
  }

  /**
   * Of several that were passed at once (the server was off, the clock jumped) everybody hears whom one of them
   * concerns, and hears how it stands now.
   */
  private async late(ctx: Ctx, c: CaseFile, course: Course, step: ClockStep, passed: Rung[]): Promise<void> {
    const highest = passed[passed.length - 1];
    const entry = await this.record(ctx, c, course, passed);
    const { says } = warnings[highest.percent as WarningPercent];
    const words = says.replace('{step}', stepLabels[step]).replace('{date}', sayDate(course.due, ctx.now));
    const meant = passed.flatMap(({ percent }) => this.accountsOf(warnings[percent as WarningPercent].to, c));
    await this.notices.tell(ctx, [...new Set(meant)], { caseId: c.id, entry, title: titleOf(c), words });
    const next = course.rungs.find((rung) => rung.percent > highest.percent);
    if (next) await ctx.laterAll([jobFor(c, course, next)]);
    const cause = LATE[step];
    if (cause && highest.percent >= OVERDUE) await pressByRule(ctx, c, cause, words);
  }

  /** One rung at a time: nobody's case is closed who was not reminded a working day before. */
  private async silent(ctx: Ctx, c: CaseFile, course: Course, rung: Rung): Promise<void> {
    const silence = silenceOf(c);
    if (!silence || !c.reporter) return;
    const entry = await this.record(ctx, c, course, [rung]);
    const next = course.rungs.find((other) => other.percent > rung.percent);
    if (!next) {
      await this.cases.act(ctx.as(clerk), c.id, silence.action, {}, c.version);
      return;
    }
    const earliest = addWorktime(ctx.now, NOTICE_OF_SILENCE, cityCalendar());
    const at = new Date(Math.max(next.at.getTime(), earliest.getTime()));
    const words = silence.reminds.replace('{date}', sayDate(at, ctx.now));
    await this.notices.tell(ctx, [c.reporter], { caseId: c.id, entry, title: titleOf(c), words });
    await ctx.laterAll([jobFor(c, course, { ...next, at })]);
  }

  /** Moot once the reporter was contacted, or the case is with another unit. Told under the id of the job, so once. */
  private async contact(ctx: Ctx, { caseId, by, percent }: ContactJob, job: string): Promise<void> {
    const c = await this.found(ctx, caseId);
    const warning = contactWarnings.find((w) => w.percent === percent);
    if (!c?.contactBy || !warning || stateRow(c.state).paused || c.contactBy.toISOString() !== by) return;
    const words = warning.says.replace('{date}', sayDate(c.contactBy, ctx.now));
    const meant = [...this.exactly('handler', c), ...this.exactly('unitHead', c)];
    await this.notices.tell(ctx, [...new Set(meant)], { caseId, entry: job, title: titleOf(c), words });
  }

  /** @returns the id of the last one, under which each person hears of them once */
  private async record(ctx: Ctx, c: CaseFile, { clock, run }: Course, rungs: Rung[]): Promise<string> {
    const rows = rungs.map(({ percent }) => ({ id: ctx.newId(), caseId: c.id, clock, run, percent, at: ctx.now }));
    await ctx.write.insert(caseWarning, rows);
    return rows[rows.length - 1].id;
  }

  private accountsOf(to: Warned, c: CaseFile): string[] {
    return warnedOf(this.directory, to, warnable(this.directory, c));
  }

  private exactly(to: Warned, c: CaseFile): string[] {
    return exactlyWarned(this.directory, to, warnable(this.directory, c));
  }
}
