/** What happens when nothing happens: people are told as limits run out, and silence has its end. Once each. */
import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { type ClockStep, stateRow, stepLabels } from '../../../shared/case-flow.js';
import { NOTICE_OF_SILENCE, type Warned, type WarningPercent, warnings } from '../../../shared/deadlines.js';
import { sayDate } from '../../../shared/say.js';
import { addWorktime } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import { type Actor, Ctx, system } from '../../core/ctx.js';
import { Db } from '../../core/db.js';
import { isDuplicate } from '../../core/db-errors.js';
import { Jobs } from '../../core/jobs.js';
import { counter } from '../../core/jobs.tables.js';
import { DutyService } from '../duty/duty.service.js';
import { NoticesService } from '../notices/notices.service.js';
import { DirectoryService } from '../people/directory.service.js';
import {
  type Course,
  courseOf,
  firstWarning,
  jobFor,
  type Rung,
  silenceOf,
  WARNING,
  type WarningJob,
} from './cases.course.js';
import type { CaseFile } from './cases.guards.js';
import { CasesJobs, titleOf } from './cases.jobs.js';
import { holdersOf } from './cases.listeners.js';
import { CasesService } from './cases.service.js';
import { pressByRule } from './cases.supervision.js';
import { caseFile, caseWarning } from './cases.tables.js';

/** Who closes and resumes when a resident stays silent. */
const clerk: Actor = { ...system, may: { 'case.read': 'all', 'case.silence': 'all' } };

const CATCH_UP = 'cases.warnings-catch-up';
const AT_ONCE = 200;
/** From here on a case that is with its unit is pressed by rule: 逾期 is one of the five causes (济南、潍坊 hotline rules). */
const OVERDUE = 100;

