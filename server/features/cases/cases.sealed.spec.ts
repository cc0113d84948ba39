/** What is sealed and does not open any more, after a wrong restore or a lost key, takes nothing else down with it. */

import { Ctx, system } from '../../core/ctx.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Given } from '../../test/given.js';
import { phonePhoto } from '../../test/pictures.js';
import { rebuildText } from './cases.text.js';

let server: TestServer;
let given: Given;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
});
afterAll(() => server.close());

const run = (sql: string, values: unknown[]) => server.db.write((tx) => tx.run(sql, values));

it('shows a case whose contact and evidence do not open, as if they had not been given', async () => {
  const resident = await given.the('resident');
  const worker = await given.the('gridWorker');
  const clerk = await given.the('communityWorker');
  const { id } = await resident.report({ contactName: '王小明', contactPhone: '13912345678' });
  const { id: other } = await resident.report({ contactPhone: '13911112222' });
  const photos = [await worker.photo(await phonePhoto()), await worker.photo(await phonePhoto())].map((p) => p.id);
  await worker.does(id, 'settle', { before: [photos[0]], photos: [photos[1]], reply: '换了灯泡，已经亮了' });
  const evidenceIn = async () => (await worker.case(id)).timeline.find((e) => e.action === 'settle')?.evidence;
  expect(await evidenceIn()).toHaveLength(2);

  // The name was moved from another row, the phone is of another key, one photo's notes are rubbish.
  const sql =
    'UPDATE case_file SET contactName = (SELECT c.sealed FROM (SELECT contactPhone AS sealed FROM case_file WHERE id = ?) c), contactPhone = ?, phoneEnd = NULL WHERE id = ?';
  await run(sql, [other, 'v1.aes.deadbeef.AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA', id]);
  await run('UPDATE file SET evidence = ? WHERE id = ?', ['rubbish', photos[0]]);

  expect((await clerk.case(id)).reporter).toEqual({ name: null, phone: null, mine: false });
  expect((await resident.case(id)).reporter?.mine).toBe(true);
  expect(await evidenceIn()).toHaveLength(1);
  await clerk.get(`/api/cases/${id}/paper.pdf`).expect(200);
  const revealed = await clerk.post(`/api/cases/${id}/reveal`, { reason: '核实情况需要联系' }).expect(200);
  expect(revealed.body).toEqual({ name: null, phone: null });
  const told = { db: server.db, secrets: server.secrets, stop: new AbortController().signal, progress: () => {} };
  const rebuilt = await rebuildText(told, (work) => Ctx.writing({ db: server.db, actor: system }, work));
  expect(rebuilt).toEqual({ done: 2, complete: true });
});

it('opens the page of a case whose unsent words do not open', async () => {
  const { id } = await given.case('verified');
  const dispatcher = await given.the('dispatcher');
  await dispatcher.put(`/api/cases/${id}/drafts/assign`, { input: { words: '先看看' } }).expect(204);
  await run('UPDATE draft SET text = ? WHERE caseId = ?', ['rubbish', id]);
  const answer = await dispatcher.get(`/api/cases/${id}/drafts`).expect(200);
  expect(answer.body).toEqual({});
});
