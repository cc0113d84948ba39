/** Places and their outlines; an outline has dates, so that old cases keep the grid that owned them. */

import type { GridKind, Level } from '../../../shared/places.js';
import { at, code, double, id, integer, longText, nullable, string, table } from '../../core/tables.js';

export const place = table(
  'place',
  {
    /** Unique, and never used again. */
    code: id(24),
    level: code<Level>(12),
    name: string(80),
    parent: nullable(code(24)),
    path: code(190),
    kind: code<GridKind>(10),
    households: nullable(integer()),
    supervisionPhone: nullable(string(40)),
    /** From when on it is no more; null for good. */
    until: nullable(at()),
    createdAt: at(),
  },
  { indexes: [['parent', 'code'], ['path'], ['level', 'code'], ['name']] },
);

export const placeShape = table(
  'place_shape',
  {
    id: id(),
    place: code(24),
    since: at(),
    until: nullable(at()),
    /** GeoJSON Polygon or MultiPolygon, WGS-84. */
    geometry: longText(),
    /** Square metres. */
    area: double(),
    west: double(),
    south: double(),
    east: double(),
    north: double(),
  },
  { indexes: [['place', 'until'], ['until'], ['since']] },
);
