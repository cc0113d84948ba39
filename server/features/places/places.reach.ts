/** How far somebody may see or change places: the tree of places, cut to their own area. */
import type { Permission } from '../../../shared/permissions.js';
import { isWithin } from '../../../shared/places.js';
import type { Actor } from '../../core/ctx.js';

/** Everything; all below a path, its place included; or just these places. */
export type PlaceReach = 'all' | { below: string } | { codes: string[] };

/** @param ancestors codes from a place up to the root, the place itself first */
export function reachOf(actor: Actor, permission: Permission, ancestors: (code: string) => string[]): PlaceReach {
  const reach = actor.may[permission];
  if (reach === 'all') return 'all';
  if (reach === 'subtree' && actor.place) return { below: actor.place.path };
  if (reach === 'unit') return { codes: [...new Set(actor.grids.flatMap((grid) => ancestors(grid.code)))] };
  return { codes: [] };
}

export function isInReach(reach: PlaceReach, place: { code: string; path: string }): boolean {
  if (reach === 'all') return true;
  return 'below' in reach ? isWithin(place.path, reach.below) : reach.codes.includes(place.code);
}

/** Paths end with a slash, so everything below one lies before the same path with the next character instead. */
export const pathRange = (path: string): [string, string] => [path, `${path.slice(0, -1)}0`];

/** The same rule as a condition on places (alias `p`). */
export function reachSql(reach: PlaceReach): { sql: string; values: Record<string, unknown> } {
  if (reach === 'all') return { sql: '1 = 1', values: {} };
  if ('below' in reach) {
    const [from, to] = pathRange(reach.below);
    return { sql: 'p.path >= :reachFrom AND p.path < :reachTo', values: { reachFrom: from, reachTo: to } };
  }
  if (reach.codes.length === 0) return { sql: '1 = 0', values: {} };
  return { sql: 'p.code IN (:...reachCodes)', values: { reachCodes: reach.codes } };
}

/** Where the tree begins for somebody: the place they are at home in, or the roots of all. */
export function rootsSql(reach: PlaceReach): { sql: string; values: Record<string, unknown> } {
  if (reach !== 'all' && 'below' in reach) return { sql: 'p.path = :home', values: { home: reach.below } };
  return { sql: 'p.parent IS NULL', values: {} };
}
