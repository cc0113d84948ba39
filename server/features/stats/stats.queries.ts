/** The statistics as they are asked for: inside one's reach, from the kept sums alone. */
import { Injectable } from '@nestjs/common';
import { items } from '../../../shared/duty-list.js';
import { FEW, type MeasureKey, measures, monthNumber, monthText } from '../../../shared/measures.js';
import { unitKinds } from '../../../shared/permissions.js';
import { caseLevels, isBelow, type Level } from '../../../shared/places.js';
import type { FrozenMonth, StatsRow, StatsView } from '../../../shared/views.js';
import { localDayOf } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import type { Ctx } from '../../core/ctx.js';
import { problem } from '../../core/problem.js';
import { AuditService } from '../audit/audit.service.js';
import { DirectoryService } from '../people/directory.service.js';
import { type ChainLink, PlacesService } from '../places/places.service.js';
import type { StatsAsk } from './stats.dto.js';
import { marksFor, StatsService } from './stats.service.js';
import { rowOf, type Sum, sharesOf } from './stats.sums.js';
import { type Dimension, statsFreeze } from './stats.tables.js';

interface Asked extends StatsAsk {
  /** Only what these answer for; null: everybody. */
  units: readonly string[] | null;
  months: { from: number; to: number };
  /** From the root down to the place that is asked for; empty: none in particular. */
  chain: ChainLink[];
}
/** Which rows of the sums: subjects, and which parts of them. */
interface Wanted {
  subjects: readonly string[];
  dimension: Dimension;
  parts?: readonly string[];
  /** What a row of the answer is made of. */
  key: 'subject' | 'part' | 'month';
}
type Kept = Sum & { label: string };
interface Divided {
  /** Rows that are listed whether there are numbers or not; null: those with numbers. */
  names: Map<string, string> | null;
  wanted: Wanted;
  level: Level | null;
}

@Injectable()
export class StatsQueries {
  constructor(
    private readonly stats: StatsService,
    private readonly places: PlacesService,
    private readonly directory: DirectoryService,
    private readonly audit: AuditService,
  ) {}

  /** @throws not-found outside of one's reach · input.invalid for a division that is not kept */
  async view(ctx: Ctx, given: StatsAsk): Promise<StatsView> {
    const ask = await this.reach(ctx, given);
    const { names, wanted, level } = await this.division(ask);
    const whole = this.whole(ask);
    const [rows, all, frozen] = await Promise.all([
      this.rows(ctx, wanted, ask.months),
      this.rows(ctx, whole, ask.months),
      this.frozen(ctx, ask.months),
    ]);
    const at = { ctx, months: ask.months, frozen: frozen.map((f) => monthNumber(f.month)) };
    const shown = await this.withFrozen(at, wanted, this.named(ask.by, rows, names), rows);
    const [total] = await this.withFrozen(at, whole, [rowOf('', '合计', [...all.values()].flat())], all);
    const ordered = sorted(shown, ask.sort);
    const first = (ask.page - 1) * ask.size;
    const here = ask.chain.at(-1);
    return {
      rows: ordered.slice(first, first + ask.size),
      total: ordered.length,
      page: ask.page,
      size: ask.size,
      place: here ? { code: here.code, name: here.name, level: here.level } : null,
      unit: ask.unit ? { id: ask.unit, name: this.directory.unitOf(ask.unit)?.name ?? '' } : null,
      path: this.pathOf(ctx, ask.chain),
      by: ask.by,
      level,
      from: monthText(ask.months.from),
      to: monthText(ask.months.to),
      all: total,
      frozen,
    };
  }

  /** Staff of places see their area, departments their own part in it. */
  private async reach(ctx: Ctx, given: StatsAsk): Promise<Asked> {
    const { actor } = ctx;
    const isAll = actor.may['stats.read'] === 'all';
    const isDepartment = !isAll && actor.unit !== null && unitKinds[actor.unit.kind].along === 'unit';
    const { unit } = given;
    if (unit && !this.directory.unitOf(unit)) throw problem('not-found');
    if (unit && isDepartment && !actor.unitsBelow.includes(unit)) throw problem('not-found');
    const units = unit ? [unit] : isDepartment ? actor.unitsBelow : null;
    const seesAll = isAll || isDepartment;
    const place = given.place ?? (seesAll ? this.places.top : (actor.place?.code ?? null));
    const chain = place ? await this.places.chainOf(place) : [];
    const isMine = seesAll || chain.some((link) => link.code === actor.place?.code);
    if (place && !isMine) throw problem('not-found');
    return { ...given, units, chain: await this.keptChain(chain), months: monthsOf(ctx, given) };
  }

