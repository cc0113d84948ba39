/** `npm run replay -- 文件夹`: real points through the router, real requests through the whole loop, figures against bounds. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { screen, tableLines } from '../cli/cli.js';
import { type CasesReplay, replayCases } from './cases.js';
import { type DeadlinesReplay, replayDeadlines } from './deadlines.js';
import { agreement, bostonFiles, type PointsReplay, replayBoston, replayShanghai } from './points.js';

const CASES = 2000;
/** Shares of agreement with what the cities wrote down themselves. */
const LEAST = { boston: 0.989, shanghai: 0.988, flags: 0.99 };
const USAGE = `用法：npm run replay -- 文件夹 [--cases ${CASES}]（或用环境变量 GEZHI_DATA 给出文件夹）`;

interface Figure {
  name: string;
  value: string;
  /** Absent: a figure for information. */
  bound?: string;
  ok?: boolean;
}

const number = (n: number) => n.toLocaleString('en');
const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
const share = (name: string, replay: PointsReplay, least?: number): Figure => ({
  name: `${name}（${number(replay.agreed)} / ${number(replay.compared)}）`,
  value: percent(agreement(replay)),
  ...(least === undefined ? {} : { bound: `≥ ${percent(least)}`, ok: agreement(replay) >= least }),
});
const all = (name: string, value: number, of: number): Figure => ({
  name,
  value: number(value),
  bound: `= ${number(of)}`,
  ok: value === of,
});

const ofBoston = (boston: PointsReplay): Figure[] => [
  { name: '波士顿：送入路由器的行', value: number(boston.rows) },
  share('波士顿：有位置的行与官方选区一致', boston, LEAST.boston),
  all('波士顿：虚位点判为“没有可用的位置”', boston.dummiesUnlocated, boston.dummies),
];

const ofShanghai = (right: PointsReplay, mistaken: PointsReplay): Figure[] => [
  share('上海：地名与所在区一致，边界按 gcj02', right, LEAST.shanghai),
  share('上海：同上，边界误作 wgs84', mistaken),
];

const part = (name: string, n: number, of: number, least?: number): Figure => ({
  name: `${name}（${number(n)} / ${number(of)}）`,
  value: percent(n / of),
  ...(least === undefined ? {} : { bound: `≥ ${percent(least)}`, ok: n / of >= least }),
});

const ofDeadlines = (found: DeadlinesReplay): Figure[] => [
  part('时限：波士顿的到期时刻距上报是整数天，纽约时间', found.whole, found.dated),
  part('时限：其中按整数天算出的是否按时与官方一致', found.agreed, found.flagged, LEAST.flags),
  part('时限：只知道这类事的通常天数，是否按时与官方一致', found.usualAgreed, found.usualFlagged),
];

const ofCases = (cases: CasesReplay): Figure[] => [
  all('办理：上报成功', cases.reported, cases.sent),
  all('办理：重发同一编号得到同一件', cases.twiceSame, cases.twice),
  all('办理：办到已办结', cases.closed, cases.sent),
  all('办理：列表里的件数', cases.listed, cases.sent),
  all('办理：其中确认过收到的', cases.found, cases.sent),
  all('办理：时间线完整、有序', cases.complete, cases.sent),
  all('办理：选区和理由与路由器一致', cases.sameWard, cases.sent),
  all('办理：虚位点没有落到选区', cases.dummiesUnlocated, cases.dummies),
  { name: '办理：用时', value: `${cases.seconds.toFixed(0)} 秒，每秒 ${(cases.sent / cases.seconds).toFixed(1)} 件` },
];

const isMissed = ({ ok }: Figure) => ok === false;

function table(figures: readonly Figure[]): string[] {
  const rows = figures.map((f) => [f.name, f.value, f.bound ?? '—', f.bound ? (isMissed(f) ? '未达到' : '达到') : '']);
  return tableLines(['项目', '结果', '界限', ''], rows);
}

/** @throws Error with the usage when the words cannot be understood or the folder is not what it should be */
function asked(): { folder: string; count: number } {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { cases: { type: 'string' } } });
  const folder = positionals[0] ?? process.env.GEZHI_DATA;
  const count = Number(values.cases ?? CASES);
  if (!folder || positionals.length > 1 || !Number.isInteger(count) || count < 1) throw new Error(USAGE);
  const shanghai = ['districts.gcj02.geojson', 'places.csv.gz'].map((name) => join(folder, 'shanghai', name));
  const absent = [...Object.values(bostonFiles(folder)), ...shanghai].filter((file) => !existsSync(file));
  if (absent.length > 0) throw new Error(`！！缺少真实数据，没有重放任何内容：\n  ${absent.join('\n  ')}\n${USAGE}`);
  return { folder, count };
}

async function main(): Promise<number> {
  const { folder, count } = asked();
  const { print, progress } = screen();
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  print('=== 路由：波士顿');
  const boston = await replayBoston(folder);
  const figures = ofBoston(boston);
  print('=== 路由：上海');
  figures.push(...ofShanghai(await replayShanghai(folder), await replayShanghai(folder, 'wgs84')));
  print('=== 时限：波士顿');
  figures.push(...ofDeadlines(await replayDeadlines(folder)));
  print(`=== 办理：${number(count)} 件，从上报到办结`);
  const say = (line: string) => (/\d+ \/ \d+$/.test(line) ? progress(line) : print(line));
  const cases = stop.signal.aborted ? null : await replayCases(folder, count, say, stop.signal);
  if (stop.signal.aborted || !cases) {
    print('已停止，没有得出结果');
    return 130;
  }
  figures.push(...ofCases(cases));
  for (const line of ['', ...table(figures)]) print(line);
  for (const words of cases.troubles) print(`! ${words}`);
  const missed = figures.filter(isMissed);
  print(missed.length > 0 ? `\n${missed.length} 项未达到` : '\n全部达到');
  return missed.length > 0 ? 1 : 0;
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
