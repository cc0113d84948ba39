/** Routes of drafts: what was typed at one computer is there at the next. */
import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import type { Drafts } from '../../../shared/desk.js';
import { Allow } from '../../core/access.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { CaseReads } from '../cases/case-reads.service.js';
import { DraftForm } from './desk.forms.js';
import { DraftsService } from './drafts.service.js';

@Controller('cases/:id/drafts')
export class DraftsController {
  constructor(
    private readonly drafts: DraftsService,
    private readonly cases: CaseReads,
  ) {}

  @Get()
  @Allow('case.read')
  async of(@Context() ctx: Ctx, @Param('id') id: string): Promise<Drafts> {
    await this.cases.need(ctx, id);
    return this.drafts.of(ctx, id);
  }

  @Put(':action')
  @Allow('case.read')
  @HttpCode(204)
  async keep(
    @Context() ctx: Ctx,
    @Param('id') id: string,
    @Param('action') action: string,
    @Body() { input }: DraftForm,
  ): Promise<void> {
    await this.cases.need(ctx, id);
    await this.drafts.keep(ctx, id, action, input);
  }

  @Delete(':action')
  @Allow('case.read')
  @HttpCode(204)
  async drop(@Context() ctx: Ctx, @Param('id') id: string, @Param('action') action: string): Promise<void> {
    await this.cases.need(ctx, id);
    await this.drafts.drop(ctx, id, action);
  }
}
