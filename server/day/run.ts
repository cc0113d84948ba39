/** `npm run day`: a week of the demo city on two servers, played by those who live and work there, and proven afterwards. */
import { parseArgs } from 'node:util';
import { isWorkday, localDayOf, momentAt } from '../../shared/worktime.js';
import { chance } from '../cities/huangpu/seeded.js';
import { screen, tableLines } from '../cli/cli.js';
import { cityCalendar } from '../core/calendar.js';
import { now } from '../core/clock.js';
import { readEnv } from '../core/env.js';
import { check, type Found, type Jobs, jobsLeft } from './check.js';
import { type Compared, compare, read } from './figures.js';
import { Week } from './play.js';
import { Requests } from './requests.js';
import { Servers } from './servers.js';
import { Town } from './town.js';

const REPORTS = 300;
const SEED = 20_261_123;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The city is loaded before it wakes up. */
const BEFORE = HOUR / 2;
/** On the day after the week the first silences end. */
const AFTERWARDS = 10 * HOUR;
const STAFF = 40;
/** The demo city has cases so long before. */
const MONTHS_BEFORE = 100 * DAY;
const USAGE = `用法：npm run day [-- --reports ${REPORTS} --seed ${SEED}]（用 DB_URL 时在旁边建一个临时库）`;

interface Figure {
  name: string;
  value: string;
  /** Absent: a figure for information. */
  bound?: string;
  ok?: boolean;
}
const info = (name: string, value: string | number): Figure => ({ name, value: String(value) });
const is = (name: string, value: number, of: number): Figure => ({
  name,
  value: String(value),
  bound: `= ${of}`,
  ok: value === of,
});
const least = (name: string, value: number, of: number): Figure => ({
  name,
  value: String(value),
  bound: `≥ ${of}`,
  ok: value >= of,
});
const below = (name: string, value: number, of: number, unit: string): Figure => ({
  name,
  value: `${value.toFixed(1)} ${unit}`,
  bound: `< ${of} ${unit}`,
  ok: value < of,
});

/** @throws Error with the usage when the words cannot be understood */
function asked(): { reports: number; seed: number } {
  const { values } = parseArgs({ options: { reports: { type: 'string' }, seed: { type: 'string' } } });
  const reports = Number(values.reports ?? REPORTS);
  const seed = Number(values.seed ?? SEED);
  if (!Number.isInteger(reports) || reports < 1 || !Number.isInteger(seed)) throw new Error(USAGE);
  return { reports, seed };
}

/** 8:30 of the next working day. */
function nextWorkday(): number {
  const calendar = cityCalendar();
  for (let at = now().getTime() + DAY; ; at += DAY) {
    const day = localDayOf(new Date(at), calendar);
    if (isWorkday(day, calendar)) return momentAt(`${day}T08:30:00`, calendar.zone).getTime();
  }
}

const monthOf = (at: number) => localDayOf(new Date(at), cityCalendar()).slice(0, 7);

function ofPlay(week: Week, requests: Requests, moves: number, staffLeast: number): Figure[] {
  const refused = [...requests.refused].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, n]) => `${code} ${n}`);
  return [
    least('一周：登录过的工作人员', requests.staffSeen, staffLeast),
    info('一周：请求', `${requests.sentAll}，其中登录 ${requests.signIns}`),
    info('一周：拨钟', `${moves} 次，${week.hours} 个整点`),
    info('一周：到过的状态、做过的动作', `${week.reached.size}、${new Set(week.acted.map((a) => a.action)).size}`),
    info('一周：按规矩被拒绝', refused.join('、') || '无'),
    is('一周：一台服务器被 kill -9，一小时后再启动', week.outages, 1),
    least('一周：因此没有回答、换一台再发的办理', requests.unanswered, 1),
    is('一周：意外的回答', requests.unexpected.length, 0),
    is('一周：同时发两遍，得到同一个回答', requests.twiceSame, requests.twice),
    is('后台：整点时还没做完的', week.stuck.length, 0),
  ];
}

