/** What follows an act: everybody whom the flow table names is told, once. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { actionRow, fillIn, isAction, type Listener, stateRow, wordsOf } from '../../../shared/case-flow.js';
import { itemOf } from '../../../shared/duty-list.js';
import type { Permission } from '../../../shared/permissions.js';
import { sayCaseNumber, sayDate } from '../../../shared/say.js';
import { type Ctx, system } from '../../core/ctx.js';
import { Jobs } from '../../core/jobs.js';
import type { Row } from '../../core/tables.js';
import { HintsService } from '../hints/hints.service.js';
import { NoticesService } from '../notices/notices.service.js';
import { DirectoryService } from '../people/directory.service.js';
import { followersOf, sayToFollowers } from './cases.followers.js';
import type { CaseFile } from './cases.guards.js';
import { able, staffFor } from './cases.listeners.js';
import { reviewDay } from './cases.office.js';
import { withWhere } from './cases.spots.js';
import { caseEntry, caseFile } from './cases.tables.js';
import { tasksOf } from './cases.tasks.js';

type EntryRow = Row<typeof caseEntry>;

@Injectable()
export class CasesJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly directory: DirectoryService,
    private readonly notices: NoticesService,
    private readonly hints: HintsService,
  ) {}

  onModuleInit(): void {
    this.jobs.on('cases.tell', (ctx, payload: { caseId: string; entry: string }) => this.tell(ctx, payload));
  }

  private async tell(ctx: Ctx, payload: { caseId: string; entry: string }): Promise<void> {
    const c = (await ctx.rows.find(caseFile, { id: payload.caseId })) as CaseFile | null;
    const entry = await ctx.rows.find(caseEntry, { id: payload.entry });
    if (!c || !entry) return;
    const listeners = listenersOf(entry);
    const reporters = listeners.includes('reporter') && c.reporter ? [c.reporter] : [];
    const followers = listeners.includes('followers') ? await followersOf(ctx, c) : [];
    const staff = [...listeners.flatMap((l) => this.staff(l, c)), ...this.tasked(listeners, c, entry)];
    // Told as of the act, even when the job comes late.
    const then = ctx.as(ctx.actor, entry.at);
    const about = { caseId: c.id, entry: entry.id };
    const { says: sentence, did } = wordsOf(entry.action);
    const says = withWhere(fillIn(sentence ?? did, entry.toUnitName, promised(entry), reviewDay(entry)), entry);
    if (reporters.length > 0) await this.notices.tell(then, reporters, { ...about, title: titleOf(c), words: says });
    const same = followers.length > 0 ? await sayToFollowers(ctx, entry) : '';
    // Each under their own report: the main one is somebody else's, and not theirs to open.
    for (const own of followers)
      await this.notices.tell(then, [own.reporter], {
        caseId: own.id,
        entry: entry.id,
        title: titleOf(own),
        words: same,
      });
    const words = withWhere(`${doerOf(entry)}${did}，现在${stateRow(entry.toState).label}`, entry);
    await this.notices.tell(then, staff, { ...about, title: titleOf(c), words, by: entry.account });
    await this.hints.later(ctx, entry);
  }

  /** Both sides of the task that an act is about. */
  private tasked(listeners: readonly Listener[], c: CaseFile, { input }: EntryRow): string[] {
    const task = tasksOf(c).find((t) => t.id === input.task);
    const doer = listeners.includes('doer') ? [String(input.doer ?? task?.unit)] : [];
    const asker = listeners.includes('asker') && task?.asker ? [task.asker] : [];
    return [...this.able(doer, 'case.assist'), ...this.able(asker, 'case.assist')];
  }

  staff(listener: Listener, c: CaseFile): string[] {
    return staffFor(this.directory, listener, c);
  }

  able(units: string[], permission: Permission): string[] {
    return able(this.directory, units, permission);
  }
}

/** Whose a case has become by its place hears of it too. */
function listenersOf({ action, toState, placed }: EntryRow): readonly Listener[] {
  if (!isAction(action)) return opened(toState);
  const { tells } = actionRow(action);
  return placed?.words ? [...new Set([...tells, 'worker' as const])] : tells;
}
/** A new case is brought to whoever must move next. */
const opened = (state: EntryRow['toState']): readonly Listener[] => (state === 'reported' ? ['worker'] : ['desk']);
const doerOf = (e: EntryRow) => e.unitName ?? (e.account === system.id ? system.name : '诉求人');
export const titleOf = (c: CaseFile) => `${itemOf(c.item)?.name ?? '事件'} ${sayCaseNumber(c.number)}`;
const promised = (e: EntryRow) => e.promisedAt && sayDate(e.promisedAt, e.at);
