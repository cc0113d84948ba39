/** Requests of people who do not give up: signed in, sent again when nobody answered, now and then sent twice at once. */
import { setTimeout as pause } from 'node:timers/promises';
import type { ProblemBody, ProblemCode } from '../../shared/problems.js';
import type { Chance } from '../cities/huangpu/seeded.js';
import { PASSWORD, type Servers } from './servers.js';

/** One request in so many of those with a key is sent twice at once, as an impatient finger does it. */
const TWICE = 50;
const TRIES = 40;
const BETWEEN_MS = 250;
/** What the office refuses by its rules or because somebody was quicker: part of a working day. */
const USUAL: readonly ProblemCode[] = ['case.moved-meanwhile', 'case.not-now', 'case.guarded', 'not-found'];

export interface Answer<T = unknown> {
  status: number;
  body: T;
}

/** Somebody with a name and a way to sign in. */
export class Person {
  headers: Record<string, string> = {};
  private coming: Promise<void> | undefined;

  /** @param name login of staff, key of a resident */
  constructor(
    readonly name: string,
    readonly isStaff: boolean,
    private readonly requests: Requests,
  ) {}

  /** Once, however many of their requests found the session over. */
  signIn(): Promise<void> {
    this.coming ??= this.enter().finally(() => {
      this.coming = undefined;
    });
    return this.coming;
  }

  private async enter(): Promise<void> {
    const [path, body] = this.isStaff
      ? ['/api/session/staff', { name: this.name, password: PASSWORD }]
      : ['/api/session/demo', { name: this.name }];
    const { answer, cookies } = await this.requests.sent({ method: 'POST', path, body, headers: {} });
    if (answer.status !== 200)
      throw new Error(`${this.name} 登录失败：${answer.status} ${JSON.stringify(answer.body)}`);
    this.requests.signIns++;
    const { token } = answer.body as { token?: string };
    this.headers = token ? { authorization: `Bearer ${token}` } : { cookie: cookies };
  }
}

interface Request {
  method: 'GET' | 'POST';
  path: string;
  body?: object | FormData;
  headers: Record<string, string>;
}

export class Requests {
  sentAll = 0;
  signIns = 0;
  twice = 0;
  twiceSame = 0;
  /** Acts whose answer never came, because a server was gone. */
  unanswered = 0;
  readonly refused = new Map<string, number>();
  readonly unexpected: string[] = [];
  /** By the address of the server: the acts that it was sent and has not answered yet. */
  private readonly inFlight = new Map<string, Set<Request>>();
  private turn = 0;
  private keys = 0;
  private readonly people = new Map<string, Person>();

  constructor(
    private readonly servers: Servers,
    private readonly dice: Chance,
  ) {}

  person(name: string, isStaff: boolean): Person {
    const found = this.people.get(name) ?? new Person(name, isStaff, this);
    this.people.set(name, found);
    return found;
  }

  /** Acts on their way to a server, or in its hands. */
  waitingFor(url: string): ReadonlySet<object> {
    return new Set(this.inFlight.get(url));
  }

  get staffSeen(): number {
    return [...this.people.values()].filter(({ isStaff }) => isStaff).length;
  }

  get<T>(who: Person, path: string): Promise<Answer<T>> {
    return this.asked<T>(who, { method: 'GET', path, headers: {} });
  }

  /** With a key of its own, so that it may be sent as often as it takes. */
  async post<T>(who: Person, path: string, body: object): Promise<Answer<T>> {
    const headers = { 'idempotency-key': `day-${String(this.keys++).padStart(8, '0')}` };
    const request = { method: 'POST', path, body, headers } as const;
    if (!this.dice.share(1 / TWICE)) return this.asked<T>(who, request);
    this.twice++;
    const [one, other] = await Promise.all([this.asked<T>(who, request), this.asked<T>(who, request)]);
    const isSame = one.status === other.status && idOf(one) === idOf(other);
    if (isSame) this.twiceSame++;
    else this.unexpected.push(`${path} 同一编号两个回答：${one.status} ${idOf(one)}，${other.status} ${idOf(other)}`);
    return one;
  }

  async upload(who: Person, bytes: Buffer): Promise<string> {
    const body = new FormData();
    body.set('file', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), 'photo.jpg');
    const { body: photo } = await this.asked<{ id: string }>(who, {
      method: 'POST',
      path: '/api/files',
      body,
      headers: {},
    });
    return photo.id;
  }

  private async asked<T>(who: Person, request: Request): Promise<Answer<T>> {
    if (Object.keys(who.headers).length === 0) await who.signIn();
    const send = () => this.sent<T>({ ...request, headers: { ...who.headers, ...request.headers } });
    let { answer } = await send();
    if (answer.status === 401) {
      await who.signIn();
      answer = (await send()).answer;
    }
    this.note(request, answer);
    return answer;
  }

  private note({ method, path }: Request, { status, body }: Answer): void {
    if (status < 400) return;
    const { code, errors, detail } = body as ProblemBody;
    this.refused.set(`${status} ${code}`, (this.refused.get(`${status} ${code}`) ?? 0) + 1);
    if (USUAL.includes(code)) return;
    this.unexpected.push(`${method} ${path}：${status} ${code} ${detail ?? ''} ${JSON.stringify(errors ?? {})}`);
  }

  /** To the servers in turn; without an answer, or told that nothing was done, the same again. */
  async sent<T>(request: Request): Promise<{ answer: Answer<T>; cookies: string }> {
    for (let tries = 0; tries < TRIES; tries++) {
      if (tries > 0) await pause(BETWEEN_MS);
      const found = await this.once<T>(request);
      if (found && found.answer.status !== 503) return found;
      if (found) this.refused.set('503 再发', (this.refused.get('503 再发') ?? 0) + 1);
      else if (isAct(request)) this.unanswered++;
    }
    throw new Error(`${request.method} ${request.path}：一直没有回答`);
  }

  private async once<T>(request: Request) {
    const { method, path, body, headers } = request;
    const { alive } = this.servers;
    const url = alive[this.turn++ % alive.length];
    this.sentAll++;
    // Sent twice at once it is two on their way.
    const own = { ...request };
    const fly = this.fly(url);
    if (isAct(own)) fly.add(own);
    const isForm = body instanceof FormData;
    const json: Record<string, string> = body && !isForm ? { 'content-type': 'application/json' } : {};
    try {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: { ...headers, ...json },
        body: isForm ? body : body && JSON.stringify(body),
      });
      const text = await answer.text();
      const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
      const told = { status: answer.status, body: (text ? JSON.parse(text) : null) as T };
      return { answer: told, cookies: cookies.join('; ') };
    } catch {
      return null;
    } finally {
      fly.delete(own);
    }
  }

  private fly(url: string): Set<Request> {
    const fly = this.inFlight.get(url) ?? new Set();
    this.inFlight.set(url, fly);
    return fly;
  }
}

/** What changes something, and is known by its key when it is sent again. */
const isAct = ({ headers }: Request) => 'idempotency-key' in headers;

function idOf({ body }: Answer): string {
  const { id, version, number } = (body ?? {}) as { id?: string; version?: number; number?: string };
  return [id, version, number].join(' ');
}
