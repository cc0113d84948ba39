/** What somebody typed into a dialog and has not sent: kept a week, sealed, for nobody else's eyes. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { actionRow, type EntryAction, isAction } from '../../../shared/case-flow.js';
import type { Draft, IntakeDraft } from '../../../shared/desk.js';
import { has } from '../../../shared/fields.js';
import type { Ctx } from '../../core/ctx.js';
import { problem } from '../../core/problem.js';
import { Recurring } from '../../core/recurring.js';
import { Secrets } from '../../core/secrets.js';
import { draft } from './desk.tables.js';
import { needStaff } from './kept.service.js';

const KEPT_MS = 7 * 24 * 3_600_000;
const LONGEST = 12_000;
const [INTAKE, REPORT] = ['intake', 'report'] as const;
const placeOf = (account: string, caseId: string, action: string) => `draft|text|${account}.${caseId}.${action}`;

@Injectable()
export class DraftsService implements OnModuleInit {
  constructor(
    private readonly secrets: Secrets,
    private readonly recurring: Recurring,
  ) {}

  onModuleInit(): void {
    this.recurring.every(60, 'drafts.sweep', async (ctx) => {
      await ctx.write.run('DELETE FROM draft WHERE at < ?', [this.oldest(ctx)]);
    });
  }

  private oldest = (ctx: Ctx) => new Date(ctx.now.getTime() - KEPT_MS);

  async of(ctx: Ctx, caseId: string): Promise<Partial<Record<EntryAction, Draft>>> {
    needStaff(ctx);
    const rows = await ctx.rows
      .from(draft, 'd')
      .where('d.account = :me AND d.caseId = :caseId AND d.at >= :oldest', {
        me: ctx.actor.id,
        caseId,
        oldest: this.oldest(ctx),
      })
      .getMany();
    return Object.fromEntries(
      rows.flatMap(({ action, text, at }) => {
        const typed = this.secrets.openOrNull(text, placeOf(ctx.actor.id, caseId, action));
        return typed ? [[action, { input: JSON.parse(typed), at: at.toISOString() }]] : [];
      }),
    );
  }

  /** As it stands, finished or not. Photos are no typing, and are swept where nothing was sent. */
  async keep(ctx: Ctx, caseId: string, action: string, input: Record<string, unknown>): Promise<void> {
    if (!isAction(action)) throw problem('not-found');
    const { asks } = actionRow(action);
    const typed = entriesOf(input).filter(([key]) => has(asks, key) && asks[key]?.kind !== 'photos');
    await this.store(ctx, caseId, action, typed);
  }

  /** The report that somebody takes down. */
  async intake(ctx: Ctx): Promise<IntakeDraft> {
    return (await this.of(ctx, INTAKE))[REPORT] ?? null;
  }

  async keepIntake(ctx: Ctx, input: Record<string, unknown>): Promise<void> {
    const typed = entriesOf(input).filter(([key]) => key !== 'photos');
    await this.store(ctx, INTAKE, REPORT, typed);
  }

  async dropIntake(ctx: Ctx): Promise<void> {
    await this.drop(ctx, INTAKE, REPORT);
  }

  private async store(ctx: Ctx, caseId: string, action: EntryAction, typed: [string, unknown][]): Promise<void> {
    needStaff(ctx);
    const text = JSON.stringify(Object.fromEntries(typed));
    if (text.length > LONGEST) throw problem('input.too-large');
    const sealed = this.secrets.seal(text, placeOf(ctx.actor.id, caseId, action));
    const key = { account: ctx.actor.id, caseId, action };
    const known = await ctx.write.update(draft, { text: sealed, at: ctx.now }, key);
    if (known === 0) await ctx.write.insert(draft, { ...key, text: sealed, at: ctx.now });
  }

  /** What is sent is no draft any more. */
  async drop(ctx: Ctx, caseId: string, action: string): Promise<void> {
    await ctx.write.run('DELETE FROM draft WHERE account = ? AND caseId = ? AND action = ?', [
      ctx.actor.id,
      caseId,
      action,
    ]);
  }
}

/** @throws input.invalid for what is no form */
function entriesOf(input: unknown): [string, unknown][] {
  if (typeof input !== 'object' || input === null) throw problem('input.invalid', { errors: { input: 'required' } });
  return Object.entries(input);
}
