/** What an act writes beside the case: its photos, the units that have it, and how many follow it. */
import { MOST_CASE_PHOTOS } from '../../../shared/case.js';
import type { ActionRow } from '../../../shared/case-flow.js';
import type { Ctx } from '../../core/ctx.js';
import { problem } from '../../core/problem.js';
import type { FilesService } from '../files/files.service.js';
import type { CaseFile } from './cases.guards.js';
import { caseUnit } from './cases.tables.js';

type Input = Record<string, unknown>;

/** An answer may bring its evidence however many photos there are: without it the case would have no end. */
export async function joinPhotos(
  ctx: Ctx,
  files: FilesService,
  { asks, to }: ActionRow,
  input: Input,
  id: string,
): Promise<void> {
  const ids = Object.keys(asks)
    .filter((k) => asks[k].kind === 'photos')
    .flatMap((k) => (input[k] as string[]) ?? []);
  await files.join(ctx, ids, id, to === 'handled' ? null : MOST_CASE_PHOTOS);
}

export async function rememberUnit(ctx: Ctx, before: CaseFile, after: CaseFile): Promise<void> {
  const added = after.units.filter((u) => !before.units.includes(u));
  if (added.length > 0) {
    await ctx.write.append(
      caseUnit,
      added.map((unit) => ({ caseId: after.id, unit, since: ctx.now })),
    );
  }
}

/**
 * All reporters follow the main case. It is not moved, so its version stays; but it must still be open now, whatever
 * this transaction saw when it began.
 */
export async function countFollowers(ctx: Ctx, before: CaseFile, after: CaseFile): Promise<void> {
  if (before.main === after.main) return;
  if (!after.main) {
    await ctx.write.run('UPDATE case_file SET followers = followers - 1 WHERE id = ?', [before.main]);
    return;
  }
  const sql = 'UPDATE case_file SET followers = followers + 1 WHERE id = ? AND open = 1';
  const joined = await ctx.write.run(sql, [after.main]);
  if (joined !== 1) throw problem('input.invalid', { errors: { main: 'invalid' } });
}
