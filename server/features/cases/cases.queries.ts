/** Lists, counts and maps of cases, always inside the reach of whoever asks. */
import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import { openStates, placingStates, type State, stateOrder } from '../../../shared/case-flow.js';
import { orderOf, SOON_MS } from '../../../shared/desk.js';
import { items } from '../../../shared/duty-list.js';
import { type Counter, factOf, monthNumber } from '../../../shared/measures.js';
import { caseLevels, sayWithout } from '../../../shared/places.js';
import {
  type CaseMap,
  type CaseRow,
  type CaseView,
  COUNT_LIMIT,
  type Count,
  type Counts,
  type NextCase,
  type Page,
  type PlaceCount,
} from '../../../shared/views.js';
import type { Ctx } from '../../core/ctx.js';
import { countUpTo, pageOf, pageOfFew } from '../../core/pages.js';
import { problem } from '../../core/problem.js';
import { ownPart } from '../../core/scope.js';
import type { Row } from '../../core/tables.js';
import { PlacesService } from '../places/places.service.js';
import type { ByPlace, CaseFilter, MapFilter, NextFilter } from './cases.dto.js';
import type { CaseFile } from './cases.guards.js';
import { clustered } from './cases.map.js';
import { CasePhones } from './cases.phones.js';
import { decideSql, mineSql } from './cases.rights.js';
import { CaseSearch } from './cases.search.js';
import { caseEntry, caseFile, caseTask } from './cases.tables.js';
import { taskSql, tasksOf } from './cases.tasks.js';
import type { Newest } from './cases.text.js';
import { CaseViews } from './cases.views.js';

type Query = SelectQueryBuilder<CaseFile>;

/** About 300 m in degrees of latitude: what counts as the same spot for 并案. */
const NEAR_DEGREES = 0.003;
const MAP_POINTS = 400;
const MAP_ROWS = 5000;
/** Texts that a search for a common word looks through before it looks through all. */
const NEWEST: Newest = { of: 'all', count: 20_000 };

/** The end of the city's day as an instant (Asia/Shanghai has no summer time). */
function endOfDay(at: Date): Date {
  const hours8 = 8 * 3_600_000;
  const day = 86_400_000;
  return new Date((Math.floor((at.getTime() + hours8) / day) + 1) * day - hours8);
}

@Injectable()
export class CasesQueries {
  constructor(
    private readonly views: CaseViews,
    private readonly places: PlacesService,
    private readonly search: CaseSearch,
    private readonly phones: CasePhones,
  ) {}

  async list(ctx: Ctx, filter: CaseFilter): Promise<Page<CaseRow>> {
    const { q } = filter;
    const page = (q && (await this.common(ctx, filter))) || (await this.page(ctx, filter));
    const rows = await this.views.rows(ctx, page.rows);
    return { ...page, rows: q ? await this.search.foundIn(ctx, rows, page.rows, q) : rows };
  }

  private async page(ctx: Ctx, filter: CaseFilter, newest?: Newest): Promise<Page<CaseFile>> {
    const query = sorted(await this.filtered(ctx, filter, newest), filter);
    if (filter.q && !filter.fact && filter.page * filter.size <= COUNT_LIMIT)
      return pageOfFew(query, filter, (ids) =>
        ctx.rows.from(caseFile, 'c').where('c.id IN (:...ids)', { ids }).getMany(),
      );
    // A number of the statistics opens so many cases and not 1,000+.
    return pageOf(ctx.rows, query, filter, filter.fact ? 'all' : 'some');
  }

  /** A word that half of all cases hold: more than anybody counts is found among the last texts already. */
  private async common(ctx: Ctx, filter: CaseFilter): Promise<Page<CaseFile> | null> {
    if (filter.near || /\d/.test(filter.q ?? '') || orderOf(filter) !== '-createdAt') return null;
    const page = await this.page(ctx, filter, NEWEST);
    return page.more && filter.page * filter.size <= COUNT_LIMIT ? page : null;
  }

  /** How many the list holds; null for what no index serves, as words among all that ever was. */
  async countOf(ctx: Ctx, filter: CaseFilter): Promise<Count | null> {
    return isCheap(filter) ? countUpTo(ctx.rows, await this.filtered(ctx, filter)) : null;
  }

  /** The first case at this place of the list, or after it, that was not passed before. */
  async next(ctx: Ctx, { at, passed, ...filter }: NextFilter): Promise<NextCase> {
    const query = sorted(await this.filtered(ctx, filter), filter)
      .select('c.id', 'id')
      .offset(at)
      .limit(passed.length + 1);
    const ids = (await query.getRawMany<{ id: string }>()).map((r) => r.id);
    const i = ids.findIndex((id) => !passed.includes(id));
    return i < 0 ? { id: null, at: null } : { id: ids[i], at: at + i };
  }

