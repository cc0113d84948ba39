/** Routes for whoever takes down what is told on the telephone or at the counter. */
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Caller, Spot } from '../../../shared/views.js';
import { Allow } from '../../core/access.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { Text } from '../../core/form.js';
import { RateLimit } from '../../core/rate.js';
import { PhoneBody } from './cases.dto.js';
import { PHONE_RATE } from './cases.phones.js';
import { IntakeService } from './intake.service.js';

class SpotQuery {
  @Text({ max: 60 }) q!: string;
}
@Controller('intake')
export class IntakeController {
  constructor(private readonly intake: IntakeService) {}

  @Get('spots')
  @Allow('place.read')
  @ApiOperation({ summary: '按输入找地点：以前事件的地址、底图上的路名、区划与网格' })
  spots(@Context() ctx: Ctx, @Query() { q }: SpotQuery): Promise<Spot[]> {
    return this.intake.spots(ctx, q);
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