@Injectable()
export class CaseDeadlines implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly db: Db,
    private readonly jobs: Jobs,
    private readonly cases: CasesService,
    private readonly people: CasesJobs,
    private readonly directory: DirectoryService,
    private readonly notices: NoticesService,
    private readonly duty: DutyService,
  ) {}

  onModuleInit(): void {
    this.jobs.on(WARNING, (ctx, payload: WarningJob) => this.reached(ctx, payload));
    this.jobs.on(CATCH_UP, (ctx, payload: { after: string }) => this.catchUp(ctx, payload));
  }

  /** Cases that were open before there were warnings get theirs, once for all servers. */
  async onApplicationBootstrap(): Promise<void> {
    if (await this.db.read.find(counter, { name: CATCH_UP })) return;
    const [any] = await this.db.read.query('SELECT id FROM case_file WHERE open = 1 LIMIT 1');
    await Ctx.writing({ db: this.db, actor: system }, async (ctx) => {
      await ctx.write.insert(counter, { name: CATCH_UP, n: 1 });
      if (any) await ctx.later(CATCH_UP, { after: '' });
    }).catch((error) => {
      if (!isDuplicate(error)) throw error;
    });
  }

  private async catchUp(ctx: Ctx, { after }: { after: string }): Promise<void> {
    const open = (await ctx.rows
      .from(caseFile, 'c')
      .where('c.open = 1 AND c.id > :after', { after })
      .orderBy('c.id')
      .take(AT_ONCE)
      .getMany()) as CaseFile[];
    await ctx.laterAll(open.flatMap((c) => firstWarning(null, c, this.duty.ruleOf(c))));
    if (open.length === AT_ONCE) await ctx.later(CATCH_UP, { after: open[AT_ONCE - 1].id });
  }

  /** What was planned is moot when the case has moved on: the clock that runs now has jobs of its own. */
  private async reached(ctx: Ctx, { caseId, clock, run, percent }: WarningJob): Promise<void> {
    const c = (await ctx.rows.find(caseFile, { id: caseId })) as CaseFile | null;
    if (c) await this.duty.knows(c);
    const course = c && courseOf(c, this.duty.ruleOf(c), cityCalendar());
    if (!c || !course || course.clock !== clock || course.run.toISOString() !== run) return;
    if (await ctx.rows.find(caseWarning, { caseId, clock: course.clock, run: course.run, percent })) return;
    const ahead = course.rungs.filter((rung) => rung.percent >= percent);
    const passed = ahead.filter((rung) => rung.at <= ctx.now);
    if (passed.length === 0) return ctx.laterAll(ahead.slice(0, 1).map((rung) => jobFor(c, course, rung)));
    if (course.clock === 'silence') await this.silent(ctx, c, course, passed[0]);
    else await this.late(ctx, c, course, course.clock, passed);
  }

  /** Of several that were passed at once (the server was off, the clock jumped) only the highest is told. */
  private async late(ctx: Ctx, c: CaseFile, course: Course, step: ClockStep, passed: Rung[]): Promise<void> {
    const highest = passed[passed.length - 1];
    const entry = await this.record(ctx, c, course, passed, highest);
    const { to, says } = warnings[highest.percent as WarningPercent];
    const words = says.replace('{step}', stepLabels[step]).replace('{date}', sayDate(course.due, ctx.now));
    await this.notices.tell(ctx, this.accountsOf(to, c), { caseId: c.id, entry, title: titleOf(c), words });
    const next = course.rungs.find((rung) => rung.percent > highest.percent);
    if (next) await ctx.laterAll([jobFor(c, course, next)]);
    if (step === 'handle' && highest.percent >= OVERDUE) await pressByRule(ctx, c, 'overdue', words);
  }

  /** One rung at a time: nobody's case is closed who was not reminded a working day before. */
  private async silent(ctx: Ctx, c: CaseFile, course: Course, rung: Rung): Promise<void> {
    const silence = silenceOf(c);
    if (!silence || !c.reporter) return;
    const entry = await this.record(ctx, c, course, [rung], rung);
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

  /** @returns the id of the one that is told, under which each person hears of it once */
  private async record(ctx: Ctx, c: CaseFile, { clock, run }: Course, rungs: Rung[], told: Rung): Promise<string> {
    const rows = rungs.map(({ percent }) => ({
      id: ctx.newId(),
      caseId: c.id,
      clock,
      run,
      percent,
      at: ctx.now,
      told: percent === told.percent,
    }));
    await ctx.write.insert(caseWarning, rows);
    return rows[rows.length - 1].id;
  }

  /** Where a rung has nobody the next one up is told: a warning that nobody hears is none. */
  private accountsOf(to: Warned, c: CaseFile): string[] {
    const found = this.exactly(to, c);
    if (found.length > 0 || to === 'above') return found;
    return this.accountsOf(to === 'handler' ? 'unitHead' : to === 'unitHead' ? 'supervision' : 'above', c);
  }

  private exactly(to: Warned, c: CaseFile): string[] {
    const holders = holdersOf(this.directory, c);
    if (to === 'supervision') return this.people.staff('checkers', c);
    const units = this.unitsOf(c, holders);
    const heads = units.flatMap((unit) => this.directory.headsOf(unit));
    if (to === 'unitHead') return heads;
    // A head may handle too, but has a warning of their own; one who works alone has both.
    if (to === 'handler') return without(holders, heads).length > 0 ? without(holders, heads) : holders;
    const above = units.flatMap((unit) => this.directory.unitOf(unit)?.parent ?? []);
    return [...new Set(above)].flatMap((unit) => {
      const heads = this.directory.headsOf(unit);
      return heads.length > 0 ? heads : this.people.able([unit], 'case.read');
    });
  }

  private unitsOf(c: CaseFile, holders: string[]): string[] {
    if (stateRow(c.state).seat === 'unit' && c.unit) return [c.unit];
    return [...new Set(holders.flatMap((account) => this.directory.staffMember(account)?.unit ?? []))];
  }
}

const without = (all: string[], some: string[]) => all.filter((one) => !some.includes(one));
