/** A leaver's things in one act: posts and what was personal go to somebody else, and the account is closed. */
import { Injectable } from '@nestjs/common';
import { seats } from '../../../shared/case-flow.js';
import type { HandOver } from '../../../shared/desk.js';
import { type May, mayOf, type Permission, permissions, roles as roleTable } from '../../../shared/permissions.js';
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
    const leaver = await this.load(ctx, id);
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
      ...(await this.leftWithout(ctx, leaver)),
    };
  }

  /** From the database: the directory does not know yet what this transaction wrote. */
  private async leftWithout(ctx: Ctx, { id, unit, roles }: Account): Promise<Pick<HandOver, 'lastOf' | 'lost'>> {
    if (!unit) return { lastOf: [], lost: [] };
    const others = await ctx.rows
      .from(account, 'a')
      .where("a.unit = :unit AND a.kind = 'staff' AND a.active = :yes AND a.id <> :id", { unit, yes: true, id })
      .getMany();
    const left = new Set(others.flatMap((other) => other.roles));
    return { lastOf: roles.filter((role) => !left.has(role)), lost: missing(mayOf(roles), mayOf([...left])) };
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
    needAble(moved, mayOf(leaver.roles), mayOf(successor.roles));
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

const missing = (had: May, has: May) => (Object.keys(had) as Permission[]).filter((p) => has[p] === undefined);

/**
 * Whoever takes a post in a grid has to make its moves as the leaver did, and whoever heads a unit all of the
 * leaver's, or what waits there waits for nobody. @throws input.invalid
 */
function needAble({ posts, headOf }: HandOver, leaver: May, successor: May): void {
  const moves = Object.values(seats).flatMap(({ by }) => by ?? []);
  const asked = new Set<Permission>([
    ...(posts.length > 0 ? [seats.worker.by] : []),
    ...(headOf.length > 0 ? ['case.read' as const, ...moves] : []),
  ]);
  const lacks = missing(leaver, successor).filter((p) => asked.has(p));
  if (lacks.length === 0) return;
  const words = lacks.map((p) => `“${permissions[p].label}”`).join('、');
  throw problem('input.invalid', {
    errors: { to: 'invalid' },
    detail: `接手的人没有${words}权限，担不了这些岗位或负责人。请先由安全管理员授予角色，或移交给别人`,
  });
}
