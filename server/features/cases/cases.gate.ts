/** What an act passes before it changes anything: permission, version, state, reach, guards, and a form without faults. */
import type { Evidence } from '../../../shared/case.js';
import { type Action, type ActionRow, actionRow, sayGuard } from '../../../shared/case-flow.js';
import { itemOf } from '../../../shared/duty-list.js';
import { clean, type Fields, faults } from '../../../shared/fields.js';
import type { Ctx } from '../../core/ctx.js';
import { problem } from '../../core/problem.js';
import type { DirectoryService } from '../people/directory.service.js';
import { todayOf } from './cases.days.js';
import type { CaseFile } from './cases.guards.js';
import { blockedBy, isWithinReach } from './cases.rights.js';
import { caseFile } from './cases.tables.js';

type Input = Record<string, unknown>;

/** @throws permission.denied · case.moved-meanwhile · case.not-now · case.guarded */
export function needAllowed(ctx: Ctx, c: CaseFile, name: Action, version: number): void {
  const more = { version: c.version, state: c.state };
  if (!(actionRow(name).by in ctx.actor.may)) throw problem('permission.denied');
  if (c.version !== version) throw problem('case.moved-meanwhile', { more });
  if (!actionRow(name).from.includes(c.state)) throw problem('case.not-now', { more });
  if (!isWithinReach(ctx.actor, name, c)) throw problem('permission.denied');
  const guard = blockedBy(name, c, ctx.actor, todayOf(ctx));
  if (guard) throw problem('case.guarded', { detail: sayGuard(guard, ctx.actor.kind === 'resident'), more: { guard } });
}

/** The input without what is empty. @param row of the act that the form belongs to @throws input.invalid */
export function checked(ctx: Ctx, fields: Fields, input: unknown, row?: ActionRow, evidence?: Evidence): unknown {
  const found = faults(fields, input, todayOf(ctx));
  const { turns } = row ?? {};
  const turned = turns && (input as Input | null)?.[turns.field] === turns.answer;
  if (turned) throw problem('input.invalid', { errors: { [turns.field]: 'invalid' }, detail: turns.says });
  const cleaned = Object.keys(found).length === 0 ? clean(fields, input) : {};
  const all = Object.keys(found).length === 0 ? (row?.check?.(cleaned, evidence) ?? {}) : found;
  if (Object.keys(all).length > 0) throw problem('input.invalid', { errors: all });
  return cleaned;
}

/** Whatever an input refers to must be there, and where it is a case, within reach. */
export async function refs(
  ctx: Ctx,
  c: CaseFile,
  input: Input,
  directory: DirectoryService,
): Promise<{ unitName: string | null }> {
  const wrong = (field: string) => problem('input.invalid', { errors: { [field]: 'invalid' } });
  if (input.item && !itemOf(String(input.item))) throw wrong('item');
  if (input.main) {
    const main = await ctx.see(caseFile, 'case.read').andWhere('c.id = :main', { main: input.main }).getOne();
    if (!main || main.id === c.id || !main.open) throw wrong('main');
  }
  if (!input.unit) return { unitName: c.unit ? (directory.unitOf(c.unit)?.name ?? null) : null };
  const unit = directory.unitOf(String(input.unit));
  // Supervision and handling are kept apart: what supervision handles nobody may check.
  if (!unit?.active || unit.kind === 'supervision') throw wrong('unit');
  return { unitName: unit.name };
}
