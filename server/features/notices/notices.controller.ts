/** 消息: what I was told, and marking it as read. */
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Notice, Page } from '../../../shared/views.js';
import { Allow } from '../../core/access.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { List, Paging } from '../../core/form.js';
import { NoticesService } from './notices.service.js';

class ReadBody {
  @List({ optional: true })
  ids?: string[];
}

@ApiTags('消息')
@Controller('notices')
export class NoticesController {
  constructor(private readonly notices: NoticesService) {}

  @Get()
  @Allow()
  @ApiOperation({ summary: '我的消息，新的在前' })
  list(@Context() ctx: Ctx, @Query() paging: Paging): Promise<Page<Notice>> {
    return this.notices.list(ctx, paging);
  }

  @Post('read')
  @Allow()
  @HttpCode(200)
  @ApiOperation({ summary: '标为已读；不给 ids 即全部' })
  async read(@Context() ctx: Ctx, @Body() { ids }: ReadBody): Promise<{ unread: number }> {
    return { unread: await this.notices.read(ctx, ids) };
  }
}
