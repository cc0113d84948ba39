/** What must be true after the week: nothing lost or doubled, no job left lying, every clock as the minutes say. */
import type { ClockStep } from '../../shared/case-flow.js';
import { itemOf } from '../../shared/duty-list.js';
import { cityCalendar } from '../core/calendar.js';
import type { Db } from '../core/db.js';
import type { Row } from '../core/tables.js';
import { type Account, caseEntry, caseFile, caseWarning } from '../features/cases/cases.tables.js';
import { dutyRule } from '../features/duty/duty.tables.js';
import { type Clocks, clocksOf, type LimitsOf, limitIn, type Run, SAME_MS, type Told } from './clocks.js';
import { Counter } from './counter.js';
import type { Acted, Sent } from './play.js';
import type { Town } from './town.js';

const MINUTE = 60_000;
type CaseFile = Row<typeof caseFile>;
type Entry = Row<typeof caseEntry>;
type Warning = Row<typeof caseWarning>;

/** One case of the week with everything that is kept of it. */
interface Kept {
  sent: Sent;
  row: CaseFile;
  entries: Entry[];
  warnings: Warning[];
}
export interface Found {
  /** Reports that were acknowledged and are there, once. */
  reports: number;
  /** Acts that were acknowledged and stand on the timeline, each once; and acts there that nobody was told of. */
  acts: number;
  foreign: number;
  /** Numbers that were compared, and the farthest that one was off, in seconds. */
  clocks: number;
  farthest: number;
  warnings: {
    due: number;
    missing: number;
    there: number;
    early: number;
    unfounded: number;
    latest: number;
    unheard: number;
  };
  /** What is wrong, in words. */
  faults: string[];
}

/** @param end up to when the servers have lived */
export async function check(
  db: Db,
  sent: readonly Sent[],
  acted: readonly Acted[],
  town: Town,
  end: number,
): Promise<Found> {
  const found: Found = {
    reports: 0,
    acts: 0,
    foreign: 0,
    clocks: 0,
    farthest: 0,
    warnings: { due: 0, missing: 0, there: 0, early: 0, unfounded: 0, latest: 0, unheard: 0 },
    faults: [],
  };
  const cases = await kept(db, sent, found);
  found.reports = cases.length;
  actsOf(found, cases, acted, await namesOf(db, town));
  const counter = new Counter(cityCalendar());
  const rules = new Map((await db.read.from(dutyRule, 'r').getMany()).map(({ id, limits }) => [id, limits]));
  for (const one of cases) {
    const { row, sent } = one;
    const limitsOf = (item: string) => (item === row.item && rules.get(row.rule ?? '')) || itemOf(item)!.limits;
    const about = { item: sent.item.code, limitsOf, hasReporter: row.reporter !== null };
    const clocks = clocksOf(one.entries.map(told), about, counter);
    clocksAgree(found, one, clocks, counter, limitsOf(row.item));
    warningsAgree(found, one, clocks.runs, end);
  }
  await heard(db, cases, found);
  return found;
}

async function kept(db: Db, sent: readonly Sent[], found: Found): Promise<Kept[]> {
  const words = new Map(sent.map((one) => [one.words, one]));
  const rows = (await db.read.from(caseFile, 'c').where("c.words LIKE '第%件：%，请来看看'").getMany()) as CaseFile[];
  const seen = new Set<string>();
  const cases: Kept[] = [];
  for (const row of rows) {
    const one = words.get(row.words);
    const isAsTold = one?.answer?.id === row.id && one.answer.number === row.number && !seen.has(row.words);
    seen.add(row.words);
    if (!one || !isAsTold) found.faults.push(`${row.number} 没有人收到过它的回执，或有两件：${row.words}`);
    else cases.push({ sent: one, row, ...(await around(db, row.id)) });
  }
  return cases;
}

async function around(db: Db, id: string): Promise<Pick<Kept, 'entries' | 'warnings'>> {
  const of = { id };
  return {
    entries: await db.read.from(caseEntry, 'e').where('e.caseId = :id', of).orderBy('e.seq').getMany(),
    warnings: await db.read.from(caseWarning, 'w').where('w.caseId = :id', of).getMany(),
  };
}

/** Account → login of staff; residents are known by the case. */
async function namesOf(db: Db, town: Town): Promise<(account: string | null, sent: Sent) => string> {
  const rows = await db.read.query<{ id: string }>("SELECT id FROM account WHERE kind = 'resident'");
  const residents = new Set(rows.map(({ id }) => id));
  return (account, sent) =>
    account === null || account === 'system'
      ? 'system'
      : residents.has(account)
        ? (sent.resident ?? '')
        : (town.login(account) ?? account);
}

function actsOf(
  found: Found,
  cases: readonly Kept[],
  acted: readonly Acted[],
  nameOf: (account: string | null, sent: Sent) => string,
): void {
  const open = new Map<string, number>();
  const count = (key: string, by: number) => open.set(key, (open.get(key) ?? 0) + by);
  for (const { caseId, action, by } of acted) count([caseId, action, by].join(), 1);
  for (const { sent, row, entries } of cases) {
    for (const [i, entry] of entries.entries()) {
      if (entry.seq !== i + 1) found.faults.push(`${row.number} 的时间线缺第 ${i + 1} 条`);
      const by = nameOf(entry.account, sent);
      if (i > 0 && by !== 'system') count([row.id, entry.action, by].join(), -1);
    }
  }
  for (const [key, n] of open) {
    if (n > 0) found.faults.push(`确认过的办理不在时间线上：${key}`);
    if (n < 0) found.faults.push(`时间线上多出没有确认过的办理：${key}`);
    found.foreign += Math.max(0, -n);
  }
  found.acts = acted.length - [...open.values()].reduce((sum, n) => sum + Math.max(0, n), 0);
}

