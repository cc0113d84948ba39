/** The part of the demo city that has its week: a dozen grids, their residents, and everybody who answers for them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Feature, FeatureCollection, LineString, MultiPolygon, Polygon } from 'geojson';
import { itemOf } from '../../shared/duty-list.js';
import type { Role } from '../../shared/permissions.js';
import type { DemoStaff, DemoUnit, PlaceProperties } from '../cities/city.js';
import { huangpu } from '../cities/huangpu/huangpu.js';
import type { Chance } from '../cities/huangpu/seeded.js';
import { type Spot, spotsOf } from '../cities/huangpu/spots.js';
import type { Db } from '../core/db.js';
import { root } from '../core/root.js';

/** Communities of three streets, and how many of their grids. */
const COMMUNITIES = ['310101001001', '310101002002', '310101003001'];
const GRIDS = 4;
const RESIDENTS = 40;
/** Of many paces and leads: hours by day and night, working hours, working days; mended, complained of, asked. */
const ITEMS = [
  'road-lamp',
  'manhole',
  'litter',
  'tree-trim',
  'sewer',
  'car-parking',
  'stall',
  'noise-life',
  'stair-lamp',
  'leak',
  'stair-pile',
  'elder-alone',
  'traffic-order',
  'papers',
].map((code) => itemOf(code)!);

type GridFeature = Feature<Polygon | MultiPolygon, PlaceProperties>;

export class Town {
  readonly items = ITEMS;
  readonly residents: string[];
  private readonly units: DemoUnit[] = huangpu.units();
  private readonly staff: DemoStaff[] = huangpu.staff();
  private readonly spots: Spot[] = [];
  /** Id → key of units, id → login of accounts. */
  private unitKeys = new Map<string, string>();
  private logins = new Map<string, string>();

  constructor(private readonly dice: Chance) {
    this.residents = huangpu
      .residents()
      .slice(0, RESIDENTS)
      .map(({ key }) => key);
  }

  async learn(db: Db): Promise<void> {
    const units = await db.read.query<{ id: string; name: string; place: string }>('SELECT id, name, place FROM unit');
    for (const { key, name, place } of this.units) {
      const found = units.find((u) => u.name === name && u.place === place);
      if (found) this.unitKeys.set(found.id, key);
    }
    const accounts = await db.read.query<{ id: string; login: string }>(
      'SELECT id, login FROM account WHERE login IS NOT NULL',
    );
    this.logins = new Map(accounts.map(({ id, login }) => [id, login]));
  }

  /** @param reports how many places are needed */
  findSpots(reports: number): void {
    const grids = huangpu.places().features.filter((f) => f.properties.level === 'grid') as GridFeature[];
    const chosen = COMMUNITIES.flatMap((community) =>
      grids.filter((f) => f.properties.parent === community).slice(0, GRIDS),
    );
    const file = join(root, 'server/cities/huangpu/roads.geojson');
    const roads = JSON.parse(readFileSync(file, 'utf8')) as FeatureCollection<LineString>;
    const spots = spotsOf(roads, grids);
    const codes = new Set(chosen.map((f) => f.properties.code));
    while (this.spots.length < reports) {
      const spot = spots.any(this.dice);
      if (codes.has(spot.grid)) this.spots.push(spot);
    }
  }

  anySpot(dice: Chance): Spot {
    return dice.pick(this.spots);
  }

  spot(nth: number): Spot {
    return this.spots[nth];
  }

  login(account: string): string | undefined {
    return this.logins.get(account);
  }

  unitKey(unit: string): string | undefined {
    return this.unitKeys.get(unit);
  }

  unitId(key: string): string {
    const found = [...this.unitKeys].find(([, one]) => one === key);
    if (!found) throw new Error(`no unit ${key} in the database`);
    return found[0];
  }

  /** Who of a unit has one of these roles; always the first of them, so that few do the work of many cases. */
  of(unit: string, ...roles: Role[]): string | null {
    return this.staff.find((one) => one.unit === unit && one.roles.some((role) => roles.includes(role)))?.login ?? null;
  }

  anyOf(unit: string, role: Role): string {
    return this.dice.pick(this.staff.filter((one) => one.unit === unit && one.roles.includes(role))).login;
  }
}
