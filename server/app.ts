/** Puts the server together: database, schema, features, pages. Used by main, by the command line and by the tests. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module.js';
import { newId } from './core/clock.js';
import { Db } from './core/db.js';
import { isTooDeep } from './core/depth.js';
import type { Env } from './core/env.js';
import { migrate } from './core/migrate.js';
import { answerProblem, asProblem, problem } from './core/problem.js';
import { root } from './core/root.js';
import { Secrets } from './core/secrets.js';
import { serveDocs } from './docs.js';
import { servePages } from './pages.js';

const MB = 1024 * 1024;
const LARGEST_BODY = MB;
/** Outlines of a whole city come as one GeoJSON text. */
const LARGEST_IMPORT = 64 * MB;

export interface Running {
  app: NestFastifyApplication;
  db: Db;
  secrets: Secrets;
  /** What migrate added. */
  added: string[];
}

/** @throws when the database cannot be opened or differs from the declarations; nothing is left open then */
export async function createApp(env: Env): Promise<Running> {
  // Also with a database elsewhere this machine keeps things of its own: tokens, photos.
  mkdirSync(env.dataDir, { recursive: true });
  const db = await Db.open({ url: env.dbUrl, dataDir: env.dataDir });
  try {
    return await assemble(env, db);
  } catch (error) {
    await db.close();
    throw error;
  }
}

async function assemble(env: Env, db: Db): Promise<Running> {
  const added = await migrate(db);
  const secrets = Secrets.load(env.secretKey, env.dataDir);
  const adapter = new FastifyAdapter({
    bodyLimit: LARGEST_BODY,
    // Ten megabytes over a weak mobile network take a while; whoever sends nothing is let go.
    requestTimeout: 120_000,
    trustProxy: env.trustProxy.length > 0 ? env.trustProxy : false,
    genReqId: () => newId(),
    forceCloseConnections: 'idle',
    // An address that cannot be decoded is refused before any route, and so before our filter.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      answerProblem(reply, asProblem(error), request.id),
  });
  adapter.getInstance().addHook('onRoute', (route) => {
    if (route.url === '/api/places/import') route.bodyLimit = LARGEST_IMPORT;
  });
  adapter.getInstance().addHook('preValidation', async (request) => {
    if (isTooDeep(request.body)) throw problem('input.malformed');
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with({ env, db, secrets }), adapter, {
    bufferLogs: true,
    abortOnError: false,
    // Fastify reads JSON by itself; Nest would read web forms too, which any foreign page can send.
    bodyParser: false,
  });
  app.useLogger(app.get(Logger));
  await app.register(cookie as never);
  await app.register(compress as never, { threshold: 2048, encodings: ['br', 'gzip'] });
  await app.register(multipart as never, { limits: { files: 1, fileSize: 10 * MB, fields: 4, parts: 5 } });
  await app.register(helmet as never, { contentSecurityPolicy: policy(env), hsts: env.secureCookies });
  app.setGlobalPrefix('api', { exclude: ['health/live', 'health/ready'] });
  if (!env.production) serveDocs(app);
  await servePages(app, env);
  return { app, db, secrets, added };
}

/** Our pages load nothing from elsewhere, and of ours only what they use; map tiles only where a key is set. */
function policy(env: Env) {
  const tiles = env.tiandituKey ? ['https://*.tianditu.gov.cn'] : [];
  return {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      // antd and ECharts write styles into the page as they run.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:', ...tiles],
      connectSrc: ["'self'"],
      // The icons of Taro's own components.
      fontSrc: ['data:'],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  };
}

export const isBuilt = (face: 'admin' | 'm') =>
  existsSync(join(root, face === 'admin' ? 'admin/dist/index.html' : 'miniapp/dist/h5/index.html'));
