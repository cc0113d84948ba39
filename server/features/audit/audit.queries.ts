/** Reads the audit log, newest first. */
import { Injectable } from '@nestjs/common';
import type { AuditRow, Page } from '../../../shared/views.js';
import type { Ctx } from '../../core/ctx.js';
import { likeAnywhere, mapPage, pageOf } from '../../core/pages.js';
import type { Row } from '../../core/tables.js';
import { audit } from './audit.tables.js';

export interface AuditQuestion {
  action?: string;
  who?: string;
  from?: Date;
  to?: Date;
  page: number;
  size: number;
}

@Injectable()
export class AuditQueries {
  async list(ctx: Ctx, { action, who, from, to, page, size }: AuditQuestion): Promise<Page<AuditRow>> {
    const query = ctx.rows.from(audit, 'a').where('1 = 1').orderBy('a.seq', 'DESC');
    if (action) query.andWhere('(a.action = :action OR a.action LIKE :family)', { action, family: `${action}.%` });
    if (who) query.andWhere("(a.account = :who OR a.who LIKE :called ESCAPE '!')", { who, called: likeAnywhere(who) });
    if (from) query.andWhere('a.at >= :from', { from });
    if (to) query.andWhere('a.at < :to', { to });
    return mapPage(await pageOf(ctx.rows, query, { page, size }), asAuditRow);
  }
}

const asAuditRow = ({ seq, at, who, action, object, ok, source, detail }: Row<typeof audit>): AuditRow => ({
  seq,
  at: at.toISOString(),
  who,
  action,
  object,
  ok: !!ok,
  source,
  detail,
});
