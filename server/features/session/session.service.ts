/** Sessions: opened at sign-in, looked up at every request, ended by sign-out, time or an administrator. */
import { Injectable, Logger } from '@nestjs/common';
import { caseMayOf, type May, mayOf, type Role, rolesExclude } from '../../../shared/permissions.js';
import { IDLE_MINUTES } from '../../../shared/views.js';
import { localDayOf } from '../../../shared/worktime.js';
import { Doorkeeper } from '../../core/access.js';
import { cityCalendar } from '../../core/calendar.js';
import { newToken, now } from '../../core/clock.js';
import type { Actor, Ctx, Elsewhere } from '../../core/ctx.js';
import { Db } from '../../core/db.js';
import { sha256 } from '../../core/secrets.js';
import { asDate } from '../../core/tables.js';
import { DirectoryService, type StaffInfo } from '../people/directory.service.js';
import { account } from '../people/people.tables.js';
import { type Channel, session } from './session.tables.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** How long a session lasts in all, and how long it may lie idle. */
const LIFE: Record<Channel, { whole: number; idle: number }> = {
  console: { whole: 12 * 60 * MINUTE, idle: IDLE_MINUTES * MINUTE },
  wechat: { whole: 30 * DAY, idle: 30 * DAY },
  demo: { whole: 30 * DAY, idle: 30 * DAY },
};
/** Being seen is written at most this often. */
const SEEN_EVERY = MINUTE;

interface Known {
  account: string;
  kind: 'staff' | 'resident';
  name: string;
  roles: string;
  unit: string | null;
  mustChangePassword: number | boolean;
  hasContact: number | boolean;
  consentVersion: string | null;
}
interface Lasting {
  channel: Channel;
  expiresAt: Date | string;
  seenAt: Date | string;
}
interface Found extends Known, Lasting {
  id: string;
}
/** One statement over two unique indexes; it runs at every request. */
const FIND = `SELECT s.id, s.channel, s.expiresAt, s.seenAt, s.account, a.kind, a.name, a.roles, a.unit, a.mustChangePassword,
  a.consentVersion, (a.contactName IS NOT NULL OR a.contactPhone IS NOT NULL) AS hasContact
  FROM session s JOIN account a ON a.id = s.account WHERE s.tokenHash = ? AND s.revokedAt IS NULL AND a.active = 1`;

function isAlive({ channel, expiresAt, seenAt }: Lasting): boolean {
  const moment = now();
  return asDate(expiresAt) > moment && moment.getTime() - asDate(seenAt).getTime() < LIFE[channel].idle;
}

const distinct = (grids: Actor['grids']) => [...new Map(grids.map((g) => [g.code, g])).values()];

@Injectable()
export class SessionService extends Doorkeeper {
  private readonly log = new Logger('session');

  constructor(
    private readonly db: Db,
    private readonly directory: DirectoryService,
  ) {
    super();
  }

  /** @returns the token, which is kept nowhere: the table holds its hash */
  async open(ctx: Ctx, accountId: string, channel: Channel): Promise<string> {
    const token = newToken();
    await ctx.write.run('DELETE FROM session WHERE account = ? AND expiresAt < ?', [accountId, ctx.now]);
    await ctx.write.insert(session, {
      id: ctx.newId(),
      tokenHash: sha256(token),
      account: accountId,
      createdAt: ctx.now,
      expiresAt: new Date(ctx.now.getTime() + LIFE[channel].whole),
      seenAt: ctx.now,
      revokedAt: null,
      channel,
    });
    await ctx.write.update(account, { seenAt: ctx.now }, { id: accountId });
    return token;
  }

  async end(ctx: Ctx, sessionId: string): Promise<void> {
    await ctx.write.update(session, { revokedAt: ctx.now }, { id: sessionId });
  }

  /** @param except the session that stays, when somebody ends their own others */
  async endAllOf(ctx: Ctx, accountId: string, except = ''): Promise<void> {
    await ctx.write.run('UPDATE session SET revokedAt = ? WHERE account = ? AND revokedAt IS NULL AND id <> ?', [
      ctx.now,
      accountId,
      except,
    ]);
  }

  /** Roles and unit as they are now, so that every change of them takes effect at once. */
  async actorOf(token: string, attended = true): Promise<Actor | null> {
    const [found] = await this.db.read.query<Found>(FIND, [sha256(token)]);
    if (!found || !isAlive(found)) return null;
    if (attended) await this.noteSeen(found);
    return this.actor(found, found.id);
  }

