/** How often somebody may do something: per person and per address, counted over a sliding span. */
import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ThrottlerStorageService } from '@nestjs/throttler';
import type { FastifyReply } from 'fastify';
import type { Asked } from './ctx.js';
import { type Env, InjectEnv } from './env.js';
import { problem } from './problem.js';
import { networkOf } from './source.js';

export interface Rate {
  /** What is counted; routes with the same name share one count. */
  name: string;
  minutes: number;
  perPerson?: number;
  /** Looser than per person where many people share one address, as in mobile networks. */
  perAddress?: number;
  /** An office is one address: whoever is signed in there is counted as a person only. */
  staffAnywhere?: boolean;
  /** What staff do all day is not counted at all. */
  residentsOnly?: boolean;
}

const RATE = 'rate';
/** Refuses with rate.limited and Retry-After what comes too often; counts start anew when the server does. */
export const RateLimit = (rate: Rate) => SetMetadata(RATE, rate);

@Injectable()
export class RateGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly counts: ThrottlerStorageService,
    @InjectEnv() private readonly env: Env,
  ) {}

  async canActivate(host: ExecutionContext): Promise<boolean> {
    const rate = this.reflector.get<Rate | undefined>(RATE, host.getHandler());
    if (!rate || !this.env.rateLimits) return true;
    const request = host.switchToHttp().getRequest<Asked>();
    if (rate.residentsOnly && request.actor?.kind !== 'resident') return true;
    const isOffice = rate.staffAnywhere && request.actor?.kind === 'staff';
    const waits = [
      isOffice ? 0 : await this.wait(rate, `address ${networkOf(request.ip)}`, rate.perAddress),
      await this.wait(rate, `person ${request.actor?.id}`, request.actor && rate.perPerson),
    ];
    const seconds = Math.max(...waits);
    if (seconds === 0) return true;
    host.switchToHttp().getResponse<FastifyReply>().header('retry-after', String(seconds));
    throw problem('rate.limited');
  }

  /** @returns seconds until it may be tried again; 0 when it may be done now, which is counted */
  private async wait(rate: Rate, who: string, limit: number | undefined): Promise<number> {
    if (!limit) return 0;
    const count = await this.counts.increment(`${rate.name} ${who}`, rate.minutes * 60_000, limit, 0, rate.name);
    return count.isBlocked ? Math.max(1, count.timeToBlockExpire) : 0;
  }
}
