/** Imports that somebody watches: opened, followed from any server, stopped as long as nothing is final. */
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { ImportProgress, ImportRun } from '../../../shared/views.js';
import { now } from '../../core/clock.js';
import type { Ctx } from '../../core/ctx.js';
import { Db } from '../../core/db.js';
import { problem } from '../../core/problem.js';
import { Recurring } from '../../core/recurring.js';
import type { Row } from '../../core/tables.js';
import { placeImport } from './import.tables.js';
import type { ImportWatch } from './places.import.js';

type RunRow = Row<typeof placeImport>;
const DAY = 24 * 3_600_000;

@Injectable()
export class ImportRuns implements OnModuleInit {
  private readonly log = new Logger('imports');
  /** Those of this server. */
  private readonly atWork = new Map<string, AbortController>();

  constructor(
    private readonly db: Db,
    private readonly recurring: Recurring,
  ) {}

  onModuleInit(): void {
    this.recurring.every(60, 'imports.sweep', async (ctx) => {
      await ctx.write.run('DELETE FROM place_import WHERE createdAt < ?', [new Date(ctx.now.getTime() - DAY)]);
    });
  }

  /** To be named when the file is sent. */
  async open(ctx: Ctx): Promise<ImportRun> {
    const row: RunRow = {
      id: ctx.newId(),
      account: ctx.actor.id,
      state: 'waiting',
      stage: 'reading',
      done: 0,
      total: 0,
      pairs: 0,
      createdAt: ctx.now,
      endedAt: null,
    };
    await ctx.write.insert(placeImport, row);
    return viewOf(row);
  }

  /** @throws not-found also when it is somebody else's */
  async see(ctx: Ctx, id: string): Promise<ImportRun> {
    const row = await ctx.rows.find(placeImport, { id, account: ctx.actor.id });
    if (!row) throw problem('not-found');
    return viewOf(row);
  }

  /** Without a transaction. What is final already stays as it is. @throws not-found also when it is somebody else's */
  async stop(ctx: Ctx, id: string): Promise<ImportRun> {
    await this.see(ctx, id);
    // First: on SQLite nobody writes before an import that holds the transaction lets go of it.
    this.atWork.get(id)?.abort();
    await ctx.begin((own) =>
      own.write.run(
        "UPDATE place_import SET state = 'stopped', endedAt = ? WHERE id = ? AND state IN ('waiting', 'running')",
        [own.now, id],
      ),
    );
    return this.see(ctx, id);
  }

  /** @throws place.import-stopped · not-found also when its file has been sent before */
  async during<T>(ctx: Ctx, id: string, work: (watch: ImportWatch) => Promise<T>): Promise<T> {
    await this.begin(ctx, id);
    const stop = new AbortController();
    this.atWork.set(id, stop);
    /** One after the other, and none while one waits. */
    let noting: Promise<void> | null = null;
    const progress = (now: ImportProgress) => {
      noting ??= this.note(id, now, stop).finally(() => {
        noting = null;
      });
    };
    try {
      return await work({ progress, stop: stop.signal, seal: (own) => this.seal(own, id) });
    } finally {
      this.atWork.delete(id);
      await noting;
      await this.end(id).catch((error) => this.log.warn(`import ${id}: ${error.message}`));
    }
  }

  private async begin(ctx: Ctx, id: string): Promise<void> {
    const begun = await ctx.begin((own) =>
      own.write.run("UPDATE place_import SET state = 'running' WHERE id = ? AND account = ? AND state = 'waiting'", [
        id,
        ctx.actor.id,
      ]),
    );
    if (begun === 1) return;
    const { state } = await this.see(ctx, id);
    throw problem(state === 'stopped' ? 'place.import-stopped' : 'not-found');
  }

  /** How far it is; and whether somebody stopped it on another server. */
  private async note(id: string, { stage, done, total, pairs }: ImportProgress, stop: AbortController): Promise<void> {
    try {
      const set = { stage, done, total, pairs };
      const isOurs = await this.db.write((tx) => tx.update(placeImport, set, { id, state: 'running' }));
      if (isOurs === 0) stop.abort();
    } catch (error) {
      this.log.warn(`import ${id}: ${(error as Error).message}`);
    }
  }

  private async seal(own: Ctx, id: string): Promise<void> {
    const set = { state: 'done' as const, endedAt: now() };
    if ((await own.write.update(placeImport, set, { id, state: 'running' })) === 0)
      throw problem('place.import-stopped');
  }

  /** Refused, or only a dry run, or broken off. */
  private async end(id: string): Promise<void> {
    const set = { state: 'done' as const, endedAt: now() };
    await this.db.write((tx) => tx.update(placeImport, set, { id, state: 'running' }));
  }
}

const viewOf = ({ id, state, stage, done, total, pairs }: RunRow): ImportRun => ({
  id,
  state,
  stage,
  done,
  total,
  pairs,
});
