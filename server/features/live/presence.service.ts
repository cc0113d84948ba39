/** Who has a case open now (谁在看), for those who have it open too. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Looking } from '../../../shared/desk.js';
import type { Actor, Ctx } from '../../core/ctx.js';
import { Db, type Rows } from '../../core/db.js';
import { problem } from '../../core/problem.js';
import { Recurring } from '../../core/recurring.js';
import type { Row } from '../../core/tables.js';
import { CaseReads } from '../cases/case-reads.service.js';
import { DirectoryService } from '../people/directory.service.js';
import { presence } from './live.tables.js';

/** A page says every twenty seconds that it is still open; one that closed without a word is gone soon. */
const LOOK_MS = 45_000;

export type Look = Row<typeof presence>;

@Injectable()
export class PresenceService implements OnModuleInit {
  constructor(
    private readonly db: Db,
    private readonly recurring: Recurring,
    private readonly cases: CaseReads,
    private readonly directory: DirectoryService,
  ) {}

  onModuleInit(): void {
    this.recurring.every(5, 'presence.sweep', async (ctx) => {
      await ctx.write.run('DELETE FROM presence WHERE until < ?', [ctx.now]);
    });
  }

  /** @throws not-found for a case out of reach, and for residents: who works on a case is no concern of theirs */
  async look(ctx: Ctx, caseId: string): Promise<Looking> {
    const { actor } = ctx;
    if (actor.kind !== 'staff' || !actor.sessionId) throw problem('not-found');
    await this.cases.need(ctx, caseId);
    const until = new Date(ctx.now.getTime() + LOOK_MS);
    const look = { account: actor.id, caseId, until };
    // On MySQL removing a row that is not there locks the space around it, in everybody's way.
    const known = await ctx.write.update(presence, look, { session: actor.sessionId });
    if (known === 0) await ctx.write.insert(presence, { session: actor.sessionId, ...look });
    return this.beside(actor, await this.now(ctx.now, ctx.rows));
  }

  async leave(ctx: Ctx): Promise<void> {
    await ctx.write.run('DELETE FROM presence WHERE session = ?', [ctx.actor.sessionId ?? '']);
  }

  /** All that is looked at now: as many rows as there are pages open. */
  now(moment: Date, rows: Rows = this.db.read): Promise<Look[]> {
    return rows.from(presence, 'p').where('p.until > :moment', { moment }).orderBy('p.account').getMany();
  }

  /** The others who have the case open that this person has open. */
  beside(actor: Actor, looks: Look[]): Looking {
    const caseId = looks.find((l) => l.session === actor.sessionId)?.caseId ?? null;
    const others = looks.filter((l) => l.caseId === caseId && l.account !== actor.id).map((l) => l.account);
    const people = [...new Set(others)].flatMap((account) => {
      const person = this.directory.staffMember(account);
      const unit = person?.unit ? (this.directory.unitOf(person.unit)?.name ?? null) : null;
      return person ? [{ name: person.name, unit }] : [];
    });
    return { caseId, people };
  }
}
