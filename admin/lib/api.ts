/** The one door to the server: JSON out, JSON in, and every refusal as a typed `ApiProblem`. */
import { type ProblemBody, type ProblemCode, problems } from '../../shared/problems.js';
import { type Photo, UNATTENDED } from '../../shared/views.js';
import { isUnattended, noteTold } from './attendance.js';
import { learnTime } from './now.js';

/** `offline` is the only code that no server sends: nothing answered at all. */
export type ApiCode = ProblemCode | 'offline';
const OFFLINE = '连不上服务器，请检查网络后再试';

/** What went wrong, in words that can be shown: `message` says it, `errors` names the fields at fault. */
export class ApiProblem extends Error {
  readonly errors: Record<string, string>;
  readonly more: unknown;
  readonly requestId: string | undefined;

  constructor(
    readonly code: ApiCode,
    readonly status: number,
    body: Partial<ProblemBody> = {},
  ) {
    super(body.detail ?? body.title ?? (code === 'offline' ? OFFLINE : problems[code].title));
    this.errors = body.errors ?? {};
    this.more = body.more;
    this.requestId = body.requestId;
  }
}

export type Query = Record<string, string | number | boolean | readonly string[] | undefined>;

interface Asked {
  query?: Query;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** `?a=1&b=x,y` with empty values left out; '' when nothing is left. */
export function queryText(query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === '' || value === false) continue;
    const text = Array.isArray(value) ? value.join(',') : String(value);
    if (text) params.set(key, text);
  }
  const text = params.toString().replace(/%2C/g, ',');
  return text ? `?${text}` : '';
}

/**
 * Asks the server and gives its answer; `undefined` for 204.
 * @throws ApiProblem for every refusal, and with the code `offline` when nothing answers
 */
export async function ask<T>(method: string, path: string, asked: Asked = {}): Promise<T> {
  const { query, body, headers, signal } = asked;
  const unattended = isUnattended();
  const left = Date.now();
  const response = await fetch(path + queryText(query), {
    method,
    credentials: 'same-origin',
    headers: {
      ...OURS,
      ...(unattended ? { [UNATTENDED]: 'true' } : {}),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiProblem('offline', 0);
  });
  learnTime(response.headers.get('Date'));
  if (!unattended) noteTold(left);
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  if (!response.ok) throw problemOf(response.status, text);
  return JSON.parse(text) as T;
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal) =>
  ask<T>('GET', path, { ...(query ? { query } : {}), ...(signal ? { signal } : {}) });
export const post = <T>(path: string, body?: unknown, headers?: Record<string, string>) =>
  ask<T>('POST', path, { body: body ?? {}, ...(headers ? { headers } : {}) });
export const put = <T>(path: string, body: unknown) => ask<T>('PUT', path, { body });
export const patch = <T>(path: string, body: unknown) => ask<T>('PATCH', path, { body });
export const remove = (path: string) => ask<void>('DELETE', path);

/** Marks the request as made by our own page, which a foreign form cannot do. */
const OURS = { Accept: 'application/json', 'X-Requested-With': 'gezhi-console' };

function problemOf(status: number, text: string): ApiProblem {
  try {
    const body = JSON.parse(text) as ProblemBody;
    if (body.code in problems) return new ApiProblem(body.code, status, body);
  } catch {
    // Not ours: a proxy between us and the server answered with a page of its own.
  }
  return new ApiProblem(status === 502 || status === 503 || status === 504 ? 'server.busy' : 'server.fault', status);
}

/**
 * Sends one photo; `progress` is told the share that has left, 0 to 1.
 * XMLHttpRequest, because fetch does not tell how much of a body was sent.
 */
export function upload(file: File, progress: (share: number) => void): Promise<Photo> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/files');
    for (const [name, value] of Object.entries(OURS)) request.setRequestHeader(name, value);
    request.upload.onprogress = (e) => e.lengthComputable && progress(e.loaded / e.total);
    request.onerror = () => reject(new ApiProblem('offline', 0));
    request.onload = () =>
      request.status < 300
        ? resolve(JSON.parse(request.responseText) as Photo)
        : reject(problemOf(request.status, request.responseText));
    const form = new FormData();
    form.set('file', file);
    request.send(form);
  });
}

/** A key under which a submission may be sent again without being done twice. `randomUUID` needs https, offices often have http. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
}
