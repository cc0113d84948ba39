/** Routes of absence: who stands in for whom. */
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { Outsider, StandInChoice, StandInRow } from '../../../shared/desk.js';
import type { Page } from '../../../shared/views.js';
import { Allow } from '../../core/access.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { Paging } from '../../core/form.js';
import { OutsiderFilter, StandInForm } from './accounts.forms.js';
import { StandInsService } from './stand-ins.service.js';

@Controller('stand-ins')
export class StandInsController {
  constructor(private readonly standIns: StandInsService) {}

  @Get()
  @Allow()
  list(@Context() ctx: Ctx, @Query() paging: Paging): Promise<Page<StandInRow>> {
    return this.standIns.list(ctx, paging);
  }

  /** Whom one may ask. */
  @Get('colleagues')
  @Allow()
  colleagues(@Context() ctx: Ctx): StandInChoice {
    return this.standIns.colleagues(ctx);
  }

  /** Whom one may name beside, by name. */
  @Get('outsiders')
  @Allow()
  outsiders(@Context() ctx: Ctx, @Query() filter: OutsiderFilter): Page<Outsider> {
    return this.standIns.outsiders(ctx, filter);
  }

  @Post()
  @Allow()
  add(@Context() ctx: Ctx, @Body() form: StandInForm): Promise<StandInRow> {
    return this.standIns.add(ctx, form);
  }

  @Delete(':id')
  @Allow()
  @HttpCode(204)
  end(@Context() ctx: Ctx, @Param('id') id: string): Promise<void> {
    return this.standIns.end(ctx, id);
  }
}