  /** Sums are kept for the levels of a case; for a place above them the one city of a database stands. */
  private async keptChain(chain: ChainLink[]): Promise<ChainLink[]> {
    const here = chain.at(-1);
    if (here && caseLevels.some((level) => level === here.level)) return chain;
    if (here && !isBelow('city', here.level)) throw problem('not-found');
    return this.places.top ? this.places.chainOf(this.places.top) : [];
  }

  private pathOf(ctx: Ctx, chain: ChainLink[]): StatsView['path'] {
    const own = chain.findIndex((link) => link.code === ctx.actor.place?.code);
    return chain
      .slice(Math.max(0, own))
      .filter((link) => caseLevels.some((level) => level === link.level))
      .map(({ code, name, level }) => ({ code, name, level }));
  }

  private whole({ chain, units }: Asked): Wanted {
    const place = chain.at(-1)?.code ?? '';
    if (units) return { subjects: [place], dimension: 'unit', parts: units, key: 'subject' };
    return { subjects: [place], dimension: 'all', key: 'subject' };
  }

  private async division(ask: Asked): Promise<Divided> {
    const { by, chain, units, months } = ask;
    const place = chain.at(-1);
    const whole = this.whole(ask);
    if (by === 'area') {
      const { level, below } = await this.below(place);
      const names = new Map(below.map((p) => [p.code, p.name]));
      return { names, wanted: { ...whole, subjects: [...names.keys()] }, level };
    }
    if (by === 'unit') return { names: null, wanted: { ...whole, dimension: 'unit', key: 'part' }, level: null };
    if (by === 'month') {
      const names = new Map(monthList(months).map((m) => [String(m), monthText(m)]));
      return { names, wanted: { ...whole, key: 'month' }, level: null };
    }
    // Of a unit the items are kept everywhere together.
    if (units && place?.code !== this.places.top) throw problem('input.invalid', { errors: { by: 'invalid' } });
    return { names: null, wanted: { subjects: units ?? whole.subjects, dimension: 'item', key: 'part' }, level: null };
  }

  /** What has no number is not listed, but for places and months: these stand there with 不计. */
  private named(by: StatsAsk['by'], rows: Map<string, Kept[]>, names: Divided['names']): StatsRow[] {
    if (names) return [...names].map(([key, name]) => rowOf(key, name, rows.get(key) ?? []));
    if (by === 'item') return items.flatMap((i) => rowsFor(i.code, i.name, rows));
    const unitName = (id: string) => this.directory.unitOf(id)?.name ?? id;
    return [...rows.keys()]
      .sort((a, b) => unitName(a).localeCompare(unitName(b), 'zh'))
      .flatMap((id) => rowsFor(id, unitName(id), rows));
  }

  /** The places of the next level that divides: a city may skip some, and a single place would only say the same again. */
  private async below(
    place: ChainLink | undefined,
  ): Promise<{ level: Level | null; below: { code: string; name: string }[] }> {
    let single: Awaited<ReturnType<StatsQueries['below']>> = { level: null, below: [] };
    for (const level of caseLevels) {
      if (place && !isBelow(level, place.level)) continue;
      const below = await this.places.under(place?.code ?? null, level);
      if (below.length > 1) return { level, below };
      if (!single.level && below.length === 1) single = { level, below };
    }
    return single;
  }