  async one(ctx: Ctx, id: string): Promise<CaseView> {
    const c = (await ctx.see(caseFile, 'case.read').andWhere('c.id = :id', { id }).getOne()) as CaseFile | null;
    if (!c) throw problem('not-found');
    return this.viewOf(ctx, c);
  }

  /**
   * With the whole timeline: it is bounded by the guards. While a case is open its reporter adds to it at most ten times
   * a day and urges once; whatever else residents do moves it on; and what staff do with it somebody has to do.
   */
  async viewOf(ctx: Ctx, c: CaseFile): Promise<CaseView> {
    const entries = await ctx.rows
      .from(caseEntry, 'e')
      .where('e.caseId = :id', { id: c.id })
      .orderBy('e.seq')
      .getMany();
    const sql = 'SELECT id, number FROM case_file WHERE main = ? ORDER BY number';
    const merged = c.followers > 0 ? await ctx.rows.query<{ id: string; number: string }>(sql, [c.id]) : [];
    return this.views.view(ctx, c, entries, merged, await this.tasks(ctx, c));
  }

  private async tasks(ctx: Ctx, c: CaseFile): Promise<Row<typeof caseTask>[]> {
    if (ctx.actor.kind !== 'staff' || tasksOf(c).length === 0) return [];
    return ctx.rows.from(caseTask, 't').where('t.caseId = :id', { id: c.id }).orderBy('t.createdAt').getMany();
  }

  /** @param newest of what is searched by words, only the texts written last */
  async filtered(ctx: Ctx, f: CaseFilter, newest?: Newest): Promise<Query> {
    const query = ctx.see(caseFile, 'case.read', isOfOpen(f) ? 'open' : 'all') as unknown as Query;
    if (f.mine) {
      const mine = mineSql(ctx.actor);
      query.andWhere(mine.sql, mine.values);
    }
    if (f.open !== undefined) query.andWhere(`${isOpenFor(ctx)} = :open`, { open: f.open ? 1 : 0 });
    if (f.state?.length) {
      query.andWhere('c.state IN (:...states)', { states: f.state });
      // With the leading column said, the index (area, open, state) serves a list of one kind of state.
      if (onlyOpenStates(f)) query.andWhere('c.open = 1');
    }
    if (f.late) query.andWhere('c.open = 1 AND c.dueAt < :now', { now: ctx.now });
    if (f.today) {
      const today = { todayFrom: ctx.now, todayTo: endOfDay(ctx.now) };
      query.andWhere('c.open = 1 AND c.dueAt >= :todayFrom AND c.dueAt < :todayTo', today);
    }
    if (f.soon) {
      const end = new Date(ctx.now.getTime() + SOON_MS);
      query.andWhere('c.open = 1 AND c.dueAt >= :soonFrom AND c.dueAt < :soonTo', { soonFrom: ctx.now, soonTo: end });
    }
    if (f.returned) query.andWhere("c.open = 1 AND c.state = 'verified' AND c.returns > 0");
    const wanted = f.group?.length ? items.filter((i) => f.group?.includes(i.group)).map((i) => i.code) : f.item;
    const lists = { kind: f.kind, source: f.source, item: wanted, urgency: f.urgency, how: f.how };
    for (const [column, values] of Object.entries(lists)) {
      if (values?.length) query.andWhere(`c.${column} IN (:...${column}s)`, { [`${column}s`]: values });
    }
    // A settled case is pressed no longer.
    if (f.pressed) query.andWhere('c.open = 1 AND c.pressed = 1');
    if (f.pressed === false) query.andWhere('(c.pressed IS NULL OR c.pressed = 0)');
    if (f.task) {
      const tasks = taskSql(ctx.actor);
      query.andWhere(tasks.sql, tasks.values);
    }
    if (f.pending) {
      const decided = decideSql(ctx.actor);
      query.andWhere(decided.sql, decided.values);
    }
    if (f.checker) query.andWhere("c.open = 1 AND c.state = 'handled' AND c.checker = :drawn", { drawn: ctx.actor.id });
    if (f.unchecked) query.andWhere("c.open = 1 AND c.state = 'handled' AND c.checker IS NULL");
    if (f.id) query.andWhere(f.id.length > 0 ? 'c.id IN (:...ids)' : '1 = 0', { ids: f.id });
    if (f.unit) query.andWhere('c.unit = :unit', { unit: f.unit });
    if (f.from) query.andWhere('c.createdAt >= :from', { from: f.from });
    if (f.to) query.andWhere('c.createdAt < :to', { to: f.to });
    if (f.fact) withFact(query, f.fact, f, ownPart(ctx.actor));
    if (f.place) await this.inPlace(query, f.place);
    if (f.without) query.andWhere(`c.${f.without} IS NULL`);
    if (f.near) await this.near(ctx, query, f.near);
    if (f.q) this.search.narrow(ctx, query, f.q, newest);
    if (f.tel) this.phones.narrow(ctx, query, this.phones.opened(ctx, f.tel));
    return query;
  }

