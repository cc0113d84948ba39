/** Large imports: everybody else is answered meanwhile, whoever asked sees how far it is, and stopping leaves no trace. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Polygon } from 'geojson';
import request from 'supertest';
import type { ImportReport, ImportRun } from '../../../shared/views.js';
import { type Cli, runCommand } from '../../cli/cli.js';
import { placesCommands } from '../../cli/places.js';
import { Ctx, system } from '../../core/ctx.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Given, type Person } from '../../test/given.js';
import { meshOf, seeded } from '../../test/mesh.js';

const WEST = '990101001001';

let server: TestServer;
let given: Given;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
  admin = await given.the('systemAdmin');
});
afterAll(() => server.close());

const mesh = (columns: number, rows: number) =>
  meshOf({ columns, rows, origin: [123, 31], side: 0.01, bends: [6, 12], chance: seeded(7) });
const textOf = (cells: readonly Polygon[]) =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: cells.map((geometry, i) => ({
      type: 'Feature',
      properties: { code: `${WEST}-${i + 1}`, name: `第${i + 1}格` },
      geometry,
    })),
  });
/** Twice as large as they ought to be, each lies over all around it: it takes minutes to tell where. */
const spread = ({ type, coordinates: [ring] }: Polygon): Polygon => {
  const [x, y] = ring[0];
  return { type, coordinates: [ring.map(([px, py]) => [x + 2 * (px - x), y + 2 * (py - y)])] };
};
const ENDLESS = textOf(mesh(70, 70).map(spread));
const OPTIONS = { level: 'grid', code: 'code', name: 'name', under: WEST, allowGaps: true };

const opened = async (by = admin): Promise<string> => (await by.post('/api/places/imports').expect(201)).body.id;
const seen = async (id: string, at = server): Promise<ImportRun> =>
  (await request(at.url).get(`/api/places/imports/${id}`).set('authorization', `Bearer ${admin.token}`).expect(200))
    .body;
const sends = (geojson: string, more: object = {}) =>
  admin.post('/api/places/import', { ...OPTIONS, geojson, dryRun: false, ...more });
const stored = async () => [
  await server.db.read.query('SELECT COUNT(*) AS n FROM place'),
  await server.db.read.query('SELECT COUNT(*) AS n FROM place_shape'),
  await server.db.read.query("SELECT COUNT(*) AS n FROM audit WHERE action = 'place.import'"),
];

/** Asks until the import is as far as that. */
async function until(id: string, isSo: (run: ImportRun) => boolean, at = server): Promise<ImportRun> {
  for (;;) {
    const run = await seen(id, at);
    if (isSo(run)) return run;
    if (run.state !== 'waiting' && run.state !== 'running') throw new Error(`it ended: ${JSON.stringify(run)}`);
  }
}

it('answers others while it is checked, tells how far it is, and changes nothing when it is stopped', async () => {
  const before = await stored();
  const run = await opened();
  expect(await seen(run)).toEqual({ id: run, state: 'waiting', stage: 'reading', done: 0, total: 0, pairs: 0 });
  const answered: string[] = [];
  const sent = sends(ENDLESS, { run }).then((answer) => {
    answered.push('import');
    return answer;
  });
  const early = await until(run, ({ stage, pairs }) => stage === 'comparing' && pairs > 0);
  expect(early).toMatchObject({ state: 'running', total: 4900 });
  await request(server.url).get('/health/live').expect(200);
  answered.push('health');
  const later = await until(run, ({ pairs }) => pairs > early.pairs);
  expect(later.done).toBeGreaterThanOrEqual(early.done);
  const stop = await admin.post(`/api/places/imports/${run}/stop`).expect(200);
  expect(stop.body.state).toBe('stopped');
  const { status, body } = await sent;
  expect([status, body.code]).toEqual([409, 'place.import-stopped']);
  expect(answered).toEqual(['health', 'import']);
  expect(await stored()).toEqual(before);
});

