/** Reminders on a date, and what must not wait for somebody who is gone: a drawn checker is drawn anew. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { taskKinds } from '../../../shared/case-office.js';
import { type Actor, type Ctx, system } from '../../core/ctx.js';
import { Jobs } from '../../core/jobs.js';
import { areaOf } from '../duty/duty.service.js';
import { NoticesService } from '../notices/notices.service.js';
import { DirectoryService } from '../people/directory.service.js';
import { ableToCheck } from './cases.checkers.js';
import type { CaseFile } from './cases.guards.js';
import { CasesJobs, titleOf } from './cases.jobs.js';
import { CasesService } from './cases.service.js';
import { caseFile, caseTask } from './cases.tables.js';

/** Draws anew in the name of the system. */
const drawer: Actor = { ...system, may: { 'case.read': 'all', 'case.check': 'all' } };
const LEFT = '原核查人现在不能核查这件事';
const FOUND = '现在有人可以核查了';

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
    this.jobs.on('cases.review', (ctx, p: { caseId: string; reviewOn: string }, id) => this.review(ctx, p, id));
    this.jobs.on('cases.checkers-changed', (ctx, p: { account: string }) => this.checkersChanged(ctx, p));
    this.jobs.on('cases.nobody-checks', (ctx, p: { caseId: string }, id) => this.nobodyChecks(ctx, p, id));
    this.jobs.on('cases.task-due', (ctx, p: { caseId: string; task: string }, id) => this.taskDue(ctx, p, id));
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
    const who = near ? [near.id, near.parent].flatMap((unit) => this.answerFor(unit)) : [];
    const words = '没有人可以核查：监督人员都经手过、在承办单位或今天不在，请安排其他人';
    await this.notices.tell(ctx, who, { caseId, entry: job, title: titleOf(c), words });
  }

  private answerFor(unit: string | null): string[] {
    if (!unit) return [];
    const heads = this.directory.headsOf(unit);
    return heads.length > 0 ? heads : this.listeners.able([unit], 'case.read');
  }

  /** Told under the id of the job, so once. */
  private async review(ctx: Ctx, { caseId, reviewOn }: { caseId: string; reviewOn: string }, job: string) {
    const c = (await ctx.rows.find(caseFile, { id: caseId })) as CaseFile | null;
    if (c?.state !== 'suspended' || c.reviewOn !== reviewOn) return;
    const who = [...this.listeners.staff('unit', c), ...this.listeners.staff('checkers', c)];
    const words = '挂账到了复查日期：条件具备就恢复办理，不具备请说明并重新定日期';
    const about = { caseId, entry: job, title: titleOf(c) };
    await this.notices.tell(ctx, who, { ...about, words });
    const said = '到了说好的复查日期，承办单位正在复查这件事';
    if (c.reporter) await this.notices.tell(ctx, [c.reporter], { ...about, words: said });
  }

  private async taskDue(ctx: Ctx, { caseId, task }: { caseId: string; task: string }, job: string) {
    const t = await ctx.rows.find(caseTask, { id: task });
    const c = (await ctx.rows.find(caseFile, { id: caseId })) as CaseFile | null;
    if (!c || t?.state !== 'open') return;
    const who = this.listeners.able([t.unit, ...(t.asker ? [t.asker] : [])], 'case.assist');
    const unit = this.directory.unitOf(t.unit)?.name ?? '承担单位';
    const words = `${taskKinds[t.kind]}到期还没有反馈：${unit}`;
    await this.notices.tell(ctx, who, { caseId, entry: job, title: titleOf(c), words });
  }
}
