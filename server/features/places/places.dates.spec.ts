/** Places that are given up, and borders that change from a stated date, over HTTP and on the command line. */
import type { Position } from 'geojson';
import request from 'supertest';
import type { ImportReport, PlaceAt } from '../../../shared/views.js';
import { runCommand } from '../../cli/cli.js';
import { placesCommands } from '../../cli/places.js';
import { Ctx, system } from '../../core/ctx.js';
import { Jobs } from '../../core/jobs.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Given, middleOf, ORIGIN, type Person, SIDE } from '../../test/given.js';
import { PlaceImport } from './places.import.js';

const WEST = '990101001001';
const WEST1 = `${WEST}001`;
const WEST2 = `${WEST}002`;
/** No test runs until then. */
const FAR = '2099-01-01';

let server: TestServer;
let given: Given;
let admin: Person;
beforeEach(async () => {
  server = await startServer();
  given = await Given.city(server);
  admin = await given.person('systemAdmin');
});
afterEach(() => server.close());

const box = (west: number, wide: number): Position[] => {
  const [w, s, e, n] = [ORIGIN.lng + SIDE * west, ORIGIN.lat, ORIGIN.lng + SIDE * (west + wide), ORIGIN.lat + SIDE];
  return [
    [w, s],
    [e, s],
    [e, n],
    [w, n],
    [w, s],
  ];
};
const fileOf = (shapes: Record<string, Position[]>) =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: Object.entries(shapes).map(([code, ring]) => ({
      type: 'Feature',
      properties: { code },
      geometry: { type: 'Polygon', coordinates: [ring] },
    })),
  });
/** The western community with its border moved to the east: what lies at 1.25 was the second grid's, and is the first's. */
const MOVED = fileOf({ [WEST1]: box(0, 1.5), [WEST2]: box(1.5, 0.5) });
const BETWEEN = { lng: ORIGIN.lng + SIDE * 1.25, lat: middleOf(0).lat };

const post = async (geojson: string, more: object): Promise<ImportReport> => {
  const options = { level: 'grid', code: 'code', name: 'name', under: WEST, dryRun: false };
  return (await admin.post('/api/places/import', { geojson, ...options, ...more }).expect(200)).body;
};
const ownerOf = async (point: object) =>
  ((await request(server.url).get('/api/places/at').query(point)).body as PlaceAt).grid?.code;
const drawn = async () => {
  const { text } = await request(server.url).get('/api/places/shapes');
  return (JSON.parse(text).features as { properties: { code: string } }[]).map((f) => f.properties.code);
};
const close = (code: string, on?: string) => admin.post(`/api/places/${code}/close`, { on });
/** A moment that is about to come. */
const soon = () => new Date(Date.now() + 1500);

