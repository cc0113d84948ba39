/** Places over HTTP: whose is a point, outlines for maps, the tree inside one's area, and its upkeep. */
import gcoord from 'gcoord';
import request from 'supertest';
import type { PlaceAt, PlaceRow } from '../../../shared/views.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Given, middleOf, ORIGIN, SIDE } from '../../test/given.js';

const WEST1 = '990101001001001';
const WEST2 = '990101001001002';
const EAST1 = '990101001002001';

let server: TestServer;
let given: Given;

beforeAll(async () => {
  server = await startServer({ dummyPoints: [[120, 30]] });
  given = await Given.city(server);
});
afterAll(() => server.close());

const at = async (query: Record<string, string | number>): Promise<PlaceAt> => {
  const answer = await request(server.url).get('/api/places/at').query(query);
  expect(answer.status).toBe(200);
  return answer.body;
};
const codes = (rows: PlaceRow[]) => rows.map((row) => row.code);

describe('GET /api/places/at', () => {
  it('names the grid that holds the point, with its public card', async () => {
    const worker = await given.person('gridWorker', { grids: [WEST2] });
    const { grid, ...rest } = await at(middleOf(1));
    expect(grid).toMatchObject({
      code: WEST2,
      name: '西二网格',
      path: `/9901/990101/990101001/990101001001/${WEST2}/`,
      pathNames: ['试验市', '东海区', '望海街道', '西社区'],
      kind: 'base',
      households: 400,
      area: 960 * 1110,
      worker: { workName: `工作名${worker.id.slice(-4)}`, contact: '021-00000001' },
      supervisionPhone: '021-00000000',
    });
    expect(rest).toMatchObject({ how: 'inside', special: false, nearBorder: false, runnerUp: null });
    expect(rest.distance).toBeGreaterThan(400);
  });

  it('gives the smaller code on a shared border, and says who the neighbour is', async () => {
    const border = { lng: ORIGIN.lng + SIDE, lat: ORIGIN.lat + SIDE / 2 };
    expect(await at(border)).toMatchObject({
      grid: { code: WEST1 },
      how: 'border',
      runnerUp: { code: WEST2, name: '西二网格' },
    });
  });

  it('marks a point that is nearer to the border than its accuracy', async () => {
    const near = { lng: ORIGIN.lng + SIDE * 1.02, lat: ORIGIN.lat + SIDE / 2 };
    expect(await at({ ...near, accuracy: 5 })).toMatchObject({ grid: { code: WEST2 }, nearBorder: false });
    expect(await at({ ...near, accuracy: 60 })).toMatchObject({
      grid: { code: WEST2 },
      how: 'inside',
      nearBorder: true,
      runnerUp: { code: WEST1 },
    });
  });

  it('takes the nearest grid within reach, and none beyond', async () => {
    const south = (metres: number) => ({ lng: middleOf(0).lng, lat: ORIGIN.lat - metres / 110_900 });
    const near = await at(south(25));
    expect(near).toMatchObject({ grid: { code: WEST1 }, how: 'nearest' });
    expect(near.distance).toBeCloseTo(25, 0);
    expect(await at(south(100))).toMatchObject({ grid: null, how: 'outside' });
    expect(await at({ ...south(100), accuracy: 120 })).toMatchObject({ grid: { code: WEST1 }, how: 'nearest' });
    expect(await at({ ...south(250), accuracy: 5000 })).toMatchObject({ grid: null, how: 'outside', distance: null });
  });

  it('takes 0,0 and configured points for no place at all', async () => {
    expect(await at({ lng: 0, lat: 0 })).toMatchObject({ grid: null, how: 'unlocated' });
    expect(await at({ lng: 120, lat: 30 })).toMatchObject({ grid: null, how: 'unlocated' });
    // As it came, and as it lies on the earth.
    for (const datum of ['gcj02', 'bd09'] as const) {
      expect(await at({ lng: 0, lat: 0, datum })).toMatchObject({ how: 'unlocated' });
      expect(await at({ lng: 120, lat: 30, datum })).toMatchObject({ how: 'unlocated' });
    }
    const library = gcoord as unknown as typeof gcoord.default;
    const [lng, lat] = library.transform([120, 30], library.WGS84, library.BD09);
    expect(await at({ lng, lat, datum: 'bd09' })).toMatchObject({ how: 'unlocated' });
  });

  it('understands the coordinates of Chinese maps', async () => {
    const point = { lng: ORIGIN.lng + SIDE * 1.05, lat: ORIGIN.lat + SIDE / 2 };
    const wgs84 = await at(point);
    for (const datum of ['GCJ02', 'BD09'] as const) {
      const library = gcoord as unknown as typeof gcoord.default;
      const [lng, lat] = library.transform([point.lng, point.lat], library.WGS84, library[datum]);
      const answer = await at({ lng, lat, datum: datum.toLowerCase() });
      expect(answer).toMatchObject({ grid: { code: WEST2 }, how: 'inside' });
      expect(Math.abs((answer.distance ?? 0) - (wgs84.distance ?? 0))).toBeLessThan(1);
      // The same numbers taken for WGS-84 lie some hundreds of metres away.
      const shifted = await at({ lng, lat });
      expect(Math.abs((shifted.distance ?? 0) - (wgs84.distance ?? 0))).toBeGreaterThan(50);
    }
  });

  it.each([
    ['lat is absent', 'lng=121.5'],
    ['a number is not one', 'lng=abc&lat=31'],
    ['the numbers are empty', 'lng=&lat='],
    ['the accuracy is empty', 'lng=121&lat=31&accuracy=%20'],
    ['a number is NaN', 'lng=NaN&lat=31'],
    ['a longitude is off the earth', 'lng=181&lat=31'],
    ['a latitude is off the earth', 'lng=121&lat=-91'],
    ['the datum is unknown', 'lng=121&lat=31&datum=mars'],
    ['the accuracy is negative', 'lng=121&lat=31&accuracy=-1'],
    ['something is unknown', 'lng=121&lat=31&x=1'],
  ])('refuses a query where %s', async (_, query) => {
    const answer = await request(server.url).get(`/api/places/at?${query}`);
    expect([answer.status, answer.body.code]).toEqual([422, 'input.invalid']);
  });
});

