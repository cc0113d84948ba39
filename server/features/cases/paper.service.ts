/** 事件办理单: what a page of a case shows, as PDF with the letters it needs in it; contacts stay masked. */
import { createRequire } from 'node:module';
import { Injectable } from '@nestjs/common';
import { kinds, outcomes, solvedAnswers, sourceLabels, urgencies } from '../../../shared/case.js';
import { actionRow, type EntryAction, isAction, stateRow, wordsOf } from '../../../shared/case-flow.js';
import { itemOf } from '../../../shared/duty-list.js';
import type { Fields } from '../../../shared/fields.js';
import { colors } from '../../../shared/look.js';
import { sayCaseNumber, sayFullDate } from '../../../shared/say.js';
import { sayValue } from '../../../shared/say-value.js';
import type { CaseView, Entry } from '../../../shared/views.js';
import type { Ctx } from '../../core/ctx.js';
import { AuditService } from '../audit/audit.service.js';
import { FilesService } from '../files/files.service.js';
import { CasesQueries } from './cases.queries.js';

const FONT = '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf';
const MARGIN = 48;
const LABEL_WIDTH = 72;
const PHOTO = 108;

type Sheet = PDFKit.PDFDocument;

@Injectable()
export class CasePaper {
  constructor(
    private readonly queries: CasesQueries,
    private readonly files: FilesService,
    private readonly audit: AuditService,
  ) {}

  /** @throws not-found */
  async of(ctx: Ctx, id: string): Promise<{ bytes: Buffer; number: string }> {
    const view = await this.queries.one(ctx, id);
    await this.audit.writeAlone(ctx, { action: 'case.paper', object: `case:${id}` });
    return { bytes: await this.draw(ctx, view), number: view.number };
  }

  private async draw(ctx: Ctx, view: CaseView): Promise<Buffer> {
    const { default: Document } = await import('pdfkit');
    const title = `事件办理单 ${sayCaseNumber(view.number)}`;
    const sheet: Sheet = new Document({
      size: 'A4',
      margin: MARGIN,
      bufferPages: true,
      font: createRequire(import.meta.url).resolve(FONT),
      info: { Title: title, CreationDate: ctx.now },
    });
    const parts: Buffer[] = [];
    const written = new Promise<Buffer>((done, failed) => {
      sheet.on('data', (part: Buffer) => parts.push(part));
      sheet.on('end', () => done(Buffer.concat(parts)));
      sheet.on('error', failed);
    });
    sheet.fillColor(colors.ink).fontSize(17).text(title).moveDown(0.6);
    for (const [label, words] of factsOf(view)) fact(sheet, label, words);
    head(sheet, '诉求内容');
    sheet.fontSize(10.5).text(view.words, { lineGap: 3 });
    await this.photos(sheet, view.photos);
    head(sheet, '办理过程');
    for (const entry of view.timeline) await this.letter(ctx, sheet, entry);
    foot(sheet, `${ctx.actor.unit?.name ?? ''} ${ctx.actor.name} 于 ${sayFullDate(ctx.now)} 打印`.trim());
    sheet.end();
    return written;
  }

  private async letter(ctx: Ctx, sheet: Sheet, entry: Entry): Promise<void> {
    const who = [entry.unit, entry.who ?? (entry.mine ? '您' : null)].filter(Boolean).join(' ');
    const moved = entry.from !== null && entry.from !== entry.to ? `　→ ${stateRow(entry.to).label}` : '';
    const fields: Fields = fieldsOf(entry.action);
    makeRoom(sheet, 40);
    sheet
      .moveDown(0.5)
      .fontSize(10.5)
      .text(`${sayFullDate(entry.at)}　${who} ${wordsOf(entry.action).did}${moved}`);
    for (const [key, field] of Object.entries(fields)) {
      const words = sayValue(field, entry.input[key], entry.names, ctx.now);
      if (words) fact(sheet, field.label, words);
    }
    await this.photos(sheet, Object.values(entry.photos).flat());
  }

