/** What an operator looks up while somebody is on the telephone: where they mean, and what they reported before. */
import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import { itemOf } from '../../../shared/duty-list.js';
import { levels } from '../../../shared/places.js';
import { sayCaseNumber } from '../../../shared/say.js';
import { markedParts, wordsIn } from '../../../shared/terms.js';
import type { Caller, Spot } from '../../../shared/views.js';
import type { Ctx } from '../../core/ctx.js';
import { PlacesService } from '../places/places.service.js';
import { RoadsService } from '../places/roads.service.js';
import type { CaseFile } from './cases.guards.js';
import { CasePhones } from './cases.phones.js';
import { CaseSearch } from './cases.search.js';
import { caseFile } from './cases.tables.js';
import { CaseViews } from './cases.views.js';

const OF_EACH = 5;
const MOST_EARLIER = 20;
/** Cases looked through for addresses. */
const LOOKED_AT = 60;
const NEWEST = { of: 'found', count: 5000 } as const;

@Injectable()
export class IntakeService {
  constructor(
    private readonly places: PlacesService,
    private readonly roads: RoadsService,
    private readonly search: CaseSearch,
    private readonly views: CaseViews,
    private readonly phones: CasePhones,
  ) {}

  /** Addresses of earlier cases first: they are the most exact. */
  async spots(ctx: Ctx, typed: string): Promise<Spot[]> {
    const words = wordsIn(typed);
    if (words.length === 0) return [];
    const roads = await this.roads.named(typed, OF_EACH);
    const named = this.places.named(words.join(''), OF_EACH);
    return [
      ...(await this.addresses(ctx, typed)),
      ...roads.map(
        ({ name, lng, lat }): Spot => ({ kind: 'road', label: roadAddress(typed, name), more: '道路', lng, lat }),
      ),
      ...named.map(
        ({ name, level, above, lng, lat }): Spot => ({
          kind: 'place',
          label: name,
          more: [levels[level].label, ...above].join(' · '),
          lng,
          lat,
        }),
      ),
    ];
  }

  private async addresses(ctx: Ctx, typed: string): Promise<Spot[]> {
    const query = ctx.see(caseFile, 'case.read') as unknown as SelectQueryBuilder<CaseFile>;
    this.search.narrow(ctx, query.andWhere('c.address IS NOT NULL'), typed, NEWEST);
    const cases = await query.orderBy('c.createdAt', 'DESC').limit(LOOKED_AT).getMany();
    const spots = new Map<string, Spot>();
    for (const { address, number, item, lng, lat } of cases) {
      if (!address || spots.has(address) || !holds(address, typed)) continue;
      const more = `${sayCaseNumber(number)} ${itemOf(item)?.name ?? ''}`.trim();
      spots.set(address, { kind: 'case', label: address, more, lng, lat });
    }
    return [...spots.values()].slice(0, OF_EACH);
  }

  /** By a whole number or by its last four digits. */
  async caller(ctx: Ctx, phone: string): Promise<Caller> {
    const ids = await this.phones.find(ctx, phone);
    const shown = ids.slice(0, MOST_EARLIER);
    const cases = await ctx
      .see(caseFile, 'case.reveal')
      .andWhere(shown.length > 0 ? 'c.id IN (:...shown)' : '1 = 0', { shown })
      .orderBy('c.createdAt', 'DESC')
      .getMany();
    return { rows: await this.views.rows(ctx, cases as CaseFile[]), more: ids.length > shown.length };
  }
}

const holds = (address: string, typed: string) =>
  wordsIn(typed).every((word) => markedParts(address, word).some((part) => part.found));

/** 兴和路12号 stays as it was typed; 兴和 becomes 兴和路. */
const roadAddress = (typed: string, name: string) => {
  const solid = typed.replace(/\s+/g, '');
  return solid.startsWith(name) ? typed.trim() : name;
};
