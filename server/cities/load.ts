/** Plays a demo city through the services with a past clock, so that every timeline, clock and number is true. */
import type { FeatureCollection } from 'geojson';
import { type Action, actionRow } from '../../shared/case-flow.js';
import { type Level, levelOrder, type Post } from '../../shared/places.js';
import { PRIVACY_VERSION } from '../../shared/privacy.js';
import type { Running } from '../app.js';
import { now as realNow } from '../core/clock.js';
import { type Actor, Ctx, system } from '../core/ctx.js';
import { Jobs } from '../core/jobs.js';
import { counter } from '../core/jobs.tables.js';
import { CasesService } from '../features/cases/cases.service.js';
import { FilesService } from '../features/files/files.service.js';
import { AccountsService } from '../features/people/accounts.service.js';
import { PostsService } from '../features/people/posts.service.js';
import { UnitsService } from '../features/people/units.service.js';
import { PlaceImport } from '../features/places/places.import.js';
import { PlaceRegistry } from '../features/places/registry.service.js';
import { PasswordsService } from '../features/session/passwords.service.js';
import { demoOpenid, ResidentsService } from '../features/session/residents.service.js';
import { SessionService } from '../features/session/session.service.js';
import { SettingsService } from '../features/settings/settings.service.js';
import type { City, DemoCase, DemoStep, Places } from './city.js';
import { loadOffice } from './load-office.js';

export type Say = (line: string) => void;
type Who = DemoCase['by'];

const DAY = 86_400_000;
/** The city stood long before its first case. */
const FOUNDED_DAYS_AGO = 90;
/** Row in `counter`: 1 once the people are in, then 1 + the events that were played; COMPLETE at the end. */
const PROGRESS = 'demo-city';
const COMPLETE = 1_000_000;

interface Event {
  at: Date;
  of: DemoCase;
  step: DemoStep | null;
}

export class CityLoader {
  private readonly units = new Map<string, string>();
  private readonly people = new Map<string, string>();
  private readonly actors = new Map<string, Actor>();
  private readonly cases = new Map<string, string>();
  private readonly pictures = new Map<string, Buffer>();
  private shots = 0;

  constructor(
    private readonly running: Running,
    private readonly city: City,
    private readonly say: Say,
  ) {}

  private get<T>(type: new (...args: never[]) => T): T {
    return this.running.app.get(type);
  }

  /** @returns whether anything is still to be loaded; a load that was cut off goes on where it stopped */
  async isWanted(): Promise<boolean> {
    const done = await this.progress();
    return done === 0 ? !(await this.get(SettingsService).hasStarted()) : done < COMPLETE;
  }

  private async progress(): Promise<number> {
    return (await this.running.db.read.find(counter, { name: PROGRESS }))?.n ?? 0;
  }

  /** @param password of every demo account */
  async load(password: string): Promise<void> {
    const start = realNow();
    if ((await this.progress()) === 0) {
      const founded = new Date(start.getTime() - FOUNDED_DAYS_AGO * DAY);
      await this.loadPlaces(founded);
      await this.loadPeople(founded, password);
    }
    await this.findPeople();
    await this.play(start);
  }

