/** A leaver's things in one act: posts and what was personal go to somebody else, and the account is closed. */
import { Injectable } from '@nestjs/common';
import type { HandOver } from '../../../shared/desk.js';
import { roles as roleTable } from '../../../shared/permissions.js';
import { posts as postKinds } from '../../../shared/places.js';
import type { Ctx } from '../../core/ctx.js';
import { problem } from '../../core/problem.js';
import type { Row } from '../../core/tables.js';
import { AuditService } from '../audit/audit.service.js';
import { deskView, draft, macro, replyTemplate } from '../desk/desk.tables.js';
import { AccountsService } from './accounts.service.js';
import { DirectoryService, PEOPLE } from './directory.service.js';
import { account, post, standIn, unit } from './people.tables.js';
import { StandInsService } from './stand-ins.service.js';

type Account = Row<typeof account>;
const KEPT = [deskView, macro, replyTemplate] as const;

@Injectable()
export class HandOverService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly standIns: StandInsService,
    private readonly directory: DirectoryService,
    private readonly audit: AuditService,
  ) {}

  /** What would go over. Cases lie with units and grids, so whoever has the posts has the cases. @throws not-found */
  async preview(ctx: Ctx, id: string): Promise<HandOver> {
    await this.load(ctx, id);
    const held = await this.postsOf(ctx, id);
    const headed = await ctx.rows.from(unit, 'u').where('u.head = :id', { id }).getMany();
    const count = (table: string, where = 'account = ?', values: unknown[] = [id]) =>
      ctx.rows
        .query<{ n: number | string }>(`SELECT COUNT(*) AS n FROM ${table} WHERE ${where}`, values)
        .then(([{ n }]) => Number(n));
    return {
      posts: held.map((p) => `${this.directory.areaOf(p.place)?.name ?? p.place} ${postKinds[p.post].label}`),
      headOf: headed.map((u) => u.name),
      views: await count(deskView.name),
      macros: await count(macro.name),
      templates: await count(replyTemplate.name),
      drafts: await count(draft.name),
      standIns: await count(standIn.name, '(account = ? OR standIn = ?) AND endedAt IS NULL', [id, id]),
    };
  }

  /** @throws not-found · input.invalid for a successor who cannot take it · account.last-admin */
  async handOver(ctx: Ctx, id: string, to: string): Promise<HandOver> {
    const leaver = await this.load(ctx, id);
    const successor = await ctx.rows.find(account, { id: to, kind: 'staff', active: true });
    const isAdmin = successor?.roles.some((role) => 'admin' in roleTable[role]);
    if (!successor || isAdmin || to === id || !leaver.active) {
      throw problem('input.invalid', {
        errors: { to: 'invalid' },
        detail: '请选择一名在用的业务人员，不能是本人或管理员',
      });
    }
    const moved = await this.preview(ctx, id);
    await this.movePosts(ctx, id, to);
    await ctx.write.update(unit, { head: to }, { head: id });
    // What was shared stays shared with its unit.
    for (const { name } of KEPT) await ctx.write.run(`UPDATE ${name} SET account = ? WHERE account = ?`, [to, id]);
    await ctx.write.run('DELETE FROM draft WHERE account = ?', [id]);
    await this.standIns.endAllOf(ctx, id);
    await this.accounts.change(ctx, id, { active: false });
    const detail = { to: successor.name, ...moved };
    await this.audit.write(ctx, { action: 'account.hand-over', object: `account:${id}`, detail });
    ctx.write.bumped.add(PEOPLE);
    return moved;
  }

  /** Of a post that the successor holds already there is no second one. */
  private async movePosts(ctx: Ctx, id: string, to: string): Promise<void> {
    const has = new Set((await this.postsOf(ctx, to)).map((p) => `${p.place} ${p.post}`));
    for (const held of await this.postsOf(ctx, id)) {
      await ctx.write.update(post, { until: ctx.now }, { id: held.id });
      if (has.has(`${held.place} ${held.post}`)) continue;
      const { place, post: kind } = held;
      await ctx.write.insert(post, { id: ctx.newId(), place, post: kind, account: to, since: ctx.now, until: null });
    }
  }

  private postsOf(ctx: Ctx, accountId: string): Promise<Row<typeof post>[]> {
    return ctx.rows.from(post, 'p').where('p.account = :accountId AND p.until IS NULL', { accountId }).getMany();
  }

  private async load(ctx: Ctx, id: string): Promise<Account> {
    const row = await ctx.rows.find(account, { id, kind: 'staff' });
    if (!row) throw problem('not-found');
    return row;
  }
}
