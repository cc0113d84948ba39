/** Who is signed in, as the clients show it. */
import { Injectable } from '@nestjs/common';
import type { Me } from '../../../shared/views.js';
import type { Ctx } from '../../core/ctx.js';
import { problem } from '../../core/problem.js';
import { maskPhone, Secrets } from '../../core/secrets.js';
import type { Row } from '../../core/tables.js';
import { account } from '../people/people.tables.js';

type Account = Row<typeof account>;

/** Residents' own columns that are sealed. */
export type Contact = 'contactName' | 'contactPhone';
export const contactPlace = (column: Contact, accountId: string) => `account|${column}|${accountId}`;

export const openContact = (secrets: Secrets, row: Account, column: Contact) =>
  secrets.openOrNull(row[column], contactPlace(column, row.id));

@Injectable()
export class MeQueries {
  constructor(private readonly secrets: Secrets) {}

  async me(ctx: Ctx): Promise<Me> {
    const { actor } = ctx;
    const row = await ctx.rows.find(account, { id: actor.id });
    if (!row) throw problem('session.expired');
    const phone = openContact(this.secrets, row, 'contactPhone');
    return {
      id: actor.id,
      kind: row.kind,
      name: row.kind === 'staff' ? row.name : (openContact(this.secrets, row, 'contactName') ?? row.name),
      roles: actor.roles,
      may: actor.may,
      unit: actor.unit,
      place: actor.place,
      grids: actor.grids,
      standsFor: [...actor.standsFor, ...actor.elsewhere].map(({ id, name }) => ({ id, name })),
      unread: await unread(ctx),
      mustChangePassword: actor.mustChangePassword,
      phone: phone && maskPhone(phone),
      hasContact: row.contactName !== null || row.contactPhone !== null,
      consent:
        row.consentVersion && row.consentAt ? { version: row.consentVersion, at: row.consentAt.toISOString() } : null,
    };
  }
}

async function unread(ctx: Ctx): Promise<number> {
  const sql = 'SELECT COUNT(*) AS n FROM notice WHERE account = ? AND readAt IS NULL';
  const [{ n }] = await ctx.rows.query<{ n: number | string }>(sql, [ctx.actor.id]);
  return Number(n);
}