describe('GET /api/places/shapes', () => {
  it('draws the grids, or a level below a place', async () => {
    const all = await request(server.url).get('/api/places/shapes');
    expect(all.status).toBe(200);
    expect(all.headers['content-type']).toContain('application/geo+json');
    const { features } = JSON.parse(all.text);
    expect(features).toHaveLength(4);
    expect(features[0].properties).toEqual({ code: WEST1, name: '西一网格', kind: 'base', level: 'grid' });
    expect(features[0].geometry.type).toBe('Polygon');
    const communities = await request(server.url).get('/api/places/shapes?under=990101&level=community');
    expect(JSON.parse(communities.text).features).toHaveLength(2);
    const one = await request(server.url).get(`/api/places/shapes?under=${WEST1}`);
    expect(JSON.parse(one.text).features).toHaveLength(1);
  });

  it('sends nothing twice to who has it already', async () => {
    const first = await request(server.url).get('/api/places/shapes');
    const again = await request(server.url).get('/api/places/shapes').set('if-none-match', first.headers.etag);
    expect(again.status).toBe(304);
    expect(again.text).toBe('');
  });

  it('knows no outlines below a place that does not exist', async () => {
    const answer = await request(server.url).get('/api/places/shapes?under=nowhere');
    expect([answer.status, answer.body.code]).toEqual([404, 'not-found']);
  });
});

