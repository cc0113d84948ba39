/** Places as staff see them: tree, search, and one place with its posts and what is wrong with it. */
import { Injectable } from '@nestjs/common';
import type { Permission } from '../../../shared/permissions.js';
import { caseLevels, codeHint, type Level, posts as postKinds, USUAL_HOUSEHOLDS } from '../../../shared/places.js';
import type { Page, PlaceRow, PlaceView, PostHolder } from '../../../shared/views.js';
import type { Ctx } from '../../core/ctx.js';
import { likeAnywhere, pageOf } from '../../core/pages.js';
import { problem } from '../../core/problem.js';
import type { Row } from '../../core/tables.js';
import { DirectoryService, type PostHolding } from '../people/directory.service.js';
import { holds, stands } from './places.dates.js';
import type { PlaceFilter } from './places.dto.js';
import { isInReach, type PlaceReach, reachOf, reachSql, rootsSql } from './places.reach.js';
import { namesAbove, PlacesService } from './places.service.js';
import { place, placeShape } from './places.tables.js';

type PlaceRecord = Row<typeof place>;

@Injectable()
export class PlacesQueries {
  constructor(
    private readonly places: PlacesService,
    private readonly directory: DirectoryService,
  ) {}

  /** The tree level by level (`parent`), one level at large, or found by name or code; without any, its roots. */
  async list(ctx: Ctx, filter: PlaceFilter): Promise<Page<PlaceRow>> {
    const { parent, level, q } = filter;
    const reach = this.reach(ctx, 'place.read');
    const within = reachSql(reach);
    const query = ctx.rows
      .from(place, 'p')
      .where('(p.until IS NULL OR p.until > :now)', { now: ctx.now })
      .andWhere(within.sql, within.values);
    if (parent !== undefined) query.andWhere('p.parent = :parent', { parent });
    if (level !== undefined) query.andWhere('p.level = :level', { level });
    if (q) {
      const words = { name: likeAnywhere(q), code: likeAnywhere(q).slice(1) };
      query.andWhere("(p.name LIKE :name ESCAPE '!' OR p.code LIKE :code ESCAPE '!')", words);
    }
    if (parent === undefined && level === undefined && !q) {
      const roots = rootsSql(reach);
      query.andWhere(roots.sql, roots.values);
    }
    const page = await pageOf(ctx.rows, query.orderBy('p.code', 'ASC'), filter);
    return { ...page, rows: await this.rows(ctx, page.rows) };
  }

  /** @throws not-found also for what lies outside the actor's area */
  async found(ctx: Ctx, code: string, permission: Permission): Promise<PlaceRecord> {
    const row = await ctx.rows.find(place, { code });
    if (!row || (row.until && row.until <= ctx.now) || !isInReach(this.reach(ctx, permission), row))
      throw problem('not-found');
    return row;
  }

  /** GET /api/places/:code for staff. @throws not-found */
  async one(ctx: Ctx, code: string): Promise<PlaceView> {
    const row = await this.found(ctx, code, 'place.read');
    const [[base], chain, card, outline, openCases] = await Promise.all([
      this.rows(ctx, [row]),
      this.places.chainOf(code),
      this.places.cardOf(code),
      this.outlineOf(ctx, code),
      openCasesAt(ctx, row),
    ]);
    return {
      ...base,
      pathNames: namesAbove(chain),
      card,
      posts: this.directory.holdersOf(code).map(asHolder),
      area: outline?.area ?? null,
      shapeSince: outline?.since.toISOString() ?? null,
      supervisionPhone: row.supervisionPhone,
      until: row.until?.toISOString() ?? null,
      hints: hintsOf(row),
      openCases,
    };
  }

  /** Rows as lists show them: three statements for a page, however long. */
  async rows(ctx: Ctx, rows: readonly PlaceRecord[]): Promise<PlaceRow[]> {
    if (rows.length === 0) return [];
    const codes = rows.map((row) => row.code);
    const marks = codes.map(() => '?').join(',');
    const [below, shaped] = await Promise.all([
      ctx.rows.query<{ parent: string; n: number | string }>(
        `SELECT parent, COUNT(*) AS n FROM place p WHERE parent IN (${marks}) AND ${stands('p')} GROUP BY parent`,
        [...codes, ctx.now],
      ),
      ctx.rows.query<{ place: string }>(`SELECT place FROM place_shape s WHERE place IN (${marks}) AND ${holds('s')}`, [
        ...codes,
        ctx.now,
        ctx.now,
      ]),
    ]);
    const children = new Map(below.map((b) => [b.parent, Number(b.n)]));
    const hasShape = new Set(shaped.map((s) => s.place));
    return rows.map(({ code, name, level, parent, path, kind, households }) => ({
      code,
      name,
      level,
      parent,
      path,
      kind,
      children: children.get(code) ?? 0,
      households,
      hasShape: hasShape.has(code),
      faults: level === 'grid' ? faultsOf(this.directory.holdersOf(code), hasShape.has(code)) : [],
    }));
  }

  private reach(ctx: Ctx, permission: Permission): PlaceReach {
    return reachOf(ctx.actor, permission, (code) => this.places.ancestors(code));
  }

  private outlineOf(ctx: Ctx, code: string): Promise<Pick<Row<typeof placeShape>, 'area' | 'since'> | null> {
    const query = ctx.rows.from(placeShape, 's').select(['s.id', 's.area', 's.since']);
    return query
      .where('s.place = :code AND s.since <= :now AND (s.until IS NULL OR s.until > :now)', { code, now: ctx.now })
      .getOne();
  }
}

/** What a grid lacks, or has too much of. */
function faultsOf(held: readonly PostHolding[], hasShape: boolean): string[] {
  const faults = Object.entries(postKinds).flatMap(([kind, { label, least, ...rule }]) => {
    const count = held.filter((holder) => holder.post === kind).length;
    if (count < least) return [`没有${label}`];
    return 'most' in rule && count > rule.most ? [`${label}有 ${count} 名，应为 ${rule.most} 名`] : [];
  });
  return hasShape ? faults : [...faults, '没有边界'];
}

/** What is unusual without being wrong. */
function hintsOf({ level, code, kind, households }: PlaceRecord): string[] {
  const [least, most] = USUAL_HOUSEHOLDS;
  const isUnusual =
    level === 'grid' && kind === 'base' && households !== null && (households < least || households > most);
  const byCode = codeHint(level, code);
  return [...(isUnusual ? [`${households} 户，通常为 ${least}–${most} 户`] : []), ...(byCode ? [byCode] : [])];
}

const asHolder = ({ id, post, account, name, workName, contact, since }: PostHolding): PostHolder => ({
  id,
  post,
  account: { id: account, name },
  workName,
  contact,
  since: since.toISOString(),
});

/** Cases carry the codes of the levels that hold them, each with an index. */
async function openCasesAt(ctx: Ctx, { level, code }: { level: Level; code: string }): Promise<number> {
  const column = caseLevels.find((l) => l === level);
  if (!column) return 0;
  const sql = `SELECT COUNT(*) AS n FROM case_file WHERE ${column} = ? AND open = 1`;
  const [{ n }] = await ctx.rows.query<{ n: number | string }>(sql, [code]);
  return Number(n);
}
