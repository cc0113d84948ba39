/** Serves the built console at /admin/, the mini-program as a web page at /m/, and the city's offline base map. */
import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Env } from './core/env.js';
import { root } from './core/root.js';

const YEAR = 365 * 24 * 3600;
/** File names of built assets carry a hash; the page itself is asked for anew each time. */
const caching = (reply: Pick<FastifyReply, 'header'>, path: string) =>
  reply.header(
    'cache-control',
    /\.[0-9a-zA-Z_-]{8,}\.(js|css)$|\/assets\//.test(path) ? `public, max-age=${YEAR}, immutable` : 'no-cache',
  );

const faces = [
  { at: '/admin', folder: join(root, 'admin/dist') },
  { at: '/m', folder: join(root, 'miniapp/dist/h5') },
];

type Wanted = FastifyRequest<{ Params: { '*': string } }>;

export async function servePages(app: NestFastifyApplication, env: Env): Promise<void> {
  await app.register(fastifyStatic as never, { root, serve: false, setHeaders: caching });
  const server = app.getHttpAdapter().getInstance();
  for (const { at, folder } of faces) {
    // An address without an ending is a page of the application; a file that is not there is not found.
    server.get(`${at}/*`, ({ params }: Wanted, reply: FastifyReply) =>
      reply.sendFile(extname(params['*']) ? params['*'] : 'index.html', folder),
    );
    server.get(at, (_: unknown, reply: FastifyReply) => reply.redirect(`${at}/`));
  }
  // Browsers ask for it beside every document, a PDF in a tab included.
  server.get('/favicon.ico', (_: unknown, reply: FastifyReply) => reply.sendFile('icon.svg', join(root, 'config')));
  server.get('/', (_: unknown, reply: FastifyReply) => reply.redirect('/m/'));
  const city = join(root, 'server/cities', env.city);
  if (!existsSync(join(city, 'basemap.json'))) return;
  server.get('/basemap.json', (_: unknown, reply: FastifyReply) => reply.sendFile('basemap.json', city));
}
