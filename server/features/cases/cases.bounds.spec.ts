/** What one person may add to one case, over HTTP: acts of a day, photos, and lists that grow page by page. */
import { guards, MOST_ADDS } from '../../../shared/case-flow.js';
import type { Look, Page } from '../../../shared/views.js';
import { startServer, type TestServer } from '../../test/app.js';
import { DAY, later } from '../../test/clock.js';
import { Given, type Person } from '../../test/given.js';

let server: TestServer;
let given: Given;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
});
afterAll(() => server.close());

const photosOf = async (person: Person, n: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let i = 0; i < n; i++) ids.push((await person.photo()).id);
  return ids;
};

it('takes ten additions of its reporter on one day, says what to do instead, and ten more on the next', async () => {
  const { id, resident } = await given.case('assigned');
  const until = new Date(Date.now() + 3 * DAY);
  const sql = 'UPDATE session SET expiresAt = ?, seenAt = ? WHERE account = ?';
  await server.db.write((tx) => tx.run(sql, [until, until, resident.id]));
  const fill = async () => {
    for (let i = 0; i < MOST_ADDS; i++) await resident.does(id, 'add', { words: `第 ${i} 次补充` });
    const refused = await resident.act(id, 'add', { words: '再补充一次' });
    expect([refused.status, refused.body.code, refused.body.detail]).toEqual([409, 'case.guarded', guards.addedToday]);
    const view = await resident.case(id);
    expect([view.can.includes('add'), view.cannot.add]).toEqual([false, guards.addedToday]);
  };
  // The clock stands still in there: no midnight comes between.
  await later(0, fill);
  const { id: other } = await resident.report();
  await resident.does(other, 'add', { words: '另一件事照样可以补充' });
  await later(DAY, fill);
});

it('takes nine photos with one act, and sixty in all; only an answer brings its evidence beyond', async () => {
  const { id, resident } = await given.case('reported');
  const worker = await given.the('gridWorker');
  const [before, after] = [await photosOf(worker, 9), await photosOf(worker, 1)];
  const reply = '当场清理干净了';
  const many = await worker.act(id, 'settle', { before, photos: after, reply });
  expect([many.status, many.body.code, many.body.detail]).toEqual([
    422,
    'file.too-many',
    '一次最多附 9 张照片，请去掉几张',
  ]);

  for (let i = 0; i < 6; i++)
    await resident.does(id, 'add', { words: '又拍了几张', photos: await photosOf(resident, 9) });
  const photos = await photosOf(resident, 7);
  const full = await resident.act(id, 'add', { words: '再来几张', photos });
  expect([full.status, full.body.code, full.body.detail]).toEqual([
    422,
    'file.too-many',
    '这件事已有 54 张照片，最多 60 张，还可以附 6 张',
  ]);
  await resident.does(id, 'add', { words: '再来几张', photos: photos.slice(0, 6) });
  const none = await worker.act(id, 'verify', { photos: after });
  expect([none.body.code, none.body.detail]).toEqual([
    'file.too-many',
    '这件事已有 60 张照片，最多 60 张，不能再附照片，请用文字说明',
  ]);
  await resident.does(id, 'add', { words: '不带照片照样可以补充' });
  expect((await worker.does(id, 'settle', { before: before.slice(0, 1), photos: after, reply })).state).toBe('handled');
});

it('shows who looked at its contact page by page, the newest first, of both ways of looking', async () => {
  const resident = await given.person('resident');
  const { id } = await resident.report({ contactName: '王小明', contactPhone: '19900004321' });
  const clerk = await given.the('communityWorker');
  const reasons: string[] = [];
  for (let i = 0; i < 21; i++) {
    const reason = `第 ${i} 次联系诉求人`;
    await clerk.post(`/api/cases/${id}/reveal`, { reason }).expect(200);
    reasons.unshift(reason);
  }
  await (await given.the('operator')).post('/api/cases/phone-search', { phone: '19900004321' }).expect(200);
  reasons.unshift('按电话查找（完整号码）');
  const page = async (n: number) => (await resident.get(`/api/cases/${id}/looks?page=${n}`)).body as Page<Look>;
  const [first, second] = [await page(1), await page(2)];
  expect([first.total, first.rows.length, second.total, second.rows.length]).toEqual([22, 20, 22, 2]);
  expect([...first.rows, ...second.rows].map((look) => look.reason)).toEqual(reasons);
  expect((await page(3)).rows).toEqual([]);
});
