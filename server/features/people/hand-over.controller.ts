/** Routes of a leaver's hand-over. */
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { HandOver } from '../../../shared/desk.js';
import { Allow } from '../../core/access.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { HandOverForm } from './accounts.forms.js';
import { HandOverService } from './hand-over.service.js';

@Controller('accounts/:id/hand-over')
export class HandOverController {
  constructor(private readonly handOvers: HandOverService) {}

  @Get()
  @Allow('account.write')
  preview(@Context() ctx: Ctx, @Param('id') id: string): Promise<HandOver> {
    return this.handOvers.preview(ctx, id);
  }

  @Post()
  @Allow('account.write')
  @HttpCode(200)
  handOver(@Context() ctx: Ctx, @Param('id') id: string, @Body() { to }: HandOverForm): Promise<HandOver> {
    return this.handOvers.handOver(ctx, id, to);
  }
}
