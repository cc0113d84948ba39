/** Routes of quick actions. */
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import type { MacroRow, StepPreview } from '../../../shared/desk.js';
import type { CaseView, Page } from '../../../shared/views.js';
import { Allow } from '../../core/access.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { Idempotent } from '../../core/request.js';
import { KeptFilter, MacroForm, OnCase } from './desk.forms.js';
import { macro } from './desk.tables.js';
import { KeptService } from './kept.service.js';
import { MacrosService } from './macros.service.js';

@Controller('macros')
export class MacrosController {
  constructor(
    private readonly macros: MacrosService,
    private readonly kept: KeptService,
  ) {}

  @Get()
  @Allow('case.read')
  list(@Context() ctx: Ctx, @Query() filter: KeptFilter): Promise<Page<MacroRow>> {
    return this.macros.list(ctx, filter);
  }

  @Post()
  @Allow('case.read')
  add(@Context() ctx: Ctx, @Body() form: MacroForm): Promise<MacroRow> {
    return this.macros.add(ctx, form);
  }

  @Put(':id')
  @Allow('case.read')
  change(@Context() ctx: Ctx, @Param('id') id: string, @Body() form: MacroForm): Promise<MacroRow> {
    return this.macros.change(ctx, id, form);
  }

  @Delete(':id')
  @Allow('case.read')
  @HttpCode(204)
  remove(@Context() ctx: Ctx, @Param('id') id: string): Promise<void> {
    return this.kept.remove(ctx, macro, id);
  }

  @Post(':id/preview')
  @Allow('case.read')
  @HttpCode(200)
  preview(@Context() ctx: Ctx, @Param('id') id: string, @Body() on: OnCase): Promise<StepPreview[]> {
    return this.macros.preview(ctx, id, on.caseId, on.version);
  }

  @Post(':id/run')
  @Allow('case.read')
  @HttpCode(200)
  @Idempotent('optional')
  run(@Context() ctx: Ctx, @Param('id') id: string, @Body() on: OnCase): Promise<CaseView> {
    return this.macros.run(ctx, id, on.caseId, on.version);
  }
}
