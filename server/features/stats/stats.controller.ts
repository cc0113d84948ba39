/** Routes of the statistics. */
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import type { StatsView } from '../../../shared/views.js';
import { Allow } from '../../core/access.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { MonthOf, StatsAsk } from './stats.dto.js';
import { StatsQueries } from './stats.queries.js';

@Controller('stats')
export class StatsController {
  constructor(private readonly queries: StatsQueries) {}

  @Get()
  @Allow('stats.read')
  view(@Context() ctx: Ctx, @Query() ask: StatsAsk): Promise<StatsView> {
    return this.queries.view(ctx, ask);
  }

  @Post('freeze')
  @HttpCode(200)
  @Allow('stats.freeze')
  async freeze(@Context() ctx: Ctx, @Body() { month }: MonthOf): Promise<{ month: string }> {
    await this.queries.freeze(ctx, month);
    return { month };
  }
}
