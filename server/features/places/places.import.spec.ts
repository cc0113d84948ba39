/** Imports of outlines: what is taken, what is refused (and then nothing is changed), over HTTP and on the command line. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Feature, FeatureCollection, Position } from 'geojson';
import request from 'supertest';
import type { ImportReport, PlaceAt } from '../../../shared/views.js';
import { type Cli, runCommand } from '../../cli/cli.js';
import { placesCommands } from '../../cli/places.js';
import { Ctx, system } from '../../core/ctx.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Given, middleOf, ORIGIN, type Person, SIDE } from '../../test/given.js';
import { toWgs84 } from './datum.js';

const WEST = '990101001001';
const STREET = '990101001';

let server: TestServer;
let admin: Person;

let given: Given;

const begin = async () => {
  server = await startServer();
  given = await Given.city(server);
  admin = await given.person('systemAdmin');
};
/** Only the grids are drawn: new ones may lie anywhere. */
const beginWithoutAreas = async () => {
  await begin();
  await server.db.write((tx) => tx.run('DELETE FROM place_shape WHERE LENGTH(place) < 15'));
};
const end = () => server.close();

/** A square of the made city, in its columns and rows; parts of one are allowed. */
const square = (column: number, row: number, wide = 1, high = 1): Position[] => {
  const [w, s] = [ORIGIN.lng + SIDE * column, ORIGIN.lat + SIDE * row];
  const [e, n] = [w + SIDE * wide, s + SIDE * high];
  return [
    [w, s],
    [e, s],
    [e, n],
    [w, n],
    [w, s],
  ];
};
const feature = (properties: Record<string, unknown>, ...rings: Position[][]): Feature => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Polygon', coordinates: rings },
});
const collection = (...features: unknown[]) => JSON.stringify({ type: 'FeatureCollection', features });
const post = (geojson: string, more: object = {}) =>
  admin.post('/api/places/import', {
    geojson,
    level: 'grid',
    code: 'code',
    name: 'name',
    under: WEST,
    dryRun: false,
    ...more,
  });
const report = async (geojson: string, more: object = {}): Promise<ImportReport> => {
  const answer = await post(geojson, more);
  expect([answer.status, answer.body.code]).toEqual([200, undefined]);
  return answer.body;
};
const at = async (query: object): Promise<PlaceAt> =>
  (await request(server.url).get('/api/places/at').query(query)).body;
/** Everything that an import could have changed. */
const stored = async () => ({
  places: await server.db.read.query('SELECT * FROM place ORDER BY code'),
  shapes: await server.db.read.query('SELECT * FROM place_shape ORDER BY id'),
  audit: await server.db.read.query('SELECT COUNT(*) AS n FROM audit'),
});

/** North of the western community, three grids side by side. */
const NORTH = [
  feature({ code: `${WEST}101`, name: '北一' }, square(0, 1)),
  feature({ code: `${WEST}102`, name: '北二' }, square(1, 1)),
  feature({ code: `${WEST}103`, name: '北三' }, square(0, 2, 2, 1)),
];