  private async inPlace(query: Query, code: string): Promise<void> {
    const level = (await this.places.chainOf(code)).at(-1)?.level;
    const column = caseLevels.find((l) => l === level);
    if (column) query.andWhere(`c.${column} = :place`, { place: code });
    else if (level !== 'province') query.andWhere('1 = 0');
  }

  private async near(ctx: Ctx, query: Query, id: string): Promise<void> {
    const c = (await ctx.see(caseFile, 'case.read').andWhere('c.id = :id', { id }).getOne()) as CaseFile | null;
    if (!c) throw problem('not-found');
    query.andWhere('c.id <> :id', { id });
    if (c.lng === null || c.lat === null) {
      query.andWhere('c.item = :sameItem', { sameItem: c.item });
      return;
    }
    const wide = NEAR_DEGREES / Math.cos((c.lat * Math.PI) / 180);
    query.andWhere('c.lng BETWEEN :w AND :e AND c.lat BETWEEN :s AND :n', {
      w: c.lng - wide,
      e: c.lng + wide,
      s: c.lat - NEAR_DEGREES,
      n: c.lat + NEAR_DEGREES,
    });
    // What is likely to be the same thing first: the same item, then the nearest.
    query
      .addOrderBy('CASE WHEN c.item = :nearItem THEN 0 ELSE 1 END')
      .addOrderBy('ABS(c.lng - :nearLng) + ABS(c.lat - :nearLat)')
      .setParameters({ nearItem: c.item, nearLng: c.lng, nearLat: c.lat });
  }

  async counts(ctx: Ctx, place?: string): Promise<Counts> {
    const base = async (among: 'all' | 'open') => {
      const query = ctx.see(caseFile, 'case.read', among) as unknown as Query;
      if (place) await this.inPlace(query, place);
      return query;
    };
    const open = await grouped((await base('open')).andWhere('c.open = 1'), ctx.now);
    const mine = mineSql(ctx.actor);
    const own = await grouped((await base('open')).andWhere(mine.sql, mine.values), ctx.now);
    const tasks = taskSql(ctx.actor);
    const tasked = (await base('all')).andWhere(tasks.sql, tasks.values);
    const exact = (n: number): Count => ({ n, more: false });
    const states = {} as Counts['states'];
    for (const state of stateOrder) {
      states[state] = openStates.includes(state)
        ? exact(open.byState.get(state) ?? 0)
        : await countUpTo(ctx.rows, (await base('all')).andWhere('c.open = 0 AND c.state = :state', { state }));
    }
    return {
      states,
      open: exact(open.total),
      mine: exact(own.total),
      mineByState: Object.fromEntries([...own.byState].map(([s, n]) => [s, exact(n)])),
      mineOverdue: exact(own.late),
      mineDueToday: exact(own.today),
      overdue: exact(open.late),
      dueToday: exact(open.today),
      unlocated: exact(open.unlocated),
      pressed: exact(open.pressed),
      tasks: await countUpTo(ctx.rows, tasked),
    };
  }

  async map(ctx: Ctx, filter: MapFilter): Promise<CaseMap> {
    const [w, s, e, n] = filter.bbox.split(',').map(Number);
    const rows = await (await this.filtered(ctx, filter))
      .andWhere('c.lng BETWEEN :boxW AND :boxE AND c.lat BETWEEN :boxS AND :boxN', {
        boxW: w,
        boxE: e,
        boxS: s,
        boxN: n,
      })
      .select(['c.id', 'c.number', 'c.lng', 'c.lat', 'c.state', 'c.kind', 'c.dueAt', 'c.open'])
      .limit(MAP_ROWS + 1)
      .getMany();
    const points = rows.slice(0, MAP_ROWS).map((c) => ({
      id: c.id,
      number: c.number,
      lng: c.lng as number,
      lat: c.lat as number,
      state: c.state,
      kind: c.kind,
      late: c.open && c.dueAt !== null && c.dueAt < ctx.now,
    }));
    const more = rows.length > MAP_ROWS;
    return points.length <= MAP_POINTS ? { points, clusters: [], more } : { ...clustered(points, [w, s, e, n]), more };
  }

