/** Routes of exports: asked for with the conditions of the list, watched, stopped, downloaded. */
import { Body, Controller, Get, Header, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { ExportView } from '../../../shared/views.js';
import { localDayOf } from '../../../shared/worktime.js';
import { Allow, Public } from '../../core/access.js';
import { cityCalendar } from '../../core/calendar.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { Int, Text } from '../../core/form.js';
import { CaseFilter } from './cases.dto.js';
import { ExportsService } from './exports.service.js';

class ExportBody {
  @IsObject()
  @ValidateNested()
  @Type(() => CaseFilter)
  filter!: CaseFilter;
}
class LinkQuery {
  @Int({ min: 0, max: Number.MAX_SAFE_INTEGER }) until!: number;
  @Text({ max: 64 }) sig!: string;
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

@Controller('exports')
export class ExportsController {
  constructor(private readonly exports: ExportsService) {}

  @Post()
  @Allow('case.export')
  @ApiOperation({ summary: '把事件列表导出为 XLSX：filter 与列表的查询条件相同；最多 100,000 件' })
  ask(@Context() ctx: Ctx, @Body() body: ExportBody): Promise<ExportView> {
    return this.exports.ask(ctx, body.filter);
  }

  @Get()
  @Allow('case.export')
  mine(@Context() ctx: Ctx): Promise<ExportView[]> {
    return this.exports.mine(ctx);
  }

  @Post(':id/stop')
  @Allow('case.export')
  stop(@Context() ctx: Ctx, @Param('id') id: string): Promise<ExportView> {
    return this.exports.stop(ctx, id);
  }

  @Get(':id/file')
  @Public()
  @ApiOperation({ summary: '按签名地址下载；一天后删除' })
  @ApiProduces(XLSX)
  @Header('content-type', XLSX)
  @Header('x-content-type-options', 'nosniff')
  async file(
    @Context() ctx: Ctx,
    @Param('id') id: string,
    @Query() link: LinkQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const bytes = await this.exports.read(ctx, { id, ...link });
    const name = encodeURIComponent(`事件-${localDayOf(ctx.now, cityCalendar())}.xlsx`);
    reply.header('content-disposition', `attachment; filename="cases.xlsx"; filename*=UTF-8''${name}`);
    return bytes;
  }
}
