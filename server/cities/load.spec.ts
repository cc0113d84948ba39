/** When a demo city is loaded: into an empty database, on from where it was cut off, never over anybody else's places. */
import { Ctx, system } from '../core/ctx.js';
import { PlaceRegistry } from '../features/places/registry.service.js';
import { startServer, type TestServer } from '../test/app.js';
import { jpeg } from '../test/pictures.js';
import type { City, DemoCase, DemoUnit, Places } from './city.js';
import { CityLoader } from './load.js';

const PASSWORD = 'Lotus-leaf-7';
const SECOND = 1000;

let server: TestServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.close());

const square = (west: number) => {
  const [w, s, e, n] = [west, 30, west + 0.01, 30.01];
  return [w, s, e, s, e, n, w, n, w, s].flatMap((x, i, all) => (i % 2 === 0 ? [[x, all[i + 1]]] : []));
};
const places: Places = {
  type: 'FeatureCollection',
  features: (
    [
      ['33', 'city', null, null],
      ['330101001001', 'community', '33', null],
      ['330101001001001', 'grid', '330101001001', square(122)],
      ['330101001001002', 'grid', '330101001001', square(122.01)],
    ] as const
  ).map(([code, level, parent, ring]) => ({
    type: 'Feature',
    properties: { code, name: `甲${code}`, level, parent, kind: 'base', households: null },
    geometry: ring ? { type: 'Polygon', coordinates: [ring] } : null,
  })),
};
const unit: DemoUnit = {
  key: 'centre',
  name: '中心',
  kind: 'command',
  parent: null,
  place: '33',
  leads: [],
  head: 'lin',
  phone: '',
};
const caseAt = (now: Date, key: string): DemoCase => ({
  key,
  item: 'road-lamp',
  kind: 'complaint',
  source: 'resident',
  words: `路灯不亮（${key}）`,
  place: { lng: 122.005, lat: 30.005, accuracy: 5 },
  address: null,
  photos: [],
  by: { resident: 'wang' },
  contact: null,
  at: new Date(now.getTime() - SECOND * (100 - Number(key))),
  path: [],
  ends: 'reported',
});
/** A city of two grids, one member of staff, one resident and three cases. */
const city: City = {
  places: () => places,
  basemap: () => ({ credit: '', bounds: [0, 0, 0, 0], streets: [], blocks: [] }),
  units: () => [unit],
  staff: () => [
    { login: 'lin', name: '林', workName: '小林', contact: '1', unit: 'centre', roles: ['dispatcher'], posts: [] },
  ],
  residents: () => [{ key: 'wang', name: '王', phone: '13900000001', grid: '330101001001001' }],
  office: () => ({ templates: [{ by: 'lin', name: '谢谢', words: '谢谢您' }], macros: [], views: [], duty: [] }),
  cases: (now) => ['1', '2', '3'].map((key) => caseAt(now, key)),
  picture: async () => Buffer.alloc(0),
  shot: async (picture) => picture,
};

const loaderOf = (of: City, stop?: AbortSignal) => new CityLoader(server, of, () => {}, stop);
const count = async (table: string) =>
  Number((await server.db.read.query<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`))[0].n);
const counts = () => Promise.all(['place', 'place_shape', 'account', 'reply_template', 'case_file'].map(count));
const WHOLE = [4, 2, 2, 1, 3];

it('is loaded into an empty database, once', async () => {
  expect(await loaderOf(city).standing()).toBe('empty');
  await loaderOf(city).load(PASSWORD);
  expect(await counts()).toEqual(WHOLE);
  expect(await loaderOf(city).standing()).toBe('loaded');
});

it('goes on when it was cut off between the places and the people', async () => {
  const cut: City = {
    ...city,
    staff: () => {
      throw new Error('cut off');
    },
  };
  await expect(loaderOf(cut).load(PASSWORD)).rejects.toThrow('cut off');
  expect(await counts()).toEqual([4, 2, 0, 0, 0]);
  expect(await loaderOf(city).standing()).toBe('begun');
  await loaderOf(city).load(PASSWORD);
  expect(await counts()).toEqual(WHOLE);
});

it('goes on with the same events when it was stopped among them', async () => {
  const stop = new AbortController();
  const stopped: City = {
    ...city,
    cases: (now) => {
      const cases = city.cases(now);
      // The second case is the last that begins before somebody presses Ctrl-C.
      Object.defineProperty(cases[1], 'words', {
        get() {
          stop.abort();
          return caseAt(now, '2').words;
        },
      });
      return cases;
    },
  };
  await loaderOf(stopped, stop.signal).load(PASSWORD);
  expect(await counts()).toEqual([4, 2, 2, 1, 2]);
  expect(await loaderOf(city).standing()).toBe('begun');
  await loaderOf(city).load(PASSWORD);
  expect(await counts()).toEqual(WHOLE);
  const words = await server.db.read.query<{ words: string }>('SELECT words FROM case_file ORDER BY createdAt');
  expect(words.map((row) => row.words)).toEqual(['1', '2', '3'].map((key) => caseAt(new Date(), key).words));
});

it('draws no picture again that only past events show when it goes on, and takes no photo twice', async () => {
  const drawn: string[] = [];
  const shots: number[] = [];
  const photo = await jpeg();
  const names = ['lamp-before-1', 'pit-before-1', 'lamp-before-1'];
  const stop = new AbortController();
  const shown: City = {
    ...city,
    cases: (now) => city.cases(now).map((c, i) => ({ ...c, photos: [names[i]] })),
    picture: async (name) => {
      drawn.push(name);
      return photo;
    },
    shot: async (picture, nth) => {
      // Somebody presses Ctrl-C during the second photo.
      if (shots.push(nth) === 2) stop.abort();
      return picture;
    },
  };
  await loaderOf(shown, stop.signal).load(PASSWORD);
  expect([await count('case_file'), drawn.splice(0)]).toEqual([2, ['lamp-before-1', 'pit-before-1']]);
  await loaderOf(shown).load(PASSWORD);
  expect([await count('case_file'), drawn]).toEqual([3, ['lamp-before-1']]);
  expect(shots).toEqual([0, 1, 2]);
});

it('is never loaded beside places that are not its own', async () => {
  await Ctx.writing({ db: server.db, actor: system }, (ctx) =>
    server.app.get(PlaceRegistry).add(ctx, { level: 'city', code: '33', name: '浙江某市' }),
  );
  expect(await loaderOf(city).standing()).toBe('foreign');
});
