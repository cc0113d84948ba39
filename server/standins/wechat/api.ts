/** WeChat's face to callers: finds the endpoint, checks what all share, and fails where it was told to. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Account, Refusal } from './account.js';
import type { Controlled } from './control.js';
import { type Call, type Endpoint, endpoints } from './endpoints.js';
import type { Fault } from './faults.js';
import { readText, sendJson } from './http.js';

export function wechatApi({ account, faults, transcript }: Controlled): RequestListener {
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://wechat');
    const text = await readText(request).catch(() => '');
    const entry = transcript.add({
      at: new Date(account.now()).toISOString(),
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      body: text,
    });
    const finished = new Promise<void>((resolve) => response.once('close', resolve));
    const fault = faults.next(url.pathname);
    const endpoint = endpoints[url.pathname];
    const call = { query: url.searchParams, remoteAddress: addressOf(request), finished };
    const work = () => (fault?.kind === 'errcode' ? refuse(fault) : answerOf(endpoint, request, call, text, account));

    const answer = fault?.kind === 'html' ? {} : work();
    const reached = await send(response, answer, endpoint?.contentType, fault);
    if (reached) entry.answer = answer;
  };
}

function answerOf(
  endpoint: Endpoint | undefined,
  request: IncomingMessage,
  call: Omit<Call, 'body'>,
  text: string,
  account: Account,
): object {
  try {
    if (!endpoint) throw new Refusal(40066, 'invalid url');
    if (request.method !== endpoint.method) {
      throw endpoint.method === 'POST'
        ? new Refusal(43002, 'require POST method')
        : new Refusal(43001, 'require GET method');
    }
    const body = endpoint.method === 'POST' ? parseBody(text) : {};
    if (endpoint.token) account.checkToken(call.query.get('access_token'));
    return endpoint.answer({ ...call, body }, account);
  } catch (error) {
    if (error instanceof Refusal) return refuse(error);
    throw error;
  }
}

/** @throws Refusal 44002 empty, 47001 no JSON object, or the token in it, where it does not belong. */
function parseBody(text: string): Record<string, unknown> {
  if (!text) throw new Refusal(44002, 'empty post data');
  const broken = new Refusal(47001, 'data format error');
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw broken;
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body) || 'access_token' in body) throw broken;
  return body as Record<string, unknown>;
}

/** WeChat ends most of its refusals with the id of the request. */
function refuse({ errcode, errmsg = 'system error' }: { errcode: number; errmsg?: string }): object {
  const part = () => randomBytes(4).toString('hex');
  return { errcode, errmsg: `${errmsg}, rid: ${part()}-${part()}-${part()}` };
}

/** Answers, or fails as ordered. Says whether the answer went out whole. */
async function send(response: ServerResponse, answer: object, contentType?: string, fault?: Fault): Promise<boolean> {
  switch (fault?.kind) {
    case 'hang':
      return false;
    case 'reset':
      response.socket?.resetAndDestroy();
      return false;
    case 'html':
      response.writeHead(fault.status ?? 502, { 'content-type': 'text/html' }).end('<html><h1>Bad Gateway</h1></html>');
      return false;
    case 'truncated': {
      const whole = JSON.stringify(answer);
      response.writeHead(200, { 'content-type': 'application/json' }).end(whole.slice(0, whole.length / 2));
      return false;
    }
    case 'latency':
      await new Promise((resolve) => setTimeout(resolve, fault.ms));
  }
  sendJson(response, 200, answer, contentType);
  return true;
}

function addressOf(request: IncomingMessage): string {
  return request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
}
