/** Signing in and out, and what people change about themselves. */
import { Body, Controller, Delete, Get, HttpCode, Post, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Me, SignedIn } from '../../../shared/views.js';
import { Allow, Public, SESSION_COOKIE, WithSeenPassword } from '../../core/access.js';
import { Context, type Ctx } from '../../core/ctx.js';
import { type Env, InjectEnv } from '../../core/env.js';
import { problem } from '../../core/problem.js';
import { RateLimit } from '../../core/rate.js';
import { OwnTransaction } from '../../core/request.js';
import { AuditService } from '../audit/audit.service.js';
import { MeQueries } from './me.queries.js';
import { ResidentsService } from './residents.service.js';
import {
  ConsentForm,
  ContactForm,
  contactOf,
  DemoSignInForm,
  PasswordForm,
  StaffSignInForm,
  WechatSignInForm,
} from './session.forms.js';
import { SessionService } from './session.service.js';
import { StaffSignIn } from './staff-sign-in.service.js';

/** A whole office comes in at nine through one address; those who guess are stopped by SignInTries. */
const signInRate = RateLimit({ name: 'sign-in', minutes: 1, perAddress: 60 });
/** Looser: a code cannot be guessed, and whole neighbourhoods share one address of a mobile network. */
const wechatRate = RateLimit({ name: 'sign-in wechat', minutes: 1, perAddress: 120 });

@Controller('session')
export class SessionController {
  constructor(
    private readonly sessions: SessionService,
    private readonly staff: StaffSignIn,
    private readonly residents: ResidentsService,
    private readonly meQueries: MeQueries,
    private readonly audit: AuditService,
    @InjectEnv() private readonly env: Env,
  ) {}

  @Get()
  @Allow()
  @WithSeenPassword()
  me(@Context() ctx: Ctx): Promise<Me> {
    return this.meQueries.me(ctx);
  }

  @Post('staff')
  @Public()
  @OwnTransaction()
  @HttpCode(200)
  @signInRate
  async signInStaff(
    @Context() ctx: Ctx,
    @Body() { name, password }: StaffSignInForm,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Me> {
    const token = await this.staff.signIn(ctx, name, password);
    const actor = await this.sessions.actorOf(token);
    if (!actor) throw problem('session.expired');
    reply.setCookie(SESSION_COOKIE, token, this.cookie);
    return this.meQueries.me(ctx.as(actor));
  }

  @Post('wechat')
  @Public()
  @OwnTransaction()
  @HttpCode(200)
  @wechatRate
  signInByWechat(@Context() ctx: Ctx, @Body() { code }: WechatSignInForm): Promise<SignedIn> {
    return this.residents.signInByWechat(ctx, code);
  }

  @Post('demo')
  @Public()
  @OwnTransaction()
  @HttpCode(200)
  @signInRate
  signInToDemo(@Context() ctx: Ctx, @Body() { name }: DemoSignInForm): Promise<SignedIn> {
    return this.residents.signInToDemo(ctx, name);
  }

  /** Public, so that a browser can also be rid of a cookie whose session has ended. */
  @Delete()
  @Public()
  @HttpCode(204)
  async signOut(@Context() ctx: Ctx, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const { sessionId } = ctx.actor;
    if (sessionId) {
      await this.sessions.end(ctx, sessionId);
      await this.audit.write(ctx, { action: 'session.out' });
    }
    reply.clearCookie(SESSION_COOKIE, this.cookie);
  }

  @Post('password')
  @Allow()
  @WithSeenPassword()
  @OwnTransaction()
  @HttpCode(204)
  @signInRate
  changePassword(@Context() ctx: Ctx, @Body() form: PasswordForm): Promise<void> {
    return this.staff.changePassword(ctx, form.old, form.new);
  }

  @Put('consent')
  @Allow()
  async setConsent(@Context() ctx: Ctx, @Body() { version, agreed }: ConsentForm): Promise<Me> {
    await this.residents.setConsent(ctx, version, agreed);
    return this.meQueries.me(ctx);
  }

  @Put('contact')
  @Allow('case.follow')
  async setContact(@Context() ctx: Ctx, @Body() form: ContactForm): Promise<Me> {
    await this.residents.setContact(ctx, contactOf(form));
    return this.meQueries.me(ctx);
  }

  private get cookie() {
    return { httpOnly: true, sameSite: 'strict', path: '/', secure: this.env.secureCookies } as const;
  }
}
