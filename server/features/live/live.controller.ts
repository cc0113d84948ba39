/** The live channel: a stream for those who ask for one, else what changed since; and who has a case open. */
import { Body, Controller, Delete, Get, HttpCode, Put, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LiveNews, Looking, LookingNews } from '../../../shared/desk.js';
import { Allow } from '../../core/access.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { LiveQuery, LookingForm } from './live.forms.js';
import { LiveService } from './live.service.js';
import { PresenceService } from './presence.service.js';

const STREAM = 'text/event-stream';

@Controller('live')
export class LiveController {
  constructor(
    private readonly live: LiveService,
    private readonly presence: PresenceService,
  ) {}

  /** Browsers' EventSource asks for a stream by its `Accept`; others are answered at once. */
  @Get()
  @Allow('case.read')
  @ApiOkResponse({ description: '从 after 以来变动的事件，和正在看同一件事的人；Accept: text/event-stream 时为事件流' })
  async news(
    @Context() ctx: Ctx,
    @Query() { after }: LiveQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (request.headers.accept !== STREAM) {
      const news: LiveNews & LookingNews = await this.live.since(ctx, after);
      reply.send(news);
      return;
    }
    this.live.needRoom(ctx.actor);
    const { raw } = reply;
    // A connection that is kept would hold up the server when it stops.
    const head = { ...reply.getHeaders(), 'content-type': STREAM, 'x-accel-buffering': 'no', connection: 'close' };
    reply.hijack();
    raw.writeHead(200, head as Record<string, string>);
    const close = this.live.open(ctx.actor, {
      write: (text) => void raw.write(text),
      end: () => void raw.end(),
    });
    raw.on('close', close);
    raw.on('error', close);
  }

  @Put('looking')
  @Allow('case.read')
  look(@Context() ctx: Ctx, @Body() { caseId }: LookingForm): Promise<Looking> {
    return this.presence.look(ctx, caseId);
  }

  @Delete('looking')
  @Allow('case.read')
  @HttpCode(204)
  leave(@Context() ctx: Ctx, @Query() { caseId }: LookingForm): Promise<void> {
    return this.presence.leave(ctx, caseId);
  }
}