/** The jobs run as in a server that listens, until it is so. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 15_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error('it never came true');
    await server.app.get(Jobs).runDue();
  }
}

describe('a border that changes from a date', () => {
  it('stays what it was until then', async () => {
    expect(await post(MOVED, { since: FAR })).toMatchObject({ changed: 2, faults: [], applied: true });
    expect(await ownerOf(BETWEEN)).toBe(WEST2);
    const { body } = await admin.get(`/api/places/${WEST1}`).expect(200);
    expect(body).toMatchObject({ hasShape: true, area: 960 * 1110 });
  });

  it('is another when the date comes, on a server that runs', async () => {
    const { db } = server;
    const options = { level: 'grid', code: 'code', name: 'name', under: WEST, dryRun: false } as const;
    const since = soon();
    const ctx = new Ctx({ db, actor: system });
    await server.app.get(PlaceImport).run(ctx, MOVED, { ...options, since });
    expect(await ownerOf(BETWEEN)).toBe(WEST2);
    await until(async () => (await ownerOf(BETWEEN)) === WEST1);
    expect((await admin.get(`/api/places/${WEST1}`)).body.shapeSince).toBe(since.toISOString());
  });

  it('is known when the date comes by the clock of a server whose clock is behind that of the one that told it', async () => {
    const options = { level: 'grid', code: 'code', name: 'name', under: WEST, dryRun: false } as const;
    await server.app
      .get(PlaceImport)
      .run(new Ctx({ db: server.db, actor: system }), MOVED, { ...options, since: soon() });
    // The other one has done the job of that moment, and this one has looked, too early by its own clock.
    await server.db.write((tx) => tx.run("DELETE FROM job WHERE kind = 'places.turn'"));
    expect(await ownerOf(BETWEEN)).toBe(WEST2);
    const map = async () => (await request(server.url).get('/api/places/shapes')).text;
    const before = await map();
    const isSo = async () => (await ownerOf(BETWEEN)) === WEST1 && (await map()) !== before;
    while (!(await isSo()));
  });

  it('is checked among its neighbours as they are then, and on every later date', async () => {
    await post(MOVED, { since: FAR });
    // Fits what is there today, but not what comes.
    const again = fileOf({ [WEST2]: box(1, 1) });
    expect((await post(again, { since: '2099-06-01', allowGaps: true })).faults).toMatchObject([{ kind: 'overlap' }]);
    await admin.post('/api/places', { level: 'grid', code: `${WEST}003`, name: '西三网格', under: WEST }).expect(201);
    const third = fileOf({ [`${WEST}003`]: box(1.25, 0.1) });
    expect((await post(third, {})).faults).toMatchObject([{ kind: 'overlap', other: WEST2 }]);
    await close(WEST2, '2090-01-01').expect(204);
    expect((await post(third, { since: '2095-01-01', allowGaps: true })).faults).toMatchObject([
      { kind: 'overlap', other: WEST1 },
    ]);
  });

  it('gives way to no earlier one, and is corrected by one of the same date', async () => {
    await post(MOVED, { since: FAR });
    const other = fileOf({ [WEST1]: box(0, 1.4), [WEST2]: box(1.4, 0.6) });
    expect((await post(other, { since: '2098-01-01' })).faults).toMatchObject([
      { kind: 'later-outline', code: WEST1 },
      { kind: 'later-outline', code: WEST2 },
    ]);
    expect(await post(other, { since: FAR })).toMatchObject({ changed: 2, applied: true });
    expect(await post(other, { since: FAR })).toMatchObject({ changed: 0, applied: true });
  });

  it('is no border from a day that no calendar has', async () => {
    const options = { geojson: MOVED, level: 'grid', code: 'code', name: 'name', under: WEST, dryRun: true };
    for (const since of ['2099-02-30', '99-01-01', 'soon']) {
      const answer = await admin.post('/api/places/import', { ...options, since });
      expect(answer).toMatchObject({ status: 422, body: { errors: { since: 'invalid' } } });
    }
  });
});

describe('a place that is given up', () => {
  it('is gone from the router, the maps and the tree, and its code stays taken', async () => {
    await close(WEST2).expect(204);
    expect(await ownerOf(middleOf(1))).toBeUndefined();
    expect(await drawn()).not.toContain(WEST2);
    expect((await admin.get(`/api/places/${WEST2}`)).status).toBe(404);
    expect((await admin.get('/api/places').query({ parent: WEST })).body.rows).toMatchObject([{ code: WEST1 }]);
    expect((await close(WEST2)).status).toBe(404);
    const again = await admin.post('/api/places', { level: 'grid', code: WEST2, name: '又来', under: WEST });
    expect(again).toMatchObject({ status: 409, body: { code: 'place.code-taken' } });
  });

  it('keeps the cases that ended there', async () => {
    const { id } = await given.case('withdrawn', { place: middleOf(1) });
    await close(WEST2).expect(204);
    expect((await (await given.the('leader')).case(id)).grid).toEqual({ code: WEST2, name: '西二网格' });
  });

  it('is there until the date comes, then gone on a server that runs', async () => {
    const on = soon();
    await close(WEST2, FAR).expect(204);
    expect((await admin.get(`/api/places/${WEST2}`)).body.until).toBe('2098-12-31T16:00:00.000Z');
    // The plan may change; days are too long for a test.
    await server.db.write((tx) => tx.run('UPDATE place SET until = ? WHERE code = ?', [on, WEST2]));
    await server.db.write((tx) => tx.run("UPDATE job SET runAt = ? WHERE kind = 'places.turn'", [on]));
    expect(await ownerOf(middleOf(1))).toBe(WEST2);
    await until(async () => (await ownerOf(middleOf(1))) === undefined);
    expect(await drawn()).not.toContain(WEST2);
  });

  it('makes room for a border that takes its ground from the same date on', async () => {
    await close(WEST2, FAR).expect(204);
    const whole = fileOf({ [WEST1]: box(0, 2) });
    expect((await post(whole, {})).faults).toMatchObject([{ kind: 'overlap', other: WEST2 }]);
    expect(await post(whole, { since: FAR })).toMatchObject({ faults: [], changed: 1, applied: true });
  });

  it('gets nothing new below it when its end is written down', async () => {
    await close(WEST1, FAR).expect(204);
    const cell = await admin.post('/api/places', { level: 'cell', code: 'c1', name: '一号楼', under: WEST1 });
    expect(cell).toMatchObject({ status: 422, body: { code: 'place.unknown' } });
  });

  it.each<[what: string, code: string, make: () => Promise<unknown>, words: RegExp]>([
    ['places below it', WEST, async () => {}, /下级：西一网格、西二网格/],
    ['units', WEST, async () => {}, /单位：西社区居委会/],
    ['posts', WEST2, () => given.person('gridWorker', { grids: [WEST2], name: '张三' }), /岗位：专职网格员 张三/],
    ['open cases', WEST2, () => given.case('reported', { place: middleOf(1) }), /未结事件：\S+/],
  ])('is refused while it has %s, which are named', async (_, code, make, words) => {
    await make();
    for (const on of [undefined, FAR]) {
      const answer = await close(code, on);
      expect(answer).toMatchObject({ status: 409, body: { code: 'place.in-use' } });
      expect(answer.body.detail).toMatch(words);
    }
    expect(await ownerOf(middleOf(1))).toBe(WEST2);
  });

  it('is given up by nobody else', async () => {
    const dispatcher = await given.person('dispatcher');
    expect((await dispatcher.post(`/api/places/${WEST2}/close`, {})).status).toBe(403);
  });
});

describe('on the command line', () => {
  const run = async (...words: string[]) => {
    const said: string[] = [];
    const code = await runCommand(placesCommands, words, {
      db: server.db,
      secrets: server.secrets,
      service: async (type) => server.app.get(type),
      ctx: (work) => Ctx.writing({ db: server.db, actor: system, source: 'cli' }, work),
      print: (line) => said.push(line),
      progress: () => {},
      stop: new AbortController().signal,
    });
    return { code, said: said.join('\n') };
  };

  it('closes places, and says what stands in the way', async () => {
    expect(await run('places', 'close', '--code', WEST2, '--on', FAR)).toEqual({
      code: 0,
      said: `网格 西二网格 从 ${FAR} 起撤销；编码 ${WEST2} 不再使用`,
    });
    expect((await run('places', 'close', '--code', WEST1)).code).toBe(0);
    expect(await ownerOf(middleOf(0))).toBeUndefined();
    const refused = await run('places', 'close', '--code', WEST);
    expect(refused).toMatchObject({ code: 1, said: expect.stringMatching(/不能撤销：还有.*西二网格/) });
    expect(await run('places', 'close', '--code', WEST1)).toMatchObject({ code: 1 });
    expect(await run('places', 'close', '--code', WEST2, '--on', 'soon')).toMatchObject({ code: 1 });
    expect(await run('places', 'close')).toMatchObject({ code: 2 });
  });
});
