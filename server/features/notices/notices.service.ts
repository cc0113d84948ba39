/** Tells people what happened, where they find it again: 消息. */
import { Injectable } from '@nestjs/common';
import type { Notice, Page } from '../../../shared/views.js';
import { localDayOf } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import type { Ctx } from '../../core/ctx.js';
import { pageOf } from '../../core/pages.js';
import { caseFile } from '../cases/cases.tables.js';
import { DirectoryService } from '../people/directory.service.js';
import { notice } from './notices.tables.js';

export interface News {
  caseId: string | null;
  /** The timeline entry that it tells of. */
  entry: string | null;
  title: string;
  words: string;
  /** Whose act it tells of: nobody is told of what they did themselves. */
  by?: string | null;
  /** Meant for the person and not for their work, so not for whoever does it meanwhile. */
  personal?: true;
}

@Injectable()
export class NoticesService {
  constructor(private readonly directory: DirectoryService) {}

  /**
   * Tells each account once of one entry, even when the job that tells runs twice, and with each whoever stands in
   * for them that day: the work of the absent is theirs. Somebody of another unit has their cases, and nothing beside.
   */
  async tell(ctx: Ctx, accounts: string[], news: News): Promise<void> {
    const told = await this.toldOf(ctx, news.entry);
    const meant = news.personal ? accounts : this.withStandIns(accounts, news, localDayOf(ctx.now, cityCalendar()));
    const rows = [...new Set(meant)]
      .filter((account) => account !== news.by && !told.has(account))
      .map((account) => ({
        id: ctx.newId(),
        account,
        caseId: news.caseId,
        entry: news.entry,
        title: shortened(news.title, notice.columns.title.length),
        words: shortened(news.words, notice.columns.words.length),
        at: ctx.now,
        readAt: null,
      }));
    if (rows.length > 0) await ctx.write.insert(notice, rows);
  }

  private withStandIns(accounts: string[], { caseId }: News, day: string): string[] {
    const unitOf = (id: string) => this.directory.staffMember(id)?.unit;
    const hears = (id: string, standIn: string) => caseId !== null || unitOf(standIn) === unitOf(id);
    return accounts.flatMap((id) => [id, ...this.directory.standInsOf(id, day).filter((one) => hears(id, one))]);
  }

  private async toldOf(ctx: Ctx, entry: string | null): Promise<Set<string>> {
    if (!entry) return new Set();
    const rows = await ctx.rows.from(notice, 'n').where('n.entry = :entry', { entry }).getMany();
    return new Set(rows.map((n) => n.account));
  }

  async list(ctx: Ctx, paging: { page: number; size: number }): Promise<Page<Notice>> {
    const mine = ctx.rows
      .from(notice, 'n')
      .where('n.account = :me', { me: ctx.actor.id })
      .orderBy('n.at', 'DESC')
      .addOrderBy('n.id', 'DESC');
    const page = await pageOf(ctx.rows, mine, paging);
    const numbers = await this.numbersOf(
      ctx,
      page.rows.flatMap((n) => n.caseId ?? []),
    );
    return {
      ...page,
      rows: page.rows.map(({ id, at, caseId, title, words, readAt }) => {
        const number = numbers.get(caseId ?? '') ?? null;
        return { id, at: at.toISOString(), caseId, number, title, words, read: readAt !== null };
      }),
    };
  }

  /** @returns how many are left unread */
  async read(ctx: Ctx, ids: string[] | undefined): Promise<number> {
    if (ids?.length !== 0) {
      const some = ids ? ` AND id IN (${ids.map(() => '?').join(',')})` : '';
      const values = [ctx.now, ctx.actor.id, ...(ids ?? [])];
      await ctx.write.run(`UPDATE notice SET readAt = ? WHERE account = ? AND readAt IS NULL${some}`, values);
    }
    return this.unread(ctx, ctx.actor.id);
  }

  async unread(ctx: Ctx, account: string): Promise<number> {
    return ctx.rows.from(notice, 'n').where('n.account = :account AND n.readAt IS NULL', { account }).getCount();
  }

  /** From the table itself: the cases' service needs this one, to tell. */
  private async numbersOf(ctx: Ctx, ids: string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await ctx.rows
      .from(caseFile, 'c')
      .select(['c.id', 'c.number'])
      .where('c.id IN (:...ids)', { ids })
      .getMany();
    return new Map(rows.map((c) => [c.id, c.number]));
  }
}

const shortened = (text: string, most = 255) =>
  [...text].length > most ? `${[...text].slice(0, most - 1).join('')}…` : text;
