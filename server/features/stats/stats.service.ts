/** Keeps facts and sums in step with the timelines, freezes months, and proves by a recount that nothing was lost. */
import { Injectable } from '@nestjs/common';
import { formulaOf, type MeasureKey, measureKeys, monthText } from '../../../shared/measures.js';
import type { Ctx } from '../../core/ctx.js';
import type { Rows, Tx } from '../../core/db.js';
import { asDate, type Row } from '../../core/tables.js';
import { FactsService, type Measured } from '../cases/facts.service.js';
import { add, apply, type Sums } from './roll-up.js';
import { caseFact, caseMeasured, statsFreeze } from './stats.tables.js';

type FactRow = Row<typeof caseFact>;
export type Kept = Pick<Row<typeof caseMeasured>, 'caseId' | 'seq' | 'item' | 'asOf' | 'nextAt'>;

export const marksFor = (list: readonly unknown[]) => list.map(() => '?').join(',');

@Injectable()
export class StatsService {
  constructor(private readonly facts: FactsService) {}

  /**
   * Brings the facts of some cases, and the sums, up to now.
   * @param atLeast the entry that asked for it: when it is counted already, nothing is to be done
   */
  async measure(ctx: Ctx, ids: readonly string[], atLeast?: number): Promise<void> {
    const tx = ctx.write;
    // All locks before the first read: on MySQL a transaction goes on seeing what was there when it first looked.
    for (const id of [...ids].sort()) await this.lock(tx, id, ctx.now);
    const kept = byCase(await keptOf(tx, ids));
    const wanted = ids.filter((id) => atLeast === undefined || (kept.get(id)?.[0].seq ?? 0) < atLeast);
    const before = byCase(await factRows(tx, wanted));
    const sums: Sums = new Map();
    for (const now of await this.facts.of(tx, wanted, () => ctx.now)) {
      await this.replace(ctx, now, kept.get(now.id)?.[0], before.get(now.id) ?? [], sums);
    }
    await apply(tx, sums);
  }

  /** Of two who count one case the second waits here, and then sees what the first has counted. */
  private async lock(tx: Tx, id: string, now: Date): Promise<void> {
    const ends =
      tx.dialect === 'mysql'
        ? 'ON DUPLICATE KEY UPDATE caseId = VALUES(caseId)'
        : 'ON CONFLICT (caseId) DO UPDATE SET caseId = excluded.caseId';
    await tx.run(`INSERT INTO case_measured (caseId, seq, item, asOf) VALUES (?, 0, '', ?) ${ends}`, [id, now]);
  }

  private async replace(ctx: Ctx, now: Measured, kept: Kept | undefined, before: FactRow[], sums: Sums): Promise<void> {
    const tx = ctx.write;
    add(sums, before, { item: kept?.item ?? now.item, places: kept ? now.placesAt(kept.seq) : now.places }, -1);
    add(sums, now.facts, now);
    if (!sameFacts(before, now.facts)) {
      if (before.length > 0) await tx.run('DELETE FROM case_fact WHERE caseId = ?', [now.id]);
      const rows = now.facts.map((fact) => ({ ...fact, caseId: now.id }));
      if (rows.length > 0) await tx.append(caseFact, rows);
    }
    const { seq, item, nextAt } = now;
    await tx.update(caseMeasured, { seq, item, nextAt, asOf: ctx.now }, { caseId: now.id });
    if (!nextAt || kept?.nextAt?.getTime() === nextAt.getTime()) return;
    // A deadline passes without an entry of the timeline; one millisecond later it is late.
    await ctx.later('stats.fact', { caseId: now.id }, { at: new Date(nextAt.getTime() + 1) });
  }

  /** Whether something that happened is not in the sums yet: a month would be frozen half counted. */
  async isCounting(ctx: Ctx): Promise<boolean> {
    const [any] = await ctx.rows.query(
      `SELECT id FROM job WHERE kind IN ('stats.fact', 'stats.fill') AND (state <> 'waiting' OR runAt <= ?) LIMIT 1`,
      [ctx.now],
    );
    return any !== undefined;
  }

