/** Imports outlines from GeoJSON: everything or nothing, with a report that names each fault and its place. */
import { Injectable } from '@nestjs/common';
import type { Feature, FeatureCollection } from 'geojson';
import type { ImportFault, ImportReport } from '../../../shared/views.js';
import { now } from '../../core/clock.js';
import { Ctx } from '../../core/ctx.js';
import { isDuplicate } from '../../core/db-errors.js';
import { problem } from '../../core/problem.js';
import { sha256 } from '../../core/secrets.js';
import { AuditService } from '../audit/audit.service.js';
import { changedFrom } from './closing.service.js';
import { areaOf, boxOf } from './earth.js';
import { type ImportOptions, type Plan, planImport, type Step } from './import.plan.js';
import { PLACES } from './places.service.js';
import { place, placeShape } from './places.tables.js';
import { blankPlace } from './registry.service.js';

export type { ImportOptions } from './import.plan.js';

/** How often it is tried again when somebody else adds the same place at the same moment. */
const TRIES = 3;
const CODES_AT_ONCE = 500;

@Injectable()
export class PlaceImport {
  constructor(private readonly audit: AuditService) {}

  /**
   * Places that exist get a new outline from a date on, and the name of the file if it says one; others are added.
   * @param ctx without a transaction: the file is checked before one is opened, and once more inside it where places
   * changed meanwhile
   * @param text GeoJSON FeatureCollection of Polygon and MultiPolygon
   * @returns faults and `applied: false` when the file is refused, with a preview of what would be there
   */
  async run(
    ctx: Ctx,
    text: string,
    options: ImportOptions,
    progress: (words: string) => void = () => {},
  ): Promise<ImportReport> {
    const { db, actor, requestId, source } = ctx;
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const version = await versionOf(ctx);
      const at = await beginningOf(ctx, options);
      const plan = await planImport(ctx.rows, at, text, options, progress);
      if (options.dryRun || plan.faults.length > 0) return refusedOrDry(plan);
      progress('写入');
      try {
        const done = await Ctx.writing({ db, actor, now: ctx.now, requestId, source }, async (own) => {
          const isStale = (await versionOf(own, true)) !== version;
          const from = isStale ? await beginningOf(own, options) : at;
          const current = isStale ? await planImport(own.rows, from, text, options, progress) : plan;
          if (current.faults.length === 0) await this.apply(own, current, { ...options, since: from }, text);
          return current;
        });
        return done.faults.length > 0 ? refusedOrDry(done) : { ...reportOf(done), applied: true };
      } catch (error) {
        if (!isDuplicate(error)) throw error;
      }
    }
    throw problem('server.busy');
  }

  private async apply(ctx: Ctx, plan: Plan, options: ImportOptions & { since: Date }, text: string): Promise<void> {
    const { level, under = null, since } = options;
    await write(ctx, plan.steps, options, since);
    const { features, created, changed, renamed } = reportOf(plan);
    await this.audit.write(ctx, {
      action: 'place.import',
      detail: {
        level,
        under,
        since: since.toISOString(),
        features,
        created,
        changed,
        renamed: renamed.length,
        sha256: sha256(text),
      },
    });
    await changedFrom(ctx, since);
  }
}

const refusedOrDry = (plan: Plan): ImportReport => ({ ...reportOf(plan), applied: false, preview: previewOf(plan) });

/**
 * From when on an import holds. Without a date that is now, or where another was asked for later and written sooner,
 * the moment from which that one holds: both are from now on.
 */
async function beginningOf(ctx: Ctx, { since }: ImportOptions): Promise<Date> {
  if (since) return since;
  const [latest] = await ctx.rows
    .from(placeShape, 's')
    .where('s.since <= :now', { now: now() })
    .orderBy('s.since', 'DESC')
    .limit(1)
    .getMany();
  return latest && latest.since > ctx.now ? latest.since : ctx.now;
}

/** Every change of places counts this number up. @param lock holds off other changes until the transaction ends */
async function versionOf(ctx: Ctx, lock = false): Promise<number> {
  const forUpdate = lock && ctx.write.dialect === 'mysql' ? ' FOR UPDATE' : '';
  const [row] = await ctx.rows.query<{ n: number }>(`SELECT n FROM version WHERE name = ?${forUpdate}`, [PLACES]);
  return Number(row?.n ?? 0);
}

async function write(ctx: Ctx, steps: readonly Step[], { level, kind }: ImportOptions, since: Date): Promise<void> {
  const added = steps.filter(({ before }) => !before);
  const rows = added.map(({ shape: { code }, name, parent }) => ({
    ...blankPlace(level, code, name, parent, ctx.now),
    kind: kind ?? ('base' as const),
  }));
  if (rows.length > 0) await ctx.write.insert(place, rows);
  for (const { code, to } of renamesOf(steps)) await ctx.write.update(place, { name: to }, { code });
  const reshaped = steps.filter(({ before, geometry }) => before?.geometry !== geometry);
  await endShapes(
    ctx,
    since,
    reshaped.filter(({ before }) => before?.geometry).map(({ shape }) => shape.code),
  );
  const shapes = reshaped.map(({ shape, geometry }) => {
    const [west, south, east, north] = boxOf(shape.geometry);
    const area = areaOf(shape.geometry);
    return {
      id: ctx.newId(),
      place: shape.code,
      since,
      until: null,
      geometry,
      area,
      west,
      south,
      east,
      north,
    };
  });
  if (shapes.length > 0) await ctx.write.insert(placeShape, shapes);
}

/** The outlines that hold by then, hold until then: old cases keep the grid that owned them. */
async function endShapes(ctx: Ctx, at: Date, codes: readonly string[]): Promise<void> {
  for (let i = 0; i < codes.length; i += CODES_AT_ONCE) {
    const part = codes.slice(i, i + CODES_AT_ONCE);
    const marks = part.map(() => '?').join(',');
    await ctx.write.run(
      `UPDATE place_shape SET until = ? WHERE since <= ? AND (until IS NULL OR until > ?) AND place IN (${marks})`,
      [at, at, at, ...part],
    );
  }
}

function reportOf({ steps, faults, features }: Plan): Omit<ImportReport, 'applied' | 'preview'> {
  const count = (change: Step['change']) => steps.filter((step) => step.change === change).length;
  const counts = { created: count('new'), changed: count('changed') };
  return { features, faults: faults.map(asFault), ...counts, renamed: renamesOf(steps) };
}

/** What is called otherwise afterwards. */
const renamesOf = (steps: readonly Step[]): ImportReport['renamed'] =>
  steps.flatMap(({ shape: { code }, name, before }) =>
    before && before.name !== name ? [{ code, from: before.name, to: name }] : [],
  );

const asFault = ({ at, ...fault }: Plan['faults'][number]): ImportFault => ({
  ...fault,
  ...(at ? { at: [at[0], at[1]] } : {}),
});

function previewOf({ steps, faults }: Plan): FeatureCollection {
  const wrong = new Set(faults.flatMap(({ code, other }) => [code, other]));
  const features = steps.map(
    ({ shape: { feature, code, geometry }, name, change }): Feature => ({
      type: 'Feature',
      properties: { feature, code, name, change, faulty: wrong.has(code) },
      geometry,
    }),
  );
  return { type: 'FeatureCollection', features };
}
