/** The units of the city. */
import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import type { Page, UnitRow } from '../../../shared/views.js';
import { Allow } from '../../core/access.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { NewUnitForm, UnitChangeForm, UnitFilter } from './units.forms.js';
import { UnitsService } from './units.service.js';

@Controller('units')
export class UnitsController {
  constructor(private readonly units: UnitsService) {}

  @Get()
  @Allow('unit.read')
  list(@Context() ctx: Ctx, @Query() filter: UnitFilter): Promise<Page<UnitRow>> {
    return this.units.list(ctx, filter);
  }

  @Post()
  @Allow('unit.write')
  async create(@Context() ctx: Ctx, @Body() form: NewUnitForm): Promise<UnitRow> {
    return this.units.view(ctx, await this.units.create(ctx, form));
  }

  @Patch(':id')
  @Allow('unit.write')
  async change(@Context() ctx: Ctx, @Param('id') id: string, @Body() form: UnitChangeForm): Promise<UnitRow> {
    await this.units.change(ctx, id, form);
    return this.units.view(ctx, id);
  }
}
