/** Routes of 抽样回访. */
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import type { CaseRow, Page } from '../../../shared/views.js';
import { Allow } from '../../core/access.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { Bool, Int, Paging, Text } from '../../core/form.js';
import { CaseVisits } from './cases.visits.js';

class VisitFilter extends Paging {
  @Text({ optional: true, pattern: /^\d{4}-\d{2}-\d{2}$/ }) day?: string;
}
class DrawBody {
  @Int({ min: 1, max: 100 }) n!: number;
  /** Only those that nobody rated; absent: yes, who has answered already is not asked the same again. */
  @Bool({ optional: true }) silent?: boolean;
}

@Controller('visits')
export class VisitsController {
  constructor(private readonly visits: CaseVisits) {}

  @Get()
  @Allow('case.visit')
  list(@Context() ctx: Ctx, @Query() filter: VisitFilter): Promise<Page<CaseRow>> {
    return this.visits.list(ctx, filter);
  }

  @Post()
  @HttpCode(200)
  @Allow('case.visit')
  async draw(@Context() ctx: Ctx, @Body() { n, silent }: DrawBody): Promise<{ drawn: number }> {
    return { drawn: await this.visits.draw(ctx, n, silent ?? true) };
  }
}
