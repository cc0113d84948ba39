/** How staff come in: by name and password, with an answer that does not tell which of the two was wrong. */
import { Injectable } from '@nestjs/common';
import type { Ctx } from '../../core/ctx.js';
import { problem } from '../../core/problem.js';
import { networkOf } from '../../core/source.js';
import { AuditService } from '../audit/audit.service.js';
import { account } from '../people/people.tables.js';
import { PasswordsService } from './passwords.service.js';
import { SessionService } from './session.service.js';
import { SignInTries } from './sign-in-tries.service.js';

/** Sign-ins that tell where somebody usually comes from. */
const LOOKED_BACK = 50;

@Injectable()
export class StaffSignIn {
  constructor(
    private readonly passwords: PasswordsService,
    private readonly tries: SignInTries,
    private readonly sessions: SessionService,
    private readonly audit: AuditService,
  ) {}

  /**
   * Waits for the password to be compared, so the context comes without a transaction.
   * @returns the token of a new session; one that the browser had before is ended
   * @throws session.wrong, session.locked, session.source-locked
   */
  async signIn(ctx: Ctx, name: string, password: string): Promise<string> {
    const login = name.trim().toLowerCase();
    const found = await ctx.rows.find(account, { login });
    const who = found ? { account: found.id, who: found.name } : { account: null, who: null };
    const refused = { action: 'session.in', ok: false, ...who, detail: found ? {} : { login: firstLetters(login) } };
    const isOpen = await this.tries.takeOfNetwork(ctx);
    // Who has come in from there before still does: nobody can shut a whole office out by guessing in it.
    if (!isOpen && !(found && (await this.hasComeFrom(ctx, found.id)))) {
      await this.audit.writeAlone(ctx, { ...refused, detail: { ...refused.detail, locked: 'network' } });
      throw problem('session.source-locked');
    }
    if (!(await this.tries.take(ctx, login))) {
      await this.audit.writeAlone(ctx, { ...refused, detail: { ...refused.detail, locked: true } });
      throw problem('session.locked');
    }
    const usable = found?.active ? found : null;
    if (!(await this.passwords.isRight(usable?.password ?? null, password)) || !usable) {
      await this.audit.writeAlone(ctx, refused);
      // From a locked network the answer is the same for those who work there and those who do not.
      throw problem(isOpen ? 'session.wrong' : 'session.source-locked');
    }
    return ctx.begin(async (own) => {
      await this.tries.forget(own, login);
      if (isOpen) await this.tries.giveBackToNetwork(own);
      if (own.actor.sessionId) await this.sessions.end(own, own.actor.sessionId);
      await this.audit.write(own, { action: 'session.in', ...who, detail: { channel: 'console' } });
      return this.sessions.open(own, usable.id, 'console');
    });
  }

  private async hasComeFrom(ctx: Ctx, id: string): Promise<boolean> {
    const here = networkOf(ctx.source ?? '');
    const before = await this.audit.newestBy(ctx, id, 'session.in', LOOKED_BACK);
    return before.some(({ ok, source }) => ok && networkOf(source ?? '') === here);
  }

  /**
   * Ends the person's other sessions.
   * @throws input.invalid when the old one is wrong or the new one is the same, session.locked, session.password-weak
   */
  async changePassword(ctx: Ctx, old: string, wanted: string): Promise<void> {
    const row = await ctx.rows.find(account, { id: ctx.actor.id });
    if (!row?.login) throw problem('permission.denied');
    const { id, login } = row;
    this.passwords.check(wanted, login);
    if (!(await this.tries.take(ctx, login))) throw problem('session.locked');
    if (!(await this.passwords.isRight(row.password, old))) {
      await this.audit.writeAlone(ctx, { action: 'session.password', ok: false });
      throw problem('input.invalid', { errors: { old: 'invalid' }, detail: '原密码不对' });
    }
    if (wanted === old) throw problem('input.invalid', { errors: { new: 'invalid' }, detail: '新密码与原密码相同' });
    const password = await this.passwords.hash(wanted);
    await ctx.begin(async (own) => {
      await this.tries.forget(own, login);
      await own.write.update(account, { password, mustChangePassword: false }, { id });
      await this.sessions.endAllOf(own, id, own.actor.sessionId ?? '');
      await this.audit.write(own, { action: 'session.password' });
    });
  }
}

/** Enough for the log: somebody may have typed their password into the wrong field. */
const firstLetters = (login: string) => `${[...login].slice(0, 2).join('')}…`;
