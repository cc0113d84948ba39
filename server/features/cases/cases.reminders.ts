/** Reminders on a date, and what must not wait for somebody who is gone: a drawn checker is drawn anew. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { taskKinds } from '../../../shared/case-office.js';
import { mayOf } from '../../../shared/permissions.js';
import { type Actor, type Ctx, system } from '../../core/ctx.js';
import { Jobs } from '../../core/jobs.js';
import { NoticesService } from '../notices/notices.service.js';
import { DirectoryService } from '../people/directory.service.js';
import type { CaseFile } from './cases.guards.js';
import { CasesJobs, titleOf } from './cases.jobs.js';
import { CasesService } from './cases.service.js';
import { caseFile, caseTask } from './cases.tables.js';

/** Draws anew in the name of the system. */
const drawer: Actor = { ...system, may: { 'case.read': 'all', 'case.check': 'all' } };
const LEFT = '原核查人已经离岗';

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
    this.jobs.on('cases.checker-left', (ctx, p: { account: string }) => this.checkerLeft(ctx, p));
    this.jobs.on('cases.task-due', (ctx, p: { caseId: string; task: string }, id) => this.taskDue(ctx, p, id));
  }

  /** Who left the office, or may check no longer, keeps no case waiting. */
  private async checkerLeft(ctx: Ctx, { account }: { account: string }): Promise<void> {
    const staff = this.directory.staffMember(account);
    if (staff && 'case.check' in mayOf(staff.roles)) return;
    const waiting = (await ctx.rows
      .from(caseFile, 'c')
      .where("c.open = 1 AND c.state = 'handled' AND c.checker = :account", { account })
      .getMany()) as CaseFile[];
    for (const c of waiting) await this.cases.act(ctx.as(drawer), c.id, 'redraw', { words: LEFT }, c.version);
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
