/** The statistics as they are asked for: inside one's reach, from the kept sums alone. */
import { Injectable } from '@nestjs/common';
import { items } from '../../../shared/duty-list.js';
import { type Fact, FEW, type MeasureKey, measures, monthNumber, monthText } from '../../../shared/measures.js';
import { caseLevels, isBelow, type Level } from '../../../shared/places.js';
import type { FrozenMonth, StatsRow, StatsView } from '../../../shared/views.js';
import { localDayOf } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import type { Ctx } from '../../core/ctx.js';
import { problem } from '../../core/problem.js';
import { ownPart } from '../../core/scope.js';
import { AuditService } from '../audit/audit.service.js';
import { DirectoryService } from '../people/directory.service.js';
import { type ChainLink, PlacesService } from '../places/places.service.js';
import { monthOf, namesOf } from './roll-up.js';
import type { StatsAsk } from './stats.dto.js';
import { marksFor, StatsService } from './stats.service.js';
import { rowOf, type Sum, type Versions } from './stats.sums.js';
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
  /** Only the cases of a place, where the subjects are units. */
  within?: ChainLink;
  /** What a row of the answer is made of. */
  key: 'subject' | 'part' | 'month';
  /** Without the times of the steps: by them nothing is sorted, and they are most of what is kept. */
  sharesOnly?: true;
}
/** Of the rows that are wanted those of one page. */
const only = (w: Wanted, rows: readonly StatsRow[]): Wanted => {
  const keys = rows.map((row) => row.key);
  if (w.within || w.key === 'month') return w;
  return w.key === 'subject' || keys.length === 0 ? { ...w, subjects: keys } : { ...w, parts: keys };
};
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

  /** @throws not-found outside of one's reach · input.invalid where the last month is before the first */
  async view(ctx: Ctx, given: StatsAsk): Promise<StatsView> {
    const ask = await this.reach(ctx, given);
    const { names, wanted, level } = await this.division(ask);
    // Of what is counted from the facts nothing was frozen.
    const frozen = wanted.within ? [] : await this.frozen(ctx, ask.months);
    const listed = await this.kept(ctx, { ...wanted, sharesOnly: true }, ask.months, frozen);
    const ordered = sorted(this.named(ask.by, listed, names), ask.sort);
    const first = (ask.page - 1) * ask.size;
    const here = ask.chain.at(-1);
    const onPage = ordered.slice(first, first + ask.size);
    const [shown, whole] = await Promise.all([
      this.kept(ctx, only(wanted, onPage), ask.months, frozen),
      this.kept(ctx, this.whole(ask), ask.months, frozen),
    ]);
    return {
      rows: onPage.map(({ key, name }) => shown.row(key, name)),
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
      all: whole.row('', '合计'),
      frozen,
    };
  }

  /** Staff of places see their area, departments their own part in it. */
  private async reach(ctx: Ctx, given: StatsAsk): Promise<Asked> {
    const { actor } = ctx;
    const { unit } = given;
    const own = ownPart(actor);
    if (unit && !(own?.includes(unit) ?? this.directory.unitOf(unit))) throw problem('not-found');
    const units = unit ? [unit] : own;
    const seesAll = actor.may['stats.read'] === 'all' || own !== null;
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
    // Of a unit the items are kept everywhere together; of a part of the city they are counted from the facts.
    const isPart = units && place && place.code !== this.places.top;
    const wanted: Wanted = { subjects: units ?? whole.subjects, dimension: 'item', key: 'part' };
    return { names: null, wanted: isPart ? { ...wanted, within: place } : wanted, level: null };
  }

  /** What has no number is not listed, but for places and months: these stand there with 不计. */
  private named(by: StatsAsk['by'], kept: KeptSums, names: Divided['names']): StatsRow[] {
    if (names) return [...names].map(([key, name]) => kept.row(key, name));
    const unitName = (id: string) => this.directory.unitOf(id)?.name ?? id;
    const known =
      by === 'item'
        ? items.map((i) => [i.code, i.name] as const)
        : kept.labels().map((id) => [id, unitName(id)] as const);
    const listed = known.filter(([key]) => kept.has(key)).map(([key, name]) => kept.row(key, name));
    return by === 'item' ? listed : listed.sort(byName);
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

  /** Frozen months as they were, the others as they are; and beside it what the frozen ones would be now. */
  private async kept(ctx: Ctx, wanted: Wanted, months: Asked['months'], frozen: FrozenMonth[]): Promise<KeptSums> {
    if (wanted.within) return new KeptSums(await this.counted(ctx, wanted, wanted.within, months));
    const running = await this.sums(ctx, wanted, months, 'roll_up');
    if (frozen.length === 0) return new KeptSums(running);
    const versions: Versions = new Map(frozen.map((f) => [monthNumber(f.month), f.versions]));
    return new KeptSums(running, { versions, sums: await this.sums(ctx, wanted, months, 'roll_up_frozen') });
  }

  private async sums(ctx: Ctx, w: Wanted, months: Asked['months'], table: string): Promise<Kept[]> {
    if (w.subjects.length === 0) return [];
    const parts = w.parts ? ` AND part IN (${marksFor(w.parts)})` : '';
    const counters = w.sharesOnly ? " AND counter NOT LIKE '%.t%'" : '';
    const found = await ctx.rows.query<Kept>(
      `SELECT ${w.key} AS label, month, counter, SUM(n) AS n FROM ${table}
       WHERE month BETWEEN ? AND ? AND subject IN (${marksFor(w.subjects)}) AND dimension = ?${parts}${counters}
       GROUP BY ${w.key}, month, counter HAVING SUM(n) <> 0`,
      [months.from, months.to, ...w.subjects, w.dimension, ...(w.parts ?? [])],
    );
    return found.map(({ label, month, counter, n }) => ({
      label: String(label),
      month: Number(month),
      counter,
      n: Number(n),
    }));
  }

  /** Of what no sum is kept: the facts themselves, by item. */
  private async counted(ctx: Ctx, { subjects }: Wanted, place: ChainLink, months: Asked['months']): Promise<Kept[]> {
    const facts = await ctx.rows.query<Pick<Fact, 'kind' | 'day' | 'marks' | 'minutes'> & { item: string; n: number }>(
      `SELECT c.item AS item, f.kind AS kind, f.day AS day, f.marks AS marks, f.minutes AS minutes, COUNT(*) AS n
       FROM case_fact f JOIN case_file c ON c.id = f.caseId
       WHERE f.unit IN (${marksFor(subjects)}) AND f.day BETWEEN ? AND ? AND c.${place.level} = ?
       GROUP BY c.item, f.kind, f.day, f.marks, f.minutes`,
      [...subjects, months.from * 100, months.to * 100 + 31, place.code],
    );
    return facts.flatMap(({ item, kind, day, marks, minutes, n }) =>
      namesOf({ kind, marks: Number(marks), minutes: minutes === null ? null : Number(minutes) }).map((counter) => ({
        label: item,
        month: monthOf(Number(day)),
        counter,
        n: Number(n),
      })),
    );
  }

  private async frozen(ctx: Ctx, months: Asked['months']): Promise<FrozenMonth[]> {
    const found = await ctx.rows
      .from(statsFreeze, 'f')
      .where('f.month BETWEEN :from AND :to', months)
      .orderBy('f.month')
      .getMany();
    return found.map((f) => ({ month: monthText(f.month), at: f.at.toISOString(), by: f.who, versions: f.versions }));
  }

  /** @throws stats.month-runs · stats.counting · stats.frozen */
  async freeze(ctx: Ctx, month: string): Promise<void> {
    if (monthNumber(month) >= thisMonth(ctx)) throw problem('stats.month-runs');
    if (await this.stats.isCounting(ctx)) throw problem('stats.counting');
    if (!(await this.stats.freeze(ctx, monthNumber(month)))) throw problem('stats.frozen');
    await this.audit.write(ctx, { action: 'stats.freeze', object: `month:${month}`, detail: {} });
  }
}

