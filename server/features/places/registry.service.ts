/** Adds places one by one and changes what is written about them. */
import { Injectable } from '@nestjs/common';
import { CODE, type GridKind, isBelow, type Level, levelOrder, levels, pathOf } from '../../../shared/places.js';
import type { Ctx } from '../../core/ctx.js';
import { isDuplicate } from '../../core/db-errors.js';
import { problem } from '../../core/problem.js';
import type { Row } from '../../core/tables.js';
import { AuditService } from '../audit/audit.service.js';
import { lockPlaces } from './places.lock.js';
import { PLACES } from './places.service.js';
import { place } from './places.tables.js';

type PlaceRecord = Row<typeof place>;

export interface PlaceGiven {
  level: Level;
  code: string;
  name: string;
  /** Code of the place above; absent only for a root. */
  under?: string;
  kind?: GridKind;
}
export type PlaceEdit = Partial<Pick<PlaceRecord, 'name' | 'households' | 'supervisionPhone'>>;

const invalid = (field: string, detail: string) => problem('input.invalid', { errors: { [field]: 'invalid' }, detail });

@Injectable()
export class PlaceRegistry {
  constructor(private readonly audit: AuditService) {}

  /**
   * A new place without an outline.
   * @throws place.code-taken also for a code that was given up: codes are never used again
   * @throws place.unknown · input.invalid
   */
  async add(ctx: Ctx, given: PlaceGiven): Promise<PlaceRecord> {
    const { level, code, name, under } = given;
    if (!CODE.test(code)) throw invalid('code', '编码只能用字母、数字、- 和 _，最多 24 位');
    if (!(level in levels)) throw invalid('level', `没有“${level}”这一级`);
    if (given.kind === 'special' && level !== 'grid') throw invalid('kind', '只有网格可以是专属网格');
    // Whoever closes the place above at the same moment comes before or after.
    await lockPlaces(ctx);
    const parent = under === undefined ? null : await this.parentOf(ctx, level, under);
    if (!parent && (await hasLevelAbove(ctx, level))) throw invalid('under', '请写明上级区划');
    const row: PlaceRecord = { ...blankPlace(level, code, name, parent, ctx.now), kind: given.kind ?? 'base' };
    try {
      await ctx.write.insert(place, row);
    } catch (error) {
      throw isDuplicate(error) ? problem('place.code-taken', { cause: error }) : error;
    }
    await this.audit.write(ctx, {
      action: 'place.add',
      object: `place:${code}`,
      detail: { level, name, under: under ?? null, kind: row.kind },
    });
    ctx.write.bumped.add(PLACES);
    return row;
  }

  /**
   * The place of this code, called as given: what an import has brought in before, or else a new one.
   * @throws place.code-taken where it is of another level, or given up · as `add`
   */
  async adopt(ctx: Ctx, given: PlaceGiven): Promise<void> {
    const known = await ctx.write.find(place, { code: given.code });
    if (!known) await this.add(ctx, given);
    else if (known.until || known.level !== given.level) throw problem('place.code-taken');
    else await this.change(ctx, known, { name: given.name });
  }

  /** @param row the place as it was read within the actor's reach */
  async change(ctx: Ctx, row: PlaceRecord, edit: PlaceEdit): Promise<void> {
    const keys = (Object.keys(edit) as (keyof PlaceEdit)[]).filter((k) => edit[k] !== undefined && edit[k] !== row[k]);
    if (keys.length === 0) return;
    const pick = (from: PlaceEdit) => Object.fromEntries(keys.map((k) => [k, from[k]]));
    await ctx.write.update(place, pick(edit), { code: row.code });
    await this.audit.write(ctx, {
      action: 'place.change',
      object: `place:${row.code}`,
      detail: { before: pick(row), after: pick(edit) },
    });
    ctx.write.bumped.add(PLACES);
  }

  private async parentOf(ctx: Ctx, level: Level, under: string): Promise<PlaceRecord> {
    const parent = await ctx.rows.find(place, { code: under });
    // Nothing new begins below a place whose end is written down.
    if (!parent || parent.until)
      throw problem('place.unknown', { errors: { under: 'invalid' }, detail: `没有编码为 ${under} 的上级区划` });
    if (!isBelow(level, parent.level)) {
      throw invalid('level', `${levels[level].label}不能放在${levels[parent.level].label}“${parent.name}”之下`);
    }
    return parent;
  }
}

/** Whether the database knows a level above this one: then a place of it without a parent is a mistake. */
export async function hasLevelAbove(ctx: Pick<Ctx, 'rows'>, level: Level): Promise<boolean> {
  const above = levelOrder.slice(0, levelOrder.indexOf(level));
  if (above.length === 0) return false;
  const sql = `SELECT 1 AS one FROM place WHERE level IN (${above.map(() => '?').join(',')}) LIMIT 1`;
  return (await ctx.rows.query(sql, above)).length > 0;
}

/** The row of a place of which nothing more is known yet. */
export const blankPlace = (
  level: Level,
  code: string,
  name: string,
  parent: { code: string; path: string } | null,
  createdAt: Date,
): PlaceRecord => ({
  code,
  level,
  name,
  parent: parent?.code ?? null,
  path: pathOf(parent?.path ?? null, code),
  kind: 'base',
  households: null,
  supervisionPhone: null,
  until: null,
  createdAt,
});