  private async loadPlaces(founded: Date): Promise<void> {
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

  private async loadPeople(founded: Date, password: string): Promise<void> {
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

  /** Ids of what an earlier start has loaded. */
  private async findPeople(): Promise<void> {
    const rows = <R>(sql: string) => this.running.db.read.query<R>(sql);
    const units = await rows<{ id: string; name: string; place: string }>('SELECT id, name, place FROM unit');
    for (const u of this.city.units()) {
      const found = units.find((row) => row.name === u.name && row.place === u.place);
      if (found) this.units.set(u.key, found.id);
    }
    const staff = await rows<{ id: string; login: string }>('SELECT id, login FROM account WHERE login IS NOT NULL');
    for (const { id, login } of staff) this.people.set(login, id);
    for (const { key } of this.city.residents()) {
      const id = await this.get(ResidentsService).idOf(demoOpenid(key));
      if (id) this.people.set(key, id);
    }
  }

  private async actorOf(who: Who): Promise<Actor> {
    const key = 'staff' in who ? who.staff : who.resident;
    let actor = this.actors.get(key);
    if (!actor) {
      const found = await this.get(SessionService).actorById(this.people.get(key) ?? '');
      if (!found) throw new Error(`示范城市里没有 ${key}`);
      actor = found;
      this.actors.set(key, actor);
    }
    return actor;
  }

  /** Everything in the order in which it happened, each event in a transaction of its own. */
  private async play(start: Date): Promise<void> {
    const begun = await this.beginning(start);
    const events: Event[] = this.city
      .cases(begun)
      .flatMap((of) => [{ at: of.at, of, step: null }, ...of.path.map((step) => ({ at: step.at, of, step }))])
      .sort((a, b) => a.at.getTime() - b.at.getTime());
    await this.draw(events);
    const done = (await this.progress()) - 1;
    for (const [i, event] of events.entries()) {
      if (i < done) {
        await this.recall(event);
        continue;
      }
      // What followed by then has happened: warnings were told, and silence had its end.
      await this.runJobs(event.at);
      await this.playOne(event, i + 2);
      if (i % 200 === 199) this.say(`· 重演诉求 ${i + 1} / ${events.length}`);
    }
    await this.runJobs(start);
    await this.running.db.write(async (tx) => {
      await tx.run('UPDATE notice SET readAt = at WHERE at < ?', [new Date(start.getTime() - 3 * DAY)]);
      await tx.update(counter, { n: COMPLETE }, { name: PROGRESS });
    });
  }

  /** All pictures before the first is stored: from then on the server reads no drawings, only photos. */
  private async draw(events: Event[]): Promise<void> {
    const named = (v: unknown) => (Array.isArray(v) ? (v as string[]) : []);
    const names = events.flatMap(({ of, step }) =>
      step ? [...named(step.input.photos), ...named(step.input.before)] : of.photos,
    );
    this.say('· 绘制示意照片');
    for (const name of new Set(names)) this.pictures.set(name, await this.city.picture(name));
  }

  /** The moment the load began, kept so that a load that goes on plays the same events; the office is set up with it. */
  private async beginning(start: Date): Promise<Date> {
    const name = `${PROGRESS}.start`;
    const found = await this.running.db.read.find(counter, { name });
    if (found) return new Date(found.n * 1000);
    const seconds = Math.floor(start.getTime() / 1000);
    const begun = new Date(seconds * 1000);
    const founded = new Date(begun.getTime() - FOUNDED_DAYS_AGO * DAY);
    await Ctx.writing({ db: this.running.db, actor: system, now: founded }, async (ctx) => {
      await ctx.write.insert(counter, { name, n: seconds });
      await loadOffice(ctx, begun, this.running, this.city.office(), (login) => this.actorOf({ staff: login }));
    });
    return begun;
  }

  private async runJobs(until: Date): Promise<void> {
    while ((await this.get(Jobs).runDue(500, until)) > 0);
  }

  private async recall({ of, step }: Event): Promise<void> {
    if (step) return;
    const sql = 'SELECT id FROM case_file WHERE createdAt = ? AND words = ?';
    const [row] = await this.running.db.read.query<{ id: string }>(sql, [of.at, of.words]);
    this.cases.set(of.key, row.id);
  }

  private async playOne({ of, step, at }: Event, progress: number): Promise<void> {
    const actor = (step && (await this.drawnFor(of, step))) ?? (await this.actorOf(step ? step.by : of.by));
    const given = { db: this.running.db, actor, now: at };
    const input = step ? await this.filled(new Ctx(given), of, step.input) : null;
    const photos = step ? [] : await this.upload(new Ctx(given), of.photos);
    await Ctx.writing(given, async (ctx) => {
      if (step && input) await this.act(ctx, of, step.action, input);
      else this.cases.set(of.key, await this.report(ctx, of, photos));
      await ctx.write.update(counter, { n: progress }, { name: PROGRESS });
    });
  }

  private async report(ctx: Ctx, of: DemoCase, photos: string[]): Promise<string> {
    const { kind, item, words, source, place, address, contact } = of;
    const row = await this.get(CasesService).report(ctx, {
      ...(source === 'resident' ? {} : { source }),
      ...(place ? { place } : {}),
      ...(address ? { address } : {}),
      ...(contact ? { contactName: contact.name, contactPhone: contact.phone } : {}),
      ...(photos.length > 0 ? { photos } : {}),
      kind,
      item,
      words,
    });
    return row.id;
  }

  private async act(ctx: Ctx, of: DemoCase, action: Action, input: Record<string, unknown>): Promise<void> {
    const id = this.cases.get(of.key) ?? '';
    const sql = 'SELECT version, pressed FROM case_file WHERE id = ?';
    const [row] = await ctx.rows.query<{ version: number; pressed: number | null }>(sql, [id]);
    // At some hours of the day the rule presses a late case before the leader of the story does.
    if (action === 'press' && Number(row.pressed) === 1) return;
    await this.get(CasesService).act(ctx, id, action, input, Number(row.version));
  }

  /** Keys of the script become ids, names of pictures become uploaded photos. */
  private async filled(ctx: Ctx, of: DemoCase, input: Record<string, unknown>): Promise<Record<string, unknown>> {
    const filled: Record<string, unknown> = { ...input };
    if (typeof input.doer === 'string') filled.doer = this.units.get(input.doer);
    if (input.task) filled.task = await this.latestTask(ctx, of);
    if (typeof input.unit === 'string') filled.unit = this.units.get(input.unit);
    if (typeof input.main === 'string') filled.main = this.cases.get(input.main);
    for (const key of ['photos', 'before']) {
      if (Array.isArray(input[key])) filled[key] = await this.upload(ctx, input[key] as string[]);
    }
    return filled;
  }

  private async latestTask(ctx: Ctx, of: DemoCase): Promise<string | undefined> {
    const sql = 'SELECT id FROM case_task WHERE caseId = ? ORDER BY id DESC LIMIT 1';
    const [row] = await ctx.rows.query<{ id: string }>(sql, [this.cases.get(of.key)]);
    return row?.id;
  }

  /** Who checks is drawn, and no script can know whom. */
  private async drawnFor(of: DemoCase, step: DemoStep): Promise<Actor | null> {
    if (actionRow(step.action).by !== 'case.check') return null;
    const sql = 'SELECT checker FROM case_file WHERE id = ?';
    const [row] = await this.running.db.read.query<{ checker: string | null }>(sql, [this.cases.get(of.key)]);
    return row?.checker ? this.get(SessionService).actorById(row.checker) : null;
  }

  private async upload(ctx: Ctx, names: string[]): Promise<string[]> {
    const ids: string[] = [];
    for (const name of names) {
      const bytes = this.pictures.get(name);
      if (bytes) ids.push((await this.get(FilesService).store(ctx, await this.city.shot(bytes, this.shots++))).id);
    }
    return ids;
  }
}
