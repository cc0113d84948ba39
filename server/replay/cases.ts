/** Boston's requests as cases of ours over HTTP: reported, driven to closed by scripted staff, and looked at afterwards. */
import { actions, type EntryAction, isAction, type State } from '../../shared/case-flow.js';
import type { Routed } from '../../shared/places.js';
import type { CaseRow, CaseView, Page, Reported } from '../../shared/views.js';
import { itemFor } from './boston-items.js';
import { type CsvRow, readCsv } from './csv.js';
import { type Caller, type Office, openOffice, type Say } from './office.js';
import { bostonFiles, bostonPoint, bostonRouter, isBostonDummy } from './points.js';

/** What each case goes through, in this order. */
const PATH: readonly EntryAction[] = ['report', 'verify', 'assign', 'accept', 'handle', 'pass', 'confirm'];
const RESIDENTS = 20;
const AT_ONCE = 8;
/** Every so many reports are sent a second time, as a phone does that did not hear the answer. */
const SENT_TWICE = 20;
const PAGE = 100;

/** One request of Boston, and what the router alone says of its point. */
interface Told {
  key: string;
  item: string;
  words: string;
  lng: number;
  lat: number;
  dummy: boolean;
  expected: Routed;
}

export interface CasesReplay {
  sent: number;
  reported: number;
  /** Reports that were sent twice, and those of them that were answered with the same case. */
  twice: number;
  twiceSame: number;
  closed: number;
  /** Cases that the list shows afterwards, and those of them that were acknowledged. */
  listed: number;
  found: number;
  /** Cases whose timeline holds each step once, in order, from state to state. */
  complete: number;
  /** Cases whose ward and reason are what the router alone answers. */
  sameWard: number;
  dummies: number;
  dummiesUnlocated: number;
  seconds: number;
  /** What went wrong, the first few. */
  troubles: string[];
}

/**
 * @param count how many of the rows, spread evenly over the file
 * @param stop ends at the next whole case; what was done until then is counted
 */
export async function replayCases(folder: string, count: number, say: Say, stop: AbortSignal): Promise<CasesReplay> {
  const told = await sample(folder, count);
  const office = await openOffice(folder, RESIDENTS, say);
  try {
    return await new CasesRun(office, told, say, stop).run();
  } finally {
    await office.close();
  }
}

async function sample(folder: string, count: number): Promise<Told[]> {
  const { router } = await bostonRouter(folder);
  const rows: CsvRow[] = [];
  for await (const row of readCsv(bostonFiles(folder).requests)) {
    const { lng, lat } = bostonPoint(row);
    if (Number.isFinite(lng) && Number.isFinite(lat)) rows.push(row);
  }
  const most = Math.min(count, rows.length);
  return Array.from({ length: most }, (_, i) => {
    const row = rows[Math.floor((i * rows.length) / most)];
    const point = bostonPoint(row);
    const { lng, lat } = point;
    const words = `${row.TYPE}（${row.neighborhood || row.SUBJECT}，${row.OPEN_DT}）`;
    const item = itemFor(row.REASON, row.TYPE);
    return {
      key: row.CASE_ENQUIRY_ID,
      item,
      words,
      lng,
      lat,
      dummy: isBostonDummy(point),
      expected: router.at({ lng, lat }),
    };
  });
}

class CasesRun {
  private readonly done: { told: Told; id: string }[] = [];
  private readonly sum: CasesReplay;

  constructor(
    private readonly office: Office,
    private readonly told: readonly Told[],
    private readonly say: Say,
    private readonly stop: AbortSignal,
  ) {
    const zero = { reported: 0, twice: 0, twiceSame: 0, closed: 0, listed: 0, found: 0, complete: 0, sameWard: 0 };
    const dummies = told.filter(({ dummy }) => dummy).length;
    this.sum = { sent: told.length, ...zero, dummies, dummiesUnlocated: 0, seconds: 0, troubles: [] };
  }

  async run(): Promise<CasesReplay> {
    const start = performance.now();
    await this.each(this.told, '上报并办结', (told, i) => this.play(told, i));
    this.sum.seconds = (performance.now() - start) / 1000;
    await this.list();
    await this.each(this.done, '核对时间线', ({ told, id }) => this.check(told, id));
    return this.sum;
  }

