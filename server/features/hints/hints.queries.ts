/** Lists hints, the newest first, inside the reach of whoever asks. */
import { Injectable } from '@nestjs/common';
import { type HintKind, sayHint } from '../../../shared/hints.js';
import type { Hint, Page, Photo } from '../../../shared/views.js';
import type { Ctx } from '../../core/ctx.js';
import { mapPage, pageOf } from '../../core/pages.js';
import type { Row } from '../../core/tables.js';
import { caseFile } from '../cases/cases.tables.js';
import { FilesService } from '../files/files.service.js';
import { DirectoryService } from '../people/directory.service.js';
import { caseHint } from './hints.tables.js';

export interface HintQuestion {
  kind?: HintKind;
  case?: string;
  found?: boolean;
  page: number;
  size: number;
}
type About = Pick<Row<typeof caseFile>, 'id' | 'number' | 'item' | 'unit'>;

@Injectable()
export class HintsQueries {
  constructor(
    private readonly directory: DirectoryService,
    private readonly files: FilesService,
  ) {}

  async list(ctx: Ctx, { kind, case: caseId, found, page, size }: HintQuestion): Promise<Page<Hint>> {
    const mine = ctx.see(caseFile, 'case.review').select('c.id');
    const query = ctx.rows
      .from(caseHint, 'h')
      .where(`h.caseId IN (${mine.getQuery()})`)
      .setParameters(mine.getParameters())
      .orderBy('h.at', 'DESC')
      .addOrderBy('h.id', 'DESC');
    if (kind) query.andWhere('h.kind = :kind', { kind });
    if (caseId) query.andWhere('h.caseId = :caseId', { caseId });
    if (found !== undefined) query.andWhere(`h.finding IS ${found ? 'NOT ' : ''}NULL`);
    const rows = await pageOf(ctx.rows, query, { page, size });
    const cases = await this.casesOf(ctx, rows.rows);
    const ids = rows.rows.flatMap((h) => [h.photo, cases.has(h.other ?? '') ? h.otherPhoto : null]);
    const photos = await this.files.photosById(
      ctx,
      ids.filter((id) => id !== null),
    );
    return mapPage(rows, (h) => this.view(h, cases, photos));
  }

  private async casesOf(ctx: Ctx, hints: Row<typeof caseHint>[]): Promise<Map<string, About>> {
    const ids = [...new Set(hints.flatMap((h) => [h.caseId, ...(h.other ? [h.other] : [])]))];
    if (ids.length === 0) return new Map();
    const found = await ctx
      .see(caseFile, 'case.review')
      .andWhere('c.id IN (:...ids)', { ids })
      .select(['c.id', 'c.number', 'c.item', 'c.unit'])
      .getMany();
    return new Map(found.map((c) => [c.id, c]));
  }

  private view(h: Row<typeof caseHint>, cases: Map<string, About>, photos: Map<string, Photo>): Hint {
    const c = cases.get(h.caseId);
    const other = h.other ? cases.get(h.other) : undefined;
    return {
      id: h.id,
      kind: h.kind,
      seen: sayHint(h.kind, { n: h.n, number: other?.number, same: h.other === h.caseId }),
      at: h.at.toISOString(),
      case: {
        id: h.caseId,
        number: c?.number ?? '',
        item: c?.item ?? '',
        unit: c?.unit ? (this.directory.unitOf(c.unit)?.name ?? null) : null,
      },
      other: other ? { id: other.id, number: other.number } : null,
      photos: [h.photo, h.otherPhoto].flatMap((id) => photos.get(id ?? '') ?? []),
      finding: h.finding,
      words: h.words,
      foundBy: h.foundBy,
      foundAt: h.foundAt?.toISOString() ?? null,
    };
  }
}