describe('the tree for staff', () => {
  const list = async (role: Parameters<Given['the']>[0], query = '') => {
    const answer = await (await given.the(role)).get(`/api/places?${query}`);
    expect(answer.status).toBe(200);
    return codes(answer.body.rows);
  };

  it('begins at the root for who sees all, and at home for others', async () => {
    expect(await list('systemAdmin')).toEqual(['9901']);
    expect(await list('dispatcher')).toEqual(['990101']);
    expect(await list('communityWorker')).toEqual(['990101001001']);
  });

  it('goes down level by level', async () => {
    const answer = await (await given.the('systemAdmin')).get('/api/places?parent=990101001001');
    expect(answer.body).toMatchObject({ total: 2, more: false });
    expect(answer.body.rows[1]).toEqual({
      code: WEST2,
      name: '西二网格',
      level: 'grid',
      parent: '990101001001',
      path: `/9901/990101/990101001/990101001001/${WEST2}/`,
      kind: 'base',
      children: 0,
      households: 400,
      hasShape: true,
      faults: ['没有网格长'],
    });
    expect((await (await given.the('systemAdmin')).get('/api/places?parent=990101001')).body.rows[0].children).toBe(2);
  });

  it('finds by a part of the name and by the beginning of the code', async () => {
    expect(await list('systemAdmin', `q=${encodeURIComponent('西二')}`)).toEqual([WEST2]);
    expect(await list('systemAdmin', 'q=990101001002')).toEqual(['990101001002', EAST1, '990101001002002']);
    expect(await list('systemAdmin', `q=${encodeURIComponent('%')}`)).toEqual([]);
    expect(await list('systemAdmin', 'level=street')).toEqual(['990101001']);
  });

  it('ends at the borders of one’s own area', async () => {
    const code = encodeURIComponent('东');
    expect(await list('communityWorker', `q=${code}`)).toEqual([]);
    expect(await list('communityWorker', 'level=grid')).toEqual([WEST1, WEST2]);
    expect(await list('communityWorker', 'parent=990101001002')).toEqual([]);
    const west = await given.the('communityWorker');
    expect((await west.get(`/api/places/${WEST1}`)).status).toBe(200);
    for (const place of [EAST1, '990101001', 'nowhere']) {
      expect((await west.get(`/api/places/${place}`)).body.code).toBe('not-found');
    }
  });

  it('shows a grid worker the grids where they hold a post, and what these are part of', async () => {
    const worker = await given.person('gridWorker', { grids: [EAST1] });
    const answer = await worker.get('/api/places?level=grid');
    expect(codes(answer.body.rows)).toEqual([EAST1]);
    expect(codes((await worker.get('/api/places')).body.rows)).toEqual(['9901']);
    expect(codes((await worker.get('/api/places?parent=990101001')).body.rows)).toEqual(['990101001002']);
    expect((await worker.get(`/api/places/${WEST1}`)).status).toBe(404);
  });

  it('is closed to residents and to strangers', async () => {
    expect((await (await given.the('resident')).get('/api/places')).status).toBe(403);
    expect((await request(server.url).get('/api/places')).status).toBe(401);
    expect((await (await given.the('dispatcher')).post('/api/places', {})).status).toBe(403);
  });

  it('tells all about one grid, with what it lacks', async () => {
    await given.case('reported', { place: middleOf(3) });
    const { body } = await (await given.the('systemAdmin')).get('/api/places/990101001002002');
    expect(body).toMatchObject({
      name: '东二网格',
      pathNames: ['试验市', '东海区', '望海街道', '东社区'],
      card: { code: '990101001002002', worker: null },
      posts: [],
      area: 960 * 1110,
      supervisionPhone: '021-00000000',
      faults: ['没有网格长', '没有专职网格员'],
      hints: [],
      openCases: 1,
    });
    expect(Date.parse(body.shapeSince)).toBeLessThanOrEqual(Date.now());
    await given.person('gridLead', { grids: ['990101001002002'] });
    await given.person('gridLead', { grids: ['990101001002002'] });
    const again = await (await given.the('systemAdmin')).get('/api/places/990101001002002');
    expect(again.body.faults).toEqual(['网格长有 2 名，应为 1 名', '没有专职网格员']);
  });
});

