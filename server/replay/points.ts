/** Real points through the router: how many of them reach the grid that an office named for them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Datum, How } from '../../shared/places.js';
import { type ReadOptions, readFeatures, type ShapeIn } from '../features/places/geojson.js';
import { GridRouter } from '../features/places/router.js';
import { type CsvRow, readCsv } from './csv.js';

/** The point that Boston's system writes where it knows no place: longitude, latitude. */
export const BOSTON_DUMMY = [-71.0587, 42.3594] as const;

export interface PointsReplay {
  rows: number;
  /** Rows by the router's reason. */
  hows: Record<How, number>;
  /** Rows with the dummy point, and those of them that the router took for no place. */
  dummies: number;
  dummiesUnlocated: number;
  /** Rows with a place and with an official answer that is among the outlines, and how many agree with it. */
  compared: number;
  agreed: number;
}

/** Share of agreement from 0 to 1. */
export const agreement = ({ agreed, compared }: PointsReplay): number => agreed / compared;

/** Files of Boston's requests, below the folder of real data. */
export const bostonFiles = (folder: string) => ({
  wards: join(folder, 'boston-311', 'wards.geojson'),
  requests: join(folder, 'boston-311', 'requests.csv.gz'),
});

/** Where a row lies, as it was given, and the ward that the city wrote down for it. */
export const bostonPoint = (row: CsvRow): Located => ({
  lng: degrees(row.LONGITUDE),
  lat: degrees(row.LATITUDE),
  official: wardCode(row.ward),
});
export const isBostonDummy = ({ lng, lat }: Located): boolean => lng === BOSTON_DUMMY[0] && lat === BOSTON_DUMMY[1];

/** The wards as grids, straight from the file. */
export async function bostonRouter(folder: string): Promise<{ router: GridRouter; wards: ShapeIn[] }> {
  const wards = await outlines(bostonFiles(folder).wards, { code: 'WARD' });
  return { router: new GridRouter(wards.map(asGrid), { dummyPoints: [BOSTON_DUMMY] }), wards };
}

/** Boston's requests of 2015 against the ward that the city itself wrote down. */
export async function replayBoston(folder: string): Promise<PointsReplay> {
  const { router, wards } = await bostonRouter(folder);
  return replay(readCsv(bostonFiles(folder).requests), router, wards, isBostonDummy, bostonPoint);
}

/** Named places of Shanghai against their district. The outlines are in GCJ-02; `datum` is what they are taken for. */
export async function replayShanghai(folder: string, datum: Datum = 'gcj02'): Promise<PointsReplay> {
  // The file has names and no codes.
  const named = { code: 'auto', under: '31', name: 'name', datum };
  const districts = await outlines(join(folder, 'shanghai', 'districts.gcj02.geojson'), named);
  const codes = new Map(districts.map(({ name, code }) => [name, code]));
  const router = new GridRouter(districts.map(asGrid));
  const never = () => false;
  return replay(readCsv(join(folder, 'shanghai', 'places.csv.gz')), router, districts, never, (row) => ({
    lng: degrees(row.lon),
    lat: degrees(row.lat),
    official: codes.get(row.adname) ?? null,
  }));
}

/** A ward as Boston writes it, `03` or `Ward 19`, as the number in the outlines: `3`, `19`. */
export function wardCode(ward: string): string | null {
  const digits = /\d+/.exec(ward)?.[0];
  return digits === undefined ? null : String(Number(digits));
}

export interface Located {
  lng: number;
  lat: number;
  official: string | null;
}

async function replay(
  rows: AsyncIterable<CsvRow>,
  router: GridRouter,
  shapes: readonly ShapeIn[],
  isDummy: (point: Located) => boolean,
  read: (row: CsvRow) => Located,
): Promise<PointsReplay> {
  const known = new Set(shapes.map(({ code }) => code));
  const hows: Record<How, number> = { inside: 0, border: 0, nearest: 0, outside: 0, unlocated: 0 };
  const sum: PointsReplay = { rows: 0, hows, dummies: 0, dummiesUnlocated: 0, compared: 0, agreed: 0 };
  for await (const row of rows) {
    const point = read(row);
    const { code, how } = router.at(point);
    sum.rows++;
    hows[how]++;
    if (isDummy(point)) {
      sum.dummies++;
      if (how === 'unlocated') sum.dummiesUnlocated++;
    } else if (how !== 'unlocated' && point.official !== null && known.has(point.official)) {
      sum.compared++;
      if (code === point.official) sum.agreed++;
    }
  }
  return sum;
}

/** An empty field is no place, not the equator. */
const degrees = (field: string): number => (field.trim() === '' ? Number.NaN : Number(field));

const asGrid = ({ code, geometry }: ShapeIn) => ({ code, special: false, geometry });

/** @throws Error with the first reason why the file cannot be taken */
async function outlines(file: string, options: Omit<ReadOptions, 'level'>): Promise<ShapeIn[]> {
  const { features, faults } = readFeatures(await readFile(file, 'utf8'), { level: 'grid', ...options });
  if (faults.length > 0) throw new Error(`${file}: ${faults[0].reason}`);
  return features;
}
