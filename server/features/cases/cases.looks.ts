/** Who looked at a reporter's contact, or found the case by its telephone number: for the reporter alone. */
import { Injectable } from '@nestjs/common';
import type { Look, Page } from '../../../shared/views.js';
import type { Ctx } from '../../core/ctx.js';
import { countUpTo } from '../../core/pages.js';
import { problem } from '../../core/problem.js';
import { audit } from '../audit/audit.tables.js';
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