it('goes through with thousands of outlines, and stopping it then comes too late', async () => {
  const run = await opened();
  const { body } = await sends(textOf(mesh(50, 50)), { run, allowOverlaps: true });
  expect(body).toEqual({ features: 2500, faults: [], created: 2500, changed: 0, renamed: [], applied: true });
  const stop = await admin.post(`/api/places/imports/${run}/stop`).expect(200);
  expect(stop.body.state).toBe('done');
  const [{ n }] = await server.db.read.query<{ n: number }>("SELECT COUNT(*) AS n FROM place WHERE code LIKE '%-%'");
  expect(Number(n)).toBe(2500);
});

it('tells the same faults, watched or not', async () => {
  const text = textOf(mesh(2, 1).map(spread)).replaceAll(`${WEST}-`, `${WEST}9`);
  const more = { allowOverlaps: false, dryRun: true };
  const [plain, watched] = [await sends(text, more), await sends(text, { ...more, run: await opened() })];
  const { faults, preview } = watched.body as ImportReport;
  expect(faults[0]).toMatchObject({ feature: 1, code: `${WEST}91`, kind: 'overlap', other: `${WEST}92` });
  expect(preview).toMatchObject({ type: 'FeatureCollection', features: [{ properties: { faulty: true } }, {}] });
  expect(watched.body).toEqual(plain.body);
});

it('is not begun when it was stopped before its file was there, and is begun once', async () => {
  const run = await opened();
  await admin.post(`/api/places/imports/${run}/stop`).expect(200);
  const stopped = await sends(textOf(mesh(1, 1)), { run });
  expect([stopped.status, stopped.body.code]).toEqual([409, 'place.import-stopped']);
  const other = await opened();
  await sends('{}', { run: other }).expect(200);
  expect((await seen(other)).state).toBe('done');
  expect((await sends('{}', { run: other })).status).toBe(404);
});

it('is watched, stopped and used by nobody else', async () => {
  const run = await opened();
  const another = await given.person('systemAdmin');
  await another.get(`/api/places/imports/${run}`).expect(404);
  await another.post(`/api/places/imports/${run}/stop`).expect(404);
  await another.post('/api/places/import', { ...OPTIONS, geojson: '{}', dryRun: true, run }).expect(404);
  expect((await seen(run)).state).toBe('waiting');
});

/** The embedded file serves one process. */
const onServer = process.env.DB_URL ? it : it.skip;

onServer('is watched and stopped from another server', async () => {
  const second = await startServer({ dbUrl: server.env.dbUrl, dataDir: server.env.dataDir });
  const before = await stored();
  const run = await opened();
  const sent = sends(ENDLESS, { run }).then((answer) => answer);
  await until(run, ({ pairs }) => pairs > 0, second);
  await request(second.url)
    .post(`/api/places/imports/${run}/stop`)
    .set('authorization', `Bearer ${admin.token}`)
    .expect(200);
  expect((await sent).body.code).toBe('place.import-stopped');
  expect(await stored()).toEqual(before);
  await second.close();
});

it('ends with the server, which waits for no check that takes minutes', async () => {
  const other = await startServer();
  const person = await (await Given.city(other)).person('systemAdmin');
  const run = await opened(person);
  const sent = person
    .post('/api/places/import', { ...OPTIONS, geojson: ENDLESS, dryRun: false, run })
    .then((answer) => answer);
  while ((await person.get(`/api/places/imports/${run}`)).body.stage !== 'comparing');
  await other.close();
  expect((await sent).body.code).toBe('place.import-stopped');
});

it('ends on Ctrl-C at the command line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gezhi-import-'));
  const file = join(folder, 'in.geojson');
  writeFileSync(file, ENDLESS);
  const before = await stored();
  const ctrlC = new AbortController();
  const lines: string[] = [];
  const app: Cli = {
    db: server.db,
    secrets: server.secrets,
    service: async (type) => server.app.get(type),
    ctx: (work) => Ctx.writing({ db: server.db, actor: system }, work),
    print: (line) => lines.push(line),
    progress: (line) => /比过 [1-9]/.test(line) && ctrlC.abort(),
    stop: ctrlC.signal,
  };
  const words = ['--level', 'grid', '--code', 'code', '--name', 'name', '--under', WEST, '--allow-gaps'];
  expect(await runCommand(placesCommands, ['places', 'import', file, ...words], app)).toBe(1);
  expect(lines).toEqual(['导入已停止，没有改动任何内容']);
  expect(await stored()).toEqual(before);
  rmSync(folder, { recursive: true });
});
