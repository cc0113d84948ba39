/** The one door to the server: JSON there and back, faults as `Failure` with the code of shared/problems.ts. */
import Taro from '@tarojs/taro';
import type { ProblemBody, ProblemCode } from '../../shared/problems';

/** What went wrong. `offline` means that no answer came; whether the server acted is then unknown. */
export class Failure extends Error {
  constructor(
    readonly code: ProblemCode | 'offline',
    readonly title: string,
    readonly body: Partial<ProblemBody> = {},
  ) {
    super(title);
    this.name = 'Failure';
  }

  /** Faults by field of the form that was sent. */
  get errors(): Record<string, string> {
    return this.body.errors ?? {};
  }

  get detail(): string {
    return this.body.detail ?? '';
  }

  /** Trying again later, with nothing changed, may help. */
  get passing(): boolean {
    const { status = 0 } = this.body;
    return this.code === 'offline' || status === 429 || status >= 500;
  }
}

export const offline = () => new Failure('offline', '没有信号，连不上服务器');
export const toFailure = (e: unknown): Failure =>
  e instanceof Failure ? e : new Failure('server.fault', '出错了，请稍后再试');

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
type Query = Record<string, string | number | boolean | null | undefined>;

interface Options {
  query?: Query;
  body?: unknown;
  /** Idempotency-Key: the same key may be sent again without doing the thing twice. */
  key?: string;
}

let token: string | null = null;
let renew: () => Promise<boolean> = async () => false;

export const currentToken = () => token;
export const useToken = (next: string | null) => {
  token = next;
};
/** What to do when the server no longer knows the token; true when there is a new one. */
export const onExpired = (how: () => Promise<boolean>) => {
  renew = how;
};

/** Full address of a path below the server, or the address itself where it is one already. */
export const addressOf = (path: string) => (/^(https?:|blob:|data:)/.test(path) ? path : API_ADDRESS + path);

/**
 * One request to `/api` + path.
 * @returns the body of the answer, undefined for 204
 * @throws Failure
 */
export async function call<T>(method: Method, path: string, options: Options = {}): Promise<T> {
  try {
    return await once<T>(method, path, options);
  } catch (e) {
    const failure = toFailure(e);
    if (!token || failure.body.status !== 401) throw failure;
    if (!(await renew())) throw failure;
    return once<T>(method, path, options);
  }
}

async function once<T>(method: Method, path: string, { query, body, key }: Options): Promise<T> {
  let answer: { statusCode: number; data: unknown };
  try {
    answer = await Taro.request({
      url: `${API_ADDRESS}/api${path}${queryText(query)}`,
      method,
      data: body === undefined ? undefined : JSON.stringify(body),
      header: headers(body !== undefined, key),
      timeout: 20_000,
    });
  } catch {
    throw offline();
  }
  return settle<T>(answer.statusCode, answer.data);
}

function headers(hasBody: boolean, key?: string): Record<string, string> {
  return {
    ...(hasBody ? { 'Content-Type': 'application/json' } : {}),
    ...authorization(),
    ...(key ? { 'Idempotency-Key': key } : {}),
  };
}

export const authorization = (): Record<string, string> => (token ? { Authorization: `Bearer ${token}` } : {});

/** The body of a good answer; a bad one is thrown as Failure. */
export function settle<T>(status: number, data: unknown): T {
  if (status >= 200 && status < 300) return (status === 204 ? undefined : data) as T;
  // Proxies between us and the server answer in their own words, or not at all.
  const body = isProblem(data) ? data : null;
  if (!body && (status === 0 || status === 502 || status === 504)) throw offline();
  throw new Failure(body?.code ?? 'server.fault', body?.title ?? '系统正忙，请稍后再试', { status, ...body });
}

const isProblem = (data: unknown): data is ProblemBody =>
  typeof data === 'object' && data !== null && typeof (data as ProblemBody).code === 'string';

function queryText(query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, v]) => v !== undefined && v !== null && v !== '');
  if (pairs.length === 0) return '';
  return `?${pairs.map(([k, v]) => `${k}=${encodeURIComponent(String(v))}`).join('&')}`;
}