const told = (e: Entry): Told => ({
  at: e.at.getTime(),
  action: e.action,
  from: e.fromState,
  to: e.toState,
  unit: e.unit,
  input: e.input,
});

function clocksAgree(
  found: Found,
  { row, entries }: Kept,
  clocks: Clocks,
  counter: Counter,
  limits: ReturnType<LimitsOf>,
): void {
  const same = (name: string, kept: number | null, counted: number | null) => {
    found.clocks++;
    const off = kept === null || counted === null ? (kept === counted ? 0 : Infinity) : Math.abs(kept - counted);
    found.farthest = Math.max(found.farthest, off / 1000);
    if (off >= MINUTE) found.faults.push(`${row.number} 的${name}差 ${(off / MINUTE).toFixed(1)} 分钟`);
  };
  same('到期', row.dueAt?.getTime() ?? null, clocks.due);
  same('承诺日期', row.promisedAt?.getTime() ?? null, clocks.promised);
  for (const [i, entry] of entries.entries()) {
    same(`第 ${i + 1} 条的承诺日期`, entry.promisedAt?.getTime() ?? null, clocks.promises[i]);
  }
  const accounts = new Set([...Object.keys(row.used), ...Object.keys(clocks.used)] as Account[]);
  for (const account of accounts) {
    const [step] = account.split('@') as [ClockStep];
    same(
      `${account} 用时`,
      (row.used[account] ?? 0) * counter.limit({ ...limitIn(limits, step), amount: 1 }).ms,
      clocks.used[account] ?? 0,
    );
  }
  const units = new Set([...Object.keys(row.usedBy ?? {}), ...clocks.usedBy.keys()]);
  for (const unit of units) {
    const amounts = Object.entries(row.usedBy?.[unit] ?? {}) as [never, number][];
    const sum = amounts.reduce((ms, [time, amount]) => ms + counter.limit({ amount, unit: time }).ms, 0);
    same(`单位 ${unit} 用时`, sum, clocks.usedBy.get(unit) ?? 0);
  }
}

/** Less than this between an act and a warning: either may have been first. */
const CLOSE = 2 * MINUTE;

function warningsAgree(found: Found, { row, warnings }: Kept, runs: readonly Run[], end: number): void {
  const left = [...warnings];
  for (const run of runs) {
    for (const rung of run.rungs) {
      const due = Math.max(rung.at, run.began);
      const until = run.ended ?? end;
      const i = left.findIndex(
        (w) => w.clock === run.clock && w.percent === rung.percent && Math.abs(w.run.getTime() - run.name) < SAME_MS,
      );
      const [there] = i < 0 ? [] : left.splice(i, 1);
      if (due < until - CLOSE) found.warnings.due++;
      if (due < until - CLOSE && !there) {
        found.warnings.missing++;
        const [at, began, ended] = [due, run.began, until].map((moment) => new Date(moment).toISOString());
        found.faults.push(`${row.number} 的${run.clock} ${rung.percent}% 没有提醒：${at}，从 ${began} 到 ${ended}`);
      }
      if (!there) continue;
      found.warnings.there++;
      const wait = there.at.getTime() - due;
      found.warnings.latest = Math.max(found.warnings.latest, wait / 1000);
      if (wait > -SAME_MS) continue;
      found.warnings.early++;
      found.faults.push(`${row.number} 的${run.clock} ${rung.percent}% 早提醒了 ${Math.round(-wait / 1000)} 秒`);
    }
  }
  found.warnings.unfounded += left.length;
  for (const w of left) found.faults.push(`${row.number} 有没有由来的提醒：${w.clock} ${w.percent}%`);
}

/** Of warnings that were reached at once the last is told to everybody whom one of them concerns. */
const lastOf = (warnings: readonly Warning[]) =>
  warnings.filter(
    (w) => !warnings.some((o) => o.clock === w.clock && +o.run === +w.run && +o.at === +w.at && o.percent > w.percent),
  );

/** A warning that was told stands under 消息 of somebody, once for each. */
async function heard(db: Db, cases: readonly Kept[], found: Found): Promise<void> {
  const rows = await db.read.query<{ entry: string; n: number; people: number }>(
    'SELECT entry, COUNT(*) AS n, COUNT(DISTINCT account) AS people FROM notice WHERE entry IS NOT NULL GROUP BY entry',
  );
  const heard = new Map(rows.map((r) => [r.entry, r]));
  for (const { row, warnings } of cases) {
    // The end of silence is told by the act that it brings.
    for (const w of lastOf(warnings).filter(({ clock, percent }) => clock !== 'silence' || percent < 100)) {
      const told = heard.get(w.id);
      if (told && Number(told.n) === Number(told.people)) continue;
      found.warnings.unheard++;
      found.faults.push(`${row.number} 的${w.clock} ${w.percent}% 没有人收到，或有人收到两次`);
    }
  }
}

export interface Jobs {
  parked: number;
  overdue: number;
  running: number;
}
/** Whether the table of jobs holds anything but the future. */
export async function jobsLeft(db: Db, now: Date): Promise<Jobs> {
  const [row] = await db.read.query<Record<keyof Jobs, number | null>>(
    `SELECT SUM(state = 'parked') AS parked, SUM(state = 'running') AS running,
      SUM(state = 'waiting' AND runAt <= ?) AS overdue FROM job`,
    [now],
  );
  return { parked: Number(row.parked), running: Number(row.running), overdue: Number(row.overdue) };
}
