/** The accounts of staff: the system administrator keeps them, the security administrator gives the roles. */
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import type { AccountRow, Page } from '../../../shared/views.js';
import { Allow } from '../../core/access.js';
import { newPassword } from '../../core/clock.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { OwnTransaction } from '../../core/request.js';
import { PasswordsService } from '../session/passwords.service.js';
import { AccountChangeForm, AccountFilter, NewAccountForm, RolesForm } from './accounts.forms.js';
import { AccountsQueries } from './accounts.queries.js';
import { AccountsService } from './accounts.service.js';

/** Answers are read after the transaction, when the directory knows of the change. */
@Controller('accounts')
export class AccountsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly queries: AccountsQueries,
    private readonly passwords: PasswordsService,
  ) {}

  @Get()
  @Allow('account.read')
  list(@Context() ctx: Ctx, @Query() filter: AccountFilter): Promise<Page<AccountRow>> {
    return this.queries.list(ctx, filter);
  }

  /** The password is told once and kept nowhere. */
  @Post()
  @Allow('account.write')
  @OwnTransaction()
  async create(@Context() ctx: Ctx, @Body() form: NewAccountForm): Promise<{ account: AccountRow; password: string }> {
    if (form.roles?.length) ctx.need('account.roles');
    const password = newPassword();
    const hash = await this.passwords.hash(password);
    const id = await ctx.begin((own) => this.accounts.create(own, { ...form, password: { hash, mustChange: true } }));
    return { account: await this.queries.view(ctx, id), password };
  }

  @Patch(':id')
  @Allow('account.write')
  @OwnTransaction()
  async change(@Context() ctx: Ctx, @Param('id') id: string, @Body() form: AccountChangeForm): Promise<AccountRow> {
    await ctx.begin((own) => this.accounts.change(own, id, form));
    return this.queries.view(ctx, id);
  }

  @Put(':id/roles')
  @Allow('account.roles')
  @OwnTransaction()
  async setRoles(@Context() ctx: Ctx, @Param('id') id: string, @Body() { roles }: RolesForm): Promise<AccountRow> {
    await ctx.begin((own) => this.accounts.setRoles(own, id, roles));
    return this.queries.view(ctx, id);
  }

  /** A new password, told once; it also unlocks the account and ends its sessions. */
  @Post(':id/password')
  @Allow('account.write')
  @OwnTransaction()
  @HttpCode(200)
  async resetPassword(@Context() ctx: Ctx, @Param('id') id: string): Promise<{ password: string }> {
    const password = newPassword();
    const hash = await this.passwords.hash(password);
    await ctx.begin((own) => this.accounts.setPassword(own, id, { hash, mustChange: true }));
    return { password };
  }

  @Delete(':id/sessions')
  @Allow('account.write')
  @HttpCode(204)
  endSessions(@Context() ctx: Ctx, @Param('id') id: string): Promise<void> {
    return this.accounts.endSessions(ctx, id);
  }
}
