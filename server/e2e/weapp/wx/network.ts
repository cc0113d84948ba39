/** wx.request and wx.uploadFile over real HTTP, wx.login by the stand-in, and whether there is a signal. */
import { basename } from 'node:path';
import type { MiniProgram } from '../program.js';
import { api, type Callbacks, type Wx, WxFailure } from './api.js';

interface Sending extends Callbacks {
  url: string;
  header?: Record<string, string>;
  timeout?: number;
}
interface Request extends Sending {
  method?: string;
  data?: unknown;
  dataType?: string;
  responseType?: 'text' | 'arraybuffer';
}
interface Upload extends Sending {
  filePath: string;
  name: string;
  formData?: Record<string, unknown>;
}

const TIMEOUT = 60_000;

export function networkApi(program: MiniProgram): Wx {
  const { phone } = program;

  /** A call with its task: `abort` and listeners that WeChat's tasks have. */
  const sending =
    <O extends Sending>(name: string, send: (options: O, signal: AbortSignal) => Promise<object>) =>
    (options: O) => {
      const leaving = new AbortController();
      const answer = api<O>(program, name, (o) => send(o, leaving.signal))(options);
      const task = {
        abort: () => leaving.abort(),
        onHeadersReceived: () => undefined,
        offHeadersReceived: () => undefined,
        onProgressUpdate: (listener: (progress: object) => void) => program.guard(() => listener({ progress: 100 })),
        offProgressUpdate: () => undefined,
      };
      return answer ? Object.assign(answer, task) : task;
    };

  const call = async (options: Sending, init: RequestInit, signal: AbortSignal): Promise<Response> => {
    if (!phone.online) throw new WxFailure('network is disconnected', 600001);
    const timeout = AbortSignal.timeout(options.timeout ?? TIMEOUT);
    const headers = { ...options.header, referer: `https://servicewechat.com/${program.appid}/0/page-frame.html` };
    try {
      return await fetch(program.address(options.url), {
        ...init,
        headers,
        signal: AbortSignal.any([signal, timeout]),
      });
    } catch (error) {
      if (error instanceof WxFailure) throw error;
      if (signal.aborted) throw new WxFailure('abort');
      throw new WxFailure(timeout.aborted ? 'timeout' : `${(error as Error).message} ${options.url}`);
    }
  };

  const request = async (options: Request, signal: AbortSignal): Promise<object> => {
    const { url, data, method = 'GET', dataType = 'json', responseType = 'text' } = options;
    const header = lowerCased({ 'content-type': 'application/json', ...options.header });
    const inAddress = ['GET', 'HEAD'].includes(method.toUpperCase());
    const body = inAddress || data === undefined ? undefined : bodyOf(data, header['content-type'] ?? '');
    const target = inAddress ? withQuery(url, data) : url;
    const response = await call({ ...options, url: target, header }, { method: method.toUpperCase(), body }, signal);
    const answer = {
      statusCode: response.status,
      header: Object.fromEntries(response.headers),
      cookies: response.headers.getSetCookie(),
    };
    if (responseType === 'arraybuffer') return { ...answer, data: await response.arrayBuffer() };
    const text = await response.text();
    return { ...answer, data: dataType === 'json' ? parsed(program, text) : text };
  };

  const upload = async (options: Upload, signal: AbortSignal): Promise<object> => {
    const content = phone.files.get(options.filePath);
    if (!content) throw new WxFailure(`file doesn't exist ${options.filePath}`);
    const form = new FormData();
    for (const [name, value] of Object.entries(options.formData ?? {})) form.append(name, String(value));
    const type = /\.png$/i.test(options.filePath) ? 'image/png' : 'image/jpeg';
    form.append(options.name, new Blob([new Uint8Array(content)], { type }), basename(options.filePath));
    const { 'content-type': _, ...header } = lowerCased(options.header ?? {});
    const response = await call({ ...options, header }, { method: 'POST', body: form }, signal);
    return { statusCode: response.status, header: Object.fromEntries(response.headers), data: await response.text() };
  };

  const network = () => ({ isConnected: phone.online, networkType: phone.online ? '4g' : 'none' });
  const watching = new Map<unknown, () => void>();
  return {
    request: sending('request', request),
    uploadFile: sending('uploadFile', upload),
    login: api(program, 'login', async () => {
      if (!phone.online) throw new WxFailure('network is disconnected', 600001);
      return program.wechat<{ code: string }>('/codes', { openid: phone.openid });
    }),
    getNetworkType: api(program, 'getNetworkType', network),
    onNetworkStatusChange: (listener: (state: object) => void) => {
      watching.set(
        listener,
        phone.onNetworkChange(() => program.guard(() => listener(network()))),
      );
    },
    offNetworkStatusChange: (listener: unknown) => watching.get(listener)?.(),
  };
}

function lowerCased(header: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(header).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function withQuery(url: string, data: unknown): string {
  if (typeof data !== 'object' || data === null) return url;
  const query = formOf(data);
  return query ? `${url}${url.includes('?') ? '&' : '?'}${query}` : url;
}

function bodyOf(data: unknown, contentType: string): string | Uint8Array<ArrayBuffer> {
  if (typeof data === 'string') return data;
  if (isBinary(data)) return new Uint8Array(data);
  return contentType.includes('x-www-form-urlencoded') ? formOf(data as object) : JSON.stringify(data);
}

function formOf(data: object): string {
  return Object.entries(data)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');
}

/** An ArrayBuffer of the mini-program's own realm is no instance of ours. */
function isBinary(data: unknown): data is ArrayBuffer {
  return Object.prototype.toString.call(data) === '[object ArrayBuffer]';
}

/** WeChat leaves as text what is no JSON. */
function parsed(program: MiniProgram, text: string): unknown {
  try {
    return program.parse(text);
  } catch {
    return text;
  }
}
