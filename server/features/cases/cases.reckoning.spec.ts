/** When the holidays of a year are published, what was promised over them moves, says why, and warns by the new day. */
import { actionRow } from '../../../shared/case-flow.js';
import { addWorktime, withoutYears, worktimeBetween } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import { Jobs } from '../../core/jobs.js';
import { startServer, type TestServer } from '../../test/app.js';
import { later } from '../../test/clock.js';
import { Given } from '../../test/given.js';
import type { CaseFile } from './cases.guards.js';
import { promiseChanges } from './cases.promise.js';
import { caseEntry, caseFile } from './cases.tables.js';

/** Two working days before 国庆, in a year whose holidays are published. */
const BEFORE = Date.parse('2026-09-29T02:00:00Z');
const YEARS = cityCalendar().knownYears.filter((year) => year >= 2026);
let server: TestServer;
let given: Given;

beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
  for (const role of ['resident', 'gridWorker', 'dispatcher', 'handler'] as const) await given.the(role);
});
afterAll(() => server?.close());

const then = <T>(work: () => Promise<T>) => later(BEFORE - Date.now(), work);
const row = async (id: string) => (await server.db.read.find(caseFile, { id })) as CaseFile;
/** Another start of the same office. */
async function startAgain(): Promise<void> {
  const { dbUrl, dataDir } = server.env;
  const other = await startServer({ dbUrl, dataDir });
  await other.app.init();
  await other.close();
}

it('moves what is due and promised, once, and tells the resident why', async () => {
  await startAgain();
  const { id, resident } = await then(() => given.case('handling', { item: 'tree-trim' }));
  const known = await row(id);
  const old = withoutYears(cityCalendar(), YEARS);
  const asBefore = (moment: Date | null) => {
    const left = worktimeBetween(new Date(BEFORE), moment as Date, 'workHour', cityCalendar());
    return addWorktime(new Date(BEFORE), { unit: 'workHour', amount: left }, old);
  };
  const [dueAt, promisedAt] = [asBefore(known.dueAt), asBefore(known.promisedAt)];
  expect(promisedAt < (known.promisedAt as Date)).toBe(true);
  await server.db.write((tx) => tx.update(caseFile, { dueAt, promisedAt }, { id }));
  await server.db.write((tx) => tx.run("DELETE FROM job WHERE kind = 'cases.warning'"));
  await server.db.write((tx) => tx.run("UPDATE counter SET n = 2025 WHERE name = 'calendar.known-until'"));
  await then(async () => {
    for (let turn = 0; turn < 2; turn++) await startAgain();
    while ((await server.app.get(Jobs).runDue()) > 0);
  });
  const after = await row(id);
  expect(Math.abs(Number(after.promisedAt) - Number(known.promisedAt))).toBeLessThan(1000);
  expect(Math.abs(Number(after.dueAt) - Number(known.dueAt))).toBeLessThan(1000);
  const view = await resident.case(id);
  expect(view.timeline.filter((e) => e.action === 'reckon')).toHaveLength(1);
  expect(view.timeline.at(-1)?.says).toContain('放假安排公布后，承诺日期改为');
  // The entry before it stands as it was written; as such a date would have been promised then, it says why it moved.
  const entries = await server.db.read.from(caseEntry, 'e').where('e.caseId = :id', { id }).orderBy('e.seq').getMany();
  const told = promiseChanges(entries.map((e) => (e.action === 'reckon' ? e : { ...e, promisedAt })));
  expect(told).toEqual([expect.objectContaining({ why: '放假安排公布了，按公布的日子重新计算' })]);
  const [job] = await server.db.read.query<{ n: number }>(
    "SELECT COUNT(*) AS n FROM job WHERE kind = 'cases.warning' AND payload LIKE ? AND payload LIKE ?",
    [`%${id}%`, `%${after.dueAt?.toISOString()}%`],
  );
  expect(Number(job.n)).toBe(1);
  expect(actionRow('reckon').by).toBe('case.silence');
});
