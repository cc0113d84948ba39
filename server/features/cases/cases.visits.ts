/** 抽样回访: whom supervision asks afterwards is drawn by the day, so that nobody chooses, and then kept. */
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CaseRow, Page } from '../../../shared/views.js';
import type { Ctx } from '../../core/ctx.js';
import { isDuplicate } from '../../core/db-errors.js';
import { pageOf } from '../../core/pages.js';
import { problem } from '../../core/problem.js';
import { todayOf } from './cases.days.js';
import type { CaseFile } from './cases.guards.js';
import { caseFile, visitDraw } from './cases.tables.js';
import { CaseViews } from './cases.views.js';

const DAY = 86_400_000;
/** Longer ago nobody remembers. */
const RECENT_DAYS = 30;
/** Of the newest so many one part is drawn. */
const AMONG = 5000;

/** The order of a day's lot: the same for everybody who looks, and nobody's choice. */
export const lotOf = (day: string, area: string, id: string): string =>
  createHash('sha256').update(`${day}|${area}|${id}`).digest('hex');

@Injectable()
export class CaseVisits {
  constructor(private readonly views: CaseViews) {}

  /** The list of one day, in the order of the lot. */
  async list(ctx: Ctx, filter: { day?: string; page: number; size: number }): Promise<Page<CaseRow>> {
    const query = ctx
      .see(caseFile, 'case.visit')
      .innerJoin(visitDraw.name, 'v', 'v.caseId = c.id AND v.day = :day AND v.area = :area', {
        day: filter.day ?? todayOf(ctx),
        area: areaOf(ctx),
      })
      .orderBy('v.place');
    const page = await pageOf(ctx.rows, query, filter);
    return { ...page, rows: await this.views.rows(ctx, page.rows as CaseFile[]) };
  }

  /**
   * Draws more for today: of what was closed lately and was neither asked about nor drawn before.
   * @param silent only those whose reporter did not rate
   * @returns how many were found
   */
  async draw(ctx: Ctx, n: number, silent: boolean): Promise<number> {
    const [day, area] = [todayOf(ctx), areaOf(ctx)];
    const query = ctx
      .see(caseFile, 'case.visit')
      .select('c.id', 'id')
      .andWhere('c.closedAt >= :since', { since: new Date(ctx.now.getTime() - RECENT_DAYS * DAY) })
      .andWhere("c.state = 'closed' AND c.visitedOn IS NULL")
      .andWhere('(c.reporter IS NOT NULL OR c.contactPhone IS NOT NULL)')
      .andWhere('NOT EXISTS (SELECT 1 FROM visit_draw d WHERE d.caseId = c.id)')
      .orderBy('c.closedAt', 'DESC')
      .limit(AMONG);
    if (silent) query.andWhere('c.rating IS NULL');
    const lots = (await query.getRawMany<{ id: string }>()).map(({ id }) => ({ id, lot: lotOf(day, area, id) }));
    const taken = lots.sort((a, b) => (a.lot < b.lot ? -1 : 1)).slice(0, n);
    const [{ last }] = await ctx.rows.query<{ last: number | null }>(
      'SELECT MAX(place) AS last FROM visit_draw WHERE day = ? AND area = ?',
      [day, area],
    );
    const by = { day, area, drawnBy: ctx.actor.id, drawnAt: ctx.now };
    const rows = taken.map(({ id }, i) => ({ ...by, caseId: id, place: Number(last ?? 0) + i + 1 }));
    // Two who draw at once draw the same lot: the second finds it drawn.
    await ctx.write.insert(visitDraw, rows).catch((error) => {
      if (isDuplicate(error)) throw problem('server.busy');
      throw error;
    });
    return rows.length;
  }
}

/** Each supervision has lists of its own; whoever stands in for one of another unit goes on with theirs. */
function areaOf({ actor }: Ctx): string {
  const absent = 'case.visit' in actor.mayHere ? undefined : actor.elsewhere.find(({ may }) => 'case.visit' in may);
  const { place, unit } = absent ?? actor;
  return place?.code ?? unit?.id ?? '';
}
