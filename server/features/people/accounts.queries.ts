/** Reads the accounts of staff. */
import { Injectable } from '@nestjs/common';
import type { Role } from '../../../shared/permissions.js';
import type { AccountRow, Page } from '../../../shared/views.js';
import type { Ctx } from '../../core/ctx.js';
import { likeAnywhere, pageOf } from '../../core/pages.js';
import { problem } from '../../core/problem.js';
import type { Row } from '../../core/tables.js';
import { SignInTries } from '../session/sign-in-tries.service.js';
import { DirectoryService } from './directory.service.js';
import { account } from './people.tables.js';

export interface AccountQuestion {
  q?: string;
  unit?: string;
  role?: Role;
  page: number;
  size: number;
}

@Injectable()
export class AccountsQueries {
  constructor(
    private readonly directory: DirectoryService,
    private readonly tries: SignInTries,
  ) {}

  async list(ctx: Ctx, { q, unit, role, page, size }: AccountQuestion): Promise<Page<AccountRow>> {
    const query = ctx.rows.from(account, 'a').where("a.kind = 'staff'").orderBy('a.login', 'ASC');
    if (ctx.actor.may['account.read'] !== 'all') query.andWhere('a.unit IN (:...near)', { near: this.near(ctx) });
    if (q) {
      query.andWhere(
        "(a.name LIKE :called ESCAPE '!' OR a.workName LIKE :called ESCAPE '!' OR a.login LIKE :login ESCAPE '!')",
        { called: likeAnywhere(q), login: likeAnywhere(q.toLowerCase()) },
      );
    }
    if (unit) query.andWhere('a.unit = :unit', { unit });
    if (role) query.andWhere('a.roles LIKE :role', { role: `%"${role}"%` });
    const found = await pageOf(ctx.rows, query, { page, size });
    return { ...found, rows: await this.asAccountRows(ctx, found.rows) };
  }

  /** Units of the actor's own area: colleagues to be given posts. Never empty, as SQL wants at least one. */
  private near({ actor }: Ctx): string[] {
    return ['', ...actor.unitsBelow, ...(actor.place ? this.directory.within(actor.place.path) : [])];
  }

  /** @throws not-found */
  async view(ctx: Ctx, id: string): Promise<AccountRow> {
    const found = await ctx.rows.find(account, { id, kind: 'staff' });
    if (!found) throw problem('not-found');
    const [row] = await this.asAccountRows(ctx, [found]);
    return row;
  }

  private async asAccountRows(ctx: Ctx, found: Row<typeof account>[]): Promise<AccountRow[]> {
    const locked = await this.tries.lockedOf(
      ctx,
      found.flatMap((row) => row.login ?? []),
    );
    return found.map(({ id, name, workName, contact, login, roles, unit, active, seenAt }) => {
      const own = unit ? this.directory.unitOf(unit) : undefined;
      const codes = new Set(this.directory.postsOf(id).map((held) => held.place));
      return {
        id,
        name,
        workName,
        contact,
        login: login ?? '',
        roles,
        unit: own ? { id: own.id, name: own.name, kind: own.kind } : null,
        grids: [...codes].map((code) => ({ code, name: this.directory.areaOf(code)?.name ?? code })),
        active: !!active,
        locked: locked.has(login ?? ''),
        lastSeen: seenAt?.toISOString() ?? null,
      };
    });
  }
}
