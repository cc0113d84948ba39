/** Outlines of grids around a place, from the public shapes; asked for once per street. */
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import { codesOf } from '../../shared/places';
import { call } from './api';

export type Outlines = FeatureCollection<Polygon | MultiPolygon, { code: string; name: string }>;

const asked = new Map<string, Promise<Outlines>>();

/** All grids of the street (two levels up) of this grid; empty when they cannot be had: the map works without. */
export async function outlinesAround(gridPath?: string): Promise<Outlines['features']> {
  const codes = codesOf(gridPath ?? '');
  if (codes.length === 0) return [];
  const under = codes[Math.max(0, codes.length - 3)];
  const known = asked.get(under) ?? call<Outlines>('GET', '/places/shapes', { query: { under, level: 'grid' } });
  asked.set(under, known);
  try {
    return (await known).features;
  } catch {
    asked.delete(under);
    return [];
  }
}

/** The outer rings of one grid, WGS-84. */
export async function ownOutline(gridPath?: string): Promise<number[][][]> {
  const own = codesOf(gridPath ?? '').pop();
  const found = (await outlinesAround(gridPath)).find((f) => f.properties.code === own);
  return found ? ringsOf(found.geometry) : [];
}

/** Outer rings only: what is cut out of a grid is not its border for a reader of the map. */
export const ringsOf = (shape: Polygon | MultiPolygon): number[][][] =>
  shape.type === 'Polygon' ? [shape.coordinates[0]] : shape.coordinates.map((polygon) => polygon[0]);
