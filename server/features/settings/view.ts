/** The first map: so far out that all outlines are seen. */
import type { Settings } from '../../../shared/views.js';
import type { Rows } from '../../core/db.js';

export type View = Settings['view'];

/** China, where there are no outlines yet. */
const NOWHERE: View = { lng: 104.2, lat: 35.9, zoom: 4 };
/** At zoom 0 the whole earth is one tile of 256 px; the map is taken to be this wide and high. */
const TILE = 256;
const WIDTH = 800;
const ZOOMS = { least: 4, most: 17 };

/** Centre and zoom of the outlines that are in force, WGS-84. */
export async function viewOf(rows: Rows, now: Date): Promise<View> {
  const [extent] = await rows.query<Record<'west' | 'south' | 'east' | 'north', number | null>>(
    `SELECT MIN(west) AS west, MIN(south) AS south, MAX(east) AS east, MAX(north) AS north
     FROM place_shape WHERE since <= ? AND (until IS NULL OR until > ?)`,
    [now, now],
  );
  const { west, south, east, north } = extent;
  if (west === null || south === null || east === null || north === null) return NOWHERE;
  const lat = (south + north) / 2;
  const degrees = Math.max(east - west, (north - south) / Math.cos((lat * Math.PI) / 180), 1e-6);
  const zoom = Math.log2((WIDTH * 360) / (TILE * degrees));
  return { lng: (west + east) / 2, lat, zoom: Math.min(ZOOMS.most, Math.max(ZOOMS.least, Math.floor(zoom * 10) / 10)) };
}