describe('an import', () => {
  beforeEach(beginWithoutAreas);
  afterEach(end);

  it('adds what is new, and the router knows it at once', async () => {
    expect(await report(collection(...NORTH), { allowGaps: true })).toEqual({
      features: 3,
      faults: [],
      created: 3,
      changed: 0,
      renamed: [],
      applied: true,
    });
    expect(await at(middleOf(1, 1))).toMatchObject({ grid: { code: `${WEST}102`, name: '北二' }, how: 'inside' });
    expect((await at(middleOf(1, 1))).grid?.path).toBe(`/9901/990101/990101001/${WEST}/${WEST}102/`);
    const area = (await at(middleOf(1, 1))).grid?.area ?? 0;
    expect(area / (959 * 1109)).toBeCloseTo(1, 1);
    const shapes = await request(server.url).get('/api/places/shapes');
    expect(JSON.parse(shapes.text).features).toHaveLength(7);
  });

  it('gives a place that exists a new outline from now on, keeps the old one, and changes nothing twice', async () => {
    const moved = collection(
      feature({ code: `${WEST}001`, name: '西一网格' }, square(0, 0, 1.5, 1)),
      feature({ code: `${WEST}002`, name: '西二改名' }, square(1.5, 0, 0.5, 1)),
    );
    expect((await at(middleOf(1))).grid?.code).toBe(`${WEST}002`);
    expect(await report(moved)).toMatchObject({ created: 0, changed: 2, applied: true });
    expect((await at({ lng: ORIGIN.lng + SIDE * 1.25, lat: middleOf(0).lat })).grid?.code).toBe(`${WEST}001`);
    expect((await at({ lng: ORIGIN.lng + SIDE * 1.75, lat: middleOf(0).lat })).grid?.name).toBe('西二改名');
    const shapes = await server.db.read.query<{ since: unknown; until: unknown }>(
      'SELECT since, until FROM place_shape WHERE place = ? ORDER BY since',
      [`${WEST}001`],
    );
    expect(shapes).toHaveLength(2);
    expect(shapes[0].until).toEqual(shapes[1].since);
    expect(shapes[1].until).toBeNull();

    expect(await report(moved)).toMatchObject({ created: 0, changed: 0, applied: true });
    const again = await server.db.read.query('SELECT id FROM place_shape WHERE place = ?', [`${WEST}001`]);
    expect(again).toHaveLength(2);
  });

  it('leaves a place its name where the file says none, and lists those that it renames', async () => {
    const nameless = collection(
      feature({ code: `${WEST}001` }, square(0, 0, 1.5, 1)),
      feature({ code: `${WEST}002`, name: ' ' }, square(1.5, 0, 0.5, 1)),
    );
    expect(await report(nameless)).toMatchObject({ changed: 2, renamed: [], applied: true });
    expect((await at(middleOf(0))).grid?.name).toBe('西一网格');

    const renamed = [{ code: `${WEST}002`, from: '西二网格', to: '西二改名' }];
    const renaming = collection(feature({ code: `${WEST}002`, name: '西二改名' }, square(1.5, 0, 0.5, 1)));
    expect(await report(renaming, { dryRun: true })).toMatchObject({ changed: 1, renamed, applied: false });
    expect(await report(renaming)).toMatchObject({ changed: 1, renamed, applied: true });
  });

  it('finds the parent in a property as it finds the code: numbers, and those that were written 1001.0', async () => {
    const parents = [Number(WEST), `${WEST}.0`, ` ${WEST} `];
    const features = NORTH.map((f, i) => ({ ...f, properties: { ...f.properties, of: parents[i] } }));
    const more = { under: undefined, parent: 'of', allowGaps: true };
    expect(await report(collection(...features), more)).toMatchObject({ faults: [], created: 3 });
  });

  it('shows in a dry run what would be there, and changes nothing', async () => {
    const before = await stored();
    const dry = await report(collection(...NORTH), { allowGaps: true, dryRun: true });
    expect(dry).toMatchObject({ features: 3, faults: [], created: 3, changed: 0, applied: false });
    const preview = dry.preview as FeatureCollection;
    expect(preview.features.map((f) => f.properties)).toMatchObject([
      { code: `${WEST}101`, name: '北一', change: 'new', faulty: false },
      { change: 'new' },
      { change: 'new' },
    ]);
    expect(preview.features[0].geometry).toEqual(NORTH[0].geometry);
    expect(await stored()).toEqual(before);
  });

  it('numbers from west to east, row by row from north to south, and never gives a number again', async () => {
    const nameless = NORTH.map((f, i) => ({ ...f, properties: { name: ['下左', '下右', '上'][i] } }));
    expect(await report(collection(...nameless), { code: 'auto', allowGaps: true })).toMatchObject({ created: 3 });
    const rows = await server.db.read.query(
      'SELECT code, name FROM place WHERE parent = ? AND code > ? ORDER BY code',
      [WEST, `${WEST}002`],
    );
    expect(rows.map((r) => ({ ...r }))).toEqual([
      { code: `${WEST}003`, name: '上' },
      { code: `${WEST}004`, name: '下左' },
      { code: `${WEST}005`, name: '下右' },
    ]);
  });

  it('numbers in as many digits as are asked for, also right under a street', async () => {
    const nameless = NORTH.map((f, i) => ({ ...f, properties: { name: `第${i}格` } }));
    const more = { code: 'auto', under: STREET, width: 6, allowGaps: true };
    expect(await report(collection(...nameless), more)).toMatchObject({ created: 3, applied: true });
    const rows = await server.db.read.query('SELECT code FROM place WHERE parent = ? AND level = ? ORDER BY code', [
      STREET,
      'grid',
    ]);
    expect(rows.map(({ code }) => code)).toEqual(['000003', '000004', '000005'].map((n) => `${STREET}${n}`));
  });

  it('takes parents from a property, and levels that skip others', async () => {
    const features = [
      feature({ code: 'campus-1', name: '一校', above: STREET }, square(0, 5)),
      feature({ code: 'campus-2', name: '二校', above: '990101001002' }, square(3, 5)),
    ];
    const more = { under: undefined, parent: 'above', allowGaps: true };
    expect(await report(collection(...features), more)).toMatchObject({ created: 2, applied: true });
    expect((await at(middleOf(0, 5))).grid?.pathNames).toEqual(['试验市', '东海区', '望海街道']);
  });

  it('reads holes and several parts, and lets a special grid lie over base grids and win', async () => {
    const holed = feature({ code: `${WEST}101`, name: '环' }, square(0, 1, 3, 3), square(1, 2));
    const parts: Feature = {
      type: 'Feature',
      properties: { code: `${WEST}102`, name: '内外' },
      geometry: { type: 'MultiPolygon', coordinates: [[square(1, 2)], [square(3, 1)]] },
    };
    expect(await report(collection(holed, parts), { allowGaps: true })).toMatchObject({ created: 2, applied: true });
    expect((await at(middleOf(1, 2))).grid?.code).toBe(`${WEST}102`);
    expect((await at(middleOf(3, 1))).grid?.code).toBe(`${WEST}102`);
    expect((await at(middleOf(0, 2))).grid?.code).toBe(`${WEST}101`);

    const park = feature({ code: `${WEST}900`, name: '公园' }, square(0.25, 0.25, 0.5, 0.5));
    expect(await report(collection(park), { kind: 'special' })).toMatchObject({ created: 1, applied: true });
    expect(await at(middleOf(0))).toMatchObject({ grid: { code: `${WEST}900`, kind: 'special' }, special: true });
    const beside = { lng: ORIGIN.lng + SIDE * 0.24, lat: middleOf(0).lat };
    expect(await at({ ...beside, accuracy: 20 })).toMatchObject({
      grid: { code: `${WEST}001` },
      special: false,
      nearBorder: true,
      runnerUp: { code: `${WEST}900` },
    });
  });

  it('stores WGS-84, whatever the file was measured in', async () => {
    // Read as GCJ-02, these corners lie where the made city has them shifted to.
    const ring = square(0, 6);
    const gcj = await report(collection(feature({ code: `${WEST}101`, name: '火星' }, ring)), {
      datum: 'gcj02',
      allowGaps: true,
    });
    expect(gcj.applied).toBe(true);
    const [{ geometry }] = await server.db.read.query<{ geometry: string }>(
      'SELECT geometry FROM place_shape WHERE place = ?',
      [`${WEST}101`],
    );
    const [corner] = JSON.parse(geometry).coordinates[0];
    const [lng, lat] = toWgs84(ring[0][0], ring[0][1], 'gcj02');
    expect(corner[0]).toBeCloseTo(lng, 6);
    expect(corner[1]).toBeCloseTo(lat, 6);
    expect(Math.abs(corner[0] - ring[0][0])).toBeGreaterThan(0.001);
    expect((await at({ ...middleOf(0, 6), datum: 'gcj02' })).grid?.code).toBe(`${WEST}101`);
  });

  it('is written down', async () => {
    await report(collection(...NORTH), { allowGaps: true });
    const { body } = await (await given.the('auditAdmin')).get('/api/audit?action=place.import');
    expect(body.rows[0]).toMatchObject({ detail: { level: 'grid', features: 3, created: 3, changed: 0 } });
  });

  it('is for those who keep the places', async () => {
    const answer = await (await given.the('dispatcher')).post('/api/places/import', { geojson: collection(...NORTH) });
    expect(answer.status).toBe(403);
  });
});

