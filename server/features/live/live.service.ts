/**
 * Tells open pages that cases changed: one reading of the newest entries a second for all of them, whichever server
 * wrote them. What is told is which cases, never what about them, and only those in the reach of whoever listens.
 */
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import type { LiveNews, LookingNews } from '../../../shared/desk.js';
import { now } from '../../core/clock.js';
import type { Actor, Ctx } from '../../core/ctx.js';
import { Db } from '../../core/db.js';
import { problem } from '../../core/problem.js';
import { scopeOf, within } from '../../core/scope.js';
import type { CaseFile } from '../cases/cases.guards.js';
import { caseEntry, caseFile } from '../cases/cases.tables.js';
import { SessionService } from '../session/session.service.js';
import { type Look, PresenceService } from './presence.service.js';

const SECOND = 1000;
/** An entry bears the moment its request began, and is seen when that is committed: so long a request may take. */
const OVERLAP_MS = 10 * SECOND;
const HEARTBEAT_MS = 15 * SECOND;
/** How long somebody who was signed out, or lost a role, goes on being told that something changed. */
const RECHECK_MS = 30 * SECOND;
const MOST_READ = 500;
const MOST_TOLD = 100;
const MOST_STREAMS = 6;

type Changed = Pick<CaseFile, 'id' | 'version' | 'reporter' | 'unit' | 'units' | 'city' | 'county' | 'street'> &
  Pick<CaseFile, 'community' | 'grid' | 'checker' | 'enteredBy'>;

/** Where a stream's text goes. */
export interface Sink {
  write(text: string): void;
  end(): void;
}
interface Stream {
  actor: Actor;
  sink: Sink;
  saidAt: number;
  checkedAt: number;
  /** What was told last about who else looks. */
  looking: string;
}

const event = (name: string, data: object) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

@Injectable()
export class LiveService implements BeforeApplicationShutdown {
  private readonly log = new Logger('live');
  private readonly streams = new Set<Stream>();
  /** Entries that were told, as long as they are read again. */
  private told = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly db: Db,
    private readonly sessions: SessionService,
    private readonly presence: PresenceService,
  ) {}

  /** For pages that cannot listen: what changed since they asked last. */
  async since(ctx: Ctx, after: Date | undefined): Promise<LiveNews & LookingNews> {
    const from = new Date((after ?? ctx.now).getTime() - OVERLAP_MS);
    const { cases, more } = await this.changed(from);
    const looks = await this.presence.now(ctx.now);
    return {
      at: ctx.now.toISOString(),
      ...tellable(ctx.actor, cases, more),
      looking: this.presence.beside(ctx.actor, looks),
    };
  }

  /** @throws live.too-many · server.busy while the server stops */
  needRoom(actor: Actor): void {
    if (this.stopped) throw problem('server.busy');
    const own = [...this.streams].filter((s) => s.actor.sessionId === actor.sessionId);
    if (own.length >= MOST_STREAMS) throw problem('live.too-many');
  }

  /** @returns what ends it */
  open(actor: Actor, sink: Sink): () => void {
    const moment = now().getTime();
    const stream: Stream = { actor, sink, saidAt: moment, checkedAt: moment, looking: '' };
    sink.write(`retry: 3000\n${event('begin', { at: now().toISOString() })}`);
    this.streams.add(stream);
    this.begin();
    return () => void this.streams.delete(stream);
  }

  private begin(): void {
    if (this.timer) return;
    const round = async () => {
      await this.round().catch((error) => this.log.warn(`cannot tell what changed: ${error.message}`));
      this.timer = this.streams.size > 0 && !this.stopped ? setTimeout(round, SECOND).unref() : undefined;
    };
    this.timer = setTimeout(round, 0).unref();
  }

  private async round(): Promise<void> {
    const moment = now();
    const from = new Date(moment.getTime() - OVERLAP_MS);
    const { cases, more } = await this.changed(from, true);
    const looks = await this.presence.now(moment);
    for (const stream of this.streams) await this.tell(stream, { cases, more, looks, moment: moment.getTime() });
  }

  private async tell(
    stream: Stream,
    { cases, more, looks, moment }: { cases: Changed[]; more: boolean; looks: Look[]; moment: number },
  ): Promise<void> {
    if (moment - stream.checkedAt >= RECHECK_MS) {
      const actor = await this.sessions.again(stream.actor);
      if (!actor) return this.drop(stream);
      Object.assign(stream, { actor, checkedAt: moment });
    }
    const news = tellable(stream.actor, cases, more);
    const looking: LookingNews = { looking: this.presence.beside(stream.actor, looks) };
    const says = [
      ...(news.cases.length > 0 || news.many ? [event('cases', { at: new Date(moment).toISOString(), ...news })] : []),
      ...(JSON.stringify(looking) === stream.looking ? [] : [event('looking', looking)]),
    ];
    if (says.length === 0 && moment - stream.saidAt < HEARTBEAT_MS) return;
    stream.looking = JSON.stringify(looking);
    stream.saidAt = moment;
    stream.sink.write(says.join('') || ': still here\n\n');
  }

  private drop(stream: Stream): void {
    this.streams.delete(stream);
    stream.sink.end();
  }

  /** Cases with entries from then on. @param once leaves out what was read before */
  private async changed(from: Date, once = false): Promise<{ cases: Changed[]; more: boolean }> {
    const entries = await this.db.read
      .from(caseEntry, 'e')
      .select(['e.id', 'e.caseId', 'e.at'])
      .where('e.at >= :from', { from })
      .orderBy('e.at', 'DESC')
      .limit(MOST_READ)
      .getMany();
    const fresh = once ? entries.filter((e) => !this.told.has(e.id)) : entries;
    if (once) this.told = new Map(entries.map((e) => [e.id, e.at.getTime()]));
    const ids = [...new Set(fresh.map((e) => e.caseId))];
    if (ids.length === 0) return { cases: [], more: false };
    const columns = [
      'id',
      'version',
      'reporter',
      'unit',
      'units',
      'checker',
      'enteredBy',
      'city',
      'county',
      'street',
      'community',
      'grid',
    ];
    const cases = await this.db.read
      .from(caseFile, 'c')
      .select(columns.map((name) => `c.${name}`))
      .where('c.id IN (:...ids)', { ids })
      .getMany();
    return { cases, more: entries.length === MOST_READ };
  }

  /** Before the door closes, or it would wait for them for ever. */
  beforeApplicationShutdown(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    for (const stream of [...this.streams]) this.drop(stream);
  }
}

/** Of what changed, what is in the actor's reach. */
function tellable(actor: Actor, changed: Changed[], more: boolean): Pick<LiveNews, 'cases' | 'many'> {
  const scope = scopeOf(actor, 'case.read');
  const seen = changed.filter((c) => within(scope, c)).map(({ id, version }) => ({ id, version }));
  return seen.length > MOST_TOLD ? { cases: [], many: true } : { cases: seen, many: more };
}
