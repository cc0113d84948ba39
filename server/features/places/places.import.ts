/** Imports outlines from GeoJSON: everything or nothing, with a report that names each fault and its place. */
import { setImmediate as breath } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { ImportFault, ImportProgress, ImportReport } from '../../../shared/views.js';
import { now } from '../../core/clock.js';
import { Ctx } from '../../core/ctx.js';
import { isDuplicate } from '../../core/db-errors.js';
import { problem } from '../../core/problem.js';
import { AuditService } from '../audit/audit.service.js';
import { changedFrom } from './closing.service.js';
import { type ImportOptions, type Plan, planImport, type Step } from './import.plan.js';
import { ImportWork } from './import.work.js';
import { lockPlaces, versionOf } from './places.lock.js';
import { place, placeShape } from './places.tables.js';
import { blankPlace } from './registry.service.js';

export type { ImportOptions } from './import.plan.js';

/** How often it is checked outside the transaction before it is checked once more inside it. */
const TRIES = 3;
const AT_ONCE = 500;
const TICK_MS = 250;

/** Who watches an import, and may end it. */
export interface ImportWatch {
  /** Several times a second. */
  progress?(now: ImportProgress): void;
  stop?: AbortSignal;
  /** In the transaction, when all is written: from here on it is too late to stop. @throws where it was stopped before */
  seal?(ctx: Ctx): Promise<void>;
}

/** A report; its preview is JSON already, for a large one is best not made twice. */
export interface Imported extends Omit<ImportReport, 'preview'> {
  preview?: string;
}

/** Places changed while a file was checked. */
class Stale extends Error {}

@Injectable()
export class PlaceImport implements BeforeApplicationShutdown {
  private readonly ending = new AbortController();

  constructor(private readonly audit: AuditService) {}

  /**
   * Places that exist get a new outline from a date on, and the name of the file if it says one; others are added.
   * @param ctx without a transaction: the file is checked before one is opened, and once more where places changed
   * meanwhile
   * @param text GeoJSON FeatureCollection of Polygon and MultiPolygon
   * @returns faults and `applied: false` when the file is refused, with a preview of what would be there
   * @throws place.import-stopped
   */
  async run(ctx: Ctx, text: string, options: ImportOptions, watch: ImportWatch = {}): Promise<Imported> {
    const { progress } = watch;
    const stop = AbortSignal.any([this.ending.signal, ...(watch.stop ? [watch.stop] : [])]);
    const work = new ImportWork(text, options, stop);
    const ticks = progress && setInterval(() => progress(work.meter.now), TICK_MS);
    try {
      return await this.carryOut(ctx, work, options, { ...watch, stop });
    } catch (error) {
      throw stop.aborted ? problem('place.import-stopped', { cause: error }) : error;
    } finally {
      clearInterval(ticks);
      await work.end();
    }
  }

  /** A server that is told to stop waits for requests: not for one that takes minutes. */
  beforeApplicationShutdown(): void {
    this.ending.abort();
  }

  private async carryOut(ctx: Ctx, work: ImportWork, options: ImportOptions, watch: ImportWatch): Promise<Imported> {
    const { db, actor, requestId, source } = ctx;
    for (let attempt = 1; ; attempt++) {
      const version = await versionOf(ctx.rows);
      const at = await beginningOf(ctx, options);
      const plan = await planImport(ctx.rows, at, work, options);
      // What another import wrote while this one read may look like a fault, and be none.
      const isDoubtful = plan.faults.length > 0 && (await versionOf(ctx.rows)) !== version;
      if (isDoubtful && attempt < TRIES) continue;
      if (options.dryRun || (plan.faults.length > 0 && !isDoubtful)) return refusedOrDry(plan, work);
      try {
        const done = await Ctx.writing({ db, actor, now: ctx.now, requestId, source }, async (own) => {
          const isStale = (await lockPlaces(own)) !== version;
          // A check takes its time, and inside the transaction everybody who writes would wait for it.
          if (isStale && attempt < TRIES) throw new Stale();
          const from = isStale ? await beginningOf(own, options) : at;
          const current = isStale ? await planImport(own.rows, from, work, options) : plan;
          if (current.faults.length > 0) return current;
          work.meter.at('writing', 0, 0);
          await this.apply(own, current, { ...options, since: from });
          watch.stop?.throwIfAborted();
          await watch.seal?.(own);
          return current;
        });
        return done.faults.length > 0 ? refusedOrDry(done, work) : { ...reportOf(done), applied: true };
      } catch (error) {
        if (error instanceof Stale) continue;
        if (!isDuplicate(error)) throw error;
        if (attempt === TRIES) throw problem('server.busy');
      }
    }
  }

