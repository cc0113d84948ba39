/**
 * Counts failed sign-ins. After five in a row a name is locked for half an hour. Whoever tries one password on many
 * names is seen by the network they come from: after fifty failures within half an hour it is locked.
 */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Ctx } from '../../core/ctx.js';
import { type Env, InjectEnv } from '../../core/env.js';
import { Recurring } from '../../core/recurring.js';
import { Secrets } from '../../core/secrets.js';
import { networkOf } from '../../core/source.js';
import { signInTry } from './session.tables.js';

export const MOST_FAILURES = 5;
/** Of a network, where many people mistype: an office sits behind one address. */
const MOST_OF_NETWORK = 50;
const LOCK_MS = 30 * 60_000;
/** Long after a lock has ended its row is of no use. */
const KEEP_MS = 24 * 3_600_000;

@Injectable()
export class SignInTries implements OnModuleInit {
  constructor(
    private readonly secrets: Secrets,
    private readonly recurring: Recurring,
    @InjectEnv() private readonly env: Env,
  ) {}

  /** Not by those who come in: on MySQL a whole office that does so in the same minute would be in its own way. */
  onModuleInit(): void {
    this.recurring.every(60, 'sign-in-tries.sweep', async ({ write, now }) => {
      await write.run('DELETE FROM sign_in_try WHERE at < ?', [new Date(now.getTime() - KEEP_MS)]);
    });
  }

  /**
   * Takes one of the tries that are left, before the password is looked at: of a hundred guesses sent at once only
   * five are compared.
   * @returns false when the name is locked
   */
  async take(ctx: Ctx, login: string): Promise<boolean> {
    return this.count(
      ctx,
      this.indexOf(login),
      `UPDATE sign_in_try SET failures = CASE WHEN at <= ? THEN 1 ELSE failures + 1 END, at = ?
       WHERE name = ? AND (failures < ? OR at <= ?)`,
      (name, over) => [over, ctx.now, name, MOST_FAILURES, over],
    );
  }

  /**
   * The same of the caller's network; `at` stays at the first failure, so that an office has its fifty anew each half
   * hour. A right password gives its try back.
   */
  async takeOfNetwork(ctx: Ctx): Promise<boolean> {
    if (!this.env.rateLimits) return true;
    return this.count(
      ctx,
      this.networkOf(ctx),
      `UPDATE sign_in_try SET failures = CASE WHEN at <= ? THEN 1 ELSE failures + 1 END,
         at = CASE WHEN at <= ? THEN ? ELSE at END
       WHERE name = ? AND (failures < ? OR at <= ?)`,
      (name, over) => [over, over, ctx.now, name, MOST_OF_NETWORK, over],
    );
  }

  async giveBackToNetwork(ctx: Ctx): Promise<void> {
    if (!this.env.rateLimits) return;
    const sql = 'UPDATE sign_in_try SET failures = failures - 1 WHERE name = ? AND failures > 0';
    await ctx.write.run(sql, [this.networkOf(ctx)]);
  }

  /** @returns false when the row was full, and so is counted no further */
  private async count(ctx: Ctx, name: string, sql: string, values: (name: string, over: Date) => unknown[]) {
    if (!(await ctx.rows.find(signInTry, { name }))) await this.begin(ctx, name);
    const over = new Date(ctx.now.getTime() - LOCK_MS);
    return (await ctx.begin(({ write }) => write.run(sql, values(name, over)))) === 1;
  }

  /** In a transaction of its own: looking for an absent row and adding it in one would make parallel tries deadlock. */
  private async begin(ctx: Ctx, name: string): Promise<void> {
    await ctx.begin(async ({ write, now }) => {
      const ignore = write.dialect === 'mysql' ? 'IGNORE' : 'OR IGNORE';
      await write.run(`INSERT ${ignore} INTO sign_in_try (name, failures, at) VALUES (?, 0, ?)`, [name, now]);
    });
  }

  /** After a right password, or when an administrator unlocks the account. */
  async forget(ctx: Ctx, login: string): Promise<void> {
    await ctx.write.run('DELETE FROM sign_in_try WHERE name = ?', [this.indexOf(login)]);
  }

  /** Which of these names are locked now. */
  async lockedOf(ctx: Ctx, logins: readonly string[]): Promise<Set<string>> {
    if (logins.length === 0) return new Set();
    const rows = await ctx.rows
      .from(signInTry, 't')
      .where('t.name IN (:...names)', { names: logins.map((login) => this.indexOf(login)) })
      .andWhere('t.failures >= :most AND t.at > :over', {
        most: MOST_FAILURES,
        over: new Date(ctx.now.getTime() - LOCK_MS),
      })
      .getMany();
    const locked = new Set(rows.map((row) => row.name));
    return new Set(logins.filter((login) => locked.has(this.indexOf(login))));
  }

  private indexOf(login: string): string {
    return this.secrets.index(login, 'sign_in_try|name');
  }

  private networkOf({ source }: Ctx): string {
    return this.secrets.index(networkOf(source ?? ''), 'sign_in_try|network');
  }
}
