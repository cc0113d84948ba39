/** Cases by a telephone number: looked up once and noted, then listed by a token that holds nothing of the number. */
import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import type { PhoneSearch } from '../../../shared/views.js';
import type { Ctx } from '../../core/ctx.js';
import { problem } from '../../core/problem.js';
import type { Rate } from '../../core/rate.js';
import { scopeOf, scopeSql } from '../../core/scope.js';
import { Secrets } from '../../core/secrets.js';
import { AuditService } from '../audit/audit.service.js';
import type { CaseFile } from './cases.guards.js';
import { caseFile, casePhoneLook } from './cases.tables.js';
import { phoneMarks } from './cases.text.js';

/** A whole number however it is written, or its last four digits. */
export const PHONE = /^(\d{4}|\+?\d[\d -]{5,18}\d)$/;
/** For all that look by telephone numbers together: four digits are tried out soon. */
export const PHONE_RATE: Rate = { name: 'case.phone', minutes: 10, perPerson: 120 };

/** The blind index of a number or of its end, as the cases bear it. */
export interface PhoneMark {
  column: 'phoneIndex' | 'phoneEnd';
  hash: string;
}

const LIFE_MS = 30 * 60_000;
/** Cases that one look can find, the newest; more bear the same four digits only in a very large city. */
const MOST_FOUND = 500;
const BY: Record<PhoneMark['column'], string> = { phoneIndex: '完整号码', phoneEnd: '后四位' };

@Injectable()
export class CasePhones {
  constructor(
    private readonly secrets: Secrets,
    private readonly audit: AuditService,
  ) {}

  /** @returns a token for `tel` of the list, bound to the session and good for half an hour */
  async search(ctx: Ctx, phone: string): Promise<PhoneSearch> {
    const mark = this.markOf(phone);
    const found = await this.look(ctx, mark);
    const until = new Date(ctx.now.getTime() + LIFE_MS);
    const tel = this.secrets.seal(JSON.stringify({ ...mark, until: until.getTime() }), holder(ctx));
    return { tel, until: until.toISOString(), found: found.length };
  }

  /** Ids of the cases with this number, newest first; noted like every look. */
  find(ctx: Ctx, phone: string): Promise<string[]> {
    return this.look(ctx, this.markOf(phone));
  }

  /** What a token stands for. @throws case.phone-expired also when it is another session's */
  opened(ctx: Ctx, tel: string): PhoneMark {
    const { until, ...mark } = this.unsealed(ctx, tel);
    if (until <= ctx.now.getTime()) throw problem('case.phone-expired');
    return mark;
  }

  /** Adds the condition to a query of cases (alias `c`), inside the reach where contacts may be seen. */
  narrow(ctx: Ctx, query: SelectQueryBuilder<CaseFile>, { column, hash }: PhoneMark): void {
    const { sql, values } = scopeSql(scopeOf(ctx.actor, 'case.reveal'), 'phones');
    query.andWhere(`c.${column} = :phoneHash AND ${sql}`, { ...values, phoneHash: hash });
  }

  /** The note names the cases and not the number; each case remembers it, so that its reporter finds it. */
  private async look(ctx: Ctx, { column, hash }: PhoneMark): Promise<string[]> {
    const cases = await ctx
      .see(caseFile, 'case.reveal')
      .select('c.id')
      .andWhere(`c.${column} = :hash`, { hash })
      .orderBy('c.createdAt', 'DESC')
      .limit(MOST_FOUND)
      .getMany();
    const ids = cases.map((c) => c.id);
    const [by, unit] = [BY[column], ctx.actor.unit?.name ?? null];
    await this.audit.write(ctx, { action: 'case.phone', detail: { by, unit, found: ids.length, cases: ids } });
    await ctx.write.append(
      casePhoneLook,
      ids.map((caseId) => ({ id: ctx.newId(), caseId, at: ctx.now, unit, way: by })),
    );
    return ids;
  }

  private markOf(phone: string): PhoneMark {
    const { phoneIndex, phoneEnd } = phoneMarks(this.secrets, phone);
    const isEnd = /^\d{4}$/.test(phone.trim());
    return isEnd ? { column: 'phoneEnd', hash: phoneEnd ?? '' } : { column: 'phoneIndex', hash: phoneIndex ?? '' };
  }

  private unsealed(ctx: Ctx, tel: string): PhoneMark & { until: number } {
    try {
      return JSON.parse(this.secrets.open(tel, holder(ctx)));
    } catch {
      throw problem('case.phone-expired');
    }
  }
}

/** What a token is sealed for. */
const holder = ({ actor }: Ctx) => `case_file|tel|${actor.sessionId}`;
