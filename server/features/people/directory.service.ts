/** Who answers for what, in memory: units, and the posts that staff hold. Kept fresh on every instance. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { LeadKey } from '../../../shared/duty-list.js';
import type { UnitKind } from '../../../shared/permissions.js';
import { posts as postKinds } from '../../../shared/places.js';
import { Db } from '../../core/db.js';
import { Watch } from '../../core/watch.js';
import {
  type AreaInfo,
  type HeldPost,
  type Loaded,
  layOut,
  loadDirectory,
  type PostHolding,
  type StaffInfo,
  type UnitInfo,
} from './directory.load.js';

export type { AreaInfo, HeldPost, PostHolding, StaffInfo, UnitInfo } from './directory.load.js';

/** Name of the version row; whoever changes units, staff or posts bumps it. */
export const PEOPLE = 'people';
const POST_ORDER = Object.keys(postKinds);

@Injectable()
export class DirectoryService implements OnModuleInit {
  private loaded: Loaded = layOut({ units: [], staff: [], held: [], areas: [], standIns: [] });
  private loading: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: Db,
    private readonly watch: Watch,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.watch.keep(PEOPLE, () => this.reload());
    // Names and paths of places are shown with their people.
    await this.watch.keep('places', () => this.reload());
  }

  /** One after another: of two loads the one that began later is the one that stays. */
  private reload(): Promise<void> {
    const load = async () => {
      this.loaded = await loadDirectory(this.db);
    };
    this.loading = this.loading.then(load, load);
    return this.loading;
  }

  unitOf(id: string): UnitInfo | undefined {
    return this.loaded.units.get(id);
  }

  /** The unit in service with exactly this name. */
  called(name: string): UnitInfo | undefined {
    return [...this.loaded.units.values()].find((u) => u.active && u.name === name);
  }

  /** The unit and all below it; empty when there is no such unit. */
  below(unitId: string): string[] {
    const known = this.loaded.below.get(unitId);
    if (known || !this.loaded.units.has(unitId)) return known ?? [];
    const found = [unitId];
    for (const id of found) found.push(...(this.loaded.children.get(id) ?? []));
    this.loaded.below.set(unitId, found);
    return found;
  }

  /** Units whose place lies in an area. @param path of the area, as `/31/310101/` */
  within(path: string): string[] {
    return [...this.loaded.units.values()]
      .filter((u) => u.place && this.loaded.areas.get(u.place)?.path.startsWith(path))
      .map((u) => u.id);
  }

  /** The units in service that answer for exactly this place. */
  unitsAt(placeCode: string): UnitInfo[] {
    return this.loaded.byPlace.get(placeCode) ?? [];
  }

  /**
   * Units of one kind in service, nearest first.
   * @param placeCodes from the place up to the root
   */
  kindAt(kind: UnitKind, placeCodes: readonly string[]): UnitInfo[] {
    return placeCodes.flatMap((code) => this.unitsAt(code).filter((u) => u.kind === kind));
  }

  /**
   * The unit in service that leads on something: of all that do, the one with the nearest place. A unit without a
   * place leads where nobody nearer does.
   * @param placeCodes from the place up to the root
   */
  leading(lead: LeadKey, placeCodes: readonly string[]): UnitInfo | undefined {
    const able = this.loaded.byLead.get(lead) ?? [];
    for (const code of placeCodes) {
      const near = able.find((u) => u.place === code);
      if (near) return near;
    }
    return able.find((u) => u.place === null);
  }

  /** The posts that somebody holds now. */
  postsOf(accountId: string): HeldPost[] {
    return this.loaded.postsByAccount.get(accountId) ?? [];
  }

  /** Everybody in service who holds a post at the place, in the order of the post list. */
  holdersOf(placeCode: string): PostHolding[] {
    const held = this.loaded.postsByPlace.get(placeCode) ?? [];
    return held
      .flatMap((p) => {
        const person = this.loaded.staff.get(p.account);
        if (!person) return [];
        const { name, workName, contact } = person;
        return [{ ...p, name, workName, contact }];
      })
      .sort((a, b) => POST_ORDER.indexOf(a.post) - POST_ORDER.indexOf(b.post));
  }

  /** Whom the public card names: the full-time worker, else the head of the grid. */
  cardOf(placeCode: string): PostHolding | null {
    const held = this.holdersOf(placeCode);
    return held.find((h) => h.post === 'worker') ?? held.find((h) => h.post === 'lead') ?? null;
  }

  /** Somebody of the staff who is in service. */
  staffMember(accountId: string): StaffInfo | undefined {
    return this.loaded.staff.get(accountId);
  }

  /** Everybody in service who belongs to the unit itself. */
  staffOf(unitId: string): StaffInfo[] {
    return this.loaded.staffByUnit.get(unitId) ?? [];
  }

  /** Who answers for a unit: its head, else those in it with that role; empty where there is nobody. */
  headsOf(unitId: string): string[] {
    const head = this.loaded.units.get(unitId)?.head;
    if (head && this.loaded.staff.has(head)) return [head];
    return this.staffOf(unitId)
      .filter((s) => s.roles.includes('unitHead'))
      .map((s) => s.id);
  }

  /** Everybody in service whose name holds these letters, in the order of their names. */
  named(letters: string): StaffInfo[] {
    const found = [...this.loaded.staff.values()].filter(({ name, workName }) =>
      `${name} ${workName}`.includes(letters),
    );
    return found.sort((a, b) => a.name.localeCompare(b.name, 'zh') || (a.id < b.id ? -1 : 1));
  }

  /** The units whose head somebody is, and those right below them. */
  ledBy(accountId: string): string[] {
    const own = [...this.loaded.units.values()].filter((u) => u.active && u.head === accountId).map((u) => u.id);
    return [...new Set(own.flatMap((id) => [id, ...(this.loaded.children.get(id) ?? [])]))];
  }

  /**
   * The absent for whom somebody stands in on this day: colleagues of the same unit, and those of another with whom it
   * was arranged so. Whoever of the two has moved since ends it. @param day `YYYY-MM-DD`
   */
  absentFor(accountId: string, day: string): StaffInfo[] {
    const unit = this.loaded.staff.get(accountId)?.unit;
    const today = (this.loaded.standIns.get(accountId) ?? []).filter((s) => s.firstDay <= day && day <= s.lastDay);
    const found = today.flatMap((s) => {
      const absent = this.loaded.staff.get(s.account);
      if (!absent?.unit || !unit) return [];
      const holds = s.ofUnit === null ? absent.unit === unit : absent.unit === s.ofUnit && unit === s.fromUnit;
      return holds ? [absent] : [];
    });
    return [...new Set(found)];
  }

  /** Who stands in for somebody on this day. */
  standInsOf(accountId: string, day: string): string[] {
    return [...this.loaded.standIns.keys()].filter((id) => this.absentFor(id, day).some((a) => a.id === accountId));
  }

  /** The place of a unit or of a post. */
  areaOf(placeCode: string): AreaInfo | undefined {
    return this.loaded.areas.get(placeCode);
  }
}
