/** The week: residents report, each case goes its way from hand to hand, and time passes between one act and the next. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Action, State } from '../../shared/case-flow.js';
import { stateRow } from '../../shared/case-flow.js';
import { type DutyItem, groups, itemOf } from '../../shared/duty-list.js';
import type { CaseView, Reported } from '../../shared/views.js';
import type { Limit } from '../../shared/worktime.js';
import { type Chance, chance } from '../cities/huangpu/seeded.js';
import { Timing } from '../cities/huangpu/timing.js';
import { keyAt } from '../cities/huangpu/units.js';
import { jpeg } from '../test/pictures.js';
import { fillFor } from './inputs.js';
import { type Move, moves, paces, type Who } from './moves.js';
import type { Person, Requests } from './requests.js';
import type { Servers } from './servers.js';
import type { Town } from './town.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** People act at whole slots, so that some act at the same moment. */
const SLOT = 5 * MINUTE;
/** One report in so many is taken down by staff for somebody who has no telephone of their own. */
const TAKEN_DOWN = 15;
const WITH_PHOTO = 0.2;
/** How often somebody else acts on the same case in the same moment. */
const RIVALS = 0.04;
/** Whom no line of the duty list binds: the resident, and supervision in a dispute. */
const REVIEW: Limit = { amount: 5, unit: 'workDay' };
const AT_ONCE = 6;
const MOST_STUCK = 3;
const LEADER = 'zhihui-1';
const FIRST_HOUR = 7;
const LAST_HOUR = 22;

/** A report as it is sent, and what became of it. */
export interface Sent {
  at: number;
  words: string;
  item: DutyItem;
  resident: string | null;
  spot: number;
  /** Its own, so that who is quicker does not shuffle what happens. */
  dice: Chance;
  answer?: Reported;
}
/** An act that the server acknowledged. */
export interface Acted {
  caseId: string;
  action: Action;
  /** Login, or the key of a resident. */
  by: string;
}
interface Agent {
  id: string;
  sent: Sent;
  view: CaseView;
  /** Who was drawn to check, as staff saw it last. */
  checker: string | null;
  at: number;
  move: Move | null;
}

export class Week {
  readonly sent: Sent[] = [];
  readonly acted: Acted[] = [];
  readonly reached = new Set<State>();
  hours = 0;
  outages = 0;
  /** Hours at whose end something that was due had not been done. */
  stuck: string[] = [];
  private readonly agents: Agent[] = [];
  private coming: Sent[] = [];
  private readonly dice: Chance;
  /** When the server that was killed is started again. */
  private back = Infinity;

  constructor(
    private readonly servers: Servers,
    private readonly requests: Requests,
    private readonly town: Town,
    private readonly given: { seed: number; start: number; end: number; killAt: number; stop: AbortSignal },
  ) {
    this.dice = chance(given.seed);
  }

  /** @param say told each hour */
  async play(reports: number, say: (line: string) => void): Promise<void> {
    this.coming = this.reports(reports);
    await this.moveTo(this.given.start);
    let hour = this.given.start;
    while (hour < this.given.end && !this.given.stop.aborted) {
      hour = Math.min(hour + HOUR, this.given.end);
      await this.until(hour);
      this.hours++;
      const day = Math.floor((hour - this.given.start) / DAY) + 1;
      say(`· 第 ${day} 天 ${localTime(hour)}，上报 ${this.sent.length} 件，办理 ${this.acted.length} 次`);
    }
  }

  /** Everything up to this moment, in its order: people's acts, and what the servers have to do by themselves. */
  private async until(end: number): Promise<void> {
    for (;;) {
      const people = Math.min(this.coming[0]?.at ?? Infinity, ...this.agents.map(({ at }) => at), this.back);
      // Up to the next minute, so that what is due in one minute is one stop.
      const jobs = Math.ceil((await this.servers.nextJob()) / MINUTE) * MINUTE;
      const next = Math.min(people, jobs, end);
      await this.moveTo(next);
      if (next === end && people > end) return;
      await this.act(this.servers.now);
    }
  }

  private async moveTo(at: number): Promise<void> {
    if (await this.servers.moveTo(at)) return;
    this.stuck.push(localTime(at));
    if (this.stuck.length > MOST_STUCK) throw new Error(`后台任务停住了：${this.stuck.join('、')}`);
  }

