/** Speed of routing: on a made city of 20,000 grids and on the real zones of Shenzhen, against two other ways. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { boxOf } from '../features/places/earth.js';
import { readFeatures } from '../features/places/geojson.js';
import { GridRouter, type GridShape } from '../features/places/router.js';
import { meshOf, seeded } from '../test/mesh.js';
import { type BenchRow, compared, inTurns, limited, median, unmeasured } from './bench.js';
import { fromDatabase, fromTheShelf } from './routing.baselines.js';

export interface RoutingOptions {
  /** Folder with `shenzhen/zones.geojson`. */
  data?: string;
  /** A MySQL or MariaDB server: `mysql://…`. */
  dbUrl: string;
}

const SHELF = 'rbush + turf';
const POINTS = 50_000;
/** A database answers a thousand times slower: fewer of the same points. */
const DATABASE_POINTS = 500;
const BUILDS = 5;
/** Metres, as a phone gives it. */
const ACCURACY = 20;

/** The rows of the table. Without the data of Shenzhen its row says that it was not measured. */
export async function routing({ data, dbUrl }: RoutingOptions): Promise<BenchRow[]> {
  const city = madeCity();
  const rows = [buildTime(city), ...(await againstShelf('20,000 made grids', city, 4))];
  rows.push(await againstDatabase('20,000 made grids', city, dbUrl, 100));
  const zones = data ? join(data, 'shenzhen', 'zones.geojson') : null;
  if (zones && existsSync(zones)) rows.push(...(await againstShelf('491 zones of Shenzhen', zonesOf(zones), 2)));
  else rows.push(unmeasured('491 zones of Shenzhen: whose is the point', 'GEZHI_DATA 没有指明放着它们的文件夹'));
  return rows;
}

/** Cells of 300 m with 12 to 40 points. */
function madeCity(): GridShape[] {
  const chance = seeded(1);
  const cells = meshOf({ columns: 160, rows: 125, origin: [113.8, 22.4], side: 0.003, bends: [2, 9], chance });
  return cells.map((geometry, i) => ({ code: String(440_300_000_000 + i), special: false, geometry }));
}

function zonesOf(file: string): GridShape[] {
  const { features, faults } = readFeatures(readFileSync(file, 'utf8'), { level: 'grid', code: 'OBJECTID' });
  if (faults.length > 0) throw new Error(`${file}: ${faults[0].reason}`);
  return features.map(({ code, geometry }) => ({ code, special: false, geometry }));
}

function buildTime(grids: readonly GridShape[]): BenchRow {
  const times = Array.from({ length: BUILDS }, () => {
    const start = performance.now();
    new GridRouter(grids);
    return (performance.now() - start) / 1000;
  });
  return limited('index of 20,000 grids built', 's', median(times), 1);
}

async function againstShelf(name: string, grids: readonly GridShape[], bound: number): Promise<BenchRow[]> {
  const router = new GridRouter(grids);
  const shelf = fromTheShelf(grids);
  const { lngs, lats } = pointsIn(grids, router);
  for (let i = 0; i < POINTS; i++)
    mustAgree(codeOf(router, lngs[i], lats[i]), shelf(lngs[i], lats[i]), lngs[i], lats[i]);
  const each = (find: (lng: number, lat: number) => unknown) => () => {
    let found = 0;
    for (let i = 0; i < POINTS; i++) if (find(lngs[i], lats[i]) !== null) found++;
    return found;
  };
  const rates = await inTurns({
    shelf: each(shelf),
    code: each((lng, lat) => codeOf(router, lng, lat)),
    whole: each((lng, lat) => router.at({ lng, lat, accuracy: ACCURACY }).distance),
  });
  const against = { unit: 'lookups/s', baseline: rates.shelf, baselineName: SHELF };
  return [
    compared({ name: `${name}: whose is the point`, ours: rates.code, bound, ...against }),
    compared({
      name: `${name}: the same with ${ACCURACY} m of accuracy, the metres to the border and the runner-up`,
      ours: rates.whole,
      bound: null,
      ...against,
    }),
  ];
}

async function againstDatabase(
  name: string,
  grids: readonly GridShape[],
  url: string,
  bound: number,
): Promise<BenchRow> {
  const router = new GridRouter(grids);
  const database = await fromDatabase(url, grids);
  try {
    const { lngs, lats } = pointsIn(grids, router);
    for (let i = 0; i < DATABASE_POINTS; i++) {
      mustAgree(codeOf(router, lngs[i], lats[i]), await database.find(lngs[i], lats[i]), lngs[i], lats[i]);
    }
    const rates = await inTurns({
      database: async () => {
        for (let i = 0; i < DATABASE_POINTS; i++) await database.find(lngs[i], lats[i]);
        return DATABASE_POINTS;
      },
      ours: () => {
        for (let i = 0; i < POINTS; i++) codeOf(router, lngs[i], lats[i]);
        return POINTS;
      },
    });
    const baselineName = 'MariaDB ST_Contains';
    return compared({
      name: `${name}: whose is the point`,
      unit: 'lookups/s',
      ours: rates.ours,
      baseline: rates.database,
      baselineName,
      bound,
    });
  } finally {
    await database.close();
  }
}

/** The same points for all: anywhere in the city but on no border, where the contestants may differ. */
function pointsIn(grids: readonly GridShape[], router: GridRouter): { lngs: Float64Array; lats: Float64Array } {
  const boxes = grids.map(({ geometry }) => boxOf(geometry));
  const west = Math.min(...boxes.map(([x]) => x));
  const south = Math.min(...boxes.map(([, y]) => y));
  const east = Math.max(...boxes.map(([, , x]) => x));
  const north = Math.max(...boxes.map(([, , , y]) => y));
  const chance = seeded(2);
  const lngs = new Float64Array(POINTS);
  const lats = new Float64Array(POINTS);
  for (let i = 0; i < POINTS; ) {
    lngs[i] = west + chance() * (east - west);
    lats[i] = south + chance() * (north - south);
    if (router.at({ lng: lngs[i], lat: lats[i] }).how === 'inside') i++;
  }
  return { lngs, lats };
}

/** The question that the product asks for each report, and the part of the answer that the others know. */
const codeOf = (router: GridRouter, lng: number, lat: number) => router.at({ lng, lat }).code;

function mustAgree(ours: string | null, theirs: string | null, lng: number, lat: number) {
  if (ours !== theirs) throw new Error(`contestants differ at ${lng}, ${lat}: ${ours} and ${theirs}`);
}
