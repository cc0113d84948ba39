/** How staff come in: by name and password, with an answer that does not tell which of the two was wrong. */
import { Injectable } from '@nestjs/common';
import type { Ctx } from '../../core/ctx.js';
import { problem } from '../../core/problem.js';
import { networkOf } from '../../core/source.js';
import type { Row } from '../../core/tables.js';
import { AuditService } from '../audit/audit.service.js';
import { account } from '../people/people.tables.js';
import { PasswordsService } from './passwords.service.js';
import { SessionService } from './session.service.js';
import { SignInTries } from './sign-in-tries.service.js';

type Account = Row<typeof account>;

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
    const isRight = await this.passwords.isRight(usable?.password ?? null, password);
    const token = usable && isRight ? await this.open(ctx, usable, login, isOpen) : null;
    if (token) return token;
    await this.audit.writeAlone(ctx, refused);
    // From a locked network the answer is the same for those who work there and those who do not.
    throw problem(isOpen ? 'session.wrong' : 'session.source-locked');
  }

  /** @returns null when the password that was compared is theirs no more: comparing takes a while */
  private async open(ctx: Ctx, usable: Account, login: string, isOpen: boolean): Promise<string | null> {
    const { id, name, password } = usable;
    return ctx.begin(async (own) => {
      // Locks the row: whoever changes the password comes before this, or after it and then ends this session too.
      const still = await own.write.update(account, { seenAt: own.now }, { id, password, active: true });
      if (still === 0) return null;
      await this.tries.forget(own, login);
      if (isOpen) await this.tries.giveBackToNetwork(own);
      if (own.actor.sessionId) await this.sessions.end(own, own.actor.sessionId);
      await this.audit.write(own, { action: 'session.in', account: id, who: name, detail: { channel: 'console' } });
      return this.sessions.open(own, id, 'console');
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
    const wrong = async () => {
      await this.audit.writeAlone(ctx, { action: 'session.password', ok: false });
      return problem('input.invalid', { errors: { old: 'invalid' }, detail: '原密码不对' });
    };
    if (!(await this.passwords.isRight(row.password, old))) throw await wrong();
    if (wanted === old) throw problem('input.invalid', { errors: { new: 'invalid' }, detail: '新密码与原密码相同' });
    const password = await this.passwords.hash(wanted);
    const isChanged = await ctx.begin(async (own) => {
      // Of two who know the old one and change it at once, the second is refused.
      const where = { id, password: row.password, active: true };
      if ((await own.write.update(account, { password, mustChangePassword: false }, where)) === 0) return false;
      await this.tries.forget(own, login);
      await this.sessions.endAllOf(own, id, own.actor.sessionId ?? '');
      await this.audit.write(own, { action: 'session.password' });
      return true;
    });
    if (!isChanged) throw await wrong();
  }
}

/** Enough for the log: somebody may have typed their password into the wrong field. */
const firstLetters = (login: string) => `${[...login].slice(0, 2).join('')}…`;
