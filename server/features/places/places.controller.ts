/** Routes of places: whose is a point, outlines for maps, the tree for staff, and its upkeep. */
import { Body, Controller, Get, Headers, HttpCode, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { ImportRun, Page, PlaceAt, PlaceRow, PlaceView } from '../../../shared/views.js';
import { Allow, Public } from '../../core/access.js';
import { Context, Ctx } from '../../core/ctx.js';
import { RateLimit } from '../../core/rate.js';
import { OwnTransaction } from '../../core/request.js';
import { PostsService } from '../people/posts.service.js';
import { PlaceClosing } from './closing.service.js';
import { ImportRuns } from './import.runs.js';
import { beginningOf } from './places.dates.js';
import {
  AtQuery,
  ImportBody,
  NewPlace,
  PlaceChange,
  PlaceEnd,
  PlaceFilter,
  PostList,
  ShapesQuery,
} from './places.dto.js';
import { type Imported, PlaceImport } from './places.import.js';
import { lockPlaces } from './places.lock.js';
import { PlacesQueries } from './places.queries.js';
import { PlacesService } from './places.service.js';
import { PlaceRegistry } from './registry.service.js';
import { PlaceShapes } from './shapes.service.js';

/** Writes in a transaction of its own, so that what is read afterwards shows it. */
const writing = <T>({ db, actor, now, requestId, source }: Ctx, work: (own: Ctx) => Promise<T>): Promise<T> =>
  Ctx.writing({ db, actor, now, requestId, source }, work);

/** The preview is JSON already. */
const asJson = ({ preview, ...report }: Imported) =>
  preview ? `${JSON.stringify(report).slice(0, -1)},"preview":${preview}}` : JSON.stringify(report);

@Controller('places')
export class PlacesController {
  constructor(
    private readonly places: PlacesService,
    private readonly queries: PlacesQueries,
    private readonly registry: PlaceRegistry,
    private readonly shapes: PlaceShapes,
    private readonly posts: PostsService,
    private readonly imports: PlaceImport,
    private readonly runs: ImportRuns,
    private readonly closing: PlaceClosing,
  ) {}

  @Get('at')
  @Public()
  @RateLimit({ name: 'places.at', minutes: 1, perAddress: 300 })
  at(@Query() point: AtQuery): Promise<PlaceAt> {
    return this.places.at(point);
  }

  @Get('shapes')
  @Public()
  @RateLimit({ name: 'places.shapes', minutes: 1, perAddress: 120 })
  async outlines(
    @Query() { level, under }: ShapesQuery,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const { text, etag } = await this.shapes.get(level, under);
    reply.header('etag', etag).header('cache-control', 'public, no-cache');
    if (known === etag) {
      reply.status(304);
      return undefined;
    }
    reply.type('application/geo+json; charset=utf-8');
    return text;
  }

  @Get()
  @Allow('place.read')
  list(@Context() ctx: Ctx, @Query() filter: PlaceFilter): Promise<Page<PlaceRow>> {
    return this.queries.list(ctx, filter);
  }

  @Get(':code')
  @Allow('place.read')
  one(@Context() ctx: Ctx, @Param('code') code: string): Promise<PlaceView> {
    return this.queries.one(ctx, code);
  }

  @Post()
  @Allow('place.write')
  async add(@Context() ctx: Ctx, @Body() given: NewPlace): Promise<PlaceRow> {
    const [row] = await this.queries.rows(ctx, [await this.registry.add(ctx, given)]);
    return row;
  }

  @Post('import')
  @HttpCode(200)
  @Allow('place.write')
  @OwnTransaction()
  async import(
    @Context() ctx: Ctx,
    @Body() { geojson, since, run, ...rest }: ImportBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const options = { ...rest, since: since ? beginningOf(since, 'since') : undefined };
    const report = await (run
      ? this.runs.during(ctx, run, (watch) => this.imports.run(ctx, geojson, options, watch))
      : this.imports.run(ctx, geojson, options));
    reply.type('application/json; charset=utf-8');
    return asJson(report);
  }

  @Post('imports')
  @Allow('place.write')
  @ApiOperation({ summary: '先开一次导入：发送文件时在 run 里写明它，就可以看进度、可以停止' })
  openImport(@Context() ctx: Ctx): Promise<ImportRun> {
    return this.runs.open(ctx);
  }

  @Get('imports/:id')
  @Allow('place.write')
  seeImport(@Context() ctx: Ctx, @Param('id') id: string): Promise<ImportRun> {
    return this.runs.see(ctx, id);
  }

  @Post('imports/:id/stop')
  @HttpCode(200)
  @Allow('place.write')
  @OwnTransaction()
  stopImport(@Context() ctx: Ctx, @Param('id') id: string): Promise<ImportRun> {
    return this.runs.stop(ctx, id);
  }

  @Patch(':code')
  @Allow('place.write')
  @OwnTransaction()
  async change(@Context() ctx: Ctx, @Param('code') code: string, @Body() edit: PlaceChange): Promise<PlaceView> {
    await writing(ctx, async (own) => {
      await this.registry.change(own, await this.queries.found(own, code, 'place.write'), edit);
    });
    return this.queries.one(ctx, code);
  }

  @Post(':code/close')
  @HttpCode(204)
  @Allow('place.write')
  async close(@Context() ctx: Ctx, @Param('code') code: string, @Body() { on }: PlaceEnd): Promise<void> {
    const find = () => this.queries.found(ctx, code, 'place.write');
    await this.closing.close(ctx, code, find, on ? beginningOf(on, 'on') : undefined);
  }

  @Put(':code/posts')
  @Allow('post.write')
  @OwnTransaction()
  async setPosts(@Context() ctx: Ctx, @Param('code') code: string, @Body() list: PostList): Promise<PlaceView> {
    await writing(ctx, async (own) => {
      await lockPlaces(own);
      const { code: within } = await this.queries.found(own, code, 'post.write');
      await this.posts.setPosts(own, within, list.posts);
    });
    return this.queries.one(ctx, code);
  }
}
