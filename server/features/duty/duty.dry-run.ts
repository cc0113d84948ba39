/** Tries a change of the duty list on the last cases, before it is saved: what would have gone elsewhere. */
import { Injectable } from '@nestjs/common';
import { type Asked, type DutyRule, lineOf } from '../../../shared/duty-rule.js';
import { sayLimits } from '../../../shared/duty-written.js';
import type { DryRun, DryRunSide } from '../../../shared/views.js';
import type { Ctx } from '../../core/ctx.js';
import type { Row } from '../../core/tables.js';
import { caseFile } from '../cases/cases.tables.js';
import { DutyOffice } from './duty.office.js';
import { areaOf, DutyService } from './duty.service.js';

const MOST_SHOWN = 100;
const WORDS = 40;
const UNSAVED = { id: '', version: Number.MAX_SAFE_INTEGER };

@Injectable()
export class DutyDryRun {
  constructor(
    private readonly duty: DutyService,
    private readonly office: DutyOffice,
  ) {}

  /** A change of a line, or a new one. @throws input.invalid */
  async try(ctx: Ctx, input: unknown, last: number): Promise<DryRun> {
    const content = await this.office.read(ctx, input);
    const rule: DutyRule = { ...content, ...UNSAVED, line: lineOf(content), state: 'inForce' };
    return this.compare(ctx, rule, last);
  }

  /** The end of a line. @throws not-found · duty.base · input.invalid */
  async tryEnd(ctx: Ctx, id: string, from: string, last: number): Promise<DryRun> {
    return this.compare(ctx, { ...(await this.office.ending(ctx, id, from)), ...UNSAVED }, last);
  }

  /** Both sides by the list of the day on which the change begins, so that only the change is seen. */
  private async compare(ctx: Ctx, candidate: DutyRule, last: number): Promise<DryRun> {
    const with_ = [...this.duty.all, candidate];
    const on = candidate.effectiveFrom ?? '';
    const cases = await ctx
      .see(caseFile, 'case.read')
      .orderBy('c.createdAt', 'DESC')
      .addOrderBy('c.id', 'DESC')
      .take(last)
      .getMany();
    const found: DryRun = { looked: cases.length, changed: 0, otherUnit: 0, otherLimits: 0, cases: [] };
    for (const c of cases) {
      const asked = { item: c.item, path: areaOf(c).reverse(), answers: c.answers, on };
      const [before, after] = [this.side(asked, this.duty.all), this.side(asked, with_)];
      const [unit, limits] = [before.unit !== after.unit, before.limits !== after.limits];
      if (!unit && !limits) continue;
      found.changed++;
      if (unit) found.otherUnit++;
      if (limits) found.otherLimits++;
      if (found.cases.length < MOST_SHOWN) found.cases.push({ ...brief(c), before, after });
    }
    return found;
  }

  private side(asked: Asked, among: readonly DutyRule[]): DryRunSide {
    const { rule } = this.duty.decided(asked, among);
    const unit = this.duty.unitFor(rule, [...asked.path].reverse());
    return { unit: unit?.name ?? null, limits: sayLimits(rule.limits) };
  }
}

const brief = ({ id, number, item, words }: Row<typeof caseFile>) => ({
  id,
  number,
  item,
  words: [...words].slice(0, WORDS).join(''),
});
