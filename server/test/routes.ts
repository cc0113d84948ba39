/** Every route of the running server, as its own OpenAPI document lists them. */
import request from 'supertest';
import type { TestServer } from './app.js';

export interface Route {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** With its parameters in braces: `/api/cases/{id}`. */
  path: string;
  /** Names of the parameters in the path. */
  params: string[];
  /** Nobody is asked who they are. */
  open: boolean;
}

interface Document {
  paths: Record<string, Record<string, { security?: unknown[] }>>;
}

export async function routesOf(server: TestServer): Promise<Route[]> {
  const { paths } = (await request(server.url).get('/api/openapi.json').expect(200)).body as Document;
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { security }]) => ({
      method: method as Route['method'],
      path,
      params: [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]),
      open: !security?.length,
    })),
  );
}
