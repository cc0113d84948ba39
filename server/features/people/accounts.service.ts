/** Accounts of staff: made, changed, given roles, taken out of service. */
import { Injectable } from '@nestjs/common';
import { type Role, rolesExclude, roles as roleTable } from '../../../shared/permissions.js';
import type { Ctx } from '../../core/ctx.js';
import { isDuplicate } from '../../core/db-errors.js';
import { problem } from '../../core/problem.js';
import type { Row } from '../../core/tables.js';
import { AuditService } from '../audit/audit.service.js';
import { SessionService } from '../session/session.service.js';
import { SignInTries } from '../session/sign-in-tries.service.js';
import { PEOPLE } from './directory.service.js';
import { account, unit } from './people.tables.js';
import { PostsService } from './posts.service.js';

export interface PasswordGiven {
  /** From PasswordsService.hash: hashing takes time and happens before the transaction opens. */
  hash: string;
  /** Somebody else knows it, so nothing else is possible until it is changed. */
  mustChange: boolean;
}
export interface NewAccount {
  login: string;
  name: string;
  workName: string;
  contact?: string;
  unit: string;
  roles?: Role[];
  /** Null: the account cannot sign in until a password is set. */
  password: PasswordGiven | null;
}
export interface AccountChange {
  name?: string;
  workName?: string;
  contact?: string;
  unit?: string;
  active?: boolean;
}

type Account = Row<typeof account>;
type GivenColumns =
  | 'id'
  | 'login'
  | 'name'
  | 'workName'
  | 'contact'
  | 'password'
  | 'mustChangePassword'
  | 'roles'
  | 'unit';

const adminRoles = (Object.keys(roleTable) as Role[]).filter((role) => 'admin' in roleTable[role]);

@Injectable()
export class AccountsService {
  constructor(
    private readonly sessions: SessionService,
    private readonly tries: SignInTries,
    private readonly posts: PostsService,
    private readonly audit: AuditService,
  ) {}

  /** @returns its id @throws account.name-taken · account.roles-exclude · input.invalid for an unknown unit */
  async create(ctx: Ctx, given: NewAccount): Promise<string> {
    const { name, workName, contact = '', password } = given;
    const login = given.login.toLowerCase();
    const roles = [...new Set(given.roles)];
    if (rolesExclude(roles)) throw problem('account.roles-exclude');
    await this.needUnit(ctx, given.unit);
    const id = ctx.newId();
    await this.insert(ctx, {
      id,
      login,
      name: name.trim(),
      workName: workName.trim(),
      contact: contact.trim(),
      password: password?.hash ?? null,
      mustChangePassword: password?.mustChange ?? true,
      roles,
      unit: given.unit,
    });
    await ctx.later('cases.checkers-changed', { account: id });
    await this.note(ctx, 'account.create', id, { login, name, workName, unit: given.unit, roles });
    return id;
  }

  /**
   * Whoever is taken out of service is signed out everywhere and holds no post any more.
   * @throws not-found · input.invalid for an unknown unit · account.last-admin
   */
  async change(ctx: Ctx, id: string, given: AccountChange): Promise<void> {
    const before = await this.load(ctx, id);
    if (given.unit !== undefined) await this.needUnit(ctx, given.unit);
    if (given.active === false) {
      await this.keepAdmins(ctx, before, []);
      await this.sessions.endAllOf(ctx, id);
      await this.posts.endAllOf(ctx, id);
    }
    if (given.active !== undefined || given.unit !== undefined)
      await ctx.later('cases.checkers-changed', { account: id });
    const set = Object.fromEntries(
      Object.entries(given).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, typeof value === 'string' ? value.trim() : value]],
      ),
    );
    if (Object.keys(set).length === 0) return;
    await ctx.write.update(account, set, { id });
    await this.note(ctx, 'account.change', id, set);
  }

  /** Takes effect with the person's next request. @throws not-found · account.roles-exclude · account.last-admin */
  async setRoles(ctx: Ctx, id: string, wanted: readonly Role[]): Promise<void> {
    const roles = [...new Set(wanted)];
    if (rolesExclude(roles)) throw problem('account.roles-exclude');
    const before = await this.load(ctx, id);
    await this.keepAdmins(ctx, before, roles);
    await ctx.write.update(account, { roles }, { id });
    await ctx.later('cases.checkers-changed', { account: id });
    await this.note(ctx, 'account.roles', id, { before: before.roles, after: roles });
  }

  /** Unlocks the account and ends its sessions. @throws not-found */
  async setPassword(ctx: Ctx, id: string, { hash, mustChange }: PasswordGiven): Promise<void> {
    const { login } = await this.load(ctx, id);
    await ctx.write.update(account, { password: hash, mustChangePassword: mustChange }, { id });
    if (login) await this.tries.forget(ctx, login);
    await this.sessions.endAllOf(ctx, id);
    await this.audit.write(ctx, { action: 'account.password', object: `account:${id}` });
  }

  /** @throws not-found */
  async endSessions(ctx: Ctx, id: string): Promise<void> {
    await this.load(ctx, id);
    await this.sessions.endAllOf(ctx, id);
    await this.audit.write(ctx, { action: 'account.sessions', object: `account:${id}` });
  }

  /** The name is unique in the database, so that of two clerks at once one is refused. */
  private async insert(ctx: Ctx, row: Pick<Account, GivenColumns>): Promise<void> {
    const residentsOnly = { openidIndex: null, openid: null, contactName: null, contactPhone: null };
    const notYet = { seenAt: null, consentVersion: null, consentAt: null };
    try {
      await ctx.write.insert(account, {
        ...row,
        ...residentsOnly,
        ...notYet,
        kind: 'staff',
        active: true,
        createdAt: ctx.now,
      });
    } catch (error) {
      throw isDuplicate(error) ? problem('account.name-taken', { cause: error }) : error;
    }
  }

  /** Of each kind of administrator one stays in service. */
  private async keepAdmins(ctx: Ctx, before: Account, after: readonly Role[]): Promise<void> {
    const lost = adminRoles.filter((role) => before.active && before.roles.includes(role) && !after.includes(role));
    // Two administrators who dismiss each other at once come one after the other, and the second is refused.
    const lock = ctx.write.dialect === 'mysql' ? ' FOR UPDATE' : '';
    for (const role of lost) {
      const sql = `SELECT id FROM account WHERE kind = 'staff' AND active = 1 AND roles LIKE ? AND id <> ?${lock}`;
      const others = await ctx.write.query(sql, [`%"${role}"%`, before.id]);
      if (others.length === 0) throw problem('account.last-admin', { detail: `这是最后一名${roleTable[role].label}` });
    }
  }

  private async note(ctx: Ctx, action: string, id: string, detail: Record<string, unknown>): Promise<void> {
    await this.audit.write(ctx, { action, object: `account:${id}`, detail });
    ctx.write.bumped.add(PEOPLE);
  }

  private async load(ctx: Ctx, id: string): Promise<Account> {
    const row = await ctx.rows.find(account, { id, kind: 'staff' });
    if (!row) throw problem('not-found');
    return row;
  }

  private async needUnit(ctx: Ctx, id: string): Promise<void> {
    if (!(await ctx.rows.find(unit, { id, active: true }))) {
      throw problem('input.invalid', { errors: { unit: 'invalid' }, detail: '没有这个单位，或它已停用' });
    }
  }
}
