/** One search for cases: their number, their words, and where they are. Telephone numbers have a way of their own. */
import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import { itemOf } from '../../../shared/duty-list.js';
import { markedParts, phrasesOf } from '../../../shared/terms.js';
import type { CaseRow } from '../../../shared/views.js';
import type { Ctx } from '../../core/ctx.js';
import { likeAnywhere } from '../../core/pages.js';
import type { CaseFile } from './cases.guards.js';
import { caseEntry } from './cases.tables.js';
import { heldBy, type Newest, textsOf } from './cases.text.js';

type Query = SelectQueryBuilder<CaseFile>;

/** Letters kept on each side of what was found. */
const AROUND = 16;
const digitsIn = (q: string) => q.replace(/[\s-]/g, '');
const isWholeNumber = (digits: string) => /^\d{11,14}$/.test(digits);

@Injectable()
export class CaseSearch {
  /**
   * Adds what was typed to a query of cases (alias `c`).
   * @param newest looks only through a part of the texts
   */
  narrow(ctx: Ctx, query: Query, q: string, newest?: Newest): void {
    const digits = digitsIn(q);
    if (ctx.actor.kind !== 'staff') this.byOwnWords(query, q);
    else if (isWholeNumber(digits)) query.andWhere('c.number = :number', { number: digits });
    else if (/^\d{2,10}$/.test(digits)) this.byDigits(ctx, query, digits, newest);
    else this.byWords(ctx, query, q, newest);
  }

  /** Residents have few cases, and notes of the office are not theirs to be searched. */
  private byOwnWords(query: Query, q: string): void {
    const own = { typed: likeAnywhere(q.trim()), digits: likeAnywhere(digitsIn(q)) };
    const ways = ['c.words LIKE :typed', 'c.address LIKE :typed', 'c.number LIKE :digits'];
    query.andWhere(`(${ways.map((way) => `${way} ESCAPE '!'`).join(' OR ')})`, own);
  }

  private byWords(ctx: Ctx, query: Query, q: string, newest?: Newest): void {
    const phrases = phrasesOf(q);
    if (phrases.length === 0) query.andWhere('1 = 0');
    phrases.forEach((terms, i) => {
      const { sql, values } = heldBy(ctx.rows, `phrase${i}`, terms, newest);
      query.andWhere(`c.id IN (${sql})`, values);
    });
  }

  /** The end of a number as it is read out, or digits in the words. */
  private byDigits(ctx: Ctx, query: Query, digits: string, newest?: Newest): void {
    const [terms] = phrasesOf(digits);
    const said = heldBy(ctx.rows, 'phrase', terms ?? [], newest);
    const ways = [`SELECT h.caseId AS id FROM (${said.sql}) h`];
    query.setParameters(said.values);
    if (digits.length > 2) {
      ways.push('SELECT n.id FROM case_file n WHERE n.number LIKE :numberEnd');
      query.setParameter('numberEnd', `%${digits}`);
    }
    query.andWhere(`c.id IN (SELECT w.id FROM (${ways.join(' UNION ')}) w)`);
  }

  /** Where the words stand that are not seen in the rows themselves. */
  async foundIn(ctx: Ctx, rows: CaseRow[], cases: readonly CaseFile[], q: string): Promise<CaseRow[]> {
    const words = q.split(/\s+/).filter(Boolean);
    const unseen = rows.filter((r) => !words.every((w) => shows(seenOf(r), w)));
    if (unseen.length === 0 || isWholeNumber(digitsIn(q))) return rows;
    const ids = unseen.map((r) => r.id);
    const entries = await ctx.rows
      .from(caseEntry, 'e')
      .where('e.caseId IN (:...ids)', { ids })
      .orderBy('e.seq')
      .getMany();
    const textsBy = (id: string) => [
      ...cases.filter((c) => c.id === id).map((c) => c.words),
      ...entries.filter((e) => e.caseId === id && isRead(ctx, e.account)).flatMap(textsOf),
    ];
    return rows.map((r) => {
      if (!ids.includes(r.id)) return r;
      const word = words.find((w) => !shows(seenOf(r), w)) ?? '';
      const text = textsBy(r.id).find((t) => shows([t], word));
      return text ? { ...r, found: cutAround(text, word) } : r;
    });
  }
}

const isRead = (ctx: Ctx, account: string | null) => ctx.actor.kind === 'staff' || account === ctx.actor.id;
const seenOf = (r: CaseRow): string[] =>
  [r.words, r.address, r.number, itemOf(r.item)?.name, r.grid?.name].filter((t): t is string => !!t);
const shows = (texts: readonly string[], word: string) => texts.some((t) => markedParts(t, word).some((p) => p.found));

function cutAround(text: string, word: string): string {
  const parts = markedParts(text.replace(/\s+/g, ' '), word);
  const at = parts.findIndex((p) => p.found);
  const before = [
    ...parts
      .slice(0, at)
      .map((p) => p.text)
      .join(''),
  ];
  const after = [
    ...parts
      .slice(at + 1)
      .map((p) => p.text)
      .join(''),
  ];
  const start = before.length > AROUND ? `…${before.slice(-AROUND).join('')}` : before.join('');
  const end = after.length > AROUND ? `${after.slice(0, AROUND).join('')}…` : after.join('');
  return `${start}${parts[at]?.text ?? ''}${end}`;
}
