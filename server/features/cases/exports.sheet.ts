/** A list of cases as a workbook, written row by row; no contacts, and nothing in it that a spreadsheet would carry out. */
import { PassThrough } from 'node:stream';
import { kinds, outcomes, sourceLabels, urgencies } from '../../../shared/case.js';
import { stateRow } from '../../../shared/case-flow.js';
import { itemOf } from '../../../shared/duty-list.js';
import { sayAnswers } from '../../../shared/duty-written.js';
import { sayCaseNumber } from '../../../shared/say.js';
import type { CaseFile } from './cases.guards.js';

/** Names of what a row refers to. */
export interface Names {
  place(code: string | null): string;
  unit(id: string | null): string;
}
type Cell = string | number | Date | null;
interface Column {
  head: string;
  width: number;
  moment?: true;
  of: (c: CaseFile, names: Names) => Cell;
}

const SHANGHAI = 8 * 3_600_000;
/** Spreadsheets know no time zones: the clock on the wall is written. */
const local = (at: Date | null) => at && new Date(at.getTime() + SHANGHAI);

const answersOf = ({ answers }: CaseFile) =>
  sayAnswers(answers)
    .map(({ question, said }) => `${question}：${said}`)
    .join('；');

export const columns: readonly Column[] = [
  { head: '编号', width: 15, of: (c) => sayCaseNumber(c.number) },
  { head: '状态', width: 10, of: (c) => stateRow(c.state).label },
  { head: '类型', width: 10, of: (c) => kinds[c.kind] },
  { head: '来源', width: 14, of: (c) => sourceLabels[c.source] },
  { head: '事项', width: 24, of: (c) => itemOf(c.item)?.name ?? c.item },
  { head: '诉求内容', width: 60, of: (c) => c.words },
  { head: '另问的', width: 30, of: (c) => answersOf(c) },
  { head: '地址', width: 30, of: (c) => c.address },
  { head: '街道', width: 14, of: (c, n) => n.place(c.street) },
  { head: '社区', width: 14, of: (c, n) => n.place(c.community) },
  { head: '网格', width: 18, of: (c, n) => n.place(c.grid) },
  { head: '承办单位', width: 20, of: (c, n) => n.unit(c.unit) },
  { head: '紧急程度', width: 10, of: (c) => urgencies[c.urgency] },
  { head: '上报时间', width: 17, moment: true, of: (c) => local(c.createdAt) },
  { head: '承诺日期', width: 17, moment: true, of: (c) => local(c.promisedAt) },
  { head: '本步期限', width: 17, moment: true, of: (c) => local(c.open ? c.dueAt : null) },
  { head: '办结时间', width: 17, moment: true, of: (c) => local(c.closedAt) },
  { head: '办理结果', width: 12, of: (c) => c.outcome && outcomes[c.outcome] },
  { head: '退单次数', width: 10, of: (c) => c.returns },
  { head: '满意（1–5）', width: 12, of: (c) => c.rating?.satisfied ?? null },
];

/** Signs that make a spreadsheet take a text for a formula, now or after it was saved as CSV. */
const FORMULA = /^[\s]*[=+\-@＝＋－＠\t\r]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these have no place in XML
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
/** The text as it may stand in a cell. */
export function harmless(text: string): string {
  const clean = text.replace(CONTROLS, '');
  return FORMULA.test(clean) ? `'${clean}` : clean;
}

export interface Book {
  add(cases: readonly CaseFile[], names: Names): void;
  /** @returns the whole file */
  close(): Promise<Buffer>;
}

export async function newBook(): Promise<Book> {
  const { default: Excel } = await import('exceljs');
  const parts: Buffer[] = [];
  const stream = new PassThrough();
  const ended = new Promise<void>((done, failed) => {
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('end', done);
    stream.on('error', failed);
  });
  const book = new Excel.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
  const sheet = book.addWorksheet('事件', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = columns.map(({ head, width, moment }) => ({
    header: head,
    width,
    style: moment ? { numFmt: 'yyyy-mm-dd hh:mm' } : {},
  }));
  return {
    add(cases, names) {
      for (const c of cases) {
        const cells = columns.map(({ of }) => of(c, names));
        sheet.addRow(cells.map((v) => (typeof v === 'string' ? harmless(v) : v))).commit();
      }
    },
    async close() {
      sheet.commit();
      await book.commit();
      await ended;
      return Buffer.concat(parts);
    },
  };
}
