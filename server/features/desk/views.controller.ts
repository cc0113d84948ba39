/** Routes of the views of a desk. */
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import type { DeskViews, SavedView, ViewCounts } from '../../../shared/desk.js';
import { Allow } from '../../core/access.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { ViewForm } from './desk.forms.js';
import { deskView } from './desk.tables.js';
import { KeptService } from './kept.service.js';
import { ViewsService } from './views.service.js';

@Controller('views')
export class ViewsController {
  constructor(
    private readonly views: ViewsService,
    private readonly kept: KeptService,
  ) {}

  @Get()
  @Allow('case.read')
  list(@Context() ctx: Ctx): Promise<DeskViews> {
    return this.views.list(ctx);
  }

  @Get('counts')
  @Allow('case.read')
  counts(@Context() ctx: Ctx): Promise<ViewCounts> {
    return this.views.counts(ctx);
  }

  @Post()
  @Allow('case.read')
  add(@Context() ctx: Ctx, @Body() form: ViewForm): Promise<SavedView> {
    return this.views.add(ctx, form);
  }

  @Put(':id')
  @Allow('case.read')
  change(@Context() ctx: Ctx, @Param('id') id: string, @Body() form: ViewForm): Promise<SavedView> {
    return this.views.change(ctx, id, form);
  }

  @Delete(':id')
  @Allow('case.read')
  @HttpCode(204)
  remove(@Context() ctx: Ctx, @Param('id') id: string): Promise<void> {
    return this.kept.remove(ctx, deskView, id);
  }
}
