/** Routes of reply templates: sentences with blanks that are filled in for the case at hand. */
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { type TemplateRow, unknownBlanks } from '../../../shared/desk.js';
import type { Page } from '../../../shared/views.js';
import { Allow } from '../../core/access.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { problem } from '../../core/problem.js';
import type { Row } from '../../core/tables.js';
import { KeptFilter, TemplateForm } from './desk.forms.js';
import { replyTemplate } from './desk.tables.js';
import { type KeptGiven, KeptService } from './kept.service.js';
import { paged } from './paged.js';

@Controller('templates')
export class TemplatesController {
  constructor(private readonly kept: KeptService) {}

  @Get()
  @Allow('case.read')
  async list(@Context() ctx: Ctx, @Query() filter: KeptFilter): Promise<Page<TemplateRow>> {
    const rows = await this.kept.list(ctx, replyTemplate, filter.q);
    return paged(
      rows.map((row) => this.view(ctx, row)),
      filter,
    );
  }

  @Post()
  @Allow('case.read')
  async add(@Context() ctx: Ctx, @Body() form: TemplateForm): Promise<TemplateRow> {
    return this.view(ctx, await this.kept.add(ctx, replyTemplate, given(form)));
  }

  @Put(':id')
  @Allow('case.read')
  async change(@Context() ctx: Ctx, @Param('id') id: string, @Body() form: TemplateForm): Promise<TemplateRow> {
    return this.view(ctx, await this.kept.change(ctx, replyTemplate, id, given(form)));
  }

  @Delete(':id')
  @Allow('case.read')
  @HttpCode(204)
  remove(@Context() ctx: Ctx, @Param('id') id: string): Promise<void> {
    return this.kept.remove(ctx, replyTemplate, id);
  }

  private view(ctx: Ctx, row: Row<typeof replyTemplate>): TemplateRow {
    return { ...this.kept.about(ctx, row), words: row.content.words };
  }
}

function given({ name, shared, words }: TemplateForm): KeptGiven<{ words: string }> {
  const unknown = unknownBlanks(words);
  if (unknown.length > 0) {
    const named = unknown.map((one) => `{${one}}`).join('、');
    throw problem('input.invalid', { errors: { words: 'invalid' }, detail: `没有这个空：${named}` });
  }
  return { name, shared, content: { words: words.trim() } };
}
