/** Asks WeChat's server whose phone a sign-in code came from. */
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { ProblemCode } from '../../../shared/problems.js';
import { randomBuffer } from '../../core/clock.js';
import { type Env, InjectEnv } from '../../core/env.js';
import { problem } from '../../core/problem.js';

const LONGEST_WAIT_MS = 5000;
const BUSY = -1;
const TRIES_WHEN_BUSY = 3;

/** What WeChat refuses, as far as the person can do something about it; the rest is ours to repair. */
const REFUSALS: Record<number, ProblemCode> = {
  40029: 'wechat.code-refused',
  40163: 'wechat.code-refused',
  41008: 'wechat.code-refused',
  40226: 'wechat.user-blocked',
  45011: 'rate.limited',
};

interface Answer {
  openid?: unknown;
  /** Absent on success. Every refusal comes with HTTP 200. */
  errcode?: number;
  errmsg?: string;
}

@Injectable()
export class WechatClient {
  private readonly log = new Logger('wechat');

  constructor(@InjectEnv() private readonly env: Env) {}

  /**
   * code2Session. The session_key of the answer is not kept: nothing here needs it.
   * @returns the openid
   * @throws wechat.code-refused, wechat.user-blocked, rate.limited, wechat.unreachable
   */
  async openidOf(code: string): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      const { openid, errcode = 0, errmsg } = await this.ask(code);
      if (errcode === 0 && typeof openid === 'string' && /^[\w-]{1,64}$/.test(openid)) return openid;
      if (errcode === BUSY && attempt < TRIES_WHEN_BUSY) {
        await pause(100 * attempt + randomBuffer(1)[0]);
        continue;
      }
      this.log.warn(`code2Session refused: ${errcode} ${errmsg ?? 'without an openid'}`);
      throw problem(REFUSALS[errcode] ?? 'wechat.unreachable');
    }
  }

  /** A code works once, so a call whose answer was lost is not repeated. Its address holds our secret: never log it. */
  private async ask(code: string): Promise<Answer> {
    const { base, appid = '', secret = '' } = this.env.wechat;
    const query = new URLSearchParams({ appid, secret, js_code: code, grant_type: 'authorization_code' });
    try {
      const response = await fetch(`${base.replace(/\/+$/, '')}/sns/jscode2session?${query}`, {
        signal: AbortSignal.timeout(LONGEST_WAIT_MS),
        redirect: 'error',
      });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      const answer: unknown = JSON.parse(await response.text());
      if (typeof answer !== 'object' || answer === null) throw new Error('not an object');
      return answer;
    } catch (error) {
      throw problem('wechat.unreachable', { cause: new Error(`code2Session: ${reasonOf(error as Error)}`) });
    }
  }
}

/** The code or kind of a failure, without its text, which might quote the address or the answer. */
function reasonOf(error: Error): string {
  if (error.message.startsWith('HTTP ')) return error.message;
  return (error.cause as { code?: string } | undefined)?.code ?? error.name;
}
