/** Plays a demo city through the services with a past clock, so that every timeline, clock and number is true. */
import { type Action, actionRow } from '../../shared/case-flow.js';
import type { Running } from '../app.js';
import { now as realNow } from '../core/clock.js';
import { type Actor, Ctx, system } from '../core/ctx.js';
import { Jobs } from '../core/jobs.js';
import { counter } from '../core/jobs.tables.js';
import { asProblem } from '../core/problem.js';
import { CaseReports } from '../features/cases/case-reports.service.js';
import { CasesService } from '../features/cases/cases.service.js';
import { FilesService } from '../features/files/files.service.js';
import { demoOpenid, ResidentsService } from '../features/session/residents.service.js';
import { SessionService } from '../features/session/session.service.js';
import { SettingsService } from '../features/settings/settings.service.js';
import type { City, DemoCase, DemoStep } from './city.js';
import { Founding, PROGRESS, type Say } from './founding.js';
import { loadOffice } from './load-office.js';

type Who = DemoCase['by'];

const DAY = 86_400_000;
/** The city stood long before its first case. */
const FOUNDED_DAYS_AGO = 90;
/** What PROGRESS counts: the people are in, the office is set up, then the events that were played beside, and the end. */
const PEOPLE = 1;
const OFFICE = 2;
const COMPLETE = 1_000_000;
/** Row in `counter`: the second in which the load began. It stands before all else, and tells our places from others. */
const BEGUN = `${PROGRESS}.start`;

/** What a database is to a demo city. */
export type Standing = 'empty' | 'begun' | 'loaded' | 'foreign';

interface Event {
  at: Date;
  of: DemoCase;
  step: DemoStep | null;
}

/** Names of the pictures that an event shows. */
function namesOf({ of, step }: Event): string[] {
  const named = (v: unknown) => (Array.isArray(v) ? (v as string[]) : []);
  return step ? [...named(step.input.photos), ...named(step.input.before)] : of.photos;
}

export class CityLoader {
  private readonly units = new Map<string, string>();
  private readonly people = new Map<string, string>();
  private readonly actors = new Map<string, Actor>();
  private readonly cases = new Map<string, string>();
  private readonly pictures = new Map<string, Buffer>();
  /** Cases of which the office refused a step, with what it said. */
  readonly leftAlone = new Map<string, string>();
  private shots = 0;

  constructor(
    private readonly running: Running,
    private readonly city: City,
    private readonly say: Say,
    /** Somebody pressed Ctrl-C: the load ends at the next whole step, and the next one goes on from there. */
    private readonly stop: AbortSignal = new AbortController().signal,
  ) {}

  private get<T>(type: new (...args: never[]) => T): T {
    return this.running.app.get(type);
  }

  async standing(): Promise<Standing> {
    const { read } = this.running.db;
    if ((await this.progress()) === COMPLETE) return 'loaded';
    if (await read.find(counter, { name: BEGUN })) return 'begun';
    const isTaken = await this.get(SettingsService).hasStarted();
    return isTaken || (await read.query('SELECT code FROM place LIMIT 1')).length > 0 ? 'foreign' : 'empty';
  }

  private async progress(): Promise<number> {
    return (await this.running.db.read.find(counter, { name: PROGRESS }))?.n ?? 0;
  }

  /**
   * Loads what is not there yet, into a database that is empty or holds this city's own begun load.
   * @param password of every demo account
   */
  load(password: string): Promise<void> {
    return this.running.db.relaxed(() => this.loadMissing(password));
  }

