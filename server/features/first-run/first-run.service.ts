/** The first run of an empty system: a one-time token lets somebody make the three administrators and the roots. */
import { timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Role } from '../../../shared/permissions.js';
import type { Level } from '../../../shared/places.js';
import { newToken } from '../../core/clock.js';
import type { Ctx } from '../../core/ctx.js';
import { isDuplicate } from '../../core/db-errors.js';
import { type Env, InjectEnv } from '../../core/env.js';
import { counter } from '../../core/jobs.tables.js';
import { problem } from '../../core/problem.js';
import { AuditService } from '../audit/audit.service.js';
import { AccountsService } from '../people/accounts.service.js';
import { UnitsService } from '../people/units.service.js';
import { PlaceRegistry } from '../places/registry.service.js';
import { PasswordsService } from '../session/passwords.service.js';
import { SettingsService } from '../settings/settings.service.js';

export const ADMINS = {
  system: 'systemAdmin',
  security: 'securityAdmin',
  audit: 'auditAdmin',
} as const satisfies Record<string, Role>;
export type Admin = keyof typeof ADMINS;

export interface AdminGiven {
  name: string;
  login: string;
  password: string;
}
export interface Beginning {
  city: { code: string; name: string; level: Level };
  unit: { name: string };
  admins: Record<Admin, AdminGiven>;
}

/** Name of the row in `counter` that only one first run can insert. */
const ONCE = 'first-run';

@Injectable()
export class FirstRunService implements OnApplicationBootstrap {
  constructor(
    private readonly settings: SettingsService,
    private readonly places: PlaceRegistry,
    private readonly units: UnitsService,
    private readonly accounts: AccountsService,
    private readonly passwords: PasswordsService,
    private readonly audit: AuditService,
    @InjectEnv() private readonly env: Env,
  ) {}

  private get file(): string {
    return join(this.env.dataDir, 'first-run.token');
  }

  /** The token that whoever starts the server reads in its output or file; null when there is nothing to begin. */
  get token(): string | null {
    return existsSync(this.file) ? readFileSync(this.file, 'utf8').trim() : null;
  }

  /** Makes the token of an empty system that is to stay without a demo city; a second start keeps it. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.env.city !== 'none' || (await this.settings.hasStarted())) return this.dropToken();
    if (this.token) return;
    writeFileSync(this.file, `${newToken()}\n`, { mode: 0o600 });
  }

  /**
   * Waits for passwords to be hashed, so the context comes without a transaction.
   * @throws first-run.done · first-run.token · session.password-weak · account.name-taken · place.code-taken ·
   * input.invalid
   */
  async begin(ctx: Ctx, token: string, given: Beginning): Promise<void> {
    if (await this.settings.hasStarted()) throw problem('first-run.done');
    if (!this.isRight(token)) {
      await this.audit.writeAlone(ctx, { action: 'first-run', ok: false });
      throw problem('first-run.token');
    }
    const admins = await this.prepare(given.admins);
    await ctx.begin(async (own) => {
      await this.once(own);
      const { city } = given;
      await this.places.adopt(own, city);
      await this.settings.setCity(own, { name: city.name, demo: false });
      const unit = await this.units.create(own, { ...given.unit, kind: 'command', place: city.code });
      for (const admin of admins) await this.accounts.create(own, { ...admin, unit });
      await this.audit.write(own, { action: 'first-run', object: `place:${city.code}` });
    });
    this.dropToken();
  }

  /** Two first runs at once: the row of the second is a duplicate. */
  private async once(ctx: Ctx): Promise<void> {
    try {
      await ctx.write.insert(counter, { name: ONCE, n: 1 });
    } catch (error) {
      throw isDuplicate(error) ? problem('first-run.done') : error;
    }
  }

  private async prepare(admins: Record<Admin, AdminGiven>) {
    for (const { login, password } of Object.values(admins)) this.passwords.check(password, login);
    return Promise.all(
      (Object.keys(ADMINS) as Admin[]).map(async (admin) => {
        const { name, login, password } = admins[admin];
        const hash = await this.passwords.hash(password);
        const roles: Role[] = [ADMINS[admin]];
        return { name, login, workName: name, roles, password: { hash, mustChange: false } };
      }),
    );
  }

  private isRight(given: string): boolean {
    const right = Buffer.from(this.token ?? '');
    const tried = Buffer.from(given.trim());
    return right.length > 0 && right.length === tried.length && timingSafeEqual(right, tried);
  }

  private dropToken(): void {
    rmSync(this.file, { force: true });
  }
}
