/** Reads units, staff and posts at once and lays them out for the questions that are asked of the directory. */
import type { Role, UnitKind } from '../../../shared/permissions.js';
import type { Level, Post } from '../../../shared/places.js';
import type { Db, Rows } from '../../core/db.js';
import { asDate } from '../../core/tables.js';

export interface UnitInfo {
  id: string;
  name: string;
  kind: UnitKind;
  /** Unit one level up. */
  parent: string | null;
  /** Code of the place it answers for. */
  place: string | null;
  /** Account of its head. */
  head: string | null;
  /** What of the duty list it leads. */
  leads: string[];
  active: boolean;
}
/** A place as far as people need it. */
export interface AreaInfo {
  code: string;
  name: string;
  path: string;
  level: Level;
}
export interface StaffInfo {
  id: string;
  name: string;
  workName: string;
  contact: string;
  unit: string | null;
  roles: Role[];
}
/** Somebody does an absent colleague's work; days of the city's calendar, both included. */
export interface StandIn {
  account: string;
  standIn: string;
  /** Of two units: the absent one's, and the other's. */
  ofUnit: string | null;
  fromUnit: string | null;
  firstDay: string;
  lastDay: string;
}
export interface HeldPost {
  id: string;
  place: string;
  post: Post;
  since: Date;
}
export interface PostHolding extends HeldPost {
  account: string;
  name: string;
  workName: string;
  contact: string;
}

export interface Loaded {
  units: Map<string, UnitInfo>;
  children: Map<string, string[]>;
  /** Worked out when first asked for: it is asked at every request. */
  below: Map<string, string[]>;
  /** In service only. */
  byPlace: Map<string, UnitInfo[]>;
  /** In service only. */
  byLead: Map<string, UnitInfo[]>;
  /** In service only. */
  staff: Map<string, StaffInfo>;
  staffByUnit: Map<string, StaffInfo[]>;
  postsByAccount: Map<string, HeldPost[]>;
  postsByPlace: Map<string, (HeldPost & { account: string })[]>;
  areas: Map<string, AreaInfo>;
  /** By who stands in. */
  standIns: Map<string, StandIn[]>;
}

interface Plain {
  units: UnitInfo[];
  /** In service only. */
  staff: StaffInfo[];
  /** Held now. */
  held: (HeldPost & { account: string })[];
  areas: AreaInfo[];
  standIns: StandIn[];
}

/** Plain rows without entities: a district has tens of thousands of posts. */
export async function loadDirectory(db: Db): Promise<Loaded> {
  const [units, staff, held, areas, standIns] = await Promise.all([
    readUnits(db.read),
    readStaff(db.read),
    readPosts(db.read),
    readAreas(db.read),
    readStandIns(db.read),
  ]);
  return layOut({ units, staff, held, areas, standIns });
}

export function layOut({ units, staff, held, areas, standIns }: Plain): Loaded {
  const active = units.filter((u) => u.active);
  return {
    units: new Map(units.map((u) => [u.id, u])),
    children: groups(
      units,
      (u) => (u.parent ? [u.parent] : []),
      (u) => u.id,
    ),
    below: new Map(),
    byPlace: groups(
      active,
      (u) => (u.place ? [u.place] : []),
      (u) => u,
    ),
    byLead: groups(
      active,
      (u) => u.leads,
      (u) => u,
    ),
    staff: new Map(staff.map((s) => [s.id, s])),
    staffByUnit: groups(
      staff,
      (s) => (s.unit ? [s.unit] : []),
      (s) => s,
    ),
    postsByAccount: groups(
      held,
      (p) => [p.account],
      ({ id, place, post, since }) => ({ id, place, post, since }),
    ),
    postsByPlace: groups(
      held,
      (p) => [p.place],
      (p) => p,
    ),
    areas: new Map(areas.map((a) => [a.code, a])),
    standIns: groups(
      standIns,
      (s) => [s.standIn],
      (s) => s,
    ),
  };
}

function groups<T, V>(
  rows: readonly T[],
  keysOf: (row: T) => readonly string[],
  valueIn: (row: T) => V,
): Map<string, V[]> {
  const found = new Map<string, V[]>();
  for (const row of rows) {
    for (const key of keysOf(row)) {
      const group = found.get(key);
      if (group) group.push(valueIn(row));
      else found.set(key, [valueIn(row)]);
    }
  }
  return found;
}

async function readUnits(rows: Rows): Promise<UnitInfo[]> {
  const found = await rows.query<Record<'id' | 'name' | 'kind' | 'leads', string> & Record<string, unknown>>(
    'SELECT id, name, kind, parent, place, head, leads, active FROM unit ORDER BY id',
  );
  return found.map((u) => ({
    id: u.id,
    name: u.name,
    kind: u.kind as UnitKind,
    parent: u.parent as string | null,
    place: u.place as string | null,
    head: u.head as string | null,
    leads: JSON.parse(u.leads) as string[],
    active: Number(u.active) === 1,
  }));
}

async function readStaff(rows: Rows): Promise<StaffInfo[]> {
  const found = await rows.query<Omit<StaffInfo, 'roles'> & { roles: string }>(
    "SELECT id, name, workName, contact, unit, roles FROM account WHERE kind = 'staff' AND active = 1 ORDER BY id",
  );
  return found.map((s) => ({ ...s, roles: JSON.parse(s.roles) as Role[] }));
}

async function readPosts(rows: Rows): Promise<(HeldPost & { account: string })[]> {
  const found = await rows.query<{ id: string; place: string; account: string; post: Post; since: string | Date }>(
    'SELECT id, place, account, post, since FROM post WHERE until IS NULL ORDER BY id',
  );
  return found.map((p) => ({ ...p, since: asDate(p.since) }));
}

/** Few at a time; those of the past are told apart by their days. */
const readStandIns = (rows: Rows): Promise<StandIn[]> =>
  rows.query<StandIn & Record<string, unknown>>(
    'SELECT account, standIn, ofUnit, fromUnit, firstDay, lastDay FROM stand_in WHERE endedAt IS NULL ORDER BY id',
  );

const readAreas = (rows: Rows): Promise<AreaInfo[]> =>
  rows.query<{ code: string; name: string; path: string; level: Level }>(
    `SELECT code, name, path, level FROM place
     WHERE code IN (SELECT place FROM unit) OR code IN (SELECT place FROM post WHERE until IS NULL)`,
  ) as Promise<AreaInfo[]>;