  private async loadMissing(password: string): Promise<void> {
    const start = realNow();
    const begun = await this.beginning(start);
    const founded = new Date(begun.getTime() - FOUNDED_DAYS_AGO * DAY);
    if ((await this.progress()) === 0) {
      const founding = new Founding(this.running, this.city, this.say);
      await founding.loadPlaces(founded);
      if (this.stop.aborted) return;
      await founding.loadPeople(founded, password);
    }
    await this.findPeople();
    if ((await this.progress()) === PEOPLE) await this.setUpOffice(founded, begun);
    await this.play(begun, start);
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

  private async setUpOffice(founded: Date, begun: Date): Promise<void> {
    await Ctx.writing({ db: this.running.db, actor: system, now: founded }, async (ctx) => {
      await loadOffice(ctx, begun, this.running, this.city.office(), (login) => this.actorOf({ staff: login }));
      await ctx.write.update(counter, { n: OFFICE }, { name: PROGRESS });
    });
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
  private async play(begun: Date, start: Date): Promise<void> {
    const events: Event[] = this.city
      .cases(begun)
      .flatMap((of) => [{ at: of.at, of, step: null }, ...of.path.map((step) => ({ at: step.at, of, step }))])
      .sort((a, b) => a.at.getTime() - b.at.getTime());
    const done = (await this.progress()) - OFFICE;
    await this.draw(events.slice(done));
    for (const [i, event] of events.entries()) {
      if (this.stop.aborted) return;
      if (i < done) {
        await this.recall(event);
        continue;
      }
      // What followed by then has happened: warnings were told, and silence had its end.
      await this.runJobs(event.at);
      await this.playOrLeave(event, OFFICE + i + 1);
      if (i % 200 === 199) this.say(`· 重演诉求 ${i + 1} / ${events.length}`);
    }
    await this.runJobs(start);
    for (const line of this.leftAlone.values()) this.say(`· 没有照剧本演完：${line}`);
    await this.running.db.write(async (tx) => {
      await tx.run('UPDATE notice SET readAt = at WHERE at < ?', [new Date(start.getTime() - 3 * DAY)]);
      await tx.update(counter, { n: COMPLETE }, { name: PROGRESS });
    });
  }

  /** All pictures before the first is stored: from then on the server reads no drawings, only photos. */
  private async draw(events: Event[]): Promise<void> {
    this.say('· 绘制示意照片');
    for (const name of new Set(events.flatMap(namesOf))) {
      if (this.stop.aborted) return;
      this.pictures.set(name, await this.city.picture(name));
    }
  }

  /** The moment the load began, kept so that a load that goes on plays the same events. */
  private async beginning(start: Date): Promise<Date> {
    const found = await this.running.db.read.find(counter, { name: BEGUN });
    if (found) return new Date(found.n * 1000);
    const seconds = Math.floor(start.getTime() / 1000);
    await this.running.db.write((tx) => tx.insert(counter, { name: BEGUN, n: seconds }));
    return new Date(seconds * 1000);
  }

  private async runJobs(until: Date): Promise<void> {
    while ((await this.get(Jobs).runDue(500, until)) > 0);
  }

  private async recall(event: Event): Promise<void> {
    const { of, step } = event;
    // Their numbers are taken: nobody takes the same photo twice.
    this.shots += namesOf(event).length;
    if (step) return;
    const sql = 'SELECT id FROM case_file WHERE createdAt = ? AND words = ?';
    const [row] = await this.running.db.read.query<{ id: string }>(sql, [of.at, of.words]);
    this.cases.set(of.key, row.id);
  }

  /** The script knows no hour of the day at which the office would refuse a step; if there is one, the case stays where it is. */
  private async playOrLeave(event: Event, progress: number): Promise<void> {
    const { of, step, at } = event;
    if (this.leftAlone.has(of.key)) return;
    try {
      await this.playOne(event, progress);
    } catch (error) {
      const p = asProblem(error);
      if (p.code === 'server.fault' || p.code === 'server.busy') throw error;
      this.leftAlone.set(of.key, `${of.key} ${step?.action ?? 'report'} ${at.toISOString()} ${p.code} ${p.message}`);
    }
  }

  private async playOne({ of, step, at }: Event, progress: number): Promise<void> {
    const scripted = await this.actorOf(step ? step.by : of.by);
    const actor = (step && (await this.drawnFor(of, step, scripted))) ?? scripted;
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
    const row = await this.get(CaseReports).report(ctx, {
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

  /** Who checks is drawn, and whoever was drawn does not review it as well: no script can know whom. */
  private async drawnFor(of: DemoCase, step: DemoStep, scripted: Actor): Promise<Actor | null> {
    const isCheck = actionRow(step.action).by === 'case.check';
    if (!isCheck && step.action !== 'uphold') return null;
    const sql = 'SELECT checker FROM case_file WHERE id = ?';
    const [row] = await this.running.db.read.query<{ checker: string | null }>(sql, [this.cases.get(of.key)]);
    if (isCheck) return row?.checker ? this.get(SessionService).actorById(row.checker) : null;
    return row?.checker === scripted.id ? this.colleagueOf(scripted) : null;
  }

  private async colleagueOf({ id, unit, roles: [role] }: Actor): Promise<Actor | null> {
    const sql = 'SELECT id FROM account WHERE unit = ? AND id <> ? AND roles LIKE ? ORDER BY id LIMIT 1';
    const [other] = await this.running.db.read.query<{ id: string }>(sql, [unit?.id, id, `%"${role}"%`]);
    return other ? this.get(SessionService).actorById(other.id) : null;
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
