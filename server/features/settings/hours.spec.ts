/** Office hours over HTTP: who may set them, what is refused, and what they change. */
import type { OfficeHours } from '../../../shared/views.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Given, type Person } from '../../test/given.js';

let server: TestServer;
let given: Given;
let admin: Person;
const USUAL = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '18:00' },
];
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
  admin = await given.the('systemAdmin');
});
afterEach(() => admin.put('/api/settings/hours', { spans: USUAL }));
afterAll(() => server.close());

const hours = async (): Promise<OfficeHours> => (await admin.get('/api/settings/hours').expect(200)).body;
const minutesOfDay = (iso: string | null) => {
  const at = new Date(Date.parse(String(iso)) + 8 * 3_600_000);
  return at.getUTCHours() * 60 + at.getUTCMinutes();
};

it('are the usual ones until the city sets its own, and say how far the holidays are known', async () => {
  const { spans, knownUntil } = await hours();
  expect(spans).toEqual(USUAL);
  expect(knownUntil).toBeGreaterThanOrEqual(2026);
});

it('count for what is opened afterwards; deadlines that are set stay until the case moves', async () => {
  const worker = await given.the('gridWorker');
  const before = await given.case('reported');
  const { dueAt } = await worker.case(before.id);
  const spans = [{ from: '22:00', to: '24:00' }];
  const answer = await admin.put('/api/settings/hours', { spans }).expect(200);
  expect(answer.body.spans).toEqual(spans);
  expect(await hours()).toMatchObject({ spans });
  expect((await worker.case(before.id)).dueAt).toBe(dueAt);
  const after = await given.case('reported');
  const due = minutesOfDay((await worker.case(after.id)).dueAt);
  expect(due === 0 || due >= 22 * 60).toBe(true);
  const moved = minutesOfDay((await worker.does(before.id, 'verify')).dueAt);
  expect(moved === 0 || moved >= 22 * 60).toBe(true);
});

it.each([
  ['nothing', [], { spans: 'none' }],
  ['overlap', [USUAL[0], { from: '11:00', to: '18:00' }], { 'spans.1.from': 'overlap' }],
  ['disorder', [USUAL[1], USUAL[0]], { 'spans.1.from': 'overlap' }],
  ['a wrong time', [{ from: '9:00', to: '12:00' }], { 'spans.0.from': 'time' }],
])('refuses %s and says where', async (_, spans, errors) => {
  const answer = await admin.put('/api/settings/hours', { spans });
  expect([answer.status, answer.body.errors]).toEqual([422, errors]);
  expect((await hours()).spans).toEqual(USUAL);
});

it('are written to the audit log, before and after', async () => {
  await admin.put('/api/settings/hours', { spans: [{ from: '08:30', to: '17:30' }] }).expect(200);
  const auditor = await given.the('auditAdmin');
  const { rows } = (await auditor.get('/api/audit?action=settings.hours')).body;
  expect(rows[0]).toMatchObject({
    action: 'settings.hours',
    detail: { before: ['09:00–12:00', '13:30–18:00'], after: ['08:30–17:30'] },
  });
});

it('are nobody else’s to see or set', async () => {
  for (const role of ['leader', 'securityAdmin', 'dispatcher'] as const) {
    const person = await given.the(role);
    expect((await person.put('/api/settings/hours', { spans: USUAL })).status).toBe(403);
  }
});
