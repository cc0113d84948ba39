/** A case as a sheet to print or to keep. */
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../core/access.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { RateLimit } from '../../core/rate.js';
import { CasePaper } from './paper.service.js';

@Controller('cases')
export class PaperController {
  constructor(private readonly paper: CasePaper) {}

  @Get(':id/paper.pdf')
  @Allow('case.read')
  @RateLimit({ name: 'paper', minutes: 1, perPerson: 30 })
  @ApiOperation({ summary: '事件办理单（PDF）：基本情况、诉求内容、办理过程、照片；联系方式遮住' })
  @ApiProduces('application/pdf')
  async one(@Context() ctx: Ctx, @Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const { bytes, number } = await this.paper.of(ctx, id);
    reply.type('application/pdf').header('content-disposition', `inline; filename="${number}.pdf"`);
    return bytes;
  }
}
