/** The demo city as it is loaded: its office, and its numbers a second time, as plain SQL counts them over the timelines. */
import { now } from '../../core/clock.js';
import { Jobs } from '../../core/jobs.js';
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
  // Loading takes a while, in which deadlines pass: both count as of the same moment.
  const asOf = now();
  while ((await server.app.get(Jobs).runDue(500, asOf)) > 0);
  recount = await Recount.of(server.db, asOf.getTime());
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

it('has an office whose desks are set up, and a duty list that it has made its own', async () => {
  const count = async (sql: string) => Number((await server.db.read.query<{ n: number }>(sql))[0].n);
  const { macros, templates, views, duty } = huangpu.office();
  expect(await count('SELECT COUNT(*) AS n FROM macro WHERE unit IS NOT NULL')).toBe(macros.length);
  expect(await count('SELECT COUNT(*) AS n FROM reply_template WHERE unit IS NOT NULL')).toBe(templates.length);
  expect(await count('SELECT COUNT(*) AS n FROM desk_view WHERE unit IS NOT NULL')).toBe(views.length);
  expect(await count('SELECT COUNT(*) AS n FROM duty_rule WHERE changedBy IS NOT NULL')).toBe(duty.length);
  expect(await count("SELECT COUNT(*) AS n FROM duty_rule WHERE state = 'proposed'")).toBe(1);
});
