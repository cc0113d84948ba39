/** What stands before a demo city's first case: its places, units, people and posts. */
import type { FeatureCollection } from 'geojson';
import { type Level, levelOrder, type Post } from '../../shared/places.js';
import { PRIVACY_VERSION } from '../../shared/privacy.js';
import type { Running } from '../app.js';
import { Ctx, system } from '../core/ctx.js';
import { counter } from '../core/jobs.tables.js';
import { AccountsService } from '../features/people/accounts.service.js';
import { PostsService } from '../features/people/posts.service.js';
import { UnitsService } from '../features/people/units.service.js';
import { PlaceImport } from '../features/places/places.import.js';
import { PlacesService } from '../features/places/places.service.js';
import { PlaceRegistry } from '../features/places/registry.service.js';
import { PasswordsService } from '../features/session/passwords.service.js';
import { demoOpenid, ResidentsService } from '../features/session/residents.service.js';
import { SettingsService } from '../features/settings/settings.service.js';
import type { City, Places } from './city.js';

export type Say = (line: string) => void;

/** Row in `counter` that tells how far the load of the demo city has come; it appears with the people. */
export const PROGRESS = 'demo-city';

export class Founding {
  constructor(
    private readonly running: Running,
    private readonly city: City,
    private readonly say: Say,
  ) {}

  private get<T>(type: new (...args: never[]) => T): T {
    return this.running.app.get(type);
  }

  /** Places that an earlier start has brought in stay as they are. */
  async loadPlaces(founded: Date): Promise<void> {
    const places = this.city.places();
    this.say(`· 载入区划与网格（${places.features.length} 个）`);
    const ctx = new Ctx({ db: this.running.db, actor: system, now: founded });
    for (const level of levelOrder) {
      for (const kind of ['base', 'special'] as const) {
        const of = places.features.filter((f) => f.properties.level === level && f.properties.kind === kind);
        await this.loadLevel(ctx, level, kind, of);
      }
    }
    await ctx.begin(async (own) => {
      for (const { properties: p } of places.features) {
        if (p.households) await own.write.run('UPDATE place SET households = ? WHERE code = ?', [p.households, p.code]);
      }
      await own.write.run("UPDATE place SET supervisionPhone = '021-5550-1000' WHERE level = 'county'");
      own.write.bumped.add('places');
    });
  }

  private async loadLevel(ctx: Ctx, level: Level, kind: 'base' | 'special', of: Places['features']): Promise<void> {
    const drawn = of.filter((f) => f.geometry !== null);
    for (const { properties: p } of of.filter((f) => f.geometry === null)) {
      if ((await this.get(PlacesService).pathOf(p.code)) !== null) continue;
      const given = { level, code: p.code, name: p.name, under: p.parent ?? undefined };
      await ctx.begin((own) => this.get(PlaceRegistry).add(own, given));
    }
    if (drawn.length === 0) return;
    const file: FeatureCollection = { type: 'FeatureCollection', features: drawn as FeatureCollection['features'] };
    const options = { level, kind, code: 'code', name: 'name', dryRun: false };
    const parent = drawn[0].properties.parent ? { parent: 'parent' } : {};
    const report = await this.get(PlaceImport).run(ctx, JSON.stringify(file), { ...options, ...parent });
    if (!report.applied) throw new Error(`示范城市的区划有误：${report.faults[0]?.reason}`);
  }

  /** All of them in one transaction. @param password of every account */
  async loadPeople(founded: Date, password: string): Promise<void> {
    const staff = this.city.staff();
    this.say(`· 载入单位、人员与岗位（${staff.length} 人）`);
    const hash = await this.get(PasswordsService).hash(password);
    await Ctx.writing({ db: this.running.db, actor: system, now: founded }, async (ctx) => {
      const units = new Map<string, string>();
      for (const u of this.city.units()) {
        const parent = u.parent ? units.get(u.parent) : undefined;
        const { name, kind, place, leads } = u;
        units.set(u.key, await this.get(UnitsService).create(ctx, { name, kind, parent, place, leads }));
      }
      const posts = new Map<string, { post: Post; account: string }[]>();
      const logins = new Map<string, string>();
      for (const s of staff) {
        const { login, name, workName, contact, roles } = s;
        const unit = units.get(s.unit) ?? '';
        const given = { login, name, workName, contact, roles, unit, password: { hash, mustChange: false } };
        const account = await this.get(AccountsService).create(ctx, given);
        logins.set(login, account);
        for (const { grid, post } of s.posts) posts.set(grid, [...(posts.get(grid) ?? []), { post, account }]);
      }
      for (const [grid, wanted] of posts) await this.get(PostsService).setPosts(ctx, grid, wanted);
      for (const u of this.city.units()) {
        const head = logins.get(u.head);
        if (head) await this.get(UnitsService).change(ctx, units.get(u.key) ?? '', { head });
      }
      for (const r of this.city.residents()) {
        const id = await this.get(ResidentsService).create(ctx, demoOpenid(r.key), { name: r.name, phone: r.phone });
        await this.get(ResidentsService).setConsent(ctx.as({ ...system, id }), PRIVACY_VERSION, true);
      }
      await this.get(SettingsService).setCity(ctx, { name: '黄浦区（示范）', demo: true });
      await ctx.write.insert(counter, { name: PROGRESS, n: 1 });
      ctx.write.bumped.add('people');
    });
  }
}
