/** Errors that the API answers with, and the one filter that writes them as application/problem+json (RFC 9457). */
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ProblemBody, type ProblemCode, problems } from '../../shared/problems.js';
import { isAway } from './db-errors.js';

interface More {
  /** A sentence in Chinese for this very case. */
  detail?: string;
  /** Fault by field, straight from `faults()`. */
  errors?: Record<string, string>;
  /** What the client needs to go on. */
  more?: unknown;
  cause?: unknown;
}

export class Problem extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly given: More = {},
  ) {
    super(given.detail ?? problems[code].title, { cause: given.cause });
    this.name = 'Problem';
  }
}
export const problem = (code: ProblemCode, given?: More) => new Problem(code, given);

/** What Fastify and Nest throw before our own code is reached. */
const FOREIGN: Record<string, ProblemCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'input.too-large',
  FST_REQ_FILE_TOO_LARGE: 'file.too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'input.unsupported',
  FST_ERR_CTP_INVALID_JSON_BODY: 'input.malformed',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'input.malformed',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'input.malformed',
};
const BY_STATUS: Record<number, ProblemCode> = {
  401: 'session.required',
  403: 'permission.denied',
  404: 'not-found',
  405: 'not-found',
  413: 'input.too-large',
  415: 'input.unsupported',
  422: 'input.invalid',
  429: 'rate.limited',
  503: 'server.busy',
};

/** Any error as one of our problems; what nobody foresaw is `server.fault`. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  if (code && FOREIGN[code]) return problem(FOREIGN[code], { cause: error });
  if (isAway(error)) return problem('server.busy', { cause: error });
  const status = error instanceof HttpException ? error.getStatus() : statusCode;
  const theirs = status !== undefined && status >= 400 && status < 500;
  return problem(BY_STATUS[status ?? 0] ?? (theirs ? 'input.malformed' : 'server.fault'), { cause: error });
}

export function problemBody(p: Problem, requestId?: string): ProblemBody {
  const { status, title } = problems[p.code];
  const { detail, errors, more } = p.given;
  return { type: `/problems/${p.code}`, code: p.code, title, status, detail, errors, more, requestId };
}

@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('problem');

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const p = asProblem(error);
    const { status } = problems[p.code];
    if (status >= 500) this.log.error({ err: p.given.cause ?? error, code: p.code, requestId: request.id });
    if (!reply.sent) answerProblem(reply, p, String(request.id));
  }
}

export function answerProblem(reply: FastifyReply, p: Problem, requestId: string): void {
  const { status } = problems[p.code];
  if ((status === 429 || status === 503) && !reply.hasHeader('retry-after')) reply.header('retry-after', '5');
  reply.status(status).type('application/problem+json').send(problemBody(p, requestId));
}
