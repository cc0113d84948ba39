/** How else one would find the grid of a point: a tree and a polygon test from the shelf, or the database. */
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import RBush from 'rbush';
import { boxOf, polygonsOf, type Shape } from '../features/places/earth.js';
import type { GridShape } from '../features/places/router.js';

/** The code of the grid that holds a point, the smaller of two. */
export type Finder = (lng: number, lat: number) => string | null;

/** rbush for the boxes and turf for the outlines. */
export function fromTheShelf(grids: readonly GridShape[]): Finder {
  const items = grids.map(({ code, geometry }) => {
    const [minX, minY, maxX, maxY] = boxOf(geometry);
    return { minX, minY, maxX, maxY, code, geometry };
  });
  const tree = new RBush<(typeof items)[number]>();
  tree.load(items);
  return (lng, lat) => {
    let code: string | null = null;
    for (const item of tree.search({ minX: lng, minY: lat, maxX: lng, maxY: lat })) {
      const isBetter = code === null || item.code < code;
      if (isBetter && booleanPointInPolygon([lng, lat], item.geometry)) code = item.code;
    }
    return code;
  };
}

const ROWS_AT_ONCE = 200;

export interface DatabaseFinder {
  find: (lng: number, lat: number) => Promise<string | null>;
  close: () => Promise<void>;
}

/** A database of its own on the given server, dropped on close, with a spatial index over the grids. */
export async function fromDatabase(url: string, grids: readonly GridShape[]): Promise<DatabaseFinder> {
  const server = new URL(url);
  server.pathname = '/';
  const connection = await createConnection(server.href);
  const name = `gezhi_bench_routing_${process.pid}`;
  const close = async () => {
    await connection.query(`DROP DATABASE IF EXISTS ${name}`);
    await connection.end();
  };
  try {
    await connection.query(`CREATE DATABASE ${name}`);
    await connection.query(`USE ${name}`);
    await connection.query(
      'CREATE TABLE grid (code VARCHAR(24) PRIMARY KEY, outline GEOMETRY NOT NULL, SPATIAL INDEX (outline))',
    );
    for (let i = 0; i < grids.length; i += ROWS_AT_ONCE) {
      const rows = grids.slice(i, i + ROWS_AT_ONCE);
      const values = rows.map(() => '(?, ST_GeomFromText(?))').join(',');
      const parameters = rows.flatMap(({ code, geometry }) => [code, wellKnownText(geometry)]);
      await connection.query(`INSERT INTO grid VALUES ${values}`, parameters);
    }
    await connection.query('ANALYZE TABLE grid');
  } catch (error) {
    await close();
    throw error;
  }
  const sql = 'SELECT code FROM grid WHERE ST_Contains(outline, POINT(?, ?)) ORDER BY code LIMIT 1';
  const find = async (lng: number, lat: number) => {
    const [rows] = await connection.execute<RowDataPacket[]>(sql, [lng, lat]);
    return rows.length > 0 ? (rows[0].code as string) : null;
  };
  return { find, close };
}

function wellKnownText(shape: Shape): string {
  const parts = polygonsOf(shape).map((rings) => `(${rings.map((ring) => `(${ring.map(([x, y]) => `${x} ${y}`)})`)})`);
  return `MULTIPOLYGON(${parts})`;
}