  private async photos(sheet: Sheet, photos: readonly { id: string }[]): Promise<void> {
    const found = await Promise.all(photos.map((p) => this.files.bytesOf(p.id, 'thumb')));
    const pictures = found.filter((bytes) => bytes !== null);
    const perRow = Math.floor((sheet.page.width - 2 * MARGIN) / (PHOTO + 8));
    for (let i = 0; i < pictures.length; i += perRow) {
      makeRoom(sheet, PHOTO + 16);
      const top = sheet.y + 6;
      pictures.slice(i, i + perRow).forEach((bytes, column) => {
        sheet.image(bytes, MARGIN + column * (PHOTO + 8), top, { fit: [PHOTO, PHOTO] });
      });
      sheet.x = MARGIN;
      sheet.y = top + PHOTO + 6;
    }
  }
}

const fieldsOf = (action: EntryAction): Fields => (isAction(action) ? actionRow(action).asks : {});

/** What stands at the top, in the order of the page on screen. */
function factsOf(view: CaseView): [string, string][] {
  const outcome = view.timeline.map((e) => e.input.outcome).findLast((o) => typeof o === 'string') as
    | keyof typeof outcomes
    | undefined;
  const reporter = view.reporter && `${view.reporter.name ?? '未留称呼'} ${view.reporter.phone ?? '未留电话'}`;
  const where = [...view.routed.pathNames, view.address].filter(Boolean).join(' · ');
  const facts: [string, string | null | undefined][] = [
    ['状态', stateRow(view.state).label],
    ['事项', itemOf(view.item)?.name ?? view.item],
    ['类型与来源', `${kinds[view.kind]} · ${sourceLabels[view.source]}`],
    ['位置', where || '位置不明'],
    ...view.answers.map(({ question, said }): [string, string] => [question, said]),
    ['诉求人', reporter],
    ['上报时间', sayFullDate(view.createdAt)],
    ['承诺日期', view.promisedAt && sayFullDate(view.promisedAt)],
    ['承办单位', view.unit?.name],
    ['紧急程度', urgencies[view.urgency]],
    ['办理结果', outcome && outcomes[outcome]],
    ['办结时间', view.closedAt && sayFullDate(view.closedAt)],
    ['居民评价', view.rating && `${solvedAnswers[view.rating.solved]}，满意 ${view.rating.satisfied} / 5`],
  ];
  return facts.filter((f): f is [string, string] => !!f[1]);
}

function head(sheet: Sheet, words: string): void {
  makeRoom(sheet, 60);
  sheet.moveDown(0.8).fontSize(13).text(words, MARGIN).moveDown(0.3);
}

/** Its label left, its words right of it. */
function fact(sheet: Sheet, label: string, words: string): void {
  makeRoom(sheet, 18);
  const top = sheet.y;
  sheet.fontSize(9.5).text(label, MARGIN, top, { width: LABEL_WIDTH });
  const width = sheet.page.width - 2 * MARGIN - LABEL_WIDTH;
  sheet.fontSize(10.5).text(words, MARGIN + LABEL_WIDTH, top - 1, { width, lineGap: 2 });
  sheet.x = MARGIN;
}

/** What belongs together is not torn apart at the end of a page. */
function makeRoom(sheet: Sheet, height: number): void {
  if (sheet.y + height > sheet.page.height - MARGIN) sheet.addPage();
}

function foot(sheet: Sheet, words: string): void {
  const { count } = sheet.bufferedPageRange();
  for (let i = 0; i < count; i++) {
    sheet.switchToPage(i);
    // Below the margin, where a text would begin a new page.
    sheet.page.margins.bottom = 0;
    const at = sheet.page.height - MARGIN + 14;
    const page = `第 ${i + 1} 页，共 ${count} 页`;
    sheet.fontSize(8.5).text(words, MARGIN, at, { lineBreak: false });
    sheet.text(page, sheet.page.width - MARGIN - sheet.widthOfString(page), at, { lineBreak: false });
  }
}
