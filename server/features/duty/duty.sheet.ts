/** The duty list as a spreadsheet: written out, and read back row by row with what is wrong in which column. */
import { Injectable } from '@nestjs/common';
import ExcelJS from 'exceljs';
import { lineOf } from '../../../shared/duty-rule.js';
import { readRule, ruleForm, saysTheSame, type WrittenRule, writeRule } from '../../../shared/duty-written.js';
import { clean, type Fault, type Field, type Fields, sayFault } from '../../../shared/fields.js';
import type { DutyImportReport } from '../../../shared/views.js';
import { localDayOf } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import type { Ctx } from '../../core/ctx.js';
import { problem } from '../../core/problem.js';
import { DirectoryService } from '../people/directory.service.js';
import { DutyOffice } from './duty.office.js';
import { DutyService, type RuleRow } from './duty.service.js';

const SHEET = '权责清单';
const FIRST_ROW = 2;
const MOST_ROWS = 5000;
const fields: Fields = ruleForm;
const keys = Object.keys(ruleForm) as (keyof typeof ruleForm)[];
/** Filled in by whoever changes a row; a row that is not changed needs neither. */
const OF_CHANGE: readonly string[] = ['effectiveFrom', 'why'];

type Read =
  | { errors: Record<string, Fault> }
  | { errors: null; line: string; same: boolean; version: number; input: WrittenRule };

interface ReadRow {
  row: number;
  input: Record<string, unknown>;
}

@Injectable()
export class DutySheet {
  constructor(
    private readonly duty: DutyService,
    private readonly office: DutyOffice,
    private readonly directory: DirectoryService,
  ) {}

  async write(rules: RuleRow[]): Promise<Buffer> {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet(SHEET, { views: [{ state: 'frozen', xSplit: 1, ySplit: 1 }] });
    sheet.columns = keys.map((key) => ({
      header: fields[key].label,
      key,
      width: fields[key].kind === 'longText' ? 36 : 16,
    }));
    sheet.getRow(1).font = { bold: true };
    for (const rule of rules.filter((r) => r.state !== 'ended')) {
      const written: Record<string, unknown> = writeRule(rule);
      sheet.addRow(Object.fromEntries(keys.map((key) => [key, this.cellOf(key, written[key])])));
    }
    return Buffer.from(await book.xlsx.writeBuffer());
  }

  private cellOf(key: string, value: unknown): string {
    const field = fields[key];
    if (value === undefined) return '';
    if (field.kind === 'choice') return field.options[String(value)] ?? String(value);
    if (field.kind === 'choices') return (value as string[]).map((v) => field.options[v] ?? v).join('、');
    if (field.kind === 'yesNo') return value ? '是' : '否';
    if (key === 'unit') return this.directory.unitOf(String(value))?.name ?? String(value);
    return String(value);
  }

  /**
   * Reads a spreadsheet, and writes its good rows when the reader has seen as many faulty ones as there are.
   * @throws duty.file when it is no such spreadsheet
   */
  async take(ctx: Ctx, bytes: Buffer, seen: number | undefined): Promise<DutyImportReport> {
    const rows = await readSheet(bytes);
    const report: DutyImportReport = { rows: rows.length, created: 0, changed: 0, same: 0, faults: [], applied: false };
    const good: { input: WrittenRule; version: number }[] = [];
    const taken = new Map<string, number>();
    for (const { row, input } of rows) {
      const read = await this.readRow(ctx, input);
      if (read.errors) {
        report.faults.push(...Object.entries(read.errors).map(([key, fault]) => faultIn(row, key, fault)));
        continue;
      }
      const twice = taken.get(read.line);
      taken.set(read.line, row);
      if (twice !== undefined)
        report.faults.push({ row, column: fields.about.label, reason: `与第 ${twice} 行是同一条` });
      else if (read.same) report.same++;
      else {
        good.push({ input: read.input, version: read.version });
        if (read.version > 0) report.changed++;
        else report.created++;
      }
    }
    const faulty = new Set(report.faults.map((f) => f.row)).size;
    if (seen !== faulty || good.length === 0) return report;
    for (const { input, version } of good) await this.office.save(ctx, input, version);
    return { ...report, applied: true };
  }

