/** The demo city as it is loaded: its office, and its numbers a second time, as plain SQL counts them over the timelines. */
import { counters } from '../../../shared/measures.js';
import { now } from '../../core/clock.js';
import { Jobs } from '../../core/jobs.js';
import { startServer, type TestServer } from '../../test/app.js';
import { PIXEL } from '../../test/given.js';
import { Recount, type Twice } from '../../test/recount.js';
import { CityLoader } from '../load.js';
import { huangpu } from './huangpu.js';

let server: TestServer;
let sums: Twice;
let loader: CityLoader;

beforeAll(async () => {
  server = await startServer();
  // What is on the photos does not count.
  const city = { ...huangpu, picture: async () => PIXEL };
  loader = new CityLoader(server, city, () => {});
  await loader.load('Lotus-leaf-7');
  // Loading takes a while, in which deadlines pass: both count as of the same moment.
  const asOf = now();
  while ((await server.app.get(Jobs).runDue(500, asOf)) > 0);
  sums = await (await Recount.of(server.db, asOf.getTime())).sums();
}, 240_000);
afterAll(() => server?.close());

it('is played as it was written, whatever the hour; at an odd one the office may refuse a step or two', () => {
  expect([...loader.leftAlone.values()].slice(2)).toEqual([]);
});

it('every number that is kept, by place, unit, item and month, is what SQL counts', () => {
  const keys = [...new Set([...sums.kept.keys(), ...sums.counted.keys()])];
  const differ = keys.filter((key) => sums.kept.get(key) !== sums.counted.get(key));
  expect(differ.map((key) => [key, sums.kept.get(key), sums.counted.get(key)])).toEqual([]);
  expect(keys.length).toBeGreaterThan(2000);
});

it('hardly a counter is nothing in it', () => {
  const seen = new Set([...sums.counted.keys()].map((key) => key.split(' ').at(-1)));
  const missing = counters.filter((counter) => !seen.has(counter));
  expect(missing.length).toBeLessThan(8);
});

it('has an office whose desks are set up, and a duty list that it has made its own', async () => {
  const count = async (sql: string) => Number((await server.db.read.query<{ n: number }>(sql))[0].n);
  const { macros, templates, views, duty } = huangpu.office();
  expect(await count('SELECT COUNT(*) AS n FROM macro WHERE unit IS NOT NULL')).toBe(macros.length);
  expect(await count('SELECT COUNT(*) AS n FROM reply_template WHERE unit IS NOT NULL')).toBe(templates.length);
  expect(await count('SELECT COUNT(*) AS n FROM desk_view WHERE unit IS NOT NULL')).toBe(views.length);
  expect(await count('SELECT COUNT(*) AS n FROM duty_rule WHERE changedBy IS NOT NULL')).toBe(duty.length);
  expect(await count("SELECT COUNT(*) AS n FROM duty_rule WHERE state = 'proposed'")).toBe(1);
});
