/** Places for everybody else: whose is a point, what lies above a place, what is it called. Kept fresh on every instance. */
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Point } from '../../../shared/fields.js';
import { type CaseLevel, codesOf, type Level, levelOrder, type Routed } from '../../../shared/places.js';
import type { GridCard, PlaceAt } from '../../../shared/views.js';
import { now } from '../../core/clock.js';
import { Db } from '../../core/db.js';
import { type Env, InjectEnv } from '../../core/env.js';
import { Watch } from '../../core/watch.js';
import { DirectoryService } from '../people/directory.service.js';
import { toWgs84 } from './datum.js';
import { boxOf } from './earth.js';
import { stands } from './places.dates.js';
import { type LoadedShape, loadPlaces } from './places.load.js';
import { pathRange } from './places.reach.js';
import { PlaceTree, type TreePlace } from './places.tree.js';
import { GridRouter } from './router.js';

export { metresPerLat, metresPerLng } from './earth.js';

/** Name of the version row; whoever changes places bumps it. */
export const PLACES = 'places';

export interface ChainLink {
  code: string;
  name: string;
  level: Level;
}
export interface RoutedPoint {
  /** Null where no usable point was given. */
  wgs84: { lng: number; lat: number } | null;
  routed: Routed;
}

/** No clock is off by as much; what turns later, the job of that day tells. */
const AHEAD_MS = 3_600_000;
const NOWHERE = { lng: Number.NaN, lat: Number.NaN };

/** Everything that is asked in memory; replaced as a whole, so that nobody sees half of a change. */
interface Standing {
  tree: PlaceTree;
  router: GridRouter;
  shapes: ReadonlyMap<string, LoadedShape>;
  /** Square metres by code. */
  areas: ReadonlyMap<string, number>;
  /** What the router was built from. */
  routed: string;
}

@Injectable()
export class PlacesService implements OnModuleInit, OnApplicationShutdown {
  private standing: Standing;
  private turn: NodeJS.Timeout | undefined;
  private loading: Promise<void> = Promise.resolve();
  private readonly dummyPoints: readonly [number, number][];

  constructor(
    private readonly db: Db,
    private readonly watch: Watch,
    private readonly directory: DirectoryService,
    @InjectEnv() env: Pick<Env, 'dummyPoints'>,
  ) {
    this.dummyPoints = env.dummyPoints;
    const tree = new PlaceTree([]);
    this.standing = { tree, router: this.routerOf(tree, []), shapes: new Map(), areas: new Map(), routed: '' };
  }

  async onModuleInit(): Promise<void> {
    await this.watch.keep(PLACES, () => this.reload());
  }

  /** One after another: the load that began last is the one that stays. The old answer stands until then. */
  private reload(): Promise<void> {
    const load = async () => {
      const { places, shapes, turn } = await loadPlaces(this.db.read, now(), this.standing.shapes);
      const tree = new PlaceTree(places);
      const outlines = [...shapes.values()].sort((a, b) => (a.place < b.place ? -1 : 1));
      const routed = outlines.map((s) => `${s.id}${tree.get(s.place)?.kind}`).join();
      const router = routed === this.standing.routed ? this.standing.router : this.routerOf(tree, outlines);
      const areas = new Map(outlines.map((s) => [s.place, s.area]));
      this.standing = { tree, router, shapes, areas, routed };
      this.wake(turn);
    };
    this.loading = this.loading.then(load, load);
    return this.loading;
  }

