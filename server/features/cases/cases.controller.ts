/** Routes of cases. */
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { BulkPreview, SimilarCase } from '../../../shared/desk.js';
import type {
  ActResult,
  CaseMap,
  CaseRow,
  CaseView,
  Counts,
  Look,
  NextCase,
  Page,
  PhoneSearch,
  PlaceCount,
  Reported,
  Revealed,
} from '../../../shared/views.js';
import { Allow } from '../../core/access.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { Paging } from '../../core/form.js';
import { RateLimit } from '../../core/rate.js';
import { Idempotent } from '../../core/request.js';
import { DraftsService } from '../desk/drafts.service.js';
import { CaseReports } from './case-reports.service.js';
import { CaseTrials } from './case-trials.service.js';
import {
  ActBody,
  BulkBody,
  BulkPreviewBody,
  ByPlace,
  CaseFilter,
  CountsOf,
  MapFilter,
  NextFilter,
  PhoneBody,
  ReportBody,
  RevealBody,
} from './cases.dto.js';
import { CaseLooks } from './cases.looks.js';
import { CasePhones, PHONE_RATE } from './cases.phones.js';
import { CasesQueries } from './cases.queries.js';
import { CasesService } from './cases.service.js';
import { SimilarCases } from './cases.similar.js';

/** Thousands of phones share one address of a mobile network. */
const REPORTING = { name: 'report', minutes: 10, perPerson: 20, perAddress: 600, staffAnywhere: true };
/** Who writes as fast as that reads nothing of what comes back. */
const ACTING = { name: 'act', minutes: 10, perPerson: 60, perAddress: 1800, residentsOnly: true };

@Controller('cases')
export class CasesController {
  constructor(
    private readonly cases: CasesService,
    private readonly reports: CaseReports,
    private readonly queries: CasesQueries,
    private readonly trials: CaseTrials,
    private readonly similar: SimilarCases,
    private readonly phones: CasePhones,
    private readonly drafts: DraftsService,
    private readonly looks: CaseLooks,
  ) {}

  @Post()
  @Allow('case.report')
  @Idempotent('required')
  @RateLimit(REPORTING)
  async report(@Context() ctx: Ctx, @Body() body: ReportBody): Promise<Reported> {
    ctx.needConsent();
    return this.reports.receipt(ctx, await this.reports.report(ctx, body.report, body));
  }

  @Get()
  @Allow('case.read')
  list(@Context() ctx: Ctx, @Query() filter: CaseFilter): Promise<Page<CaseRow>> {
    return this.queries.list(ctx, filter);
  }

  @Get('counts')
  @Allow('case.read')
  counts(@Context() ctx: Ctx, @Query() query: CountsOf): Promise<Counts> {
    return this.queries.counts(ctx, query.place);
  }

  @Get('map')
  @Allow('case.read')
  map(@Context() ctx: Ctx, @Query() filter: MapFilter): Promise<CaseMap> {
    return this.queries.map(ctx, filter);
  }

  @Get('by-place')
  @Allow('case.read')
  byPlace(@Context() ctx: Ctx, @Query() query: ByPlace): Promise<PlaceCount[]> {
    return this.queries.byPlace(ctx, query);
  }

  @Get('next')
  @Allow('case.read')
  next(@Context() ctx: Ctx, @Query() filter: NextFilter): Promise<NextCase> {
    return this.queries.next(ctx, filter);
  }

  @Get(':id')
  @Allow('case.read')
  one(@Context() ctx: Ctx, @Param('id') id: string): Promise<CaseView> {
    return this.queries.one(ctx, id);
  }

  @Get(':id/similar')
  @Allow('case.read')
  alike(@Context() ctx: Ctx, @Param('id') id: string): Promise<SimilarCase[]> {
    return this.similar.of(ctx, id);
  }

  @Post('phone-search')
  @HttpCode(200)
  @Allow('case.reveal')
  @RateLimit(PHONE_RATE)
  @ApiOperation({ summary: '按电话（完整号码或后四位）查找事件，换一个列表条件 tel；每次都有审计记录，诉求人看得到' })
  byPhone(@Context() ctx: Ctx, @Body() { phone }: PhoneBody): Promise<PhoneSearch> {
    return this.phones.search(ctx, phone);
  }

  /** What the act would do to each, before it is done. */
  @Post('bulk/preview')
  @HttpCode(200)
  @Allow('case.read')
  preview(@Context() ctx: Ctx, @Body() body: BulkPreviewBody): Promise<BulkPreview[]> {
    return this.trials.bulk(ctx, body.action, body.cases, body.input);
  }

  @Post('acts/:action')
  @HttpCode(200)
  @Allow('case.read')
  actOnMany(@Context() ctx: Ctx, @Param('action') action: string, @Body() body: BulkBody): Promise<ActResult[]> {
    return this.cases.actOnMany(ctx, action, body.cases, body.input);
  }

  @Post(':id/acts/:action')
  @HttpCode(200)
  @Allow('case.read')
  @Idempotent('optional')
  @RateLimit(ACTING)
  async act(
    @Context() ctx: Ctx,
    @Param('id') id: string,
    @Param('action') action: string,
    @Body() body: ActBody,
  ): Promise<CaseView> {
    const after = await this.cases.act(ctx, id, action, body.input, body.version);
    await this.drafts.drop(ctx, id, action);
    return this.queries.viewOf(ctx, after);
  }

  @Post(':id/reveal')
  @HttpCode(200)
  @Allow('case.reveal')
  reveal(@Context() ctx: Ctx, @Param('id') id: string, @Body() body: RevealBody): Promise<Revealed> {
    return this.looks.reveal(ctx, id, body.reason);
  }

  @Get(':id/looks')
  @Allow('case.follow')
  lookedAt(@Context() ctx: Ctx, @Param('id') id: string, @Query() paging: Paging): Promise<Page<Look>> {
    return this.looks.list(ctx, id, paging);
  }
}
