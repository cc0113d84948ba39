/** One outline of an import: checked, turned into WGS-84, closed, and without points that repeat. */
import type { Position } from 'geojson';
import type { Datum } from '../../../shared/places.js';
import { selfCrossing } from './crossing.js';
import { toWgs84 } from './datum.js';
import { polygonsOf, type Shape } from './earth.js';
import type { Fault, FaultKind } from './faults.js';
import { misplacedRing } from './nesting.js';

export type OutlineFault = Pick<Fault, 'kind' | 'reason' | 'at'>;

/** No degree is greater; metres nearly always are. */
const MOST_DEGREES = 360;

/** @param geometry what the file holds, of any type */
export function readOutline(geometry: unknown, datum: Datum): Shape | OutlineFault {
  const given = (geometry ?? {}) as Partial<Shape>;
  if (given.type !== 'Polygon' && given.type !== 'MultiPolygon') {
    return fault('geometry-type', `几何类型是 ${given.type ?? '空'}，只接受 Polygon 和 MultiPolygon`);
  }
  if (!isNested(given.coordinates, given.type === 'Polygon' ? 2 : 3)) {
    return fault('geometry-type', `${given.type} 的坐标层次不对`);
  }
  const shape = given as Shape;
  const positions = polygonsOf(shape).flat(2);
  const wrong = positions.map(positionFault).find((found) => found !== null);
  if (wrong) return wrong;
  const outline = each(shape, (ring) => closed(ring.map(([lng, lat]) => toWgs84(lng, lat, datum))));
  const short = polygonsOf(outline)
    .flat()
    .find((ring) => ring.length < 4);
  if (short || positions.length === 0) return fault('few-points', '环至少要有三个不同的点', short?.[0]);
  const at = selfCrossing(outline);
  if (at) return fault('crossing', '边界自相交', at);
  const misplaced = misplacedRing(outline);
  return misplaced ? fault('nested', misplaced.reason, misplaced.at) : outline;
}

const fault = (kind: FaultKind, reason: string, at?: Position): OutlineFault => ({
  kind,
  reason,
  ...(at ? { at } : {}),
});

/** Lists in lists, so many deep, and positions in the innermost. */
function isNested(value: unknown, depth: number): boolean {
  if (!Array.isArray(value)) return false;
  if (depth === 0) return value.length >= 2;
  return value.every((inner) => isNested(inner, depth - 1));
}

function positionFault([x, y]: Position): OutlineFault | null {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return fault('not-a-number', '坐标不是数字');
  if (Math.abs(x) <= 180 && Math.abs(y) <= 90) return null;
  if (Math.abs(x) > MOST_DEGREES || Math.abs(y) > MOST_DEGREES) {
    return fault('metres', '坐标像是以米为单位，可能是 EPSG:3857，请先转换为经纬度');
  }
  const isSwapped = Math.abs(y) <= 180 && Math.abs(x) <= 90;
  return fault('off-earth', `坐标 ${x}, ${y} 不在地球上${isSwapped ? '，经度和纬度可能写反了' : ''}`);
}

function each(shape: Shape, change: (ring: Position[]) => Position[]): Shape {
  return shape.type === 'Polygon'
    ? { type: 'Polygon', coordinates: shape.coordinates.map(change) }
    : { type: 'MultiPolygon', coordinates: shape.coordinates.map((rings) => rings.map(change)) };
}

const isSame = (a: Position, b: Position) => a[0] === b[0] && a[1] === b[1];

/** The ring closed, and each point once where it stands several times in a row. */
function closed(ring: Position[]): Position[] {
  const points = ring.filter((point, i) => i === 0 || !isSame(point, ring[i - 1]));
  return points.length > 0 && !isSame(points[0], points[points.length - 1]) ? [...points, points[0]] : points;
}
