/** Who, when, chance and transaction: the first argument of every service method. */
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import type { May, Permission, Role, UnitKind } from '../../shared/permissions.js';
import type { Level } from '../../shared/places.js';
import { PRIVACY_VERSION } from '../../shared/privacy.js';
import { newId, now } from './clock.js';
import type { Db, Rows, Tx } from './db.js';
import { job } from './jobs.tables.js';
import { problem } from './problem.js';
import { type Among, narrow, scopeOf } from './scope.js';
import type { Row, TableDef } from './tables.js';

/** Where somebody's reach runs, and how far. */
export interface Where {
  /** Whose registrations and draws count. */
  id: string;
  unit: { id: string; name: string; kind: UnitKind } | null;
  place: { code: string; name: string; path: string; level: Level } | null;
  /** The unit and all below it. */
  unitsBelow: string[];
  grids: { code: string; name: string }[];
}
/** An absent person of another unit: what they may do with cases, where they may do it. */
export interface Elsewhere extends Where {
  name: string;
  may: May;
}

/** Somebody who acts: a member of staff, a resident, or the system itself. */
export interface Actor extends Where {
  kind: 'staff' | 'resident' | 'system';
  name: string;
  roles: Role[];
  /** What is open to this person anywhere. */
  may: May;
  /** Of it, what runs along their own unit. */
  mayHere: May;
  /** Absent colleagues of the unit whose work this person does today; `mayHere` and `grids` hold theirs too. */
  standsFor: { id: string; name: string; roles: Role[]; grids: { code: string; name: string }[] }[];
  /** Absent people of other units whose work this person does today. */
  elsewhere: Elsewhere[];
  /** Whose hand in a case counts as this person's: their own, and that of all for whom they stand in. */
  hands: { accounts: string[]; units: string[] };
  /** The one of another unit in whose place this is done. */
  inPlaceOf: { id: string; name: string } | null;
  /** What this person has without standing in for anybody. */
  own: { may: May; grids: { code: string; name: string }[] };
  sessionId: string | null;
  /** Residents: whether a name or phone is kept for them. */
  hasContact: boolean;
  /** An administrator has seen this person's password. */
  mustChangePassword: boolean;
  /** Residents: the version of the privacy notice that they have agreed to and not withdrawn from. */
  consent: string | null;
}

export const system: Actor = {
  id: 'system',
  kind: 'system',
  name: '系统',
  roles: [],
  may: {},
  mayHere: {},
  unit: null,
  place: null,
  unitsBelow: [],
  grids: [],
  standsFor: [],
  elsewhere: [],
  hands: { accounts: [], units: [] },
  inPlaceOf: null,
  own: { may: {}, grids: [] },
  sessionId: null,
  hasContact: false,
  mustChangePassword: false,
  consent: null,
};

/** The system, where it does what needs a permission. */
export const systemWith = (may: May): Actor => ({ ...system, may, mayHere: may });

/** A job as it is asked for inside a transaction (see core/jobs.ts, which carries it out). */
export interface Later {
  kind: string;
  payload: Record<string, unknown>;
  at?: Date;
}

interface Given {
  db: Db;
  actor: Actor;
  tx?: Tx;
  now?: Date;
  requestId?: string;
  /** Address of the caller, for the audit log. */
  source?: string | null;
}

export class Ctx {
  readonly db: Db;
  readonly actor: Actor;
  readonly now: Date;
  readonly requestId: string;
  readonly source: string | null;
  private readonly tx: Tx | null;

  constructor(given: Given) {
    this.db = given.db;
    this.actor = given.actor;
    this.tx = given.tx ?? null;
    this.now = given.now ?? now();
    this.requestId = given.requestId ?? '';
    this.source = given.source ?? null;
  }

  newId(): string {
    return newId(this.now);
  }

  /** Reads; inside a transaction they see what it wrote. */
  get rows(): Rows {
    return this.tx ?? this.db.read;
  }

  /** Writes. A route that reads has no transaction, and asking for one is a mistake of ours. */
  get write(): Tx {
    if (!this.tx) throw new Error('this context only reads');
    return this.tx;
  }

  /** Rows of a scoped table (alias `c`), already narrowed to what the actor may see. */
  see<T extends TableDef>(t: T, permission: Permission, among: Among = 'all'): SelectQueryBuilder<Row<T>> {
    const query = this.rows.from(t, 'c') as SelectQueryBuilder<object>;
    return narrow(query, scopeOf(this.actor, permission), among) as never;
  }

  may(permission: Permission): boolean {
    return permission in this.actor.may;
  }

  /** @throws permission.denied */
  need(permission: Permission): void {
    if (!this.may(permission)) throw problem('permission.denied');
  }

  /** What a resident gives is taken only with their consent to the present notice. @throws consent.required */
  needConsent(): void {
    if (this.actor.kind === 'resident' && this.actor.consent !== PRIVACY_VERSION) throw problem('consent.required');
  }

  /** A row in the table of jobs, in the same transaction. */
  async later(kind: string, payload: Record<string, unknown>, options: { at?: Date } = {}): Promise<void> {
    await this.laterAll([{ kind, payload, ...options }]);
  }

  async laterAll(jobs: Later[]): Promise<void> {
    if (jobs.length === 0) return;
    const rows = jobs.map((j) => ({
      id: this.newId(),
      kind: j.kind,
      payload: j.payload,
      runAt: j.at ?? this.now,
      state: 'waiting' as const,
      attempts: 0,
      worker: null,
      leaseUntil: null,
      error: null,
      createdAt: this.now,
    }));
    await this.write.append(job, rows);
  }

  /** The same context with another actor or moment, in the same transaction. */
  as(actor: Actor, at: Date = this.now): Ctx {
    const { db, requestId, source } = this;
    return new Ctx({ db, actor, now: at, requestId, source, tx: this.tx ?? undefined });
  }

  /** Opens the transaction of a route that had to wait for something else first (see OwnTransaction). */
  begin<T>(work: (ctx: Ctx) => Promise<T>): Promise<T> {
    if (this.tx) throw new Error('this context has its transaction already');
    const { db, actor, now, requestId, source } = this;
    return Ctx.writing({ db, actor, now, requestId, source }, work);
  }

  /** Opens a transaction outside a request: jobs, the command line, the demo city. */
  static writing<T>(given: Omit<Given, 'tx'>, work: (ctx: Ctx) => Promise<T>): Promise<T> {
    return given.db.write((tx) => work(new Ctx({ ...given, tx })));
  }
}

/** What the guards and the interceptor put on a request. */
export interface Asked {
  id: string;
  ip: string;
  method: string;
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body?: unknown;
  actor?: Actor;
  ctx?: Ctx;
}

/** The context of the request, as a handler's first argument. */
export const Context = createParamDecorator((_: unknown, host: ExecutionContext): Ctx => {
  const { ctx } = host.switchToHttp().getRequest<Asked>();
  if (!ctx) throw new Error('no context: the route lacks the request interceptor');
  return ctx;
});
