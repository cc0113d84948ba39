/** Reads the one file of a multipart request into memory, within limits of its own and of the whole server. */
import '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { Problem, problem } from '../../core/problem.js';

const MB = 1024 * 1024;
export const MOST_BYTES = 10 * MB;
/** Boundaries and part headers come on top. */
const ENVELOPE = 64 * 1024;
/** All uploads that are in hand at one moment; the next is asked to try again. */
const MOST_IN_HAND = 256 * MB;
let inHand = 0;

/**
 * Hands the bytes of the part `file` to `work`; they count as in hand until it is done.
 * @throws input.unsupported, input.malformed, input.invalid, file.too-large, server.busy
 */
export async function withUpload<T>(request: FastifyRequest, work: (bytes: Buffer) => Promise<T>): Promise<T> {
  if (!request.isMultipart()) throw problem('input.unsupported');
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES + ENVELOPE) throw problem('file.too-large');
  const held = { bytes: 0 };
  try {
    return await work(await readFile(request, held));
  } finally {
    inHand -= held.bytes;
  }
}

async function readFile(request: FastifyRequest, held: { bytes: number }): Promise<Buffer> {
  try {
    const files: Buffer[] = [];
    const unknown: Record<string, string> = {};
    for await (const part of request.parts({ limits: { fileSize: MOST_BYTES, files: 2, parts: 5 } })) {
      if (part.type === 'file') files.push(await readPart(part.file, held));
      if (part.type !== 'file' || part.fieldname !== 'file') unknown[part.fieldname] = 'unknown';
    }
    if (Object.keys(unknown).length > 0) throw problem('input.invalid', { errors: unknown });
    if (files.length !== 1) throw problem('input.invalid', { errors: { file: files.length ? 'tooMany' : 'required' } });
    return files[0];
  } catch (error) {
    throw asUploadProblem(error);
  }
}

async function readPart(part: AsyncIterable<Buffer>, held: { bytes: number }): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of part) {
    held.bytes += chunk.length;
    inHand += chunk.length;
    if (inHand > MOST_IN_HAND) throw problem('server.busy');
    chunks.push(chunk);
  }
  if ((part as { truncated?: boolean }).truncated) throw problem('file.too-large');
  return Buffer.concat(chunks);
}

/** What the reader of multipart throws, in our words. */
function asUploadProblem(cause: unknown): Problem {
  if (cause instanceof Problem) return cause;
  const { code, statusCode } = cause as { code?: string; statusCode?: number };
  if (code === 'FST_REQ_FILE_TOO_LARGE') return problem('file.too-large', { cause });
  return problem(statusCode === 413 ? 'input.too-large' : 'input.malformed', { cause });
}
