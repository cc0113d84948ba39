/** A bounded load over real HTTP from this process: so many requests, so many at a time, each timed. */
import { Agent, request } from 'node:http';

export interface Ask {
  method: 'GET' | 'POST';
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
}

const AT_ONCE = 16;

function send(base: string, agent: Agent, ask: Ask): Promise<{ status: number; body: string }> {
  const text = ask.body === undefined ? undefined : JSON.stringify(ask.body);
  const headers = {
    ...ask.headers,
    ...(text ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : {}),
  };
  return new Promise((done, failed) => {
    const call = request(new URL(ask.path, base), { method: ask.method, agent, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => done({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString() }));
    });
    call.on('error', failed);
    call.end(text);
  });
}

/** @returns milliseconds of each request @throws when one is not answered with 2xx */
export async function load(base: string, count: number, ask: (i: number) => Ask, atOnce = AT_ONCE): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const times: number[] = [];
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < count; i = next++) {
      const start = performance.now();
      const { status, body } = await send(base, agent, ask(i));
      if (status >= 300) throw new Error(`${status} ${body.slice(0, 300)}`);
      times.push(performance.now() - start);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, worker));
    return times;
  } finally {
    agent.destroy();
  }
}

/** The value that a share of all is not above: `quantile(times, 0.95)`. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