  /**
   * What holds from a moment on is told with its change, or by a job when it comes; by the clock of another server, which
   * may be ahead of this one.
   */
  private wake(turn: Date | null): void {
    clearTimeout(this.turn);
    if (!turn || turn.getTime() - now().getTime() > AHEAD_MS) return;
    const wait = Math.max(1, turn.getTime() - now().getTime());
    this.turn = setTimeout(() => void this.watch.again(PLACES).catch(() => {}), wait).unref();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.turn);
  }

  private routerOf(tree: PlaceTree, outlines: readonly LoadedShape[]): GridRouter {
    const at = (level: (level: Level) => boolean) =>
      outlines.flatMap(({ place, geometry }) => {
        const found = tree.get(place);
        return found && level(found.level) ? [{ code: place, special: found.kind === 'special', geometry }] : [];
      });
    const areas = at((level) => level !== 'grid' && level !== 'cell');
    return new GridRouter(
      at((level) => level === 'grid'),
      { areas, dummyPoints: this.dummyPoints },
    );
  }

  /** The owner of a point in any datum, with the reason; without a point the answer is `unlocated`. In memory. */
  route(point: Point | null): RoutedPoint {
    const { router } = this.standing;
    // A dummy is one as it was sent: converted, 0,0 would be a place off Africa like any other.
    if (!point || !router.isUsable(point.lng, point.lat)) return { wgs84: null, routed: router.at(NOWHERE) };
    const [lng, lat] = toWgs84(point.lng, point.lat, point.datum);
    const routed = router.at({ lng, lat, accuracy: point.accuracy });
    return { wgs84: routed.how === 'unlocated' ? null : { lng, lat }, routed };
  }

  /** GET /api/places/at: 我在哪个网格. */
  async at(point: Point): Promise<PlaceAt> {
    const { code, how, special, nearBorder, distance, runnerUp } = this.route(point).routed;
    const other = runnerUp === null ? undefined : this.standing.tree.get(runnerUp);
    return {
      grid: code === null ? null : this.cardOf(code),
      how,
      special,
      nearBorder,
      distance,
      runnerUp: other ? { code: other.code, name: other.name } : null,
    };
  }

  /** Codes from a governed place up to the root, the place itself first. */
  ancestors(code: string): string[] {
    return this.standing.tree.ancestors(code);
  }

  /** The city … grid that hold a governed place; null for levels that it lies above, or that the city skips. */
  levelsOf(code: string): Record<CaseLevel, string | null> {
    return this.standing.tree.levelsOf(code);
  }

  /** The place that holds every grid: where a case goes that nobody can place. Null in an empty database. */
  get top(): string | null {
    return this.standing.tree.top?.code ?? null;
  }

  /** Places of one level below another (itself included), or everywhere, by code. */
  async under(code: string | null, level: Level): Promise<{ code: string; name: string; households: number | null }[]> {
    const path = code === null ? '/' : await this.pathOf(code);
    if (path === null) return [];
    const sql = `SELECT code, name, households FROM place p
      WHERE level = ? AND path >= ? AND path < ? AND ${stands('p')} ORDER BY code`;
    return this.db.read.query(sql, [level, ...pathRange(path), now()]);
  }

  /** The codes from the root down to the place, each closed by a slash; null when there is no such place. */
  async pathOf(code: string): Promise<string | null> {
    const known = this.standing.tree.get(code);
    if (known) return known.path;
    const [row] = await this.db.read.query<{ path: string }>('SELECT path FROM place WHERE code = ?', [code]);
    return row?.path ?? null;
  }

  /** Governed places by name, the smallest first, each with the middle of its outline. In memory. */
  named(words: string, most: number): (ChainLink & { above: string[]; lng: number; lat: number })[] {
    const { tree, shapes } = this.standing;
    const found = [...shapes.values()].flatMap(({ place, geometry }) => {
      const known = tree.get(place);
      return known?.name.includes(words) ? [{ known, geometry }] : [];
    });
    const smallFirst = found.sort((a, b) => levelOrder.indexOf(b.known.level) - levelOrder.indexOf(a.known.level));
    return smallFirst.slice(0, most).map(({ known, geometry }) => {
      const [w, s, e, n] = boxOf(geometry);
      return { ...link(known), above: namesAbove(tree.chainOf(known.code)), lng: (w + e) / 2, lat: (s + n) / 2 };
    });
  }

  /** From the root down to the place itself; empty when there is no such place. */
  async chainOf(code: string): Promise<ChainLink[]> {
    const known = this.standing.tree.chainOf(code);
    if (known.length > 0) return known.map(link);
    const codes = codesOf((await this.pathOf(code)) ?? '');
    const found = await this.rowsOf(codes);
    return codes.flatMap((c) => found.get(c) ?? []);
  }

  /** Names by code; codes that nobody knows are left out. */
  async namesOf(codes: readonly string[]): Promise<Map<string, string>> {
    const { tree } = this.standing;
    const names = new Map<string, string>();
    const others: string[] = [];
    for (const code of new Set(codes)) {
      const known = tree.get(code);
      if (known) names.set(code, known.name);
      else others.push(code);
    }
    for (const { code, name } of (await this.rowsOf(others)).values()) names.set(code, name);
    return names;
  }

  /** By primary key, for places that are not governed and so not in memory. */
  private async rowsOf(codes: readonly string[]): Promise<Map<string, ChainLink>> {
    if (codes.length === 0) return new Map();
    const marks = codes.map(() => '?').join(',');
    const sql = `SELECT code, name, level FROM place WHERE code IN (${marks})`;
    const rows = await this.db.read.query<Record<keyof ChainLink, string>>(sql, [...codes]);
    return new Map(rows.map((row) => [row.code, { ...row, level: row.level as Level }]));
  }

  /** The public card of a grid; null for anything else. */
  cardOf(code: string): GridCard | null {
    const { tree } = this.standing;
    const grid = tree.get(code);
    if (grid?.level !== 'grid') return null;
    const chain = tree.chainOf(code);
    const holder = this.directory.cardOf(code);
    return {
      code,
      name: grid.name,
      path: grid.path,
      pathNames: namesAbove(chain),
      kind: grid.kind,
      households: grid.households,
      area: this.standing.areas.get(code) ?? null,
      worker: holder ? { workName: holder.workName, contact: holder.contact } : null,
      supervisionPhone: phoneOf(chain.map((place) => place.supervisionPhone)),
    };
  }
}

const link = ({ code, name, level }: TreePlace): ChainLink => ({ code, name, level });

/** What a place is part of, from the city down. */
export const namesAbove = (chain: readonly ChainLink[]): string[] =>
  chain.filter(({ level }, i) => level !== 'province' && i < chain.length - 1).map(({ name }) => name);

/** The place's own supervision phone, else that of the nearest above it. @param phones from the root down */
export const phoneOf = (phones: readonly (string | null)[]): string | null => phones.findLast((phone) => phone) ?? null;