  private async act(now: number): Promise<void> {
    if (this.back <= now) {
      this.back = Infinity;
      await this.servers.startAgain(1);
    }
    const due = this.agents.filter(({ at }) => at <= now).map((agent) => () => this.step(agent));
    while (this.coming[0] && this.coming[0].at <= now) {
      const sent = this.coming.shift()!;
      due.push(() => this.report(sent));
    }
    const isDoomed = this.outages === 0 && now >= this.given.killAt && due.length > 1;
    const work = this.together([...due]);
    if (isDoomed) await this.kill(now, work);
    await work;
    // What they set off runs now, not when the clock has jumped.
    if (due.length > 0) await this.moveTo(now);
  }

  /** In the middle of an act; where none was caught, at another time. */
  private async kill(now: number, work: Promise<void>): Promise<void> {
    const [, url] = this.servers.alive;
    let isOver = false;
    void work.then(() => {
      isOver = true;
    });
    while (!isOver && this.requests.waitingFor(url).size === 0) await nextTurn();
    const asked = this.requests.waitingFor(url);
    const isBusy = () => [...this.requests.waitingFor(url)].some((act) => asked.has(act));
    if (isOver || !(await this.servers.kill(1, isBusy))) return;
    this.outages++;
    this.back = now + HOUR;
  }

