/** How long the name and phone in a case are kept: not past the reporter's withdrawal, nor past the span the notice names. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Ctx } from '../../core/ctx.js';
import { type Env, InjectEnv } from '../../core/env.js';
import { Jobs } from '../../core/jobs.js';
import { Recurring } from '../../core/recurring.js';
import { ResidentsService } from '../session/residents.service.js';
import type { CaseFile } from './cases.guards.js';

const DAY = 24 * 60;
/** All columns that hold a contact, or find a case by it. */
const NONE = { contactName: null, contactPhone: null, phoneIndex: null, phoneEnd: null };
const FORGET = `UPDATE case_file SET ${Object.keys(NONE)
  .map((column) => `${column} = NULL`)
  .join(', ')} WHERE open = 0 AND (contactName IS NOT NULL OR contactPhone IS NOT NULL)`;

@Injectable()
export class CaseContacts implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly recurring: Recurring,
    private readonly residents: ResidentsService,
    @InjectEnv() private readonly env: Env,
  ) {}

  onModuleInit(): void {
    this.jobs.on('cases.forget-contact', async (ctx, { reporter }: { reporter: string }) => {
      await ctx.write.run(`${FORGET} AND reporter = ?`, [reporter]);
    });
    this.recurring.every(DAY, 'cases.contacts-sweep', async (ctx) => {
      const before = new Date(ctx.now);
      before.setUTCMonth(before.getUTCMonth() - this.env.operator.keepsMonths);
      await ctx.write.run(`${FORGET} AND closedAt < ?`, [before]);
    });
  }

  /** What an act changes of the contact: whoever withdrew is reached only until the case is settled. */
  async after(ctx: Ctx, c: CaseFile, { open }: Partial<CaseFile>): Promise<Partial<CaseFile>> {
    const isKept = c.contactName !== null || c.contactPhone !== null;
    if (open !== false || c.reporter === null || !isKept) return {};
    return (await this.residents.isAgreed(ctx, c.reporter)) ? {} : NONE;
  }
}