  /** Several at a time; one that goes wrong does not hold up the others, but is told. */
  private async each<T>(all: readonly T[], words: string, work: (one: T, i: number) => Promise<void>): Promise<void> {
    let next = 0;
    const worker = async () => {
      for (let i = next++; i < all.length && !this.stop.aborted; i = next++) {
        await work(all[i], i).catch((error: Error) => this.trouble(error.message));
        this.say(`· ${words} ${i + 1} / ${all.length}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  private trouble(words: string): void {
    if (this.sum.troubles.length < 5) this.sum.troubles.push(words);
  }

  private async play(told: Told, i: number): Promise<void> {
    const { staff, residents, works } = this.office;
    const resident = residents[i % residents.length];
    const { id, state } = await this.report(resident, told, i);
    this.done.push({ told, id });
    this.sum.reported++;
    if (state !== 'reported') throw new Error(`${id} 上报后是 ${state}`);
    let now = await resident.get<CaseView>(`/api/cases/${id}`);
    now = await (now.grid ? staff.worker : staff.operator).act(now, 'verify', { findings: '已到现场核实' });
    now = await staff.dispatcher.act(now, 'assign', { unit: works, urgency: 'normal' });
    now = await staff.handler.act(now, 'accept');
    now = await staff.handler.act(now, 'handle', { outcome: 'explained', reply: '已向诉求人说明处理安排' });
    now = await staff.supervisor.act(now, 'pass', { quality: 'good' });
    now = await resident.act(now, 'confirm', { solved: 'yes', satisfied: 5 });
    if (now.state === 'closed') this.sum.closed++;
  }

  private async report(resident: Caller, told: Told, i: number): Promise<Reported> {
    const { key, item, words, lng, lat } = told;
    const body = { report: { kind: 'complaint', item, words, place: { lng, lat } } };
    const send = () => resident.post<Reported>('/api/cases', body, { 'idempotency-key': `boston-${key}` });
    const answer = await send();
    if (i % SENT_TWICE === 0) {
      this.sum.twice++;
      if ((await send()).id === answer.id) this.sum.twiceSame++;
    }
    return answer;
  }

  /** Everything that the office has, page by page: what was acknowledged, and nothing else. */
  private async list(): Promise<void> {
    const acknowledged = new Set(this.done.map(({ id }) => id));
    for (let page = 1; !this.stop.aborted; page++) {
      const path = `/api/cases?sort=number&page=${page}&size=${PAGE}`;
      const { rows } = await this.office.staff.supervisor.get<Page<CaseRow>>(path);
      this.sum.listed += rows.length;
      this.sum.found += rows.filter(({ id }) => acknowledged.delete(id)).length;
      if (rows.length < PAGE) return;
    }
  }

  private async check({ dummy, expected, key }: Told, id: string): Promise<void> {
    const seen = await this.office.staff.supervisor.get<CaseView>(`/api/cases/${id}`);
    const wrong = wrongIn(seen);
    if (wrong) this.trouble(`${key}：${wrong}`);
    else this.sum.complete++;
    if ((seen.grid?.code ?? null) === expected.code && seen.how === expected.how) this.sum.sameWard++;
    else this.trouble(`${key}：网格 ${seen.grid?.code}（${seen.how}），路由器答 ${expected.code}（${expected.how}）`);
    if (dummy && seen.how === 'unlocated' && seen.grid === null) this.sum.dummiesUnlocated++;
  }
}

/** What is wrong with a timeline, in words; null when each step is there once, in order, from state to state. */
export function wrongIn({ timeline, state }: Pick<CaseView, 'timeline' | 'state'>): string | null {
  const path = timeline.map(({ action }) => action);
  if (path.join() !== PATH.join()) return `时间线是 ${path.join(' → ')}`;
  let before: State | null = null;
  for (const [i, entry] of timeline.entries()) {
    if (entry.seq !== i + 1) return `第 ${i + 1} 条的序号是 ${entry.seq}`;
    if (i > 0 && entry.at < timeline[i - 1].at) return `第 ${i + 1} 条早于前一条`;
    if (entry.from !== before) return `第 ${i + 1} 条从 ${entry.from} 开始，前一条到 ${before}`;
    if (isAction(entry.action) && actions[entry.action].to !== entry.to) return `${entry.action} 到了 ${entry.to}`;
    before = entry.to;
  }
  return state === 'closed' && before === 'closed' ? null : `最后是 ${state}`;
}