  /** Keeps the sums of a month as they are now, with the formulas that hold. @returns false when it was frozen before */
  async freeze(ctx: Ctx, month: number): Promise<boolean> {
    if (await ctx.rows.find(statsFreeze, { month })) return false;
    const versions = Object.fromEntries(
      measureKeys.map((key) => [key, formulaOf(key, monthText(month)).version]),
    ) as Record<MeasureKey, number>;
    const isPerson = ctx.actor.kind === 'staff';
    await ctx.write.insert(statsFreeze, {
      month,
      at: ctx.now,
      account: isPerson ? ctx.actor.id : null,
      who: isPerson ? ctx.actor.name : null,
      versions,
    });
    const columns = 'month, subject, dimension, part, counter, n';
    await ctx.write.run(
      `INSERT INTO roll_up_frozen (${columns}) SELECT ${columns} FROM roll_up WHERE month = ? AND n <> 0`,
      [month],
    );
    return true;
  }

  /**
   * Facts of cases as their timelines say them, as of the moment up to which each was counted.
   * @param at now: whose deadline has passed since is behind
   */
  async recount(rows: Rows, ids: readonly string[], at: Date): Promise<Recounted[]> {
    const kept = new Map((await keptOf(rows, ids)).map((k) => [k.caseId, k]));
    const stored = byCase(await factRows(rows, ids));
    const known = ids.filter((id) => (kept.get(id)?.seq ?? 0) > 0);
    const found = await this.facts.of(rows, known, (id) => kept.get(id)?.asOf ?? new Date(0));
    const counted = new Map(found.map((m) => [m.id, m]));
    return ids.map((id) => {
      const [now, k] = [counted.get(id), kept.get(id)];
      if (!now || !k || now.seq > k.seq || (k.nextAt && k.nextAt < at)) return { id, is: 'behind' as const };
      const same = sameFacts(stored.get(id) ?? [], now.facts) && now.item === k.item;
      return { id, is: same ? ('same' as const) : ('different' as const), now };
    });
  }
}

export interface Recounted {
  id: string;
  /** `behind`: the timeline has gone on or a deadline has passed, and the job that counts it waits. */
  is: 'same' | 'different' | 'behind';
  now?: Measured;
}

function byCase<T extends { caseId: string }>(rows: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const row of rows) found.set(row.caseId, [...(found.get(row.caseId) ?? []), row]);
  return found;
}

async function keptOf(rows: Rows, ids: readonly string[]): Promise<Kept[]> {
  if (ids.length === 0) return [];
  const sql = `SELECT caseId, seq, item, asOf, nextAt FROM case_measured WHERE caseId IN (${marksFor(ids)})`;
  const found = await rows.query<Record<keyof Kept, string>>(sql, [...ids]);
  return found.map((k) => ({
    caseId: k.caseId,
    seq: Number(k.seq),
    item: k.item,
    asOf: asDate(k.asOf),
    nextAt: k.nextAt ? asDate(k.nextAt) : null,
  }));
}

async function factRows(rows: Rows, ids: readonly string[]): Promise<FactRow[]> {
  if (ids.length === 0) return [];
  const sql = `SELECT caseId, kind, day, unit, marks, minutes FROM case_fact WHERE caseId IN (${marksFor(ids)})`;
  return (await rows.query<FactRow>(sql, [...ids])).map((f) => ({
    ...f,
    day: Number(f.day),
    marks: Number(f.marks),
    minutes: f.minutes === null ? null : Number(f.minutes),
  }));
}

const asText = (facts: readonly Omit<FactRow, 'caseId'>[]) =>
  facts
    .map((f) => [f.kind, f.day, f.unit, f.marks, f.minutes].join())
    .sort()
    .join(';');
const sameFacts = (a: readonly Omit<FactRow, 'caseId'>[], b: readonly Omit<FactRow, 'caseId'>[]) =>
  asText(a) === asText(b);
