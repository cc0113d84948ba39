/** The statistics as a leader reads them, number by number beside what plain SQL counts over the timelines. */
import { formulaOf, measureKeys, monthText, timedSteps } from '../../shared/measures.js';
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
  /** The whole that the rows are of. */
  place: string;
  level: Level | null;
  row: StatsRow;
}

const SIZE = 100;
/** Of the same eighth of a doubling: so far apart may a time be that is told from the kept sums. */
const EIGHTH = 1 / 8;

/** While the servers run. @param from first month, `2026-08` */
export async function read(requests: Requests, leader: Person, from: string, to: string): Promise<Read[]> {
  const all: Read[] = [];
  const ask = async (by: Division, place?: string) => {
    const of = `by=${by}&from=${from}&to=${to}&size=${SIZE}${place ? `&place=${place}` : ''}`;
    for (let page = 1; ; page++) {
      const { body } = await requests.get<StatsView>(leader, `/api/stats?${of}&page=${page}`);
      const whole = body.place?.code ?? '';
      all.push(...body.rows.map((row) => ({ by, place: whole, level: body.level, row })));
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
  const { kept, counted } = await recount.sums();
  for (const key of new Set([...kept.keys(), ...counted.keys()])) {
    found.sums++;
    const [one, other] = [kept.get(key) ?? 0, counted.get(key) ?? 0];
    if (one !== other) found.sumDifferences.push(`${key}：保存 ${one}，SQL ${other}`);
  }
  for (const one of reads) {
    sharesAgree(found, one, counted);
    await timesAgree(found, one, recount);
  }
  return found;
}

/** Counters of a row as SQL counts them, by month. */
function* monthsOf({ by, place, row }: Read, counted: Numbers): Generator<[month: string, counter: string, n: number]> {
  const [subject, divided, part] =
    by === 'area' ? [row.key, 'all', ''] : by === 'month' ? [place, 'all', ''] : [place, by, row.key];
  for (const [key, n] of counted) {
    const [s, d, month, p, counter] = key.split(' ');
    const isOf = s === subject && d === divided && p === part && (by !== 'month' || month === row.key);
    if (isOf) yield [monthText(Number(month)), counter, n];
  }
}

function sharesAgree(found: Compared, one: Read, counted: Numbers): void {
  const numbers = [...monthsOf(one, counted)];
  for (const key of measureKeys) {
    for (const part of ['good', 'of'] as const) {
      const of = numbers.filter(([month, counter]) => formulaOf(key, month)[part] === counter);
      const told = of.reduce((sum, [, , n]) => sum + n, 0);
      const shown = (one.row.now ?? one.row).shares[key][part];
      found.read++;
      if (told > 0) found.above++;
      if (shown !== told) found.differences.push(sayDifference(one, key, String(shown), String(told)));
    }
  }
}

/** Medians and 90 % beside the minutes themselves. */
async function timesAgree(found: Compared, one: Read, recount: Recount): Promise<void> {
  const { by, level, row } = one;
  const where = { area: `c.${level}`, item: 'c.item', unit: 'k.unit', month: 'k.month' }[by];
  for (const step of timedSteps) {
    const minutes = await recount.minutes(step, `${where} = '${row.key}'`);
    for (const [part, share] of [
      ['median', 0.5],
      ['p90', 0.9],
    ] as const) {
      const told = minutes[Math.ceil(minutes.length * share) - 1] ?? null;
      const shown = (row.now ?? row).times[step][part];
      found.read++;
      if (told !== null) found.above++;
      const isSame = told === null ? shown === null : shown !== null && doublings(shown, told) <= EIGHTH;
      if (!isSame) found.differences.push(sayDifference(one, `${step} ${part}`, String(shown), String(told)));
    }
  }
}

const doublings = (one: number, other: number) => Math.abs(Math.log2(1 + one) - Math.log2(1 + other));
const sayDifference = ({ by, row }: Read, what: string, shown: string, told: string) =>
  `统计 ${by} ${row.name} ${what}：显示 ${shown}，SQL ${told}`;