describe('the upkeep of places', () => {
  const admin = () => given.the('systemAdmin');
  const audited = async (action: string) => {
    const auditor = await given.the('auditAdmin');
    return (await auditor.get(`/api/audit?action=${action}`)).body.rows;
  };

  it('adds a place, once and for all', async () => {
    const added = await (await admin()).post('/api/places', {
      level: 'grid',
      code: '990101001001009',
      name: '西九网格',
      under: '990101001001',
      kind: 'special',
    });
    expect(added.status).toBe(201);
    expect(added.body).toMatchObject({
      kind: 'special',
      hasShape: false,
      faults: ['没有网格长', '没有专职网格员', '没有边界'],
    });
    const again = await (await admin()).post('/api/places', {
      level: 'grid',
      code: '990101001001009',
      name: '另一个',
      under: '990101001001',
    });
    expect([again.status, again.body.code]).toEqual([409, 'place.code-taken']);
    expect((await audited('place.add'))[0]).toMatchObject({ object: 'place:990101001001009', ok: true });
  });

  it.each([
    ['a parent that does not exist', { under: '42' }, 'place.unknown'],
    ['no parent where there are places above', { under: undefined }, 'input.invalid'],
    ['a parent of the same level', { under: WEST1 }, 'input.invalid'],
    ['a special place that is no grid', { level: 'cell', under: WEST1, kind: 'special' }, 'input.invalid'],
    ['a code with a slash', { code: '12/34' }, 'input.invalid'],
    ['an empty name', { name: '   ' }, 'input.invalid'],
    ['a field that nobody knows', { colour: 'red' }, 'input.invalid'],
  ])('refuses %s', async (_, wrong, code) => {
    const right = { level: 'grid', code: '990101001001010', name: '西十网格', under: '990101001001' };
    const answer = await (await admin()).post('/api/places', { ...right, ...wrong });
    expect([answer.status, answer.body.code]).toEqual([422, code]);
    expect((await (await admin()).get('/api/places/990101001001010')).status).toBe(404);
  });

  it('changes what is written about a place, and says so in the log', async () => {
    const { status, body } = await (await admin()).patch(`/api/places/${EAST1}`, {
      name: '东一新网格',
      households: 900,
      supervisionPhone: null,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: '东一新网格',
      households: 900,
      supervisionPhone: null,
      // What the grid has not, it takes from the community.
      card: { name: '东一新网格', households: 900, supervisionPhone: '021-00000000' },
      hints: ['900 户，通常为 300–500 户'],
    });
    expect((await at(middleOf(2))).grid?.name).toBe('东一新网格');
    const shapes = await request(server.url).get(`/api/places/shapes?under=${EAST1}`);
    expect(JSON.parse(shapes.text).features[0].properties.name).toBe('东一新网格');
    expect((await audited('place.change'))[0]).toMatchObject({
      object: `place:${EAST1}`,
      detail: { before: { name: '东一网格', households: 400 }, after: { name: '东一新网格', households: 900 } },
    });
  });

  it('fills the posts of a grid inside one’s own area', async () => {
    const worker = await given.person('gridWorker', { grids: [], name: '王一' });
    const lead = await given.person('gridLead', { grids: [], name: '李二' });
    const posts = [
      { post: 'lead', account: lead.id },
      { post: 'worker', account: worker.id },
    ];
    const west = await given.the('communityWorker');
    const { status, body } = await west.put(`/api/places/${WEST2}/posts`, { posts });
    expect(status).toBe(200);
    expect(body.faults).toEqual([]);
    expect(body.posts).toMatchObject([
      { post: 'lead', account: { id: lead.id, name: '李二' }, contact: '021-00000001' },
      { post: 'worker', account: { id: worker.id, name: '王一' } },
    ]);
    expect(body.card.worker.workName).toBe(`工作名${worker.id.slice(-4)}`);
    expect((await west.put(`/api/places/${EAST1}/posts`, { posts })).status).toBe(404);
    const twoLeads = [...posts, { post: 'lead', account: worker.id }];
    expect((await west.put(`/api/places/${WEST2}/posts`, { posts: twoLeads })).status).toBe(422);
    expect((await west.put(`/api/places/${WEST2}/posts`, { posts: [{ post: 'king', account: lead.id }] })).status).toBe(
      422,
    );
  });
});
