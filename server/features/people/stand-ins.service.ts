/** Absence: a colleague does somebody's work from one day to another, or somebody of another unit who was named for it. */
import { Injectable } from '@nestjs/common';
import type { Outsider, StandInChoice, StandInRow } from '../../../shared/desk.js';
import { caseMayOf, rolesExclude, roles as roleTable } from '../../../shared/permissions.js';
import type { Page } from '../../../shared/views.js';
import { localDayOf, momentAt } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import type { Ctx } from '../../core/ctx.js';
import { mapPage, pageOf } from '../../core/pages.js';
import { problem } from '../../core/problem.js';
import type { Row } from '../../core/tables.js';
import { AuditService } from '../audit/audit.service.js';
import { NoticesService } from '../notices/notices.service.js';
import { DirectoryService, PEOPLE, type StaffInfo } from './directory.service.js';
import { standIn } from './people.tables.js';

export interface StandInGiven {
  /** Absent: the actor. */
  account?: string;
  standIn: string;
  from: string;
  until: string;
}

const invalid = (field: string, detail?: string) =>
  problem('input.invalid', { errors: { [field]: 'invalid' }, detail });
/** Days that somebody stands in at most: what lasts longer is a change of posts or roles. */
const LONGEST = 90;
const daysBetween = (from: string, until: string) => (Date.parse(until) - Date.parse(from)) / 86_400_000;
const today = (ctx: Ctx) => localDayOf(ctx.now, cityCalendar());

@Injectable()
export class StandInsService {
  constructor(
    private readonly directory: DirectoryService,
    private readonly audit: AuditService,
    private readonly notices: NoticesService,
  ) {}

  /** Those of today and to come: of one's own unit and those that one leads, or of all for who keeps the accounts. */
  async list(ctx: Ctx, paging: { page: number; size: number }): Promise<Page<StandInRow>> {
    needStaff(ctx);
    const query = ctx.rows
      .from(standIn, 's')
      .where('s.endedAt IS NULL AND s.lastDay >= :today', { today: today(ctx) })
      .orderBy('s.firstDay', 'ASC')
      .addOrderBy('s.id', 'ASC');
    if (!ctx.may('account.write')) {
      const near = [
        ctx.actor.id,
        ...this.unitsOf(ctx).flatMap((unit) => this.directory.staffOf(unit).map((s) => s.id)),
      ];
      query.andWhere('(s.account IN (:...near) OR s.standIn = :me)', { near, me: ctx.actor.id });
    }
    return mapPage(await pageOf(ctx.rows, query, paging), (row) => this.view(ctx, row));
  }

  /**
   * By oneself, or by the head of the unit or of the one above it. Somebody of another unit is named by these heads, or
   * by who keeps the accounts. Whoever says who does whose work would reach every case by it: so the latter name none of
   * the same unit, and of others only those who may do all of it already where they are.
   * @throws permission.denied · input.invalid · stand-in.other-unit · stand-in.admin · stand-in.overlaps
   */
  async add(ctx: Ctx, given: StandInGiven): Promise<StandInRow> {
    needStaff(ctx);
    const absent = this.directory.staffMember(given.account ?? ctx.actor.id);
    const other = this.directory.staffMember(given.standIn);
    if (!absent) throw invalid('account');
    if (!other || other.id === absent.id) throw invalid('standIn');
    this.needRight(ctx, absent, other);
    const across = absent.unit === other.unit ? null : { ofUnit: absent.unit, fromUnit: other.unit };
    if (rolesExclude([...absent.roles, ...other.roles]) || isAdmin(absent)) throw problem('stand-in.admin');
    if (given.from > given.until || given.until < today(ctx))
      throw invalid('until', '结束的日期要在开始之后，也不能早于今天');
    if (daysBetween(given.from, given.until) >= LONGEST)
      throw invalid('until', `代班最长 ${LONGEST} 天，时间更长请调整岗位或账号`);
    await this.refuseOverlap(ctx, absent.id, given);
    const row: Row<typeof standIn> = {
      id: ctx.newId(),
      account: absent.id,
      standIn: other.id,
      ofUnit: across?.ofUnit ?? null,
      fromUnit: across?.fromUnit ?? null,
      firstDay: given.from,
      lastDay: given.until,
      setBy: ctx.actor.id,
      createdAt: ctx.now,
      endedAt: null,
    };
    await ctx.write.insert(standIn, row);
    await this.note(ctx, 'stand-in.set', row);
    // Who is absent checks nothing: drawn anew when it begins, and there again when it ends.
    for (const at of [beginOf(row.firstDay), endOf(row.lastDay)])
      await ctx.later('cases.checkers-changed', { account: absent.id }, { at });
    // Nor does who stands in check what the absent one had a hand in.
    await ctx.later('cases.checkers-changed', { account: other.id }, { at: beginOf(row.firstDay) });
    const words = `${given.from} 至 ${given.until}，${absent.name}的工作由您代办，代办的事项在时间线上写明`;
    const title = `请您为${absent.name}代班`;
    await this.notices.tell(ctx, [other.id], { caseId: null, entry: null, title, words, personal: true });
    return this.view(ctx, row);
  }

  /** @throws permission.denied · stand-in.other-unit */
  private needRight(ctx: Ctx, absent: StaffInfo, other: StaffInfo): void {
    const leads = this.leads(ctx, absent);
    if (absent.unit && absent.unit === other.unit) {
      if (leads || absent.id === ctx.actor.id) return;
      throw problem('permission.denied', { detail: '只能由本人、单位负责人或上级单位负责人安排代班' });
    }
    if (!absent.unit || !other.unit) throw problem('stand-in.other-unit');
    if (leads) return;
    if (!ctx.may('account.write'))
      throw problem(absent.id === ctx.actor.id ? 'stand-in.other-unit' : 'permission.denied');
    const held = caseMayOf(other.roles);
    if (!Object.keys(caseMayOf(absent.roles)).every((permission) => permission in held))
      throw problem('permission.denied', {
        detail: '系统管理员只能请已有同样权限的人跨单位代班，请先由安全管理员授予角色',
      });
  }

