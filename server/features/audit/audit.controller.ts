/** The audit log on a page of the console. */
import { Controller, Get, Query } from '@nestjs/common';
import type { AuditRow, Page } from '../../../shared/views.js';
import { Allow } from '../../core/access.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { Moment, Paging, Text } from '../../core/form.js';
import { AuditQueries } from './audit.queries.js';

export class AuditFilter extends Paging {
  /** One action, or a family of them: `session` finds `session.in` and `session.out`. */
  @Text({ optional: true, max: 60, pattern: /^[a-zA-Z.-]+$/ })
  action?: string;

  /** Id of an account, or part of a name. */
  @Text({ optional: true, max: 60 })
  who?: string;

  @Moment({ optional: true })
  from?: Date;

  @Moment({ optional: true })
  to?: Date;
}

@Controller('audit')
export class AuditController {
  constructor(private readonly audit: AuditQueries) {}

  @Get()
  @Allow('audit.read')
  list(@Context() ctx: Ctx, @Query() filter: AuditFilter): Promise<Page<AuditRow>> {
    return this.audit.list(ctx, filter);
  }
}
