/** Points on the way to a map and under the fingers: datum for display only, and steps in metres. */
import gcoord from 'gcoord';
import type { Point } from '../../shared/fields';
import type { Datum } from '../../shared/places';

const systems = { wgs84: gcoord.WGS84, gcj02: gcoord.GCJ02, bd09: gcoord.BD09 } as const;

/** The point as a map with this datum must draw it. What is sent to the server stays as it was measured. */
export function inDatum(point: Point, datum: Datum): Point {
  const from = point.datum ?? 'wgs84';
  if (from === datum) return point;
  const [lng, lat] = gcoord.transform([point.lng, point.lat], systems[from], systems[datum]);
  return { ...point, lng, lat, datum };
}

/** Moved by metres to the east and north. A point that a person moved is as exact as they pointed, so no accuracy. */
export function moved(point: Point, east: number, north: number): Point {
  const { lng, lat, datum } = point;
  const metre = 1 / 111_320;
  const at = {
    lng: round(lng + (east * metre) / Math.cos((lat * Math.PI) / 180)),
    lat: round(lat + north * metre),
  };
  return datum ? { ...at, datum } : at;
}

/** Six decimals are ten centimetres: more than any phone knows. */
const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