const without = (f: Feature, key: string): Feature => ({
  ...f,
  properties: Object.fromEntries(Object.entries(f.properties ?? {}).filter(([k]) => k !== key)),
});
const shaped = (code: string, ...ring: Position[]) => feature({ code, name: code }, ring);
const bowTie = shaped(
  `${WEST}101`,
  ...[
    [0, 1],
    [1, 2],
    [1, 1],
    [0, 2],
    [0, 1],
  ].map(([x, y]) => [ORIGIN.lng + SIDE * x, ORIGIN.lat + SIDE * y]),
);

/** Each refusal of the issue: the file, what else was said, and what the first fault must tell. */
const REFUSALS: [string, string, object, object][] = [
  ['broken JSON', '{"type":"FeatureCollection","features":[{]}', {}, { feature: 0, kind: 'json' }],
  ['JSON that is no collection', '{"type":"Point","coordinates":[1,2]}', {}, { feature: 0, kind: 'not-a-collection' }],
  ['an empty collection', collection(), {}, { feature: 0, kind: 'empty' }],
  ['a new place without a name', collection(without(NORTH[0], 'name')), {}, { feature: 1, kind: 'no-name' }],
  ['a missing code', collection(NORTH[0], without(NORTH[1], 'code')), {}, { feature: 2, kind: 'no-code' }],
  [
    'a doubled code',
    collection(NORTH[0], NORTH[1], { ...NORTH[2], properties: NORTH[0].properties }),
    {},
    { feature: 3, code: `${WEST}101`, kind: 'doubled-code' },
  ],
  [
    'an unknown parent',
    collection(...NORTH),
    { under: '424242' },
    { feature: 1, code: `${WEST}101`, kind: 'unknown-parent' },
  ],
  ['no parent', collection(...NORTH), { under: undefined }, { feature: 1, kind: 'no-parent' }],
  ['a parent of a lower level', collection(...NORTH), { level: 'street' }, { feature: 1, kind: 'unknown-parent' }],
  [
    'a self-crossing ring',
    collection(NORTH[1], bowTie),
    {},
    { feature: 2, code: `${WEST}101`, kind: 'crossing', at: [expect.any(Number), expect.any(Number)] },
  ],
  [
    'coordinates in metres',
    collection(
      shaped(`${WEST}101`, [13636000, 3570000], [13637000, 3570000], [13637000, 3571000], [13636000, 3570000]),
    ),
    {},
    { feature: 1, kind: 'metres', reason: expect.stringContaining('EPSG:3857') },
  ],
  [
    'coordinates off the earth',
    collection(shaped(`${WEST}101`, [200, 30], [201, 30], [201, 31], [200, 30])),
    {},
    { feature: 1, kind: 'off-earth' },
  ],
  [
    'a point instead of a polygon',
    collection({ ...NORTH[0], geometry: { type: 'Point', coordinates: [122, 30] } }),
    {},
    { feature: 1, kind: 'geometry-type' },
  ],
  [
    'a code with strange letters',
    collection(feature({ code: '网格 1', name: 'x' }, square(0, 1))),
    {},
    { feature: 1, kind: 'bad-code' },
  ],
  [
    'a national code of the wrong length',
    collection(feature({ code: `${WEST}1`, name: 'x' }, square(0, 1))),
    { scheme: 'gb' },
    { feature: 1, kind: 'bad-code' },
  ],
  [
    'numbers that would read as codes of communities',
    collection(...NORTH),
    { code: 'auto', under: '990101001' },
    { feature: 1, kind: 'bad-code', reason: expect.stringContaining('会被当成社区的') },
  ],
  [
    'a code of another level',
    collection(feature({ code: '990101001002', name: 'x' }, square(0, 1))),
    {},
    { feature: 1, kind: 'other-level', reason: expect.stringContaining('东社区') },
  ],
  [
    'a place under another parent',
    collection(feature({ code: '990101001002001', name: 'x' }, square(2, 0))),
    {},
    { feature: 1, kind: 'other-parent' },
  ],
  [
    'a name that is too long',
    collection(feature({ code: `${WEST}101`, name: '长'.repeat(81) }, square(0, 1))),
    {},
    { feature: 1, kind: 'bad-name' },
  ],
  [
    'an overlap in the file',
    collection(NORTH[0], feature({ code: `${WEST}102`, name: 'x' }, square(0.9, 1))),
    { allowGaps: true },
    {
      feature: 1,
      code: `${WEST}101`,
      kind: 'overlap',
      other: `${WEST}102`,
      area: expect.any(Number),
      at: [expect.any(Number), expect.any(Number)],
    },
  ],
  [
    'an overlap with what is there',
    collection(feature({ code: `${WEST}101`, name: 'x' }, square(0, 0.5))),
    { allowGaps: true },
    { feature: 1, code: `${WEST}101`, kind: 'overlap', other: `${WEST}001` },
  ],
  [
    'ground of another parent',
    collection(feature({ code: `${WEST}101`, name: 'x' }, square(2, 0))),
    { allowGaps: true },
    { feature: 1, kind: 'outside-parent' },
  ],
  [
    'a kind that changes',
    collection(feature({ code: `${WEST}001`, name: '西一网格' }, square(0, 0))),
    { kind: 'special' },
    { feature: 1, code: `${WEST}001`, kind: 'other-kind' },
  ],
  [
    'special grids that lie over one another',
    collection(
      feature({ code: `${WEST}901`, name: '公园' }, square(0.2, 0.2, 0.4, 0.4)),
      feature({ code: `${WEST}902`, name: '商场' }, square(0.5, 0.5, 0.4, 0.4)),
    ),
    { kind: 'special' },
    { feature: 1, code: `${WEST}901`, kind: 'overlap', other: `${WEST}902` },
  ],
  [
    'a gap inside the parent',
    collection(feature({ code: `${WEST}002`, name: 'x' }, square(1.1, 0, 0.9, 1))),
    {},
    {
      feature: 1,
      code: `${WEST}002`,
      kind: 'gap',
      area: expect.any(Number),
      at: [expect.any(Number), expect.any(Number)],
    },
  ],
];