  /** Open cases under each place of a level, places without any included; with what lies under none they add up. */
  async byPlace(ctx: Ctx, { under, level }: ByPlace): Promise<PlaceCount[]> {
    const query = ctx.see(caseFile, 'case.read', 'open') as unknown as Query;
    if (under) await this.inPlace(query, under);
    const rows = await query
      .andWhere('c.open = 1')
      .select(`c.${level}`, 'code')
      .addSelect('COUNT(*)', 'open')
      .addSelect('SUM(CASE WHEN c.dueAt < :now THEN 1 ELSE 0 END)', 'late')
      .setParameter('now', ctx.now)
      .groupBy(`c.${level}`)
      .getRawMany<{ code: string | null; open: number; late: number }>();
    const found = new Map(rows.map((r) => [r.code, r]));
    const all: Omit<PlaceCount, 'open' | 'late'>[] = await this.places.under(under ?? null, level);
    if (found.has(null)) all.push({ code: null, name: sayWithout(level), households: null });
    return all.map((p) => ({
      code: p.code,
      name: p.name,
      households: p.households,
      open: Number(found.get(p.code)?.open ?? 0),
      late: Number(found.get(p.code)?.late ?? 0),
    }));
  }
}

/** To whoever reported, what was merged is under way as long as the main case is. */
const isOpenFor = ({ actor }: Ctx) =>
  actor.kind === 'staff'
    ? 'c.open'
    : "CASE WHEN c.state = 'merged' THEN (SELECT m.open FROM case_file m WHERE m.id = c.main) ELSE c.open END";

/** What has no deadline comes last. */
function sorted(query: Query, f: CaseFilter): Query {
  const sort = orderOf(f);
  const column = sort.replace('-', '');
  const direction = sort.startsWith('-') ? 'DESC' : 'ASC';
  if (column === 'dueAt' || column === 'promisedAt')
    query.addOrderBy(`CASE WHEN c.${column} IS NULL THEN 1 ELSE 0 END`);
  return query.addOrderBy(`c.${column}`, direction).addOrderBy('c.id', direction);
}

/** The cases behind a number of the statistics. @param own whose part of it is seen; null: everybody's */
function withFact(query: Query, counter: Counter, f: CaseFilter, own: readonly string[] | null): void {
  const { kind, bits } = factOf(counter);
  const values = {
    factKind: kind,
    factBits: bits,
    factFirst: f.factFrom ? monthNumber(f.factFrom) * 100 : 0,
    factLast: f.factTo ? monthNumber(f.factTo) * 100 + 31 : 99_999_999,
  };
  const units = f.factUnit ? [f.factUnit] : own;
  query.andWhere(
    `c.id IN (SELECT f.caseId FROM case_fact f WHERE f.kind = :factKind AND f.day BETWEEN :factFirst AND :factLast
      AND (f.marks & :factBits) = :factBits${units ? ' AND f.unit IN (:...factUnits)' : ''})`,
    { ...values, ...(units ? { factUnits: units } : {}) },
  );
}

/** Whether only open cases are asked for. */
const isOfOpen = (f: CaseFilter) =>
  f.open ||
  f.mine ||
  f.late ||
  f.today ||
  f.soon ||
  f.returned ||
  f.pressed ||
  f.checker ||
  f.unchecked ||
  onlyOpenStates(f);
const SERVED = ['open', 'state', 'place', 'unit', 'sort', 'page', 'size'];
/** Open cases are few; of the others only what the leading columns of an index tell is counted at any time. */
const isCheap = (f: CaseFilter) =>
  !f.q &&
  !f.tel &&
  (isOfOpen(f) || f.pending || Object.entries(f).every(([key, value]) => value === undefined || SERVED.includes(key)));
const onlyOpenStates = (f: CaseFilter) => !!f.state?.length && f.state.every((s) => openStates.includes(s));

const PLACING = placingStates.map((s) => `'${s}'`).join(', ');

async function grouped(query: Query, now: Date) {
  const count = (condition: string) => `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;
  const rows = await query
    .select('c.state', 'state')
    .addSelect('COUNT(*)', 'n')
    .addSelect(count('c.dueAt < :countNow'), 'late')
    .addSelect(count('c.dueAt >= :countNow AND c.dueAt < :countNight'), 'today')
    .addSelect(count(`c.grid IS NULL AND c.state IN (${PLACING})`), 'unlocated')
    .addSelect(count('c.pressed = 1'), 'pressed')
    .setParameters({ countNow: now, countNight: endOfDay(now) })
    .groupBy('c.state')
    .getRawMany<{ state: State; n: number; late: number; today: number; unlocated: number; pressed: number }>();
  const sum = (key: 'n' | 'late' | 'today' | 'unlocated' | 'pressed') =>
    rows.reduce((total, r) => total + Number(r[key]), 0);
  return {
    byState: new Map(rows.map((r) => [r.state, Number(r.n)])),
    total: sum('n'),
    late: sum('late'),
    today: sum('today'),
    unlocated: sum('unlocated'),
    pressed: sum('pressed'),
  };
}
