/** The sheet of a case: what stands on it, for whom it is made, and that each is noted. */
import type { AuditRow, Page } from '../../../shared/views.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Given, type Person } from '../../test/given.js';
import { pdfText } from '../../test/pdf.js';

let server: TestServer;
let given: Given;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
});
afterAll(() => server?.close());

const paper = (person: Person, id: string) => person.get(`/api/cases/${id}/paper.pdf`).buffer(true);

it('says what the page of the case says, with contacts masked, in letters that it carries itself', async () => {
  const resident = await given.the('resident');
  const photos = [(await resident.photo()).id];
  const words = '门口路灯坏了三天，晚上看不见路。';
  const { id } = await resident.report({ words, contactName: '赵铁柱', contactPhone: '13911112222', photos });
  await (await given.the('gridWorker')).does(id, 'verify', { findings: '现场三盏灯不亮' });
  const answer = await paper(await given.the('dispatcher'), id).expect(200);
  expect(answer.headers['content-type']).toBe('application/pdf');
  const bytes = answer.body as Buffer;
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  const text = pdfText(bytes);
  for (const said of [
    words,
    '路灯不亮或损坏',
    '待分流',
    '赵**',
    '139****2222',
    '现场三盏灯不亮',
    '西一网格',
    '第1页，共1页',
  ])
    expect(text).toContain(said.replace(/\s/g, ''));
  for (const hidden of ['赵铁柱', '13911112222']) expect(text).not.toContain(hidden);
  expect(bytes.toString('latin1')).toContain('/Subtype /Image');
  // The whole font has ten megabytes.
  expect(bytes.length).toBeLessThan(300_000);
});

it('a long case takes as many pages as it needs, each with its number', async () => {
  const { id } = await (await given.the('resident')).report({ words: '水管漏水。'.repeat(190) });
  const worker = await given.the('gridWorker');
  await worker.does(id, 'verify', { findings: '查看了现场。'.repeat(80) });
  const bytes = (await paper(await given.the('dispatcher'), id).expect(200)).body as Buffer;
  expect(pdfText(bytes)).toMatch(/第2页，共[2-9]页/);
});

it('is given within the reach alone, and noted', async () => {
  const { id } = await given.case('assigned');
  await paper(await given.person('communityWorker', { unit: 'east' }), id).expect(404);
  await paper(await given.person('resident'), id).expect(404);
  await paper(await given.the('handler'), id).expect(200);
  const auditor = await given.the('auditAdmin');
  const { rows } = (await auditor.get('/api/audit').query({ action: 'case.paper', size: 100 })).body as Page<AuditRow>;
  expect(rows.filter((r) => r.object === `case:${id}`)).toHaveLength(1);
});
