/** Routes for whoever takes down what is told on the telephone or at the counter. */
import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { IntakeDraft } from '../../../shared/desk.js';
import type { Caller, Spot } from '../../../shared/views.js';
import { Allow } from '../../core/access.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { Anything, Text } from '../../core/form.js';
import { RateLimit } from '../../core/rate.js';
import { DraftsService } from '../desk/drafts.service.js';
import { PhoneBody } from './cases.dto.js';
import { PHONE_RATE } from './cases.phones.js';
import { IntakeService } from './intake.service.js';

class SpotQuery {
  @Text({ max: 60 }) q!: string;
}
class IntakeBody {
  @Anything('登记的表单，写了一半也可以') input!: Record<string, unknown>;
}

@Controller('intake')
export class IntakeController {
  constructor(
    private readonly intake: IntakeService,
    private readonly drafts: DraftsService,
  ) {}

  @Get('spots')
  @Allow('place.read')
  @ApiOperation({ summary: '按输入找地点：以前事件的地址、底图上的路名、区划与网格' })
  spots(@Context() ctx: Ctx, @Query() { q }: SpotQuery): Promise<Spot[]> {
    return this.intake.spots(ctx, q);
  }

  @Get('draft')
  @Allow('case.report')
  @ApiOperation({ summary: '没有登记完的一件：换一台电脑接着填；没有时为 null' })
  draft(@Context() ctx: Ctx): Promise<IntakeDraft> {
    return this.drafts.intake(ctx);
  }

  @Put('draft')
  @Allow('case.report')
  @HttpCode(204)
  keep(@Context() ctx: Ctx, @Body() { input }: IntakeBody): Promise<void> {
    return this.drafts.keepIntake(ctx, input);
  }

  @Delete('draft')
  @Allow('case.report')
  @HttpCode(204)
  drop(@Context() ctx: Ctx): Promise<void> {
    return this.drafts.dropIntake(ctx);
  }

  @Post('caller')
  @HttpCode(200)
  @Allow('case.reveal')
  @RateLimit(PHONE_RATE)
  @ApiOperation({ summary: '按电话（完整号码或后四位）找这个人以前的事件；每次都有审计记录' })
  // Not "caller": functions have a property of that name, and Nest looks at it.
  callsOf(@Context() ctx: Ctx, @Body() { phone }: PhoneBody): Promise<Caller> {
    return this.intake.caller(ctx, phone);
  }
}
