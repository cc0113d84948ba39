/** What WeChat knows about one mini-program: its secret, tokens, codes handed to phones, people and their allowances. */
import { randomBytes } from 'node:crypto';
import { now } from '../../core/clock.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const CODE_LIFE = 5 * MINUTE;
const TOKEN_LIFE = 7200_000;
/** In the last minutes of a token the platform gives a new one; both are good then. */
const TOKEN_OVERLAP = 5 * MINUTE;
const FORCED_REFRESHES_A_DAY = 20;
const FORCED_REFRESH_PAUSE = 30_000;
const CALLS_A_MINUTE_AND_PERSON = 100;

/** An answer of WeChat that is a refusal: HTTP 200 with errcode and errmsg. */
export class Refusal extends Error {
  constructor(
    readonly errcode: number,
    readonly errmsg: string,
  ) {
    super(`${errcode} ${errmsg}`);
  }
}

export interface AccountSettings {
  appid: string;
  secret: string;
  /** Template id → its fields, as 'thing1', 'time2'. */
  templates: Record<string, string[]>;
  /** Pages of the published version; without it every page passes. */
  pages?: string[];
  /** Addresses that may ask for tokens; without it all may. */
  addresses?: string[];
}

interface Code {
  openid: string;
  madeAt: number;
  used: boolean;
  phone?: { number: string; countryCode: string };
}

interface Token {
  value: string;
  expiresAt: number;
  /** When it stops being good before it expires, because another took its place. */
  replacedAt?: number;
}

export interface Person {
  unionid?: string;
  /** Held back by WeChat's risk control: no sign-in (40226). */
  blocked?: boolean;
}

export class Account {
  /** Milliseconds that tests have moved this server's clock forward. */
  private ahead = 0;
  private readonly codes = { login: new Map<string, Code>(), phone: new Map<string, Code>() };
  private readonly tokens = new Map<string, Token>();
  private stable?: Token;
  private plain?: Token;
  private forcedRefreshes: number[] = [];
  private readonly people = new Map<string, Person>();
  private readonly calls = new Map<string, number[]>();
  private readonly allowances = new Map<string, number>();

  constructor(readonly settings: AccountSettings) {}

  now(): number {
    return now().getTime() + this.ahead;
  }

  advance(seconds: number): void {
    this.ahead += seconds * 1000;
  }

  /** What wx.login hands to a phone. A person who is not known yet comes into being. */
  makeLoginCode(openid = randomOpenid()): { code: string; openid: string } {
    this.person(openid);
    return { code: this.makeCode('login', { openid }), openid };
  }

  /** What the button open-type="getPhoneNumber" hands to the page. */
  makePhoneCode(openid: string, number: string, countryCode = '86'): { code: string } {
    return { code: this.makeCode('phone', { openid, phone: { number, countryCode } }) };
  }

  person(openid: string): Person {
    const known = this.people.get(openid) ?? {};
    this.people.set(openid, known);
    return known;
  }

  knows(openid: string): boolean {
    return this.people.has(openid);
  }

  /** Takes a one-time code. @throws Refusal 40029 unknown or older than five minutes, 40163 used before. */
  takeCode(kind: 'login' | 'phone', value: string): Code {
    const code = this.codes[kind].get(value);
    if (!code || this.now() - code.madeAt > CODE_LIFE) throw new Refusal(40029, 'invalid code');
    if (code.used) throw kind === 'login' ? new Refusal(40163, 'code been used') : new Refusal(40029, 'invalid code');
    code.used = true;
    return code;
  }

  /** @throws Refusal 45011 after a hundred calls of one person within a minute. */
  countCall(api: string, openid: string): void {
    const key = `${api} ${openid}`;
    const recent = (this.calls.get(key) ?? []).filter((at) => this.now() - at < MINUTE);
    if (recent.length >= CALLS_A_MINUTE_AND_PERSON) {
      throw new Refusal(45011, 'api minute-quota reach limit, must slower, retry next minute');
    }
    this.calls.set(key, [...recent, this.now()]);
  }

  /** The same token while it is good; a new one in its last five minutes, or when forced (the old one dies at once). */
  stableToken(force: boolean): { access_token: string; expires_in: number } {
    if (force) {
      this.countForcedRefresh();
      if (this.stable) this.stable.replacedAt = this.now();
    }
    if (force || !this.stable || this.stable.expiresAt - this.now() <= TOKEN_OVERLAP) this.stable = this.makeToken();
    return this.sayToken(this.stable);
  }

  /** A new token each time; the one before stays good for five minutes. The stable one is not touched. */
  plainToken(): { access_token: string; expires_in: number } {
    if (this.plain) this.plain.replacedAt = this.now() + TOKEN_OVERLAP;
    this.plain = this.makeToken();
    return this.sayToken(this.plain);
  }

  /** @throws Refusal 41001 missing, 42001 expired, 40001 unknown or replaced. */
  checkToken(value: string | null): void {
    if (!value) throw new Refusal(41001, 'access_token missing');
    const token = this.tokens.get(value);
    if (!token || (token.replacedAt !== undefined && token.replacedAt <= this.now())) {
      throw new Refusal(40001, 'invalid credential, access_token is invalid or not latest');
    }
    if (token.expiresAt <= this.now()) throw new Refusal(42001, 'access_token expired');
  }

  /** The person pressed 允许 once more for this template. */
  allow(openid: string, templateId: string, times: number): void {
    const key = `${openid} ${templateId}`;
    this.allowances.set(key, (this.allowances.get(key) ?? 0) + times);
  }

  /** One 允许 is one message. @throws Refusal 43101 when none is left. */
  spendAllowance(openid: string, templateId: string): void {
    const key = `${openid} ${templateId}`;
    const left = this.allowances.get(key) ?? 0;
    if (left === 0) throw new Refusal(43101, 'user refuse to accept the msg');
    this.allowances.set(key, left - 1);
  }

  private makeCode(kind: 'login' | 'phone', code: Pick<Code, 'openid' | 'phone'>): string {
    const value = randomText(32);
    this.codes[kind].set(value, { ...code, madeAt: this.now(), used: false });
    return value;
  }

  private countForcedRefresh(): void {
    const today = this.forcedRefreshes.filter((at) => this.now() - at < DAY);
    if (today.length >= FORCED_REFRESHES_A_DAY) throw new Refusal(45009, 'reach max api daily quota limit');
    const last = today.at(-1);
    if (last !== undefined && this.now() - last < FORCED_REFRESH_PAUSE) {
      throw new Refusal(45011, 'api minute-quota reach limit, must slower, retry next minute');
    }
    this.forcedRefreshes = [...today, this.now()];
  }

  /** As long as the documentation says a token may become, so that a column that is too short shows. */
  private makeToken(): Token {
    const token = { value: randomText(512), expiresAt: this.now() + TOKEN_LIFE };
    this.tokens.set(token.value, token);
    return token;
  }

  private sayToken(token: Token): { access_token: string; expires_in: number } {
    return { access_token: token.value, expires_in: Math.floor((token.expiresAt - this.now()) / 1000) };
  }
}

/** 'o' and 27 characters, as WeChat's are. */
function randomOpenid(): string {
  return `o${randomText(27)}`;
}

export function randomText(length: number): string {
  return randomBytes(length).toString('base64url').slice(0, length);
}
