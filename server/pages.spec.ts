/** What every browser asks for beside our pages, and what it may load into them: map tiles only of a city that has a key. */
import request from 'supertest';
import { startServer, type TestServer } from './test/app.js';

const started: TestServer[] = [];
const start = async (...given: Parameters<typeof startServer>) => {
  const server = await startServer(...given);
  started.push(server);
  return server;
};
afterAll(async () => {
  for (const server of started) await server.close();
});

/** The policy of an answer: its directives, each with its sources. */
async function policyOf(server: TestServer, path: string): Promise<Record<string, string[]>> {
  const { headers } = await request(server.url).get(path);
  const parts = String(headers['content-security-policy'] ?? '').split(';');
  return Object.fromEntries(
    parts.map((part) => {
      const [name, ...sources] = part.trim().split(/\s+/);
      return [name, sources];
    }),
  );
}

const OURS = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'connect-src': ["'self'"],
  'font-src': ['data:'],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
};

it('is told for both faces and for everything that the API answers', async () => {
  const server = await start();
  for (const path of ['/admin/', '/admin/cases/1', '/m/', '/', '/api/settings', '/nothing'])
    expect([path, await policyOf(server, path)]).toEqual([path, OURS]);
});

it('lets in the tiles of 天地图 where a key is set, and nothing else from there', async () => {
  const server = await start({ tiandituKey: 'a-key' });
  const tiles = 'https://*.tianditu.gov.cn';
  expect(await policyOf(server, '/admin/map')).toEqual({ ...OURS, 'img-src': [...OURS['img-src'], tiles] });
});

it('has the icon that a browser asks for beside every document', async () => {
  const answer = await request((await start()).url)
    .get('/favicon.ico')
    .buffer();
  expect([answer.status, answer.type]).toEqual([200, 'image/svg+xml']);
});