describe('an import is refused and changes nothing', () => {
  beforeAll(begin);
  afterAll(end);

  it.each(REFUSALS)('for %s', async (_, geojson, more, fault) => {
    const before = await stored();
    const refused = await report(geojson, more);
    expect(refused.applied).toBe(false);
    expect(refused.faults[0]).toMatchObject(fault);
    expect(refused.faults[0].reason).not.toBe('');
    expect(await stored()).toEqual(before);
    expect((await report(geojson, { ...more, dryRun: true })).faults).toEqual(refused.faults);
  });

  it('for a code that was given up', async () => {
    const code = `${WEST}009`;
    await admin.post('/api/places', { level: 'grid', code, name: '试', under: WEST }).expect(201);
    await admin.post(`/api/places/${code}/close`, {}).expect(204);
    const refused = await report(collection(feature({ code, name: 'x' }, square(1, 0))));
    expect(refused).toMatchObject({ applied: false, faults: [{ kind: 'code-taken' }] });
  });

  it('tells every fault at once', async () => {
    const many = [without(NORTH[0], 'code'), bowTie, shaped(`${WEST}103`, [200, 30], [201, 30], [201, 31], [200, 30])];
    const { faults } = await report(collection(...many));
    expect(faults.map(({ feature: f, kind }) => [f, kind])).toEqual([
      [1, 'no-code'],
      [2, 'crossing'],
      [3, 'off-earth'],
    ]);
  });

  it('but overlaps and gaps may be allowed', async () => {
    const overlapping = collection(feature({ code: `${WEST}002`, name: 'x' }, square(0.9, 0, 1, 1)));
    expect(await report(overlapping, { allowOverlaps: true })).toMatchObject({ faults: [{ kind: 'gap' }] });
    expect(await report(overlapping, { allowOverlaps: true, allowGaps: true })).toMatchObject({ applied: true });
  });

  it.each([
    ['an unknown level', { level: 'planet' }, 422],
    ['no level', { level: undefined }, 422],
    ['an unknown datum', { datum: 'mars' }, 422],
    ['special places that are no grids', { level: 'street', kind: 'special' }, 422],
    ['text that is no text', { geojson: 42 }, 422],
    ['an unknown field', { colour: 'red' }, 422],
  ])('for a request with %s', async (_, more, status) => {
    expect((await post(collection(...NORTH), more)).status).toBe(status);
  });
});

