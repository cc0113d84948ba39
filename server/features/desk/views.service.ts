/** The views of a desk: those everybody has, saved ones, and how many cases each holds now. */
import { Injectable } from '@nestjs/common';
import {
  type DeskViews,
  MOST_IN_BAR,
  type SavedView,
  systemViewRow,
  type ViewCounts,
  type ViewFilter,
  viewsFor,
} from '../../../shared/desk.js';
import type { Ctx } from '../../core/ctx.js';
import type { Row } from '../../core/tables.js';
import { CaseReads } from '../cases/case-reads.service.js';
import { deskView } from './desk.tables.js';
import { KeptService } from './kept.service.js';

export interface ViewGiven {
  name: string;
  shared: boolean;
  filter: Record<string, unknown>;
}

@Injectable()
export class ViewsService {
  constructor(
    private readonly kept: KeptService,
    private readonly cases: CaseReads,
  ) {}

  async list(ctx: Ctx): Promise<DeskViews> {
    const rows = await this.kept.list(ctx, deskView);
    return { system: viewsFor(ctx.actor.may), saved: rows.map((row) => this.view(ctx, row)) };
  }

  /** Of the views above a person's list at once, each counted only as far as a list shows. */
  async counts(ctx: Ctx): Promise<ViewCounts> {
    const { system, saved } = await this.list(ctx);
    const all: [string, ViewFilter][] = [
      ...system.map((v): [string, ViewFilter] => [v, systemViewRow(v).filter]),
      ...saved.map((v): [string, ViewFilter] => [v.id, v.filter]),
    ];
    const counted = all
      .slice(0, MOST_IN_BAR)
      .map(async ([key, filter]) => [key, await this.cases.countOf(ctx, filter)] as const);
    return Object.fromEntries(await Promise.all(counted));
  }

  /** @throws input.invalid for what the list would not take */
  async add(ctx: Ctx, { name, shared, filter }: ViewGiven): Promise<SavedView> {
    const content = this.cases.checkFilter(filter);
    return this.view(ctx, await this.kept.add(ctx, deskView, { name, shared, content }));
  }

  async change(ctx: Ctx, id: string, { name, shared, filter }: ViewGiven): Promise<SavedView> {
    const content = this.cases.checkFilter(filter);
    return this.view(ctx, await this.kept.change(ctx, deskView, id, { name, shared, content }));
  }

  private view(ctx: Ctx, row: Row<typeof deskView>): SavedView {
    return { ...this.kept.about(ctx, row), filter: row.content };
  }
}