  /** Whom a head, or who keeps the accounts, may name beside the colleagues: everybody of the staff, by name. */
  outsiders(ctx: Ctx, { q, page, size }: { q?: string; page: number; size: number }): Page<Outsider> {
    needStaff(ctx);
    if (!this.mayNameBeyond(ctx)) throw problem('permission.denied');
    const all = this.directory.named(q ?? '').filter((s) => s.unit !== null && s.id !== ctx.actor.id && !isAdmin(s));
    const rows = all.slice((page - 1) * size, page * size).map(({ id, name, unit }) => ({
      id,
      name,
      unit: this.directory.unitOf(unit ?? '')?.name ?? null,
    }));
    return { rows, total: all.length, more: false, page, size };
  }

  /** Everybody else of the actor's unit, and of the units whose head the actor is, or whose superior's. */
  colleagues(ctx: Ctx): StandInChoice {
    needStaff(ctx);
    const { id } = ctx.actor;
    const others = this.unitsOf(ctx)
      .flatMap((u) => this.directory.staffOf(u))
      .filter((s) => s.id !== id && !isAdmin(s));
    return {
      colleagues: others.map(({ id: account, name }) => ({ id: account, name })),
      beyond: this.mayNameBeyond(ctx),
    };
  }

  /** From now on. @throws not-found */
  async end(ctx: Ctx, id: string): Promise<void> {
    const row = await ctx.rows.find(standIn, { id });
    const absent = row && this.directory.staffMember(row.account);
    if (!row || row.endedAt || !absent || !this.mayEnd(ctx, absent, row)) throw problem('not-found');
    await ctx.write.update(standIn, { endedAt: ctx.now }, { id });
    await ctx.later('cases.checkers-changed', { account: row.account });
    await this.note(ctx, 'stand-in.end', row);
  }

  /** Whoever leaves stands in for nobody, and nobody for them. @returns how many ended */
  async endAllOf(ctx: Ctx, accountId: string): Promise<number> {
    const sql = 'UPDATE stand_in SET endedAt = ? WHERE (account = ? OR standIn = ?) AND endedAt IS NULL';
    const ended = await ctx.write.run(sql, [ctx.now, accountId, accountId]);
    if (ended > 0) ctx.write.bumped.add(PEOPLE);
    return ended;
  }

  /** The actor's own, and those that the actor leads. */
  private unitsOf({ actor }: Ctx): string[] {
    return [...new Set([...(actor.unit ? [actor.unit.id] : []), ...this.directory.ledBy(actor.id)])];
  }

  private mayNameBeyond(ctx: Ctx): boolean {
    return ctx.may('account.write') || this.directory.ledBy(ctx.actor.id).length > 0;
  }

  private leads({ actor }: Ctx, { unit }: StaffInfo): boolean {
    return unit !== null && this.directory.ledBy(actor.id).includes(unit);
  }

  private mayEnd(ctx: Ctx, absent: StaffInfo, { fromUnit }: Row<typeof standIn>): boolean {
    return absent.id === ctx.actor.id || this.leads(ctx, absent) || (fromUnit !== null && ctx.may('account.write'));
  }

  private async refuseOverlap(ctx: Ctx, account: string, { from, until }: StandInGiven): Promise<void> {
    const sql = 'SELECT id FROM stand_in WHERE account = ? AND endedAt IS NULL AND firstDay <= ? AND lastDay >= ?';
    const found = await ctx.rows.query(sql, [account, until, from]);
    if (found.length > 0) throw problem('stand-in.overlaps');
  }

  private async note(ctx: Ctx, action: string, row: Row<typeof standIn>): Promise<void> {
    const unit = row.fromUnit && this.unitName(row.fromUnit);
    const detail = {
      standIn: this.nameOf(row.standIn),
      from: row.firstDay,
      until: row.lastDay,
      ...(unit ? { unit } : {}),
    };
    await this.audit.write(ctx, { action, object: `account:${row.account}`, detail });
    ctx.write.bumped.add(PEOPLE);
  }

  private unitName = (id: string) => this.directory.unitOf(id)?.name ?? null;
  private nameOf = (id: string) => this.directory.staffMember(id)?.name ?? '已停用的账号';

  private view(ctx: Ctx, row: Row<typeof standIn>): StandInRow {
    const absent = this.directory.staffMember(row.account);
    const day = today(ctx);
    return {
      id: row.id,
      account: { id: row.account, name: this.nameOf(row.account) },
      standIn: { id: row.standIn, name: this.nameOf(row.standIn) },
      unit: absent?.unit ? this.unitName(absent.unit) : null,
      fromUnit: row.fromUnit && this.unitName(row.fromUnit),
      from: row.firstDay,
      until: row.lastDay,
      now: row.firstDay <= day && day <= row.lastDay,
      editable: !!absent && this.mayEnd(ctx, absent, row),
    };
  }
}

/** A day of the city, as moments. */
const beginOf = (day: string) => momentAt(`${day}T00:00:00`, cityCalendar().zone);
const endOf = (day: string) => new Date(momentAt(`${day}T23:59:59`, cityCalendar().zone).getTime() + 1000);

const isAdmin = ({ roles }: StaffInfo) => roles.some((role) => 'admin' in roleTable[role]);

function needStaff({ actor }: Ctx): void {
  if (actor.kind !== 'staff') throw problem('not-found');
}
