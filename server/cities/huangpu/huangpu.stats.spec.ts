/** The numbers of the demo city a second time: what the statistics keep is what plain SQL counts over its timelines. */
import { startServer, type TestServer } from '../../test/app.js';
import { PIXEL } from '../../test/given.js';
import { Recount } from '../../test/recount.js';
import { CityLoader } from '../load.js';
import { huangpu } from './huangpu.js';

let server: TestServer;
let recount: Recount;

beforeAll(async () => {
  server = await startServer();
  // What is on the photos does not count.
  const city = { ...huangpu, picture: async () => PIXEL };
  await new CityLoader(server, city, () => {}).load('Lotus-leaf-7');
  recount = await Recount.of(server.db, Date.now());
}, 240_000);
afterAll(() => server?.close());

describe.each(['county', 'street', 'community', 'grid'] as const)('by %s', (level) => {
  it('every kept number is what SQL counts', async () => {
    const { kept, counted } = await recount.byPlace(level);
    expect(Object.keys(kept).length).toBeGreaterThan(25);
    expect(kept).toEqual(counted);
  }, 120_000);
});

it('by item, every kept number is what SQL counts', async () => {
  const { kept, counted } = await recount.byItem();
  expect(kept).toEqual(counted);
}, 120_000);

it('by unit and by month, what was handled in time is what SQL counts', async () => {
  const units = await recount.byUnit();
  expect(units.kept).toEqual(units.counted);
  const months = await recount.byMonth();
  expect(Object.keys(months.kept).length).toBeGreaterThan(6);
  expect(months.kept).toEqual(months.counted);
}, 120_000);

it('the contacts are counted a second time too: who was heard within a working day of the first dispatch', async () => {
  const { kept, counted } = await recount.contacts();
  expect(kept).toEqual(counted);
  const [{ n }] = await server.db.read.query<{ n: number }>(
    "SELECT SUM(n) AS n FROM roll_up WHERE dimension = 'all' AND counter = 'respond' AND subject IN (SELECT code FROM place WHERE level = 'city')",
  );
  expect(Number(n)).toBeGreaterThan(kept.inTime);
}, 120_000);
