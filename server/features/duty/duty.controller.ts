/** Routes of the duty list: what to ask the reporter, its lines, their change, trial, approval, and the spreadsheet. */
import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import type { Fields } from '../../../shared/fields.js';
import { codesOf } from '../../../shared/places.js';
import type { DryRun, DutyImportReport, DutyRow, DutyView, Page } from '../../../shared/views.js';
import { Allow, Public } from '../../core/access.js';
import { Context, Ctx } from '../../core/ctx.js';
import { RateLimit } from '../../core/rate.js';
import { OwnTransaction } from '../../core/request.js';
import { PlacesService } from '../places/places.service.js';
import { DutyDryRun } from './duty.dry-run.js';
import {
  DryRunBody,
  EndBody,
  EndTrialBody,
  ImportBody,
  QuestionsOf,
  RuleBody,
  RuleFilter,
  WithdrawBody,
} from './duty.dto.js';
import { DutyOffice, dutyToday } from './duty.office.js';
import { DutyQueries } from './duty.queries.js';
import { DutyService } from './duty.service.js';
import { DutySheet } from './duty.sheet.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

@Controller('duty')
export class DutyController {
  constructor(
    private readonly duty: DutyService,
    private readonly office: DutyOffice,
    private readonly queries: DutyQueries,
    private readonly trial: DutyDryRun,
    private readonly sheet: DutySheet,
    private readonly places: PlacesService,
  ) {}

  @Get('questions')
  @Public()
  @RateLimit({ name: 'duty.questions', minutes: 1, perAddress: 300 })
  async questions(@Context() ctx: Ctx, @Query() { item, place }: QuestionsOf): Promise<Fields> {
    const path = codesOf((place && (await this.places.pathOf(place))) || '');
    return this.duty.questions({ item, path, on: dutyToday(ctx) });
  }

  @Get('rules')
  @Allow('duty.read')
  list(@Context() ctx: Ctx, @Query() filter: RuleFilter): Promise<Page<DutyRow>> {
    return this.queries.list(ctx, filter);
  }

  @Get('export')
  @Allow('duty.read')
  @Header('content-type', XLSX)
  @Header('content-disposition', 'attachment; filename="duty-list.xlsx"')
  async export(@Context() ctx: Ctx, @Query() filter: RuleFilter): Promise<StreamableFile> {
    return new StreamableFile(await this.sheet.write(await this.queries.newest(ctx, filter)));
  }

  @Get('rules/:id')
  @Allow('duty.read')
  one(@Context() ctx: Ctx, @Param('id') id: string): Promise<DutyView> {
    return this.queries.one(ctx, id);
  }

  @Post('rules')
  @Allow('duty.write')
  async save(@Context() ctx: Ctx, @Body() { rule, version }: RuleBody): Promise<DutyView> {
    return this.queries.one(ctx, await this.office.save(ctx, rule, version));
  }

  @Post('dry-run')
  @HttpCode(200)
  @Allow('duty.write')
  @OwnTransaction()
  dryRun(@Context() ctx: Ctx, @Body() { rule, last }: DryRunBody): Promise<DryRun> {
    return this.trial.try(ctx, rule, last);
  }

  @Post('import')
  @HttpCode(200)
  @Allow('duty.write')
  import(@Context() ctx: Ctx, @Body() { xlsx, seen }: ImportBody): Promise<DutyImportReport> {
    return this.sheet.take(ctx, Buffer.from(xlsx, 'base64'), seen);
  }

  @Post('rules/:id/end')
  @HttpCode(200)
  @Allow('duty.write')
  async end(@Context() ctx: Ctx, @Param('id') id: string, @Body() body: EndBody): Promise<DutyView> {
    return this.queries.one(ctx, await this.office.end(ctx, id, body));
  }

  @Post('rules/:id/end/dry-run')
  @HttpCode(200)
  @Allow('duty.write')
  @OwnTransaction()
  tryEnd(@Context() ctx: Ctx, @Param('id') id: string, @Body() { from, last }: EndTrialBody): Promise<DryRun> {
    return this.trial.tryEnd(ctx, id, from, last);
  }

  @Post('rules/:id/approve')
  @HttpCode(200)
  @Allow('duty.approve')
  async approve(@Context() ctx: Ctx, @Param('id') id: string): Promise<DutyView> {
    await this.office.decideOn(ctx, id, 'inForce', null);
    return this.queries.one(ctx, id);
  }

  @Post('rules/:id/withdraw')
  @HttpCode(200)
  @Allow('duty.approve')
  async withdraw(@Context() ctx: Ctx, @Param('id') id: string, @Body() { why }: WithdrawBody): Promise<DutyView> {
    await this.office.decideOn(ctx, id, 'withdrawn', why);
    return this.queries.one(ctx, id);
  }
}
