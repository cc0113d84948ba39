// What a demo city gives to the loader that plays it through the services: places, units, staff, residents, cases.
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import type { CaseKind, Source } from '../../shared/case.js';
import type { Action, State } from '../../shared/case-flow.js';
import type { MacroContent, ViewFilter } from '../../shared/desk.js';
import type { LeadKey } from '../../shared/duty-list.js';
import type { WrittenRule } from '../../shared/duty-written.js';
import type { Role, UnitKind } from '../../shared/permissions.js';
import type { GridKind, Level, Post } from '../../shared/places.js';

/** Properties of a feature of places.geojson; parents stand before their children. */
export interface PlaceProperties {
  code: string;
  name: string;
  level: Level;
  parent: string | null;
  kind: GridKind;
  households: number | null;
}
/** Geometry is null for the city itself, which is larger than its demo area. */
export type Places = FeatureCollection<Polygon | MultiPolygon | null, PlaceProperties>;

/** Streets for drawing without tiles, WGS-84; a line is lng, lat, lng, lat … */
export interface Basemap {
  credit: string;
  bounds: [west: number, south: number, east: number, north: number];
  streets: Array<{
    name: string;
    class: 'elevated' | 'primary' | 'secondary' | 'tertiary' | 'residential' | 'link';
    lines: number[][];
  }>;
  /** Outlines of the blocks between the streets, each closed. */
  blocks: number[][];
}

export interface DemoUnit {
  /** Stable key of the unit inside the city; inputs of cases name units by it. */
  key: string;
  name: string;
  kind: UnitKind;
  parent: string | null;
  /** Code of the place it answers for. */
  place: string;
  /** Kinds of department of the duty list that it is. */
  leads: LeadKey[];
  /** Login of its head. */
  head: string;
  phone: string;
}

export interface DemoStaff {
  login: string;
  name: string;
  workName: string;
  /** Work telephone that may be shown. */
  contact: string;
  unit: string;
  roles: Role[];
  posts: Array<{ grid: string; post: Post }>;
}

export interface DemoResident {
  key: string;
  name: string;
  phone: string;
  /** Code of the grid where the person lives. */
  grid: string;
}

export interface DemoStep {
  action: Action;
  by: { staff: string } | { resident: string };
  role: Role;
  at: Date;
  /**
   * As the action's form asks, except that units are named by their key, cases by theirs, and photos by the name of a
   * picture (`lamp-after-2`): the loader puts ids in their place.
   */
  input: Record<string, unknown>;
}

export interface DemoCase {
  key: string;
  item: string;
  kind: CaseKind;
  source: Source;
  words: string;
  /** WGS-84; null: reported without a usable place. */
  place: { lng: number; lat: number; accuracy: number } | null;
  address: string | null;
  /** Names of pictures. */
  photos: string[];
  /** Who reports: a resident, or the member of staff who found or took it down. */
  by: { staff: string } | { resident: string };
  contact: { name: string; phone: string } | null;
  at: Date;
  path: DemoStep[];
  /** The state in which the path leaves it. */
  ends: State;
}

/** What somebody keeps for the whole unit. */
interface Kept {
  by: string;
  name: string;
}

/** How the office works: quick actions, templates, views, and its own changes of the duty list. */
export interface DemoOffice {
  templates: Array<Kept & { words: string }>;
  macros: Array<Kept & MacroContent>;
  views: Array<Kept & { filter: ViewFilter }>;
  duty: Array<{
    by: string;
    since: 'founded' | 'tomorrow';
    item: string;
    /** What differs from the item's first line, as it is typed into the form; with an area it is a line of its own. */
    form: Partial<WrittenRule>;
    /** How many days it holds; absent: until it is changed. */
    days?: number;
  }>;
}

export interface City {
  places(): Places;
  basemap(): Basemap;
  units(): DemoUnit[];
  staff(seed?: number): DemoStaff[];
  residents(): DemoResident[];
  /** All cases in the order in which they were reported; no step lies after `now`. */
  cases(now: Date): DemoCase[];
  office(): DemoOffice;
  /** The JPEG of a photo's name as cases and steps carry it: `lamp-after-2`. */
  picture(name: string): Promise<Buffer>;
  /** A picture as one of many photos of it: another for each number. */
  shot(picture: Buffer, nth: number): Promise<Buffer>;
}