/** Sums by the row that they belong to. */
class KeptSums {
  private readonly running: Map<string, Kept[]>;
  private readonly official: Map<string, Kept[]>;

  constructor(
    running: readonly Kept[],
    private readonly frozen?: { versions: Versions; sums: readonly Kept[] },
  ) {
    this.running = byLabel(running);
    const isOpen = (s: Kept) => !frozen?.versions.has(s.month);
    this.official = frozen ? byLabel([...running.filter(isOpen), ...frozen.sums]) : this.running;
  }

  labels(): string[] {
    return [...new Set([...this.running.keys(), ...this.official.keys()])];
  }
  has(key: string): boolean {
    return this.running.has(key) || this.official.has(key);
  }
  /** @param key empty for all together */
  row(key: string, name: string): StatsRow {
    const of = (sums: Map<string, Kept[]>) => (key === '' ? [...sums.values()].flat() : (sums.get(key) ?? []));
    const now = of(this.running);
    return rowOf(key, name, of(this.official), this.frozen && { versions: this.frozen.versions, now });
  }
}

function byLabel(sums: readonly Kept[]): Map<string, Kept[]> {
  const found = new Map<string, Kept[]>();
  for (const sum of sums) {
    const list = found.get(sum.label);
    if (list) list.push(sum);
    else found.set(sum.label, [sum]);
  }
  return found;
}

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

const byName = (a: StatsRow, b: StatsRow) => a.name.localeCompare(b.name, 'zh');

/** By a measure the best first; what has too few cases to be compared comes after, by name, what has none last. */
function sorted(rows: StatsRow[], sort: StatsAsk['sort']): StatsRow[] {
  const isUp = !sort.startsWith('-');
  const key = sort.replace('-', '');
  if (key === 'name') return isUp ? rows : [...rows].reverse();
  const measure = key as MeasureKey;
  const sign = (measures[measure].better === 'high') === isUp ? -1 : 1;
  const classOf = ({ shares }: StatsRow) => {
    const { of } = shares[measure];
    return of === 0 ? 2 : of < FEW ? 1 : 0;
  };
  const shareOf = ({ shares }: StatsRow) => (sign * shares[measure].good) / shares[measure].of;
  const isRanked = (row: StatsRow) => classOf(row) === 0;
  return [...rows].sort(
    (a, b) => classOf(a) - classOf(b) || (isRanked(a) ? shareOf(a) - shareOf(b) : 0) || byName(a, b),
  );
}
