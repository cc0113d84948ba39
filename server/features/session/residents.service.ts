/** Residents: their accounts, made at the first sign-in, their consent, and how they want to be reached. */
import { Injectable } from '@nestjs/common';
import { PRIVACY_VERSION } from '../../../shared/privacy.js';
import type { SignedIn } from '../../../shared/views.js';
import type { Ctx } from '../../core/ctx.js';
import { Db } from '../../core/db.js';
import { isDuplicate } from '../../core/db-errors.js';
import { problem } from '../../core/problem.js';
import { Secrets } from '../../core/secrets.js';
import { AuditService } from '../audit/audit.service.js';
import { account } from '../people/people.tables.js';
import { SettingsService } from '../settings/settings.service.js';
import { type Contact, contactPlace, MeQueries, openContact } from './me.queries.js';
import { SessionService } from './session.service.js';
import { consent } from './session.tables.js';
import { WechatClient } from './wechat.client.js';

/** Stands for the openid of somebody who has no WeChat: a resident of the demo city. */
export const demoOpenid = (key: string) => `demo:${key}`;

export interface ContactGiven {
  /** Null removes it, absent leaves it. */
  name?: string | null;
  phone?: string | null;
}

@Injectable()
export class ResidentsService {
  constructor(
    private readonly db: Db,
    private readonly secrets: Secrets,
    private readonly sessions: SessionService,
    private readonly meQueries: MeQueries,
    private readonly wechat: WechatClient,
    private readonly settings: SettingsService,
    private readonly audit: AuditService,
  ) {}

  /** Waits for WeChat, so the context comes without a transaction. @throws what WechatClient.openidOf does */
  async signInByWechat(ctx: Ctx, code: string): Promise<SignedIn> {
    return this.enter(ctx, await this.accountOf(ctx, await this.wechat.openidOf(code)), 'wechat');
  }

  /**
   * The demo's stand-in for WeChat.
   * @param key one of the residents of the demo city; absent means somebody new
   * @throws demo.only, not-found
   */
  async signInToDemo(ctx: Ctx, key?: string): Promise<SignedIn> {
    if (!this.settings.isDemo) throw problem('demo.only');
    if (key === undefined) return this.enter(ctx, await this.accountOf(ctx, demoOpenid(ctx.newId())), 'demo');
    const known = await this.idOf(demoOpenid(key));
    if (!known) throw problem('not-found');
    return this.enter(ctx, known, 'demo');
  }

  /** Makes the account of a resident, in the caller's transaction. @returns its id */
  async create(ctx: Ctx, openid: string, contact: ContactGiven = {}): Promise<string> {
    const id = ctx.newId();
    await ctx.write.insert(account, {
      id,
      kind: 'resident',
      login: null,
      name: '居民',
      workName: '',
      contact: '',
      password: null,
      mustChangePassword: false,
      roles: ['resident'],
      unit: null,
      active: true,
      seenAt: null,
      openidIndex: this.indexOf(openid),
      openid: this.secrets.seal(openid, `account|openid|${id}`),
      contactName: this.seal('contactName', id, contact.name ?? null),
      contactPhone: this.seal('contactPhone', id, contact.phone ?? null),
      consentVersion: null,
      consentAt: null,
      createdAt: ctx.now,
    });
    return id;
  }

  /**
   * Keeps each consent and each withdrawal; a withdrawal also removes what was kept on the strength of it, here and
   * by `cases.forget-contact` in the cases.
   * @throws input.invalid when somebody agrees to a text that is not the present one
   */
  async setConsent(ctx: Ctx, version: string, agreed: boolean): Promise<void> {
    if (agreed && version !== PRIVACY_VERSION) {
      throw problem('input.invalid', {
        errors: { version: 'invalid' },
        detail: '个人信息保护说明已更新，请关掉再打开，看过新的说明再同意',
      });
    }
    const { id } = ctx.actor;
    await ctx.write.insert(consent, { id: ctx.newId(), account: id, version, agreed, at: ctx.now });
    const set = agreed
      ? { consentVersion: version, consentAt: ctx.now }
      : { consentVersion: null, consentAt: null, contactName: null, contactPhone: null };
    await ctx.write.update(account, set, { id });
    if (!agreed) await ctx.later('cases.forget-contact', { reporter: id });
  }

  /** Whether somebody stands by the consent that they once gave. */
  async isAgreed(ctx: Ctx, id: string): Promise<boolean> {
    return (await ctx.rows.find(account, { id }))?.consentVersion !== null;
  }

  /** @throws consent.required when there is something to keep; what was kept may always be removed */
  async setContact(ctx: Ctx, { name, phone }: ContactGiven): Promise<void> {
    const { id } = ctx.actor;
    if (name || phone) ctx.needConsent();
    const set = {
      ...(name === undefined ? {} : { contactName: this.seal('contactName', id, name) }),
      ...(phone === undefined ? {} : { contactPhone: this.seal('contactPhone', id, phone) }),
    };
    if (Object.keys(set).length > 0) await ctx.write.update(account, set, { id });
  }

  /** How the actor wants to be reached, in full: for their own reports. */
  async contactOf(ctx: Ctx): Promise<{ name: string | null; phone: string | null }> {
    const row = await ctx.rows.find(account, { id: ctx.actor.id });
    const opened = (column: Contact) => row && openContact(this.secrets, row, column);
    return { name: opened('contactName'), phone: opened('contactPhone') };
  }

  private async enter(ctx: Ctx, id: string, channel: 'wechat' | 'demo'): Promise<SignedIn> {
    const token = await ctx.begin(async (own) => {
      await this.audit.write(own, { action: 'session.in', account: id, who: '居民', detail: { channel } });
      return this.sessions.open(own, id, channel);
    });
    const actor = await this.sessions.actorOf(token);
    if (!actor) throw problem('permission.denied');
    return { token, me: await this.meQueries.me(ctx.as(actor)) };
  }

  /** Two first sign-ins of one person at once make one account: the index is unique. */
  private async accountOf(ctx: Ctx, openid: string): Promise<string> {
    const known = await this.idOf(openid);
    if (known) return known;
    try {
      return await ctx.begin((own) => this.create(own, openid));
    } catch (error) {
      const other = isDuplicate(error) ? await this.idOf(openid) : null;
      if (other) return other;
      throw error;
    }
  }

  /** The account behind an openid; null when there is none. */
  async idOf(openid: string): Promise<string | null> {
    return (await this.db.read.find(account, { openidIndex: this.indexOf(openid) }))?.id ?? null;
  }

  /** Blind indexes do not tell capitals from small letters, openids do. */
  private indexOf(openid: string): string {
    return this.secrets.index(Buffer.from(openid).toString('hex'), 'account|openid');
  }

  private seal(column: Contact, id: string, value: string | null): string | null {
    return value === null ? null : this.secrets.seal(value, contactPlace(column, id));
  }
}
