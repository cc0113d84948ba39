/** Who has a case open now (谁在看), for those who have it open too. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Looking } from '../../../shared/desk.js';
import type { Actor, Ctx } from '../../core/ctx.js';
import { Db, type Rows } from '../../core/db.js';
import { isDuplicate } from '../../core/db-errors.js';
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
    const key = { session: actor.sessionId, caseId };
    // On MySQL removing a row that is not there locks the space around it, in everybody's way.
    const known = await ctx.write.update(presence, { until }, key);
    if (known === 0) await this.add(ctx, { ...key, account: actor.id, until });
    return { caseId, people: this.others(actor, caseId, await this.now(ctx.now, ctx.rows)) };
  }

  /** Two windows may open the same case at once. */
  private async add(ctx: Ctx, look: Look): Promise<void> {
    try {
      await ctx.write.nested(() => ctx.write.insert(presence, look));
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }

  /** A window left this case; what others of the same session show stays. */
  async leave(ctx: Ctx, caseId: string): Promise<void> {
    await ctx.write.run('DELETE FROM presence WHERE session = ? AND caseId = ?', [ctx.actor.sessionId ?? '', caseId]);
  }

  /** All that is looked at now: as many rows as there are pages open. */
  now(moment: Date, rows: Rows = this.db.read): Promise<Look[]> {
    return rows.from(presence, 'p').where('p.until > :moment', { moment }).orderBy('p.account').getMany();
  }

  /** The others who have the cases open that this person has open, case by case. */
  beside(actor: Actor, looks: Look[]): Looking[] {
    const own = looks.filter((l) => l.session === actor.sessionId);
    return own.map(({ caseId }) => ({ caseId, people: this.others(actor, caseId, looks) }));
  }

  private others(actor: Actor, caseId: string, looks: Look[]): Looking['people'] {
    const others = looks.filter((l) => l.caseId === caseId && l.account !== actor.id).map((l) => l.account);
    return [...new Set(others)].flatMap((account) => {
      const person = this.directory.staffMember(account);
      const unit = person?.unit ? (this.directory.unitOf(person.unit)?.name ?? null) : null;
      return person ? [{ name: person.name, unit }] : [];
    });
  }
}