  /** The actor as they are now, where the session still stands; being told of changes does not keep it awake. */
  async again({ id, sessionId }: Actor): Promise<Actor | null> {
    const [found] = await this.db.read.query<Lasting>(
      'SELECT channel, expiresAt, seenAt FROM session WHERE id = ? AND revokedAt IS NULL',
      [sessionId],
    );
    const actor = found && isAlive(found) ? await this.actorById(id) : null;
    return actor && { ...actor, sessionId };
  }

  /** Somebody without a session: for what the system does in their name (the demo city). */
  async actorById(id: string): Promise<Actor | null> {
    const [found] = await this.db.read.query<Known>(
      `SELECT id AS account, kind, name, roles, unit, mustChangePassword,
        consentVersion, (contactName IS NOT NULL OR contactPhone IS NOT NULL) AS hasContact FROM account WHERE id = ? AND active = 1`,
      [id],
    );
    return found ? this.actor(found, null) : null;
  }

  private actor(found: Known, sessionId: string | null): Actor {
    const roles = JSON.parse(found.roles) as Role[];
    const placed = this.placed(found.account, found.unit);
    const absent = this.absentFor(found.account, roles);
    const near = absent.filter(({ unit }) => unit === found.unit);
    const standsFor = near.map(({ id, name, roles }) => ({ id, name, roles, grids: this.gridsOf(id) }));
    // The guard of the routes refuses them already (see WithSeenPassword); streams that are open ask again.
    const isNew = found.mustChangePassword;
    const mayHere = isNew ? {} : mayOf([...roles, ...near.flatMap((one) => one.roles)]);
    const elsewhere: Elsewhere[] = isNew
      ? []
      : absent.filter((one) => !near.includes(one)).map((one) => this.elsewhere(one));
    const may: May = Object.assign({}, ...elsewhere.map((one) => one.may), mayHere);
    return {
      id: found.account,
      kind: found.kind,
      name: found.name,
      roles,
      may,
      mayHere,
      sessionId,
      hasContact: !!found.hasContact,
      mustChangePassword: !!found.mustChangePassword,
      consent: found.consentVersion,
      ...placed,
      grids: distinct([...placed.grids, ...standsFor.flatMap(({ grids }) => grids)]),
      standsFor,
      elsewhere,
      hands: {
        accounts: [found.account, ...absent.map(({ id }) => id)],
        units: [...new Set([found.unit, ...absent.map(({ unit }) => unit)])].filter((unit) => unit !== null),
      },
      inPlaceOf: null,
      own: { may: mayOf(roles), grids: placed.grids },
    };
  }

  /** The absent whose work this person does today; never one whose roles exclude theirs. */
  private absentFor(id: string, roles: readonly Role[]): StaffInfo[] {
    const today = localDayOf(now(), cityCalendar());
    return this.directory.absentFor(id, today).filter((a) => !rolesExclude([...roles, ...a.roles]));
  }

  private elsewhere({ id, name, unit, roles }: StaffInfo): Elsewhere {
    return { id, name, may: caseMayOf(roles), ...this.placed(id, unit) };
  }

  private gridsOf(id: string): Actor['grids'] {
    const codes = new Set(this.directory.postsOf(id).map((held) => held.place));
    return [...codes].map((code) => ({ code, name: this.directory.areaOf(code)?.name ?? code }));
  }

  private placed(id: string, unit: string | null): Pick<Actor, 'unit' | 'place' | 'unitsBelow' | 'grids'> {
    const own = unit ? this.directory.unitOf(unit) : undefined;
    return {
      unit: own ? { id: own.id, name: own.name, kind: own.kind } : null,
      place: (own?.place && this.directory.areaOf(own.place)) || null,
      unitsBelow: own ? this.directory.below(own.id) : [],
      grids: this.gridsOf(id),
    };
  }

  private async noteSeen({ id, seenAt, account: owner }: Found): Promise<void> {
    const moment = now();
    if (moment.getTime() - asDate(seenAt).getTime() >= SEEN_EVERY) await this.markSeen(id, owner, moment);
  }

  /** Whoever may read shall be able to, even while the database takes no writes. */
  private async markSeen(id: string, owner: string, seenAt: Date): Promise<void> {
    try {
      await this.db.write(async (tx) => {
        await tx.update(session, { seenAt }, { id });
        await tx.update(account, { seenAt }, { id: owner });
      });
    } catch (error) {
      this.log.warn(`cannot note when ${owner} was seen: ${(error as Error).message}`);
    }
  }
}
