/** Reminders on a date, and what must not wait for somebody who is gone: a drawn checker is drawn anew. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { State } from '../../../shared/case-flow.js';
import { taskKinds } from '../../../shared/case-office.js';
import { reviewWarnings, type Warned, warnings } from '../../../shared/deadlines.js';
import { sayDate, sayDay } from '../../../shared/say.js';
import { type Ctx, systemWith } from '../../core/ctx.js';
import { Jobs } from '../../core/jobs.js';
import { areaOf } from '../duty/duty.service.js';
import { NoticesService } from '../notices/notices.service.js';
import { DirectoryService } from '../people/directory.service.js';
import { ableToCheck } from './cases.checkers.js';
import { closingOf } from './cases.days.js';
import type { CaseFile } from './cases.guards.js';
import { CasesJobs, titleOf } from './cases.jobs.js';
import { answerFor, warnable, warnedOf } from './cases.listeners.js';
import { REVIEW, type ReviewJob, reviewJobs, reviewTimes } from './cases.review.js';
import { CasesService } from './cases.service.js';
import { PRESS_DUE, type PressDue } from './cases.supervision.js';
import { caseEntry, caseFile, caseTask } from './cases.tables.js';
import { nextTaskWarning, TASK_WARNING, type TaskWarning, taskRungs } from './cases.task-clock.js';

/** Draws anew in the name of the system. */
const drawer = systemWith({ 'case.read': 'all', 'case.check': 'all' });
const LEFT = '原核查人现在不能核查这件事';
const FOUND = '现在有人可以核查了';

/** What can be done about it in the states in which reporters are visited. */
const UNSOLVED: { readonly [S in State]?: string } = {
  checked: '诉求人还可以选“不认可”，请告诉诉求人，选了就转来复核',
  closed: '请核对，属实的重办',
};

