/** What other features may ask about cases: whether one is in reach, its view, and how many a list holds. */
import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { ViewFilter } from '../../../shared/desk.js';
import type { CaseView, Count } from '../../../shared/views.js';
import type { Ctx } from '../../core/ctx.js';
import { violations } from '../../core/form.js';
import { problem } from '../../core/problem.js';
import { CaseFilter } from './cases.dto.js';
import type { CaseFile } from './cases.guards.js';
import { CasesQueries } from './cases.queries.js';
import { caseFile } from './cases.tables.js';

/** They belong to one look at a list, not to a view of it. */
const NOT_KEPT = ['page', 'size', 'id', 'near', 'tel'];
const LONGEST = 500;

@Injectable()
export class CaseReads {
  constructor(private readonly queries: CasesQueries) {}

  /** @throws not-found when there is none, or none in reach */
  async need(ctx: Ctx, id: string): Promise<CaseFile> {
    const c = (await ctx.see(caseFile, 'case.read').andWhere('c.id = :id', { id }).getOne()) as CaseFile | null;
    if (!c) throw problem('not-found');
    return c;
  }

  viewOf(ctx: Ctx, c: CaseFile): Promise<CaseView> {
    return this.queries.viewOf(ctx, c);
  }

  /** Exactly what the list takes, by the list's own declaration. @throws input.invalid */
  checkFilter(given: Record<string, unknown>): ViewFilter {
    const wrong = Object.entries(given).filter(
      ([key, value]) => NOT_KEPT.includes(key) || typeof value !== 'string' || value === '' || value.length > LONGEST,
    );
    const found = wrong.length > 0 ? {} : violations(this.parsed(given as ViewFilter).faults);
    for (const [key] of wrong) found[key] = 'invalid';
    if (Object.keys(found).length > 0) {
      const errors = Object.fromEntries(Object.entries(found).map(([key, fault]) => [`filter.${key}`, fault]));
      throw problem('input.invalid', { errors });
    }
    return given as ViewFilter;
  }

  /** Null where counting would read more than an index holds, or where the list has changed since it was saved. */
  async countOf(ctx: Ctx, filter: ViewFilter): Promise<Count | null> {
    const { parsed, faults } = this.parsed(filter);
    return faults.length > 0 ? null : this.queries.countOf(ctx, parsed);
  }

  private parsed(filter: ViewFilter) {
    const parsed = plainToInstance(CaseFilter, filter);
    return { parsed, faults: validateSync(parsed, { whitelist: true, forbidNonWhitelisted: true }) };
  }
}
