/** Looks at a reporter's contact: one is had for a reason, and the reporter alone reads who had one. */
import { Injectable } from '@nestjs/common';
import type { Look, Page, Revealed } from '../../../shared/views.js';
import type { Ctx } from '../../core/ctx.js';
import { countUpTo } from '../../core/pages.js';
import { problem } from '../../core/problem.js';
import { Secrets } from '../../core/secrets.js';
import { AuditService } from '../audit/audit.service.js';
import { audit } from '../audit/audit.tables.js';
import type { CaseFile } from './cases.guards.js';
import { contactOf } from './cases.sealed.js';
import { caseFile, casePhoneLook } from './cases.tables.js';

interface Window {
  page: number;
  size: number;
}
/** Of each kind, those that stand on one page. */
interface Found {
  reveals: number[];
  phones: string[];
}

const REVEALS = "FROM audit WHERE object = ? AND action = 'case.reveal'";
const PHONES = 'FROM case_phone_look WHERE caseId = ?';

@Injectable()
export class CaseLooks {
  constructor(
    private readonly audit: AuditService,
    private readonly secrets: Secrets,
  ) {}

  /** The reporter's name and phone in full, for a reason that is written down and that the reporter can read. */
  async reveal(ctx: Ctx, id: string, reason: string): Promise<Revealed> {
    const c = (await ctx.see(caseFile, 'case.reveal').andWhere('c.id = :id', { id }).getOne()) as CaseFile | null;
    if (!c) throw problem('not-found');
    await this.audit.write(ctx, {
      action: 'case.reveal',
      object: objectOf(id),
      detail: { reason, unit: ctx.actor.unit?.name ?? null },
    });
    return contactOf(this.secrets, c);
  }

  /** Newest first. @throws not-found also when somebody else reported it */
  async list(ctx: Ctx, id: string, { page, size }: Window): Promise<Page<Look>> {
    const c = await ctx.see(caseFile, 'case.follow').andWhere('c.id = :id', { id }).getOne();
    if (!c) throw problem('not-found');
    const found = await this.found(ctx, id, { page, size });
    const rows = [...(await this.reveals(ctx, found)), ...(await this.phones(ctx, found))];
    const counts = await Promise.all([
      countUpTo(
        ctx.rows,
        ctx.rows.from(audit, 'a').where("a.object = :of AND a.action = 'case.reveal'", { of: objectOf(id) }),
      ),
      countUpTo(ctx.rows, ctx.rows.from(casePhoneLook, 'l').where('l.caseId = :id', { id })),
    ]);
    return {
      rows: rows.sort((a, b) => b.at.localeCompare(a.at)),
      total: counts[0].n + counts[1].n,
      more: counts.some(({ more }) => more),
      page,
      size,
    };
  }

  private async found(ctx: Ctx, id: string, { page, size }: Window): Promise<Found> {
    const looks = await ctx.rows.query<{ seq: number | null; look: string | null }>(
      `SELECT seq, NULL AS look, at ${REVEALS} UNION ALL SELECT NULL AS seq, id AS look, at ${PHONES}
       ORDER BY at DESC, seq DESC, look DESC LIMIT ? OFFSET ?`,
      [objectOf(id), id, size, (page - 1) * size],
    );
    return {
      reveals: looks.flatMap(({ seq }) => (seq === null ? [] : [Number(seq)])),
      phones: looks.flatMap(({ look }) => look ?? []),
    };
  }

  private async reveals(ctx: Ctx, { reveals }: Found): Promise<Look[]> {
    if (reveals.length === 0) return [];
    const rows = await ctx.rows
      .from(audit, 'a')
      .where('a.seq IN (:...reveals)', { reveals })
      .orderBy('a.seq', 'DESC')
      .getMany();
    return rows.map(({ at, detail }) => ({
      at: at.toISOString(),
      unit: (detail.unit as string | null) ?? null,
      reason: String(detail.reason ?? ''),
    }));
  }

  private async phones(ctx: Ctx, { phones }: Found): Promise<Look[]> {
    if (phones.length === 0) return [];
    const rows = await ctx.rows
      .from(casePhoneLook, 'l')
      .where('l.id IN (:...phones)', { phones })
      .orderBy('l.id', 'DESC')
      .getMany();
    return rows.map(({ at, unit, way }) => ({ at: at.toISOString(), unit, reason: `按电话查找（${way}）` }));
  }
}

const objectOf = (id: string) => `case:${id}`;