@Injectable()
export class CaseReminders implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly cases: CasesService,
    private readonly listeners: CasesJobs,
    private readonly directory: DirectoryService,
    private readonly notices: NoticesService,
  ) {}

  onModuleInit(): void {
    this.jobs.on(REVIEW, (ctx, p: ReviewJob, id) => this.review(ctx, p, id));
    this.jobs.on('cases.checkers-changed', (ctx, p: { account: string }) => this.checkersChanged(ctx, p));
    this.jobs.on('cases.nobody-checks', (ctx, p: { caseId: string }, id) => this.nobodyChecks(ctx, p, id));
    this.jobs.on('cases.visit-unsolved', (ctx, p: { caseId: string; by: string }, id) => this.unsolved(ctx, p, id));
    this.jobs.on(PRESS_DUE, (ctx, p: PressDue, id) => this.pressDue(ctx, p, id));
    this.jobs.on(TASK_WARNING, (ctx, p: TaskWarning, id) => this.taskWarned(ctx, p, id));
    this.jobs.on('cases.task-dropped', (ctx, p: { caseId: string; task: string }, id) => this.taskDropped(ctx, p, id));
  }

  /** Whoever left, is absent, or may check no longer keeps no case waiting; who comes takes what had nobody. */
  private async checkersChanged(ctx: Ctx, { account }: { account: string }): Promise<void> {
    const waiting = (await ctx.rows
      .from(caseFile, 'c')
      .where("c.open = 1 AND c.state = 'handled' AND (c.checker IS NULL OR c.checker = :account)", { account })
      .getMany()) as CaseFile[];
    for (const c of waiting) {
      const able = await ableToCheck(ctx, c);
      if (c.checker ? able.some(({ id }) => id === c.checker) : able.length === 0) continue;
      await this.cases.act(ctx.as(drawer), c.id, 'redraw', { words: c.checker ? LEFT : FOUND }, c.version);
    }
  }

  /** Whoever can send somebody: the head of the supervision, and the unit above it. */
  private async nobodyChecks(ctx: Ctx, { caseId }: { caseId: string }, job: string): Promise<void> {
    const c = (await ctx.rows.find(caseFile, { id: caseId })) as CaseFile | null;
    if (c?.state !== 'handled' || c.checker) return;
    const [near] = this.directory.kindAt('supervision', areaOf(c));
    const who = near ? [near.id, near.parent].flatMap((unit) => (unit ? answerFor(this.directory, unit) : [])) : [];
    const words = '没有人可以核查：监督人员都经手过、在承办单位或今天不在，请安排其他人';
    await this.notices.tell(ctx, who, { caseId, entry: job, title: titleOf(c), words });
  }

  /**
   * Told under the id of the job, so once. Of several times passed at once everybody hears whom one concerns, and how
   * it stands now.
   */
  private async review(ctx: Ctx, { caseId, set, rung }: ReviewJob, job: string): Promise<void> {
    const c = (await ctx.rows.find(caseFile, { id: caseId })) as CaseFile | null;
    if (c?.state !== 'suspended' || !c.reviewOn || (await this.reviewSetBy(ctx, caseId)) !== set) return;
    const times = reviewTimes(c.reviewOn);
    const passed = reviewWarnings.filter((_, i) => i >= rung && times[i] <= ctx.now);
    const highest = passed[passed.length - 1];
    if (highest) {
      const about = { caseId, entry: job, title: titleOf(c) };
      const words = highest.says.replace('{date}', sayDay(times[0].toISOString(), ctx.now));
      const who = passed.flatMap(({ to }) => this.reviewers(to, c));
      await this.notices.tell(ctx, rung === 0 ? [...who, ...this.onTheDay(c)] : who, { ...about, words });
      const said = '到了说好的复查日期，承办单位正在复查这件事';
      if (rung === 0 && c.reporter) await this.notices.tell(ctx, [c.reporter], { ...about, words: said });
    }
    await ctx.laterAll(reviewJobs(c.reviewOn, { caseId, set, rung: rung + passed.length }));
  }

  /** On the day itself whoever may set another one hears of it too, and supervision. */
  private onTheDay(c: CaseFile): string[] {
    return [...this.listeners.staff('desk', c), ...this.listeners.staff('checkers', c)];
  }

  /** All of the unit, its head too: nobody above hears of it while somebody there can. */
  private reviewers(to: Warned, c: CaseFile): string[] {
    const about = warnable(this.directory, c);
    if (to === 'handler' && about.holders.length > 0) return [...about.holders];
    return warnedOf(this.directory, to, about);
  }

  private async reviewSetBy(ctx: Ctx, caseId: string): Promise<number | undefined> {
    const last = ctx.rows
      .from(caseEntry, 'e')
      .where("e.caseId = :caseId AND e.action IN ('suspend', 'postpone')", { caseId })
      .orderBy('e.seq', 'DESC')
      .limit(1);
    return (await last.getOne())?.seq;
  }

  /** What was heard on the telephone moves nothing by itself: whoever may have it done again must know. */
  private async unsolved(ctx: Ctx, { caseId, by }: { caseId: string; by: string }, job: string): Promise<void> {
    const c = (await ctx.rows.find(caseFile, { id: caseId })) as CaseFile | null;
    if (!c || !(c.state in UNSOLVED)) return;
    const [near] = this.directory.kindAt('supervision', areaOf(c));
    const who = near ? this.listeners.able([near.id], 'case.close') : [];
    const words = `回访时诉求人说没有解决：${UNSOLVED[c.state]}`;
    await this.notices.tell(ctx, who, { caseId, entry: job, title: titleOf(c), words, by });
  }

  /** Moot once that 督办 is over, or somebody else took it over. Told under the id of the job, so once. */
  private async pressDue(ctx: Ctx, { caseId, at, by }: PressDue, job: string): Promise<void> {
    const c = (await ctx.rows.find(caseFile, { id: caseId })) as CaseFile | null;
    if (!c?.press || c.press.at !== at) return;
    const about = warnable(this.directory, c);
    const over = (['unitHead', 'supervision'] as const).flatMap((to) => warnedOf(this.directory, to, about));
    const presser = this.directory.staffMember(by) ? [by] : [];
    const words = `督办要求在 ${sayDate(closingOf(c.press.until), ctx.now)} 前办到，现在已过，还没有销督：${c.press.demand}`;
    await this.notices.tell(ctx, [...presser, ...over], { caseId, entry: job, title: titleOf(c), words });
  }

  /** As of a step: of several passed at once everybody hears whom one concerns, and how it stands now. */
  private async taskWarned(ctx: Ctx, { caseId, task, due }: TaskWarning, job: string): Promise<void> {
    const t = await ctx.rows.find(caseTask, { id: task });
    const c = (await ctx.rows.find(caseFile, { id: caseId })) as CaseFile | null;
    if (!c || c.pausedAt || t?.state !== 'open' || t.dueAt.toISOString() !== due) return;
    const passed = taskRungs(t).filter(({ percent, at }) => percent > (t.told ?? 0) && at <= ctx.now);
    const highest = passed[passed.length - 1];
    if (highest) {
      const { says } = warnings[highest.percent];
      const step = `${taskKinds[t.kind]}（${this.directory.unitOf(t.unit)?.name ?? '承担单位'}）`;
      const words = says.replace('{step}', step).replace('{date}', sayDate(t.dueAt, ctx.now));
      const holders = this.listeners.able([t.unit], 'case.assist');
      const about = { holders, units: [t.unit], c };
      const who = passed.flatMap(({ percent }) => warnedOf(this.directory, warnings[percent].to, about));
      // Whoever asked waits for it, and may rate or take it back.
      const asker = highest.percent >= 100 && t.asker ? this.listeners.able([t.asker], 'case.assist') : [];
      const all = highest.percent >= 100 ? [...who, ...asker, ...holders] : who;
      await this.notices.tell(ctx, all, { caseId, entry: job, title: titleOf(c), words });
      await ctx.write.update(caseTask, { told: highest.percent }, { id: t.id });
    }
    await ctx.laterAll(nextTaskWarning({ ...t, told: highest?.percent ?? t.told }));
  }

  /** Nobody goes on working for what is not needed any more. */
  private async taskDropped(ctx: Ctx, { caseId, task }: { caseId: string; task: string }, job: string): Promise<void> {
    const t = await ctx.rows.find(caseTask, { id: task });
    const c = (await ctx.rows.find(caseFile, { id: caseId })) as CaseFile | null;
    if (!c || !t) return;
    const words = `${taskKinds[t.kind]}已失效，不用再办：这件事已经交出或转给别的单位${t.late ? '；逾期没有反馈已记下' : ''}`;
    await this.notices.tell(ctx, this.listeners.able([t.unit], 'case.assist'), {
      caseId,
      entry: job,
      title: titleOf(c),
      words,
    });
  }
}
