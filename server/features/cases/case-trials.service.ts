/** What acts would do, found by doing them and taking them back: no rule is said a second time for a preview. */
import { Injectable } from '@nestjs/common';
import { actionRow, isAction, stateRow } from '../../../shared/case-flow.js';
import type { BulkPreview } from '../../../shared/desk.js';
import type { Ctx } from '../../core/ctx.js';
import { asProblem, problem } from '../../core/problem.js';
import { needForMany } from './cases.bulk.js';
import type { CaseFile } from './cases.guards.js';
import { CasesService } from './cases.service.js';
import { caseFile } from './cases.tables.js';

type Input = Record<string, unknown>;
type Chosen = { id: string; version: number };

/** Carries what was seen out of a part of the transaction that is to be undone. */
class Seen<T> extends Error {
  constructor(readonly what: T) {
    super('seen');
  }
}

/** Does the work, gives what it gave, and leaves nothing of it behind. */
export async function tried<T>(ctx: Ctx, work: () => Promise<T>): Promise<T> {
  try {
    return await ctx.write.nested(async () => {
      throw new Seen(await work());
    });
  } catch (error) {
    if (error instanceof Seen) return error.what as T;
    throw error;
  }
}

@Injectable()
export class CaseTrials {
  constructor(private readonly cases: CasesService) {}

  /** What one form would do to each of many cases. @throws case.not-now when the table does not allow it in bulk */
  async bulk(ctx: Ctx, name: string, cases: Chosen[], input: Input): Promise<BulkPreview[]> {
    if (!isAction(name) || !actionRow(name).bulk) throw problem('case.not-now');
    needForMany(name, input);
    const found: BulkPreview[] = [];
    const inOrder = [...cases.entries()].sort(([, a], [, b]) => (a.id < b.id ? -1 : 1));
    for (const [i, chosen] of inOrder) found[i] = await this.one(ctx, name, chosen, input);
    return found;
  }

  private async one(ctx: Ctx, name: string, { id, version }: Chosen, input: Input): Promise<BulkPreview> {
    const same = await this.isSame(ctx, name, id, input);
    if (same) return { id, verdict: 'same', words: same };
    try {
      const after = await tried(ctx, () => this.cases.act(ctx, id, name, input, version));
      return { id, verdict: 'ok', words: stateRow(after.state).label };
    } catch (error) {
      const p = asProblem(error);
      if (p.code === 'server.fault' || p.code === 'server.busy') throw error;
      // The form itself is wrong, and so for every case.
      if (p.code === 'input.invalid' && !('main' in (p.given.errors ?? {}))) throw error;
      return { id, verdict: 'no', words: p.message };
    }
  }

  /** It is already as the form would make it: where the main case itself was ticked, or somebody was quicker. */
  private async isSame(ctx: Ctx, name: string, id: string, input: Input): Promise<string | null> {
    if (input.main === id) return '这是主事件本身';
    const c = (await ctx.see(caseFile, 'case.read').andWhere('c.id = :id', { id }).getOne()) as CaseFile | null;
    const { to } = isAction(name) ? actionRow(name) : { to: 'same' };
    if (!c || c.state !== to) return null;
    if (name === 'merge' && c.main !== input.main) return null;
    if (input.unit && c.unit !== input.unit) return null;
    return `已经是“${stateRow(c.state).label}”`;
  }
}
