/** GET /api/settings, and the office hours of the city. */
import { Body, Controller, Get, Put } from '@nestjs/common';
import type { OfficeHours, Settings } from '../../../shared/views.js';
import { Allow, Public } from '../../core/access.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { HoursService } from './hours.service.js';
import { HoursBody } from './settings.forms.js';
import { SettingsService } from './settings.service.js';

@Controller('settings')
export class SettingsController {
  constructor(
    private readonly service: SettingsService,
    private readonly hours: HoursService,
  ) {}

  @Get()
  @Public()
  settings(): Promise<Settings> {
    return this.service.settings();
  }

  @Get('hours')
  @Allow('settings.write')
  officeHours(): OfficeHours {
    return this.hours.view();
  }

  @Put('hours')
  @Allow('settings.write')
  setHours(@Context() ctx: Ctx, @Body() body: HoursBody): Promise<OfficeHours> {
    return this.hours.set(ctx, body.spans);
  }
}
