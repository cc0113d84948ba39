/** Saved views, quick actions and templates alike: one's own, or shared with one's unit. */
import { Injectable } from '@nestjs/common';
import type { Ctx } from '../../core/ctx.js';
import { likeAnywhere } from '../../core/pages.js';
import { problem } from '../../core/problem.js';
import type { Row } from '../../core/tables.js';
import { DirectoryService } from '../people/directory.service.js';
import type { KeptTable } from './desk.tables.js';

export interface KeptGiven<C> {
  name: string;
  shared: boolean;
  content: C;
}
type Content<T extends KeptTable> = Row<T>['content'];

/** One's own, and as many again of the unit: more nobody finds again; it also bounds what a list of them costs. */
const MOST = 50;

@Injectable()
export class KeptService {
  constructor(private readonly directory: DirectoryService) {}

  /** One's own first, then those of the unit, each by name. */
  async list<T extends KeptTable>(ctx: Ctx, table: T, q?: string): Promise<Row<T>[]> {
    needStaff(ctx);
    const { id, unit } = ctx.actor;
    const query = ctx.rows
      .from(table as KeptTable, 'k')
      .where('(k.account = :me OR k.unit = :unit)', { me: id, unit: unit?.id ?? '' })
      .orderBy('CASE WHEN k.account = :me THEN 0 ELSE 1 END')
      .addOrderBy('k.name', 'ASC')
      .addOrderBy('k.id', 'ASC');
    if (q) query.andWhere("k.name LIKE :called ESCAPE '!'", { called: likeAnywhere(q) });
    return (await query.getMany()) as Row<T>[];
  }

  /** One that the actor may use. @throws not-found */
  async one<T extends KeptTable>(ctx: Ctx, table: T, id: string): Promise<Row<T>> {
    needStaff(ctx);
    const row = (await ctx.rows.find(table as KeptTable, { id })) as Row<T> | null;
    const { actor } = ctx;
    if (!row || (row.account !== actor.id && (row.unit === null || row.unit !== actor.unit?.id))) {
      throw problem('not-found');
    }
    return row;
  }

  /** @throws desk.too-many */
  async add<T extends KeptTable>(ctx: Ctx, table: T, given: KeptGiven<Content<T>>): Promise<Row<T>> {
    needStaff(ctx);
    if ((await this.count(ctx, table, { account: ctx.actor.id })) >= MOST) throw problem('desk.too-many');
    if (given.shared) await this.needRoom(ctx, table, ctx.actor.unit?.id);
    const row = { id: ctx.newId(), account: ctx.actor.id, ...this.set(ctx, given) } as Row<T>;
    await ctx.write.insert(table as KeptTable, row as Row<KeptTable>);
    return row;
  }

  /** @throws not-found · permission.denied for what a colleague shared */
  async change<T extends KeptTable>(ctx: Ctx, table: T, id: string, given: KeptGiven<Content<T>>): Promise<Row<T>> {
    const row = await this.editable(ctx, table, id);
    if (given.shared && row.unit === null) await this.needRoom(ctx, table, ctx.actor.unit?.id);
    const set = { ...this.set(ctx, given), unit: given.shared ? (row.unit ?? ctx.actor.unit?.id ?? null) : null };
    await ctx.write.update(table as KeptTable, set as Partial<Row<KeptTable>>, { id });
    return { ...row, ...set } as Row<T>;
  }

  /** @throws not-found · permission.denied */
  async remove(ctx: Ctx, table: KeptTable, id: string): Promise<void> {
    await this.editable(ctx, table, id);
    await ctx.write.run(`DELETE FROM ${table.name} WHERE id = ?`, [id]);
  }

  private async editable<T extends KeptTable>(ctx: Ctx, table: T, id: string): Promise<Row<T>> {
    const row = await this.one(ctx, table, id);
    if (!this.isEditable(ctx, row))
      throw problem('permission.denied', { detail: '这是同事共享的，只有本人或单位负责人可以改' });
    return row;
  }

  /** What is shared stands on everybody's desk. @throws desk.too-many */
  private async needRoom(ctx: Ctx, table: KeptTable, unit: string | undefined): Promise<void> {
    if (unit && (await this.count(ctx, table, { unit })) >= MOST)
      throw problem('desk.too-many', { detail: `本单位已经共享了 ${MOST} 个，请先删掉不用的` });
  }

  private count(ctx: Ctx, table: KeptTable, of: { account: string } | { unit: string }): Promise<number> {
    const [[column, value]] = Object.entries(of);
    return ctx.rows.from(table, 'k').where(`k.${column} = :value`, { value }).getCount();
  }

  private set<C>(ctx: Ctx, { name, shared, content }: KeptGiven<C>) {
    return { name: name.trim(), unit: shared ? (ctx.actor.unit?.id ?? null) : null, content, changedAt: ctx.now };
  }

  private isEditable({ actor }: Ctx, row: { account: string; unit: string | null }): boolean {
    return row.account === actor.id || (row.unit !== null && this.directory.unitOf(row.unit)?.head === actor.id);
  }

  /** What every view of a kept thing says about it. */
  about(ctx: Ctx, row: Row<KeptTable>) {
    const mine = row.account === ctx.actor.id;
    return {
      id: row.id,
      name: row.name,
      shared: row.unit !== null,
      mine,
      by: mine ? null : (this.directory.staffMember(row.account)?.name ?? null),
      editable: this.isEditable(ctx, row),
    };
  }
}

/** Residents may see their own cases and have no desk. @throws not-found */
export function needStaff({ actor }: Ctx): void {
  if (actor.kind !== 'staff') throw problem('not-found');
}
