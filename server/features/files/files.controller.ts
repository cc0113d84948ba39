/** Uploading a photo, and showing it to whoever holds its signed address. */
import { Controller, Get, Header, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Photo } from '../../../shared/views.js';
import { Allow, Public } from '../../core/access.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { Int, OneOf, Text } from '../../core/form.js';
import { RateLimit } from '../../core/rate.js';
import { OwnTransaction } from '../../core/request.js';
import { FilesService, type Size, sizes } from './files.service.js';
import { withUpload } from './upload.js';

class LinkQuery {
  @OneOf(sizes)
  size!: Size;

  @Int({ min: 0, max: Number.MAX_SAFE_INTEGER })
  until!: number;

  @Text({ max: 64 })
  sig!: string;
}

const UPLOAD = {
  type: 'object',
  required: ['file'],
  properties: { file: { type: 'string', format: 'binary' } },
} as const;

@ApiTags('照片')
@Controller('files')
export class FilesController {
  constructor(private readonly files: FilesService) {}

  @Post()
  @Allow()
  @OwnTransaction()
  @RateLimit({ name: 'upload', minutes: 10, perPerson: 90, perAddress: 3000, staffAnywhere: true })
  @ApiOperation({ summary: '上传一张照片（JPEG、PNG、WebP，最大 10 MB）；一天内不用于诉求即删除' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: UPLOAD as never })
  upload(@Context() ctx: Ctx, @Req() request: FastifyRequest): Promise<Photo> {
    ctx.needConsent();
    return withUpload(request, (bytes) => this.files.store(ctx, bytes));
  }

  @Get(':id')
  @Public()
  @ApiOperation({ summary: '按签名地址取照片' })
  @ApiProduces('image/jpeg')
  @Header('content-type', 'image/jpeg')
  @Header('content-disposition', 'inline')
  @Header('content-security-policy', "default-src 'none'; sandbox")
  @Header('x-content-type-options', 'nosniff')
  async show(
    @Context() ctx: Ctx,
    @Param('id') id: string,
    @Query() link: LinkQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer | undefined> {
    const bytes = await this.files.read(ctx, { id, ...link });
    const etag = `"${id}.${link.size}"`;
    const seconds = Math.floor(link.until - ctx.now.getTime() / 1000);
    reply.header('etag', etag).header('cache-control', `private, max-age=${seconds}, immutable`);
    if (request.headers['if-none-match'] !== etag) return bytes;
    reply.status(304);
    return undefined;
  }
}
