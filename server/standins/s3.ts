/** Stand-in of an S3 bucket: objects in memory, signatures truly checked (AWS Signature Version 4), faults on order. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface S3Settings {
  endpoint: string;
  region: string;
  bucket: string;
  key: string;
  secret: string;
}

export interface S3Fault {
  status: number;
  /** `SlowDown`, `InternalError`, `QuotaExceeded` … */
  code: string;
}

export interface StandinS3 {
  settings: S3Settings;
  /** Key → bytes. */
  objects: Map<string, Buffer>;
  /** Method and path of each request that arrived. */
  requests: string[];
  /** The next requests are answered with these, one each. */
  faults: S3Fault[];
  close(): Promise<void>;
}

const hex = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const PAGE = 1000;

class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

/** Starts on a free port of 127.0.0.1. @param page how many keys a listing gives at once */
export async function startS3({ page = PAGE } = {}): Promise<StandinS3> {
  const objects = new Map<string, Buffer>();
  const requests: string[] = [];
  const faults: S3Fault[] = [];
  const settings = { endpoint: '', region: 'cn-east', bucket: 'gezhi', key: 'AKIDSTANDIN', secret: 'stand-in-secret' };
  const server = createServer(async (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const body = await readAll(request).catch(() => null);
    // Whoever hung up wants no answer.
    if (!body) return;
    try {
      const fault = faults.shift();
      if (fault) throw new Refused(fault.status, fault.code);
      checkSignature(request, body, settings);
      serve(request, response, { body, objects, page, bucket: settings.bucket });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const text = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${error.code}</Code></Error>`;
      response.writeHead(error.status, { 'content-type': 'application/xml' }).end(text);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  settings.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { settings, objects, requests, faults, close };
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The check that AWS publishes: canonical request → string to sign → key of the day. */
function checkSignature(request: IncomingMessage, body: Buffer, settings: S3Settings): void {
  const { authorization = '' } = request.headers;
  const parts = authorization.match(
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)$/,
  );
  if (!parts) throw new Refused(403, 'AccessDenied');
  const [, key, day, region, names, signature] = parts;
  const header = (name: string) => String(request.headers[name] ?? '').trim();
  const content = header('x-amz-content-sha256');
  if (key !== settings.key || region !== settings.region) throw new Refused(403, 'InvalidAccessKeyId');
  if (content !== hex(body)) throw new Refused(400, 'XAmzContentSHA256Mismatch');
  const url = new URL(request.url ?? '/', 'http://s3');
  const encode = (s: string) =>
    encodeURIComponent(s).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const query = [...url.searchParams]
    .map(([k, v]) => `${encode(k)}=${encode(v)}`)
    .sort()
    .join('&');
  const headers = names.split(';').map((name) => `${name}:${header(name)}\n`);
  const canonical = [request.method, url.pathname, query, headers.join(''), names, content].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', header('x-amz-date'), scope, hex(canonical)].join('\n');
  const signing = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${settings.secret}`);
  const right = hmac(signing, text);
  const given = Buffer.from(signature, 'hex');
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw new Refused(403, 'SignatureDoesNotMatch');
}

interface Asked {
  body: Buffer;
  objects: Map<string, Buffer>;
  page: number;
  bucket: string;
}

function serve(request: IncomingMessage, response: ServerResponse, { body, objects, page, bucket }: Asked): void {
  const url = new URL(request.url ?? '/', 'http://s3');
  const [, name, ...rest] = url.pathname.split('/');
  if (name !== bucket) throw new Refused(404, 'NoSuchBucket');
  const key = rest.map(decodeURIComponent).join('/');
  if (!key && request.method === 'GET') {
    list(url.searchParams, response, objects, page);
    return;
  }
  switch (request.method) {
    case 'PUT':
      objects.set(key, body);
      response.writeHead(200, { etag: `"${hex(body).slice(0, 32)}"` }).end();
      return;
    case 'GET': {
      const found = objects.get(key);
      if (!found) throw new Refused(404, 'NoSuchKey');
      response.writeHead(200, { 'content-length': found.length }).end(found);
      return;
    }
    case 'DELETE':
      objects.delete(key);
      response.writeHead(204).end();
      return;
    default:
      throw new Refused(405, 'MethodNotAllowed');
  }
}

/** ListObjectsV2; the token of the next page is the last key of this one. */
function list(query: URLSearchParams, response: ServerResponse, objects: Map<string, Buffer>, page: number): void {
  const after = query.get('continuation-token') ?? '';
  const keys = [...objects.keys()].sort().filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after);
  const given = keys.slice(0, page);
  const more = keys.length > given.length;
  const contents = given.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('');
  const next = more ? `<NextContinuationToken>${given.at(-1)}</NextContinuationToken>` : '';
  response
    .writeHead(200, { 'content-type': 'application/xml' })
    .end(`<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents}</ListBucketResult>`);
}
