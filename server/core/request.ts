/** Gives each request its context: a read sees committed data, a write has one transaction that nothing can forget. */
import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  HttpStatus,
  Injectable,
  type NestInterceptor,
  type OnModuleInit,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { firstValueFrom, from, type Observable } from 'rxjs';
import { newId, now } from './clock.js';
import { type Actor, type Asked, Ctx, system } from './ctx.js';
import { Db } from './db.js';
import { isAway } from './db-errors.js';
import { idempotency } from './jobs.tables.js';
import { Problem, problem } from './problem.js';
import { Recurring } from './recurring.js';
import { sha256 } from './secrets.js';

const NO_TRANSACTION = 'no-transaction';
/** The route waits for somebody else first (WeChat, a disk) and opens its own transaction afterwards. */
export const OwnTransaction = () => SetMetadata(NO_TRANSACTION, true);

const IDEMPOTENT = 'idempotent';
export const IDEMPOTENCY_KEY = 'Idempotency-Key';
/** Takes an Idempotency-Key: the same key and content gives the same answer, other content is refused. */
export const Idempotent = (need: 'required' | 'optional') =>
  applyDecorators(
    SetMetadata(IDEMPOTENT, need),
    ApiHeader({
      name: IDEMPOTENCY_KEY,
      required: need === 'required',
      description: '提交编号：同一编号与内容重发，只办一次，答复相同；换了内容或用于别的接口即拒绝；保留七天',
    }),
  );

/** How long an answer is kept: a phone without a signal is back by then. */
const KEPT_MS = 7 * 24 * 3_600_000;
const KEY = /^[A-Za-z0-9_-]{8,64}$/;
/** Somebody who is not signed in. */
const nobody: Actor = { ...system, id: 'nobody', kind: 'resident', name: '' };

interface Kept {
  key: string;
  hash: string;
}

/** The same content as the same text, in whatever order its fields were written. */
const sameText = (content: unknown) =>
  JSON.stringify(content, (_, v) =>
    typeof v === 'object' && v !== null && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  );

@Injectable()
export class RequestInterceptor implements NestInterceptor, OnModuleInit {
  constructor(
    private readonly db: Db,
    private readonly reflector: Reflector,
    private readonly recurring: Recurring,
  ) {}

  onModuleInit(): void {
    this.recurring.every(60, 'idempotency.sweep', async (ctx) => {
      const before = new Date(ctx.now.getTime() - KEPT_MS);
      await ctx.write.run('DELETE FROM idempotency WHERE createdAt < ?', [before]);
    });
  }

  intercept(host: ExecutionContext, next: CallHandler): Observable<unknown> {
    return from(this.handle(host, next));
  }

  private async handle(host: ExecutionContext, next: CallHandler): Promise<unknown> {
    const request = host.switchToHttp().getRequest<Asked>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    reply.header('cache-control', 'no-store');
    const given = { db: this.db, actor: request.actor ?? nobody, requestId: String(request.id), source: request.ip };
    const handler = host.getHandler();
    if (request.method === 'GET' || request.method === 'HEAD' || this.reflector.get(NO_TRANSACTION, handler)) {
      request.ctx = new Ctx(given);
      return firstValueFrom(next.handle(), { defaultValue: undefined });
    }
    const kept = this.keyOf(request, this.reflector.get(IDEMPOTENT, handler));
    const work = () =>
      Ctx.writing(given, async (ctx) => {
        request.ctx = ctx;
        const answer = await firstValueFrom(next.handle(), { defaultValue: undefined });
        if (kept) await this.keep(ctx, kept, answer);
        return answer;
      });
    return kept ? work().catch((error) => this.sentBefore(error, kept, reply)) : work();
  }

  private keyOf(request: Asked, need: 'required' | 'optional' | undefined): Kept | null {
    const key = request.headers[IDEMPOTENCY_KEY.toLowerCase()];
    if (!need || (need === 'optional' && key === undefined)) return null;
    if (typeof key !== 'string' || !KEY.test(key)) throw problem('idempotency.missing');
    const hash = sha256(sameText([request.method, request.url, request.body ?? null]));
    return { key: `${request.actor?.id ?? request.ip}:${key}`, hash };
  }

  /** In the transaction of the work: of two requests with one key the second finds the key taken, and is undone. */
  private async keep(ctx: Ctx, { key, hash }: Kept, answer: unknown): Promise<void> {
    const row = { id: key, hash, status: HttpStatus.OK, answer: JSON.stringify(answer ?? null), createdAt: ctx.now };
    await ctx.write.append(idempotency, row);
  }

  /**
   * A request that was sent before fails somewhere: at its key, or earlier at something that is done already.
   * It is answered as it was the first time.
   */
  private async sentBefore(error: unknown, { key, hash }: Kept, reply: FastifyReply): Promise<unknown> {
    if (isAway(error) || (error instanceof Problem && error.code === 'server.busy')) throw error;
    const row = await this.db.read.find(idempotency, { id: key });
    if (!row) throw error;
    if (row.hash !== hash) throw problem('idempotency.other-content');
    reply.header('idempotency-replayed', 'true');
    return JSON.parse(row.answer ?? 'null');
  }
}

/** Ids of requests, for logs and problems. */
export const requestId = () => newId(now());
