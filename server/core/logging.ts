/**
 * What is logged of a request: method, path without its query, status, duration. Never bodies, addresses with secrets or
 * names, nor the values of a statement that failed.
 */
import type { Params } from 'nestjs-pino';
import { newId } from './clock.js';
import type { Env } from './env.js';

/** Errors of a database carry the statement with its values, and so what people wrote: only these are kept. */
const plainError = ({ type, name, message, code, stack }: Error & { type?: string; code?: string }) => ({
  type: type ?? name,
  message,
  code,
  stack,
});

export function logging(env: Pick<Env, 'logLevel'>): Params {
  return {
    forRoutes: ['{*splat}'],
    pinoHttp: {
      level: env.logLevel,
      genReqId: () => newId(),
      quietReqLogger: true,
      customSuccessMessage: (req, res) => `${req.method} ${String(req.url).split('?')[0]} ${res.statusCode}`,
      customErrorMessage: (req, res) => `${req.method} ${String(req.url).split('?')[0]} ${res.statusCode}`,
      customLogLevel: (_req, res) => (res.statusCode >= 500 ? 'error' : res.statusCode >= 400 ? 'info' : 'debug'),
      serializers: {
        req: (r) => ({ id: r.id, method: r.method, path: String(r.url).split('?')[0] }),
        err: plainError,
        res: (r) => ({ status: r.statusCode }),
      },
    },
  };
}