  private async together(work: (() => Promise<void>)[]): Promise<void> {
    const worker = async () => {
      for (let one = work.shift(); one; one = work.shift()) await one();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  private reports(count: number): Sent[] {
    const week = 7 * DAY;
    const moment = (): number => {
      const at = this.given.start + Math.floor((this.dice.next() * week) / SLOT) * SLOT;
      const hour = Number(localTime(at).slice(0, 2));
      return hour >= FIRST_HOUR && hour < LAST_HOUR ? at : moment();
    };
    const all = Array.from({ length: count }, moment).sort((a, b) => a - b);
    return all.map((at, i) => {
      const item = this.dice.pick(this.town.items);
      const resident = i % TAKEN_DOWN === TAKEN_DOWN - 1 ? null : this.dice.pick(this.town.residents);
      return {
        at,
        words: `第${i + 1}件：${item.name}，请来看看`,
        item,
        resident,
        spot: i,
        dice: chance(this.given.seed + i),
      };
    });
  }

  private async report(sent: Sent): Promise<void> {
    const { item, resident, words } = sent;
    const { lng, lat, road, number } = this.town.spot(sent.spot);
    const who = resident ? this.resident(resident) : this.staff(this.town.anyOf('zhihui', 'operator'));
    const photos = sent.dice.share(WITH_PHOTO) ? [await this.photo(who)] : undefined;
    const kind = item.kind ?? groups[item.group].kind;
    const source = resident ? {} : { source: 'counter' };
    const place = { lng, lat, accuracy: 5 };
    const report = { ...source, kind, item: item.code, words, place, address: `${road}${number}号`, photos };
    const answer = await this.requests.post<Reported>(who, '/api/cases', { report });
    if (answer.status !== 201) return;
    sent.answer = answer.body;
    this.sent.push(sent);
    const { id } = answer.body;
    const { body: view } = await this.requests.get<CaseView>(this.staff(LEADER), `/api/cases/${id}`);
    const agent: Agent = { id, sent, view, checker: null, at: Infinity, move: null };
    this.agents.push(agent);
    this.plan(agent);
  }

  /** What happens next with a case, and when. */
  private plan(agent: Agent): void {
    const { state } = agent.view;
    this.reached.add(state);
    const open = moves[state];
    const all = open.reduce((sum, { share }) => sum + share, 0);
    const drawn = oneAt(open, agent.sent.dice.next() * all);
    agent.move = drawn.act ? drawn : null;
    agent.at = agent.move ? Math.ceil(this.moment(agent, agent.move) / SLOT) * SLOT : Infinity;
  }

  private moment({ view, sent: { dice } }: Agent, { by, pace }: Move): number {
    const item = itemOf(view.item)!;
    const timing = new Timing(dice, item.limits.handle.unit === 'urgentHour');
    const from = new Date(this.servers.now);
    if (typeof pace === 'object') {
      const [low, high] = pace.hours;
      return (by === 'reporter' ? timing.later(from, low, high) : timing.soon(from, low, high)).getTime();
    }
    const { step } = stateRow(view.state);
    const limit = !step || step === 'review' || step === 'rate' ? REVIEW : item.limits[step];
    const [low, high] = paces[pace];
    return timing.within(from, limit, low + (high - low) * dice.next()).getTime();
  }

  private async step(agent: Agent): Promise<void> {
    const move = agent.move!;
    const who = this.who(agent, move.by);
    const seen = who && (await this.requests.get<CaseView>(who, `/api/cases/${agent.id}`));
    const isSame = seen?.status === 200 && seen.body.state === agent.view.state;
    await this.look(agent, seen?.status === 200 && move.by !== 'reporter' ? seen.body : null);
    if (seen && isSame && seen.body.can.includes(move.act)) await this.does(agent, who, move, seen.body);
    this.plan(agent);
  }

  /** The case as staff see it: whom it is with, who checks it. */
  private async look(agent: Agent, view: CaseView | null): Promise<void> {
    agent.view = view ?? (await this.requests.get<CaseView>(this.staff(LEADER), `/api/cases/${agent.id}`)).body;
    agent.checker = agent.view.checker?.id ?? null;
  }

  private async does(agent: Agent, who: Person, { act, by }: Move, view: CaseView): Promise<void> {
    const { town } = this;
    const { dice } = agent.sent;
    const photo = () => this.photo(who);
    const main = () => this.main(agent);
    const input = await fillFor(act)({ view: agent.view, now: this.servers.now, dice, town, photo, main });
    if (!input) return;
    const rival = by !== 'reporter' && agent.sent.resident && dice.share(RIVALS);
    await Promise.all([
      this.post(agent, who, act, { version: view.version, input }),
      rival
        ? this.post(agent, this.resident(agent.sent.resident!), 'urge', { version: view.version, input: {} })
        : null,
    ]);
    await this.look(agent, null);
  }

  private async post(agent: Agent, who: Person, act: Action, body: object): Promise<void> {
    const { status } = await this.requests.post<CaseView>(who, `/api/cases/${agent.id}/acts/${act}`, body);
    if (status === 200) this.acted.push({ caseId: agent.id, action: act, by: who.name });
  }

  private main({ id, view, sent: { dice } }: Agent): string | null {
    const near = this.agents.filter(
      (other) =>
        other.id !== id && other.view.community?.code === view.community?.code && OPEN.includes(other.view.state),
    );
    return near.length > 0 ? dice.pick(near).id : null;
  }

  /** Null: it is with nobody who could do it. */
  private who(agent: Agent, who: Who): Person | null {
    const { view, sent, checker } = agent;
    // What was settled on the spot and is to be done again lies with a grid, where nobody handles.
    const unitStaff = (id: string | undefined) => {
      const key = id && this.town.unitKey(id);
      return key ? found(this.town.of(key, 'handler', 'communityWorker')) : null;
    };
    const found = (login: string | null) => (login ? this.staff(login) : null);
    switch (who) {
      case 'reporter':
        return sent.resident ? this.resident(sent.resident) : null;
      case 'worker':
        return view.grid ? found(this.town.of(keyAt('wg', view.grid.code), 'gridWorker')) : null;
      case 'community':
        return view.community ? found(this.town.of(keyAt('sq', view.community.code), 'communityWorker')) : null;
      case 'desk':
        return this.staff(this.town.anyOf('zhihui', 'dispatcher'));
      case 'handler':
        return unitStaff(view.unit?.id);
      case 'doer':
        return unitStaff(view.tasks.find(({ state }) => state === 'open')?.unit.id);
      case 'checker':
        return this.staff((checker && this.town.login(checker)) || this.town.anyOf('jiandu', 'supervisor'));
      case 'supervisor':
        return this.staff(this.town.anyOf('jiandu', 'supervisor'));
      default:
        return this.staff(LEADER);
    }
  }

  private staff = (login: string) => this.requests.person(login, true);
  private resident = (key: string) => this.requests.person(key, false);

  private async photo(who: Person): Promise<string> {
    return this.requests.upload(who, await jpeg());
  }
}

/** The one in whose share a point of all shares lies. */
function oneAt<T extends { share: number }>(of: readonly T[], point: number): T {
  let before = 0;
  for (const one of of) {
    before += one.share;
    if (point < before) return one;
  }
  return of[of.length - 1];
}

const OPEN: readonly State[] = ['reported', 'verified', 'assigned', 'handling'];

/** 08:30 in Shanghai. */
const localTime = (at: number) => new Date(at + 8 * HOUR).toISOString().slice(11, 16);