describe('on the command line', () => {
  let folder: string;
  beforeAll(beginWithoutAreas);
  afterAll(end);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gezhi-import-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...words: string[]) => runWith({}, ...words);
  const runWith = async (more: Partial<Cli>, ...words: string[]): Promise<{ exit: number; said: string }> => {
    const lines: string[] = [];
    const app: Cli = {
      db: server.db,
      secrets: server.secrets,
      service: async (type) => server.app.get(type),
      ctx: (work) => Ctx.writing({ db: server.db, actor: system }, work),
      print: (line) => lines.push(line),
      progress: () => {},
      stop: new AbortController().signal,
      ...more,
    };
    const exit = await runCommand(placesCommands, words, app);
    return { exit, said: lines.join('\n') };
  };
  const file = (text: string) => {
    const path = join(folder, 'in.geojson');
    writeFileSync(path, text);
    return path;
  };
  const importing = (path: string, ...more: string[]) =>
    run('places', 'import', path, '--level', 'grid', '--code', 'code', '--name', 'name', '--under', WEST, ...more);

  it('imports, and says how much', async () => {
    const path = file(collection(...NORTH));
    expect(await importing(path, '--allow-gaps', '--dry-run')).toEqual({
      exit: 0,
      said: '可以导入 3 个要素：新增 3，更改 0，不变 0',
    });
    expect(await importing(path, '--allow-gaps')).toEqual({ exit: 0, said: '已导入 3 个要素：新增 3，更改 0，不变 0' });
    expect((await at(middleOf(0, 1))).grid?.code).toBe(`${WEST}101`);
  });

  it('refuses with a table of feature, code, place, area and reason', async () => {
    const before = await stored();
    const overlap = file(collection(NORTH[0], feature({ code: `${WEST}102`, name: 'x' }, square(0.9, 1))));
    const { exit, said } = await importing(overlap, '--allow-gaps');
    expect(exit).toBe(1);
    expect(said).toMatch(/^要素\s+编码\s+位置\s+面积 m²\s+原因$/m);
    expect(said).toMatch(new RegExp(`^1\\s+${WEST}101\\s+122\\.\\d{6},30\\.\\d{6}\\s+\\d+\\s+与 ${WEST}102 重叠`, 'm'));
    expect(said).toContain('没有改动任何内容');
    expect(await stored()).toEqual(before);
  });

  it('numbers in the width that is asked', async () => {
    const path = file(collection(feature({ name: '南' }, square(0, 7)), feature({ name: '北' }, square(0, 8))));
    const auto = ['places', 'import', path, '--level', 'grid', '--code', 'auto', '--name', 'name', '--under', WEST];
    expect((await run(...auto, '--width', 'four')).exit).toBe(2);
    expect((await run(...auto, '--allow-gaps', '--width', '4')).exit).toBe(0);
    // From north to south, behind those that were imported with their codes.
    const [north, south] = [await at(middleOf(0, 8)), await at(middleOf(0, 7))];
    expect([north.grid?.code, south.grid?.code]).toEqual([`${WEST}0104`, `${WEST}0105`]);
  });

  it('adds one place', async () => {
    const { exit, said } = await run(
      'places',
      'add',
      '--level',
      'street',
      '--code',
      '990101002',
      '--name',
      '听涛街道',
      '--under',
      '990101',
    );
    expect([exit, said]).toEqual([0, '已新增街道 听涛街道：/9901/990101/990101002/']);
    const again = await run(
      'places',
      'add',
      '--level',
      'street',
      '--code',
      '990101002',
      '--name',
      '又一个',
      '--under',
      '990101',
    );
    expect([again.exit, again.said]).toEqual([1, '这个编码已经用过，编码不能重复使用']);
  });

  it.each([
    [['places', 'import']],
    [['places', 'import', 'a.geojson', '--level', 'planet', '--code', 'c', '--name', 'n']],
    [['places', 'import', 'a.geojson', '--level', 'grid', '--name', 'n']],
    [
      [
        'places',
        'import',
        'a.geojson',
        '--level',
        'grid',
        '--code',
        'c',
        '--name',
        'n',
        '--parent',
        'p',
        '--under',
        'u',
      ],
    ],
    [['places', 'import', '/nowhere/a.geojson', '--level', 'grid', '--code', 'c', '--name', 'n']],
    [['places', 'import', 'a.geojson', '--colour', 'red']],
    [['places', 'fly']],
  ])('explains itself when it does not understand %j', async (words) => {
    const { exit, said } = await run(...words);
    expect(exit).toBe(2);
    expect(said).toContain('places import');
  });

  it('takes over the national codes without their pseudo-levels, and keeps what is there', async () => {
    const row = async (code: string) =>
      (await server.db.read.query('SELECT path, level, name FROM place WHERE code = ?', [code])).map((r) => ({
        ...r,
      }))[0];
    const importing = (more: Partial<Cli> = {}) => runWith(more, 'places', 'import-codes', '--only', '310101,4419');
    await run('places', 'add', '--level', 'city', '--code', '44', '--name', '我的广东');

    // Somebody presses Ctrl-C after the fourth portion: what is in stays, and the next run goes on.
    const ctrlC = new AbortController();
    let portions = 0;
    const progress = () => void (++portions === 4 && ctrlC.abort());
    const stopped = await importing({ stop: ctrlC.signal, progress });
    expect([stopped.exit, stopped.said]).toEqual([1, expect.stringContaining('再次运行会接着做')]);
    expect(await row('310101')).toMatchObject({ level: 'county', path: '/31/310101/', name: '黄浦区' });
    expect(await row('310101002')).toBeUndefined();

    expect((await importing()).exit).toBe(0);
    expect(await row('31')).toMatchObject({ level: 'city', path: '/31/' });
    expect(await row('3101')).toBeUndefined();
    expect(await row('310101002001')).toMatchObject({ level: 'community', path: '/31/310101/310101002/310101002001/' });
    expect(await row('44')).toMatchObject({ level: 'city', name: '我的广东' });
    expect(await row('441900')).toBeUndefined();
    expect(await row('441900003')).toMatchObject({ level: 'street', path: '/44/4419/441900003/' });
    expect((await importing()).said).toMatch(/新增 0，/);
  });
});
