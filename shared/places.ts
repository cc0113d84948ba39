/** The tree of places: its levels, codes and paths, the posts of a grid, and what the router answers. */
import type { Permission } from './permissions.js';

/** In which system a coordinate was measured. The database holds WGS-84 only. */
export const datums = { wgs84: 'WGS-84 / CGCS2000', gcj02: 'GCJ-02（火星坐标）', bd09: 'BD-09（百度）' } as const;
export type Datum = keyof typeof datums;

/** From the root down; the five from 市 to 网格 are the levels of governance, a city may skip any of them. */
export const levels = {
  province: { label: '省', digits: 2 },
  city: { label: '市', digits: 4 },
  county: { label: '区县', digits: 6 },
  street: { label: '街道', digits: 9 },
  community: { label: '社区', digits: 12 },
  grid: { label: '网格', digits: 15 },
  cell: { label: '微网格', digits: 18 },
} as const;
export type Level = keyof typeof levels;
export const levelOrder = Object.keys(levels) as Level[];
export const isBelow = (lower: Level, upper: Level) => levelOrder.indexOf(lower) > levelOrder.indexOf(upper);

/** The levels whose codes a case carries as columns, so that "in my area" is an index. */
export const caseLevels = ['city', 'county', 'street', 'community', 'grid'] as const;
export type CaseLevel = (typeof caseLevels)[number];
/** Of what lies in an area and yet in none of its parts. */
export const sayWithout = (level: CaseLevel) => `未落到${levels[level].label}`;

export const gridKinds = { base: '综合网格', special: '专属网格' } as const;
export type GridKind = keyof typeof gridKinds;

/** Codes are digits by GB/T 2260 and 10114, or free where a city has its own (scheme `free`). */
export const CODE = /^[0-9A-Za-z][0-9A-Za-z_-]{0,23}$/;

/** A path is the codes from the root down, each closed by a slash: `/31/3101/310101/`. */
export const pathOf = (parentPath: string | null, code: string) => `${parentPath ?? '/'}${code}/`;
export const codesOf = (path: string) => path.split('/').filter(Boolean);
/** "In my area" means: my path is a prefix of its path. */
export const isWithin = (path: string, area: string) => path.startsWith(area);

/** Ranges of GB/T 10114 and of the committee segment: warnings, not refusals (counted on real data). */
export function codeHint(level: Level, code: string): string | null {
  if (!/^\d+$/.test(code)) return '编码含有非数字字符';
  // A 直辖市 is a city with the two digits of a province.
  const isDirect = level === 'city' && code.length === levels.province.digits;
  if (code.length !== levels[level].digits && level !== 'grid' && !isDirect)
    return `${levels[level].label}编码通常为 ${levels[level].digits} 位`;
  if (level === 'street' && Number(code.slice(6, 9)) > 599) return '街道段通常为 001–599';
  if (level === 'community' && Number(code.slice(9, 12)) > 599) return '社区段通常为 001–599';
  return null;
}

/** The post list of a grid: "1+3+N". `least` is how many a grid must have not to show as a fault. */
interface PostRow {
  label: string;
  group: string;
  least: number;
  most?: number;
  /** What whoever holds it has to be able to do: the grid's cases wait for them. */
  asks?: Permission;
}
export const posts = {
  lead: { label: '网格长', group: '1', least: 1, most: 1, asks: 'case.verify' },
  worker: { label: '专职网格员', group: '3', least: 1, asks: 'case.verify' },
  partTime: { label: '兼职网格员', group: '3', least: 0, asks: 'case.verify' },
  guide: { label: '网格指导员', group: '3', least: 0 },
  police: { label: '网格警员', group: 'N', least: 0 },
  informant: { label: '民情信息员', group: 'N', least: 0 },
  monitor: { label: '网格监督员', group: 'N', least: 0 },
  volunteer: { label: '志愿者', group: 'N', least: 0 },
} as const satisfies Record<string, PostRow>;
export type Post = keyof typeof posts;
/** How many digits the running number of a grid may have, and has when nothing else is said. */
export const NUMBER_DIGITS = { least: 2, usual: 3, most: 6 } as const;
/** Usual size of a grid in households; outside it the grid page shows a hint. */
export const USUAL_HOUSEHOLDS = [300, 500] as const;

/** Why a point belongs to its grid (domain: routing). */
export const hows = {
  inside: '位置在网格内',
  border: '位置在网格分界线上，按编码较小的网格受理',
  nearest: '位置不在任何网格内，就近分给最近的网格',
  outside: '位置不在任何网格内',
  unlocated: '没有可用的位置',
} as const;
export type How = keyof typeof hows;

/** Reach of a "nearest" answer in metres: at least the first, at most the second. */
export const NEAREST = { least: 30, most: 200 } as const;

export interface Routed {
  /** Code of the grid, or null where no grid owns the point. */
  code: string | null;
  how: How;
  special: boolean;
  /** The point lies nearer to the border than its accuracy. */
  nearBorder: boolean;
  /** Metres to the border when inside, to the grid when nearest; null when there is none. */
  distance: number | null;
  runnerUp: string | null;
  /** The smallest area that holds the point, for cases that no grid owns. */
  area: string | null;
}
