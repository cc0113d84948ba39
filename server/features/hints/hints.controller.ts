/** Hints for the supervision desk. */
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { type HintFinding, type HintKind, hintFindings, hintKindOrder } from '../../../shared/hints.js';
import type { Hint, Page } from '../../../shared/views.js';
import { Allow } from '../../core/access.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { Bool, OneOf, Paging, Text } from '../../core/form.js';
import { HintsQueries } from './hints.queries.js';
import { HintsService } from './hints.service.js';

export class HintFilter extends Paging {
  @OneOf(hintKindOrder, { optional: true })
  kind?: HintKind;

  /** Id of a case. */
  @Text({ optional: true, max: 26 })
  case?: string;

  /** Whether somebody has said what it was. */
  @Bool({ optional: true })
  found?: boolean;
}

export class FindingBody {
  @OneOf(Object.keys(hintFindings))
  finding!: HintFinding;

  @Text({ optional: true, max: 500 })
  words?: string;
}

@Controller('hints')
export class HintsController {
  constructor(
    private readonly hints: HintsService,
    private readonly queries: HintsQueries,
  ) {}

  @Get()
  @Allow('case.review')
  list(@Context() ctx: Ctx, @Query() filter: HintFilter): Promise<Page<Hint>> {
    return this.queries.list(ctx, filter);
  }

  @Post(':id/finding')
  @HttpCode(204)
  @Allow('case.review')
  find(@Context() ctx: Ctx, @Param('id') id: string, @Body() body: FindingBody): Promise<void> {
    return this.hints.find(ctx, id, body.finding, body.words ?? null);
  }
}
