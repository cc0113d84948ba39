/** The statistics as a leader reads them, number by number beside what plain SQL counts over the timelines. */
import { type Counter, formulaOf, type MeasureKey, measureKeys, monthText } from '../../shared/measures.js';
import type { Level } from '../../shared/places.js';
import type { StatsRow, StatsView } from '../../shared/views.js';
import { type Numbers, Recount } from '../test/recount.js';
import type { Person, Requests } from './requests.js';
import type { Servers } from './servers.js';

export interface Compared {
  /** Numbers that were read, and how many of them were above nothing. */
  read: number;
  above: number;
  differences: string[];
  /** Kept sums beside those in SQL, of every place, item, unit and month. */
  sums: number;
  sumDifferences: string[];
  /** What `gezhi stats recount` ended with. */
  command: number;
}
type Division = StatsView['by'];
interface Read {
  by: Division;
  level: Level | null;
  row: StatsRow;
  month: string;
}

const LEVELS = ['county', 'street', 'community', 'grid'] as const;
const SIZE = 100;
/** Kept by a rule of its own: see `contacts` of the recount. */
const CONTACT: Counter = 'respond';
/** Of a unit only the handling is counted a second time, of a month only what was in time. */
const ofUnit = (counter: string) => ['handle', 'handle.done'].includes(counter);
const ofMonth = (counter: string) => counter.endsWith('.inTime') && !/^(register|close|respond)/.test(counter);

/** While the servers run. @param from first month, `2026-08` */
export async function read(requests: Requests, leader: Person, from: string, to: string): Promise<Read[]> {
  const all: Read[] = [];
  const ask = async (by: Division, place?: string) => {
    const of = `by=${by}&from=${from}&to=${to}&size=${SIZE}${place ? `&place=${place}` : ''}`;
    for (let page = 1; ; page++) {
      const { body } = await requests.get<StatsView>(leader, `/api/stats?${of}&page=${page}`);
      all.push(...body.rows.map((row) => ({ by, level: body.level, row, month: to })));
      if (page * SIZE >= body.total) return body;
    }
  };
  for (const by of ['item', 'unit', 'month'] as const) await ask(by);
  for (let places: (string | undefined)[] = [undefined]; places.length > 0; ) {
    const answers: StatsView[] = [];
    for (const place of places) answers.push(await ask('area', place));
    places = answers.filter(({ level }) => level !== 'grid').flatMap(({ rows }) => rows.map(({ key }) => key));
  }
  return all;
}

/** When the servers have ended. @param asOf up to when deadlines have passed */
export async function compare(servers: Servers, reads: readonly Read[], asOf: number): Promise<Compared> {
  const command = await servers.run('../cli/gezhi.js', ['stats', 'recount']);
  const recount = await Recount.of(servers.db, asOf);
  const found: Compared = { read: 0, above: 0, differences: [], sums: 0, sumDifferences: [], command };
  const places: Numbers = {};
  for (const level of LEVELS) Object.assign(places, both(found, await recount.byPlace(level)));
  const counted: Record<Division, Numbers> = {
    area: places,
    item: both(found, await recount.byItem()),
    unit: both(found, await recount.byUnit()),
    month: both(found, await recount.byMonth()),
  };
  both(found, await recount.contacts());
  for (const one of reads) same(found, one, counted[one.by]);
  return found;
}

function both(found: Compared, { kept, counted }: { kept: Numbers; counted: Numbers }): Numbers {
  const keys = new Set([...Object.keys(kept), ...Object.keys(counted)]);
  for (const key of keys) {
    found.sums++;
    if (kept[key] !== counted[key])
      found.sumDifferences.push(`${key}：保存 ${kept[key] ?? 0}，SQL ${counted[key] ?? 0}`);
  }
  return counted;
}

function same(found: Compared, { by, row, month }: Read, counted: Numbers): void {
  const isCounted = by === 'unit' ? ofUnit : by === 'month' ? ofMonth : (c: string) => !c.startsWith(CONTACT);
  for (const key of measureKeys) {
    const formula = formulaOf(key, by === 'month' ? monthText(Number(row.key)) : month);
    for (const part of ['good', 'of'] as const) {
      const counter = formula[part];
      if (!isCounted(counter)) continue;
      const [shown, told] = [row.shares[key][part], counted[`${row.key} ${counter}`] ?? 0];
      found.read++;
      if (told > 0) found.above++;
      if (shown !== told) found.differences.push(sayDifference(by, row, key, shown, told));
    }
  }
}

const sayDifference = (by: Division, { name }: StatsRow, key: MeasureKey, shown: number, told: number) =>
  `统计 ${by} ${name} ${key}：显示 ${shown}，SQL ${told}`;
