/** Open cases that may be the same thing as this one: near in place and time, of the same item or in like words. */
import { Injectable } from '@nestjs/common';
import type { SimilarCase } from '../../../shared/desk.js';
import type { Ctx } from '../../core/ctx.js';
import { CaseReads } from './case-reads.service.js';
import type { CaseFile } from './cases.guards.js';
import { degreesOf, likeness, metresBetween } from './cases.likeness.js';
import { caseFile } from './cases.tables.js';
import { CaseViews } from './cases.views.js';

const METRES = 150;
const DAYS_MS = 30 * 24 * 3_600_000;
/** From here on two descriptions speak of one thing more often than not. */
const LIKE = 0.25;
/** Without a place only the words speak, so they must say more. */
const LIKE_ANYWHERE = 0.4;
const MOST = 5;
const MOST_READ = 300;

interface Near {
  row: CaseFile;
  metres: number | null;
  sameItem: boolean;
  likeness: number;
}

@Injectable()
export class SimilarCases {
  constructor(
    private readonly reads: CaseReads,
    private readonly views: CaseViews,
  ) {}

  /** Best first. @throws not-found */
  async of(ctx: Ctx, id: string): Promise<SimilarCase[]> {
    const c = await this.reads.need(ctx, id);
    const found = (await this.around(ctx, c)).map((row) => compared(c, row)).filter(isLike);
    const best = found.sort((a, b) => scoreOf(b) - scoreOf(a)).slice(0, MOST);
    const rows = await this.views.rows(
      ctx,
      best.map(({ row }) => row),
    );
    return rows.map((row, i) => ({
      ...row,
      metres: best[i].metres,
      sameItem: best[i].sameItem,
      likeness: best[i].likeness,
    }));
  }

  private around(ctx: Ctx, c: CaseFile): Promise<CaseFile[]> {
    const from = new Date(c.createdAt.getTime() - DAYS_MS);
    const to = new Date(c.createdAt.getTime() + DAYS_MS);
    const query = ctx
      .see(caseFile, 'case.read', 'open')
      .andWhere('c.open = 1 AND c.id <> :id AND c.createdAt BETWEEN :from AND :to', { id: c.id, from, to })
      .orderBy('c.createdAt', 'DESC')
      .limit(MOST_READ);
    if (c.lng === null || c.lat === null) query.andWhere('c.item = :item', { item: c.item });
    else {
      const high = degreesOf(METRES);
      const wide = high / Math.cos((c.lat * Math.PI) / 180);
      query.andWhere('c.lng BETWEEN :w AND :e AND c.lat BETWEEN :s AND :n', {
        w: c.lng - wide,
        e: c.lng + wide,
        s: c.lat - high,
        n: c.lat + high,
      });
    }
    return query.getMany() as Promise<CaseFile[]>;
  }
}

const pointOf = ({ lng, lat }: CaseFile) => (lng === null || lat === null ? null : { lng, lat });

function compared(c: CaseFile, row: CaseFile): Near {
  const [here, there] = [pointOf(c), pointOf(row)];
  return {
    row,
    metres: here && there ? Math.round(metresBetween(here, there)) : null,
    sameItem: c.item === row.item,
    likeness: Math.round(likeness(c.words, row.words) * 100) / 100,
  };
}

const isLike = ({ metres, sameItem, likeness: like }: Near) =>
  metres === null ? like >= LIKE_ANYWHERE : metres <= METRES && (sameItem || like >= LIKE);
const scoreOf = ({ metres, sameItem, likeness: like }: Near) =>
  (sameItem ? 1 : 0) + like * 2 + (metres === null ? 0 : 1 - metres / METRES);