  private async rows(ctx: Ctx, w: Wanted, months: Asked['months'], table = 'roll_up'): Promise<Map<string, Kept[]>> {
    const found = new Map<string, Kept[]>();
    if (w.subjects.length === 0) return found;
    const parts = w.parts ? ` AND part IN (${marksFor(w.parts)})` : '';
    const kept = await ctx.rows.query<Kept>(
      `SELECT ${w.key} AS label, month, counter, SUM(n) AS n FROM ${table}
       WHERE month BETWEEN ? AND ? AND subject IN (${marksFor(w.subjects)}) AND dimension = ?${parts}
       GROUP BY ${w.key}, month, counter HAVING SUM(n) <> 0`,
      [months.from, months.to, ...w.subjects, w.dimension, ...(w.parts ?? [])],
    );
    for (const { label, month, counter, n } of kept) {
      const sum = { label: String(label), month: Number(month), counter, n: Number(n) };
      const list = found.get(sum.label);
      if (list) list.push(sum);
      else found.set(sum.label, [sum]);
    }
    return found;
  }

  private async frozen(ctx: Ctx, months: Asked['months']): Promise<FrozenMonth[]> {
    const found = await ctx.rows
      .from(statsFreeze, 'f')
      .where('f.month BETWEEN :from AND :to', months)
      .orderBy('f.month')
      .getMany();
    return found.map((f) => ({ month: monthText(f.month), at: f.at.toISOString(), by: f.who, versions: f.versions }));
  }

  /** Frozen months as they were, the others as they are. */
  private async withFrozen(
    { ctx, months, frozen }: { ctx: Ctx; months: Asked['months']; frozen: number[] },
    wanted: Wanted,
    rows: StatsRow[],
    now: Map<string, Kept[]>,
  ): Promise<StatsRow[]> {
    if (frozen.length === 0) return rows;
    const then = await this.rows(ctx, wanted, months, 'roll_up_frozen');
    const sumsOf = (sums: Map<string, Kept[]>, key: string) =>
      key === '' ? [...sums.values()].flat() : (sums.get(key) ?? []);
    return rows.map((row) => {
      const running = sumsOf(now, row.key).filter((s) => !frozen.includes(s.month));
      return { ...row, frozen: sharesOf([...sumsOf(then, row.key), ...running]) };
    });
  }

  /** @throws stats.month-runs · stats.frozen */
  async freeze(ctx: Ctx, month: string): Promise<void> {
    if (monthNumber(month) >= thisMonth(ctx)) throw problem('stats.month-runs');
    if (!(await this.stats.freeze(ctx, monthNumber(month)))) throw problem('stats.frozen');
    await this.audit.write(ctx, { action: 'stats.freeze', object: `month:${month}`, detail: {} });
  }
}

const rowsFor = (key: string, name: string, rows: Map<string, Kept[]>) => {
  const sums = rows.get(key);
  return sums ? [rowOf(key, name, sums)] : [];
};

const thisMonth = (ctx: Ctx) => monthNumber(localDayOf(ctx.now, cityCalendar()).slice(0, 7));

function monthsOf(ctx: Ctx, { from, to }: StatsAsk): Asked['months'] {
  const first = from ?? to;
  const last = to ?? from;
  const now = thisMonth(ctx);
  const months = { from: first ? monthNumber(first) : now, to: last ? monthNumber(last) : now };
  if (months.from > months.to) throw problem('input.invalid', { errors: { to: 'invalid' } });
  return months;
}

function monthList({ from, to }: Asked['months']): number[] {
  const list: number[] = [];
  for (let m = from; m <= to; m = m % 100 === 12 ? m + 89 : m + 1) list.push(m);
  return list;
}

/** By a measure the best first; what has too few cases to be compared comes after, what has none last. */
function sorted(rows: StatsRow[], sort: StatsAsk['sort']): StatsRow[] {
  const isUp = !sort.startsWith('-');
  const key = sort.replace('-', '');
  if (key === 'name') return isUp ? rows : [...rows].reverse();
  const measure = key as MeasureKey;
  const rank = ({ shares }: StatsRow) => {
    const { good, of } = shares[measure];
    const share = of === 0 ? 0 : good / of;
    return {
      class: of === 0 ? 2 : of < FEW ? 1 : 0,
      share: (measures[measure].better === 'high') === isUp ? -share : share,
    };
  };
  return [...rows].sort((a, b) => rank(a).class - rank(b).class || rank(a).share - rank(b).share);
}
