/** Coordinates of Chinese maps (GCJ-02, BD-09) turned into WGS-84, at the edges only: the database knows no other. */
import library from 'gcoord';
import type { Datum } from '../../../shared/places.js';

// The package is CommonJS, but its types are those of an ES module, where the functions stand one level deeper.
const gcoord = library as unknown as typeof library.default;

/** west, south, east, north of the main parts of Hong Kong and Taiwan, where maps are not shifted. */
const UNSHIFTED = [
  [113.83, 22.15, 114.45, 22.44],
  [120.0, 21.8, 122.1, 25.35],
] as const;
const SYSTEMS = { gcj02: 'GCJ02', bd09: 'BD09' } as const;

/**
 * @returns longitude and latitude in WGS-84 degrees; exact to 0.1 m, the same input always gives the same output
 */
export function toWgs84(lng: number, lat: number, datum: Datum = 'wgs84'): [number, number] {
  if (datum === 'wgs84') return [lng, lat];
  const isUnshifted = UNSHIFTED.some(([w, s, e, n]) => lng >= w && lng <= e && lat >= s && lat <= n);
  if (datum === 'gcj02' && isUnshifted) return [lng, lat];
  const [x, y] = gcoord.transform([lng, lat], gcoord[SYSTEMS[datum]], isUnshifted ? gcoord.GCJ02 : gcoord.WGS84);
  return [x, y];
}