function ofChecks(found: Found, jobs: Jobs, reports: number, acted: number): Figure[] {
  const { warnings: w } = found;
  return [
    is('后台：搁置的任务', jobs.parked, 0),
    is('后台：到时未做、做了一半的任务', jobs.overdue + jobs.running, 0),
    is('事件：上报各有一件', found.reports, reports),
    is('事件：确认过的办理都在时间线上', found.acts, acted),
    is('事件：时间线上多出的办理', found.foreign, 0),
    below(`时钟：逐分钟另算 ${found.clocks} 个，差得最远`, found.farthest, 60, '秒'),
    is(`时钟：应有的提醒 ${w.due} 次，没有提醒的`, w.missing, 0),
    is(`时钟：有的提醒 ${w.there} 次，早了的、没有由来的、没人收到的`, w.early + w.unfounded + w.unheard, 0),
    below('时钟：提醒最多晚', w.latest, 120, '秒'),
  ];
}

const ofFigures = (found: Compared): Figure[] => [
  is(`统计：领导看到的 ${found.read} 个数（${found.above} 个不是 0）与 SQL 另算不同的`, found.differences.length, 0),
  is(`统计：保存的 ${found.sums} 个数与 SQL 另算不同的`, found.sumDifferences.length, 0),
  is('统计：gezhi stats recount 的退出码', found.command, 0),
];

const isMissed = ({ ok }: Figure) => ok === false;
const table = (figures: readonly Figure[]) =>
  tableLines(
    ['项目', '结果', '界限', ''],
    figures.map((f) => [f.name, f.value, f.bound ?? '—', f.bound ? (isMissed(f) ? '未达到' : '达到') : '']),
  );

async function main(): Promise<number> {
  const { reports, seed } = asked();
  const { print, progress } = screen();
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const begun = performance.now();
  const start = nextWorkday();
  const end = start + 7 * DAY + AFTERWARDS;
  const { dbUrl } = readEnv();
  print(
    `=== 一周：${localDayOf(new Date(start), cityCalendar())} 起，${reports} 件，两台服务器，${dbUrl ? 'MySQL' : 'SQLite'}`,
  );
  const town = new Town(chance(seed));
  town.findSpots(reports);
  print('· 装入示范城市');
  const servers = await Servers.start(start - BEFORE, dbUrl);
  const seconds = () => ((performance.now() - begun) / 1000).toFixed(0);
  print(`  已装入，${seconds()} 秒`);
  try {
    await town.learn(servers.db);
    const requests = new Requests(servers, chance(seed));
    const week = new Week(servers, requests, town, {
      seed,
      start,
      end,
      killAt: start + 2 * DAY + 2 * HOUR,
      stop: stop.signal,
    });
    await week.play(reports, progress);
    if (stop.signal.aborted) {
      print('已停止，没有得出结果');
      return 130;
    }
    const reads = await read(requests, requests.person('zhihui-1', true), monthOf(start - MONTHS_BEFORE), monthOf(end));
    const jobs = await jobsLeft(servers.db, new Date(servers.now));
    const found = await check(servers.db, week.sent, week.acted, town, end);
    await servers.stop();
    const compared = await compare(servers, reads, end);
    const figures = [
      ...ofPlay(week, requests, servers.moves, reports >= REPORTS ? STAFF : 1),
      ...ofChecks(found, jobs, reports, week.acted.length),
      ...ofFigures(compared),
      info('用时', `${seconds()} 秒`),
    ];
    for (const line of ['', ...table(figures)]) print(line);
    for (const words of [
      ...requests.unexpected,
      ...found.faults,
      ...compared.differences,
      ...compared.sumDifferences,
    ].slice(0, 20))
      print(`! ${words}`);
    const missed = figures.filter(isMissed).length;
    print(missed > 0 ? `\n${missed} 项未达到` : '\n全部达到');
    return missed > 0 ? 1 : 0;
  } finally {
    await servers.close();
  }
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`);
    process.exit(1);
  },
);
