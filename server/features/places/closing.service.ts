/** Gives places up: from a date on they are no more, while everything that was theirs keeps their code. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { caseLevels, type Post, posts as postKinds } from '../../../shared/places.js';
import type { Ctx } from '../../core/ctx.js';
import { Jobs } from '../../core/jobs.js';
import { problem } from '../../core/problem.js';
import type { Row } from '../../core/tables.js';
import { AuditService } from '../audit/audit.service.js';
import { stands } from './places.dates.js';
import { lockPlaces } from './places.lock.js';
import { PLACES } from './places.service.js';
import { place } from './places.tables.js';

/** A job on the day from which other outlines or places hold: every instance then reads them anew. */
const TURN = 'places.turn';
/** Of what stands in the way so many are named, the rest is counted. */
const NAMED = 5;

/** To be called with each change of places; a change that begins later is read again then. */
export async function changedFrom(ctx: Ctx, from: Date): Promise<void> {
  ctx.write.bumped.add(PLACES);
  if (from > ctx.now) await ctx.later(TURN, {}, { at: from });
}

@Injectable()
export class PlaceClosing implements OnModuleInit {
  constructor(
    private readonly audit: AuditService,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.on(TURN, async (ctx) => {
      ctx.write.bumped.add(PLACES);
    });
  }

  /**
   * Ends the place and its outline; its code stays taken for good.
   * @param find reads it within the actor's reach
   * @param on from when on it is no more
   * @throws place.in-use while it has places below it, units, posts or open cases, and names them
   */
  async close(
    ctx: Ctx,
    code: string,
    find: () => Promise<Row<typeof place>>,
    on: Date = ctx.now,
  ): Promise<Row<typeof place>> {
    await lockPlaces(ctx);
    await this.lock(ctx, code);
    const row = await find();
    const remains = await remainsOf(ctx, row, on);
    if (remains.length > 0) throw problem('place.in-use', { detail: `还有${remains.join('；')}` });
    await ctx.write.update(place, { until: on }, { code: row.code });
    // An outline that was to begin later never does.
    await ctx.write.run(
      `UPDATE place_shape SET until = CASE WHEN since > ? THEN since ELSE ? END
       WHERE place = ? AND (until IS NULL OR until > ?)`,
      [on, on, row.code, on],
    );
    await this.audit.write(ctx, {
      action: 'place.close',
      object: `place:${row.code}`,
      detail: { name: row.name, level: row.level, on: on.toISOString() },
    });
    await changedFrom(ctx, on);
    return row;
  }

  /** Whoever gives it a post at the same moment comes before or after. */
  private async lock(ctx: Ctx, code: string): Promise<void> {
    if (ctx.write.dialect === 'mysql')
      await ctx.write.query('SELECT code FROM place WHERE code = ? FOR UPDATE', [code]);
  }
}

/** What stands in the way, a phrase for each kind. */
async function remainsOf(ctx: Ctx, { code, level }: Row<typeof place>, on: Date): Promise<string[]> {
  const phrase = async (what: string, sql: string, values: unknown[]) => {
    const found = await ctx.write.query<{ name: string }>(sql, values);
    return found.length > 0 ? [`${what}：${enumerated(found.map(({ name }) => name))}`] : [];
  };
  const posts = await ctx.write.query<{ name: string; post: Post }>(
    'SELECT a.name, p.post FROM post p JOIN account a ON a.id = p.account WHERE p.place = ? AND p.until IS NULL',
    [code],
  );
  const held = posts.map(({ name, post }) => `${postKinds[post].label} ${name}`);
  const column = caseLevels.find((l) => l === level);
  const below = `SELECT name FROM place p WHERE parent = ? AND ${stands('p')} ORDER BY code`;
  return [
    ...(await phrase('下级', below, [code, on])),
    ...(await phrase('单位', 'SELECT name FROM unit WHERE place = ? AND active = 1 ORDER BY name', [code])),
    ...(held.length > 0 ? [`岗位：${enumerated(held)}`] : []),
    ...(column
      ? await phrase(
          '未结事件',
          `SELECT number AS name FROM case_file WHERE ${column} = ? AND open = 1 ORDER BY number`,
          [code],
        )
      : []),
  ];
}

const enumerated = (names: readonly string[]) =>
  names.length > NAMED ? `${names.slice(0, NAMED).join('、')} 等 ${names.length} 个` : names.join('、');
