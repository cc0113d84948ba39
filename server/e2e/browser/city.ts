/** The demo city as the tests know it: who holds which post, who works where, and a place in the middle of a grid. */
import { request } from '@playwright/test';
import type { Role } from '../../../shared/permissions.js';
import type { CaseView, PlaceAt, UnitRef } from '../../../shared/views.js';
import type { DemoStaff } from '../../cities/city.js';
import { huangpu } from '../../cities/huangpu/huangpu.js';

/** Address of the server that the tests drive. */
export const home = () => process.env.E2E_URL ?? '';
const staff = huangpu.staff();
const units = huangpu.units();
const grids = huangpu
  .places()
  .features.filter(({ properties: p, geometry }) => p.level === 'grid' && p.kind === 'base' && geometry !== null)
  .map(({ properties: { code, name }, geometry }) => ({
    code,
    name,
    points: geometry?.coordinates.flat(geometry.type === 'Polygon' ? 1 : 2) as number[][],
  }));

export interface Spot {
  /** Of the grid. */
  code: string;
  name: string;
  lng: number;
  lat: number;
}

/** The first who has this role as their main one. */
export function the(role: Role): DemoStaff {
  return found(staff.find((one) => one.roles[0] === role) ?? staff.find((one) => one.roles.includes(role)), role);
}

/** Who holds the 专职 post of a grid. */
export const workerOf = (grid: string): DemoStaff =>
  found(
    staff.find((one) => one.posts.some((p) => p.grid === grid && p.post === 'worker')),
    `worker of ${grid}`,
  );

/** Who divides the cases of the community that a grid lies in. */
export const communityDeskOf = (grid: string): DemoStaff =>
  found(
    staff.find((one) => one.unit === unitAt('community', grid.slice(0, 12)).key),
    `desk of ${grid}`,
  );

/** Somebody else of the same unit, who can take over for a while. */
export const colleagueOf = ({ login, unit }: DemoStaff): DemoStaff =>
  found(
    staff.find((one) => one.unit === unit && one.login !== login && one.roles.length > 0),
    `colleague of ${login}`,
  );

/** Somebody of another unit who may do the same. */
export const peerOf = ({ unit, roles }: DemoStaff): DemoStaff =>
  found(
    staff.find((one) => one.unit !== unit && roles.every((role) => one.roles.includes(role))),
    `peer with ${roles}`,
  );

/** Who takes in hand what a unit is sent. */
export function handlerOf({ name }: Pick<UnitRef, 'name'>): DemoStaff {
  const { key } = found(
    units.find((unit) => unit.name === name),
    name,
  );
  const hands: readonly Role[] = ['handler', 'communityWorker', 'unitHead'];
  const able = staff.filter((one) => one.unit === key && hands.some((role) => one.roles.includes(role)));
  return found(able.at(-1), `handler of ${name}`);
}

/** Who was drawn to check it. */
export const checkerOf = ({ checker }: Pick<CaseView, 'checker'>): DemoStaff =>
  found(
    staff.find((one) => one.roles.includes('supervisor') && (checker === null || one.name === checker.name)),
    `checker ${checker?.name}`,
  );

const unitAt = (kind: string, place: string) =>
  found(
    units.find((unit) => unit.kind === kind && unit.place === place),
    `${kind} at ${place}`,
  );

/** The middle of one of the grids, far from its borders. @param nth 0 is the first such grid */
export async function spot(nth = 0): Promise<Spot> {
  let left = nth;
  for (const { code } of grids) {
    const found = await spotIn(code);
    if (found && left-- === 0) return found;
  }
  throw new Error(`The demo city has no ${nth + 1} grids with a middle inside`);
}

/** The middle of this grid; null where it lies outside or near a border. */
export async function spotIn(code: string): Promise<Spot | null> {
  const grid = found(
    grids.find((one) => one.code === code),
    code,
  );
  const [lng, lat] = middle(grid.points);
  const api = await request.newContext({ baseURL: home() });
  const at = (await (await api.get('/api/places/at', { params: { lng, lat, accuracy: 10 } })).json()) as PlaceAt;
  await api.dispose();
  return at.grid?.code === code && at.how === 'inside' && !at.nearBorder ? { code, name: grid.name, lng, lat } : null;
}

/** Of the box around the points, degrees. */
function middle(points: number[][]): [number, number] {
  const half = (axis: 0 | 1) => {
    const all = points.map((p) => p[axis]);
    return Number(((Math.min(...all) + Math.max(...all)) / 2).toFixed(6));
  };
  return [half(0), half(1)];
}

/** A photo as the demo city's residents take it. */
export const photo = (name: 'lamp-before-1' | 'lamp-after-1' | 'manhole-before-1') => huangpu.picture(name);

let last = Date.now() % 1_000_000;
/** Words with a number that no other case has, so that it can be found by them. */
export const numbered = (words: string) => `${words}（灯杆 ${last++}）`;

function found<T>(thing: T | undefined, what: string): T {
  if (thing === undefined) throw new Error(`The demo city has no ${what}`);
  return thing;
}

/** The demo city's cases are of the last two months: the query of the statistics that holds them all. */
export const threeMonths = () => {
  const month = (back: number) => {
    const at = new Date(Date.now() + 8 * 3_600_000);
    at.setUTCMonth(at.getUTCMonth() - back, 1);
    return at.toISOString().slice(0, 7);
  };
  return `from=${month(2)}&to=${month(0)}`;
};
