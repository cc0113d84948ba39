/** Writes the timeline: one entry for each act, and what follows: those whom it concerns are told, and it is counted. */
import type { State } from '../../../shared/case-flow.js';
import type { Ctx } from '../../core/ctx.js';
import type { Row } from '../../core/tables.js';
import { signed } from './cases.behalf.js';
import { caseEntry, type caseFile } from './cases.tables.js';
import { keepEntry } from './cases.text.js';

interface Act {
  action: Row<typeof caseEntry>['action'];
  from: State | null;
  input: Record<string, unknown>;
  toUnit: string | null;
  /** The absent colleague in whose place it was done. */
  behalf?: string | null;
  /** By which line of the duty list, where that changed. */
  why?: string | null;
  placed?: Row<typeof caseEntry>['placed'];
}

/** @param c the case as it is after the act */
export async function appendEntry(ctx: Ctx, c: Row<typeof caseFile>, e: Act): Promise<void> {
  const { actor } = ctx;
  const id = ctx.newId();
  await ctx.write.append(caseEntry, {
    id,
    caseId: c.id,
    seq: c.version,
    at: ctx.now,
    action: e.action,
    account: actor.id,
    who: signed(actor.name, e.behalf),
    unit: actor.unit?.id ?? null,
    unitName: actor.unit?.name ?? null,
    fromState: e.from,
    toState: c.state,
    toUnitName: e.toUnit,
    promisedAt: c.promisedAt,
    dueAt: c.dueAt,
    onDuty: c.onDuty,
    contactBy: c.contactBy,
    input: e.input,
    why: e.why ?? null,
    placed: e.placed ?? null,
  });
  await keepEntry(ctx, c.id, e);
  await ctx.laterAll([
    { kind: 'cases.tell', payload: { caseId: c.id, entry: id } },
    { kind: 'stats.fact', payload: { caseId: c.id, seq: c.version } },
  ]);
}
