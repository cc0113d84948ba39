/** What stands between a phone and the server, as in life: it passes all on, and fails as it is told. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** `gone`: nothing reaches the server. `lost`: it does, and the answer is lost. Else what is answered instead. */
export type Failing = 'gone' | 'lost' | { status: number; body?: object };

export class Gateway {
  private readonly server: Server;
  private failing: { what: RegExp; how: Failing; times: number }[] = [];
  /** What was answered since all was well, as `POST /api/cases 201`. */
  readonly passed: string[] = [];

  /** What is being handled: a mini-program that is closed does not wait for its answers. */
  private readonly underway = new Set<Promise<void>>();

  constructor(private readonly to: string) {
    this.server = createServer((request, response) => {
      const handling = this.handle(request, response)
        .catch(() => void request.socket.destroy())
        .finally(() => this.underway.delete(handling));
      this.underway.add(handling);
    });
    // A line that is closed while it is used anew looks like a lost signal.
    this.server.keepAliveTimeout = 0;
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await this.rests();
  }

  /** Until all that came in is answered. */
  async rests(): Promise<void> {
    await Promise.all(this.underway);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** @param what matched against `POST /api/cases` */
  fails(what: RegExp, how: Failing, times = Number.POSITIVE_INFINITY): void {
    this.failing.push({ what, how, times });
  }

  mends(): void {
    this.failing = [];
    this.passed.length = 0;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    const said = `${method} ${url}`;
    const body = await bytesOf(request);
    const fault = this.failing.find(({ what, times }) => times > 0 && what.test(said));
    if (fault) fault.times--;
    if (fault && typeof fault.how === 'object') return this.answer(response, said, fault.how.status, fault.how.body);
    if (fault?.how === 'gone') return void request.socket.destroy();
    const { host: _, connection: _own, 'content-length': _length, ...headers } = request.headers;
    const answer = await fetch(this.to + url, {
      method,
      headers: headers as Record<string, string>,
      body: body.length > 0 ? new Uint8Array(body) : undefined,
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    this.passed.push(`${said} ${answer.status}`);
    if (fault) return void request.socket.destroy();
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(bytes);
  }

  private answer(response: ServerResponse, said: string, status: number, body: object = {}): void {
    this.passed.push(`${said} ${status}`);
    response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(body));
  }
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