  private async apply(ctx: Ctx, plan: Plan, options: ImportOptions & { since: Date }): Promise<void> {
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
        sha256: plan.sha256,
      },
    });
    await changedFrom(ctx, since);
  }
}

async function refusedOrDry(plan: Plan, work: ImportWork): Promise<Imported> {
  const wrong = new Set(plan.faults.flatMap(({ code, other }) => [code, other]));
  const marks = plan.steps.map(({ outline: { feature, code }, name, change }) => ({
    feature,
    code,
    name,
    change,
    faulty: wrong.has(code),
  }));
  return { ...reportOf(plan), applied: false, preview: await work.ask('preview', marks) };
}

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

async function write(ctx: Ctx, steps: readonly Step[], { level, kind }: ImportOptions, since: Date): Promise<void> {
  const added = steps.filter(({ before }) => !before);
  const rows = added.map(({ outline: { code }, name, parent }) => ({
    ...blankPlace(level, code, name, parent, ctx.now),
    kind: kind ?? ('base' as const),
  }));
  for (const part of parts(rows)) {
    await ctx.write.insert(place, part);
    await breath();
  }
  for (const { code, to } of renamesOf(steps)) await ctx.write.update(place, { name: to }, { code });
  const reshaped = steps.filter(({ before, outline }) => before?.geometry !== outline.geometry);
  for (const part of parts(reshaped)) {
    await endShapes(
      ctx,
      since,
      part.filter(({ before }) => before?.geometry).map(({ outline }) => outline.code),
    );
    const shapes = part.map(({ outline: { code, geometry, area, box } }) => {
      const [west, south, east, north] = box;
      return { id: ctx.newId(), place: code, since, until: null, geometry, area, west, south, east, north };
    });
    await ctx.write.insert(placeShape, shapes);
    await breath();
  }
}

/** So many rows at a time that whoever asks something meanwhile is answered: on SQLite a statement takes its time from all. */
const parts = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / AT_ONCE) }, (_, i) => rows.slice(i * AT_ONCE, (i + 1) * AT_ONCE));

/** The outlines that hold by then, hold until then: old cases keep the grid that owned them. */
async function endShapes(ctx: Ctx, at: Date, codes: readonly string[]): Promise<void> {
  if (codes.length === 0) return;
  await ctx.write.run(
    `UPDATE place_shape SET until = ? WHERE since <= ? AND (until IS NULL OR until > ?)
     AND place IN (${codes.map(() => '?').join(',')})`,
    [at, at, at, ...codes],
  );
}

function reportOf({ steps, faults, features }: Plan): Omit<Imported, 'applied' | 'preview'> {
  const count = (change: Step['change']) => steps.filter((step) => step.change === change).length;
  const counts = { created: count('new'), changed: count('changed') };
  return { features, faults: faults.map(asFault), ...counts, renamed: renamesOf(steps) };
}

/** What is called otherwise afterwards. */
const renamesOf = (steps: readonly Step[]): ImportReport['renamed'] =>
  steps.flatMap(({ outline: { code }, name, before }) =>
    before && before.name !== name ? [{ code, from: before.name, to: name }] : [],
  );

const asFault = ({ at, ...fault }: Plan['faults'][number]): ImportFault => ({
  ...fault,
  ...(at ? { at: [at[0], at[1]] } : {}),
});