  /** A row that says what the list says already is left alone, whatever its days. */
  private async readRow(ctx: Ctx, given: Record<string, unknown>): Promise<Read> {
    const input = this.named(given);
    const someDay = localDayOf(ctx.now, cityCalendar());
    const until = input.until || input.asksWorkers ? someDay : undefined;
    const timeless = { ...input, effectiveFrom: someDay, why: fields.why.label, until };
    const errors = await this.office.faultsOf(ctx, timeless);
    if (Object.keys(errors).length > 0) return { errors };
    const content = { ...readRule(clean(ruleForm, timeless)), until: (input.until as string) ?? null };
    const line = lineOf(content);
    const newest = this.duty.all.filter((r) => r.line === line).at(-1);
    const same = newest !== undefined && newest.state !== 'ended' && saysTheSame(newest, content);
    const left = same ? {} : await this.office.faultsOf(ctx, input);
    if (Object.keys(left).length > 0) return { errors: left };
    return { errors: null, line, same, version: newest?.version ?? 0, input: input as unknown as WrittenRule };
  }

  /** Units by their name, as people know them. */
  private named(input: Record<string, unknown>): Record<string, unknown> {
    if (typeof input.unit !== 'string') return input;
    return { ...input, unit: this.directory.called(input.unit)?.id ?? input.unit };
  }
}

const faultIn = (row: number, key: string, fault: Fault) => {
  const field = fields[key];
  const reason = fault === 'invalid' && field?.hint ? `看不懂或不可用：${field.hint}` : sayFault(fault, field);
  return { row, column: field?.label ?? key, reason };
};

async function readSheet(bytes: Buffer): Promise<ReadRow[]> {
  const book = new ExcelJS.Workbook();
  try {
    await book.xlsx.load(bytes as unknown as ArrayBuffer);
  } catch (cause) {
    throw problem('duty.file', { cause });
  }
  const sheet = book.getWorksheet(SHEET) ?? book.worksheets[0];
  if (!sheet || sheet.rowCount > MOST_ROWS) throw problem('duty.file', { detail: `表格最多 ${MOST_ROWS} 行` });
  const heads = new Map<number, string>();
  sheet.getRow(1).eachCell((cell, column) => {
    const key = keys.find((k) => fields[k].label === cell.text.trim());
    if (key) heads.set(column, key);
  });
  const missing = keys.filter((key) => fields[key].required && ![...heads.values()].includes(key));
  if (missing.length > 0)
    throw problem('duty.file', { detail: `缺少这些列：${missing.map((key) => fields[key].label).join('、')}` });
  const rows: ReadRow[] = [];
  for (let n = FIRST_ROW; n <= sheet.rowCount; n++) {
    const input: Record<string, unknown> = {};
    for (const [column, key] of heads) {
      const value = readCell(fields[key], textOf(sheet.getRow(n).getCell(column)));
      if (value !== undefined) input[key] = value;
    }
    if (Object.keys(input).some((key) => !OF_CHANGE.includes(key))) rows.push({ row: n, input });
  }
  return rows;
}

/** Spreadsheets turn a typed day into a moment of their own. */
const textOf = (cell: ExcelJS.Cell) =>
  cell.value instanceof Date ? cell.value.toISOString().slice(0, 10) : cell.text.replace(/\r\n?/g, '\n').trim();

function readCell(field: Field, typed: string): unknown {
  if (typed === '') return undefined;
  const keyOf = (options: Readonly<Record<string, string>>, label: string) =>
    Object.keys(options).find((key) => options[key] === label || key === label) ?? label;
  if (field.kind === 'choice') return keyOf(field.options, typed);
  if (field.kind === 'choices') return typed.split(/[、，,]/).map((label) => keyOf(field.options, label.trim()));
  if (field.kind === 'yesNo') return typed === '是' ? true : typed === '否' ? undefined : typed;
  return typed;
}
