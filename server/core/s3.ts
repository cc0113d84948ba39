/** Files in a bucket that speaks S3 (COS, MinIO, Ceph …); the client is loaded at first use. */
import type { S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { Env } from './env.js';
import { problem } from './problem.js';
import { checkKey, Storage } from './storage.js';

type Sdk = typeof import('@aws-sdk/client-s3');
type Settings = NonNullable<Env['s3']>;

const ATTEMPTS = 4;
const CONNECT_MS = 3_000;
const ANSWER_MS = 15_000;
/** A quota of AWS, Ceph, COS or MinIO is used up. */
const FULL = /QuotaExceeded|StorageFull|InsufficientStorage|InsufficientCapacity/;

export class S3Storage extends Storage {
  private opened: Promise<{ sdk: Sdk; client: S3Client }> | undefined;

  constructor(private readonly settings: Settings) {
    super();
  }

  /** Checksums only where the protocol asks for them: most other people's S3 knows no newer ones. */
  private open() {
    this.opened ??= import('@aws-sdk/client-s3').then((sdk) => {
      const { endpoint, region, key, secret } = this.settings;
      const client = new sdk.S3Client({
        endpoint,
        region,
        credentials: { accessKeyId: key, secretAccessKey: secret },
        forcePathStyle: true,
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
        maxAttempts: ATTEMPTS,
        requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS, throwOnRequestTimeout: true },
      });
      return { sdk, client };
    });
    return this.opened;
  }

  override async put(key: string, bytes: Buffer): Promise<void> {
    checkKey(key);
    const { sdk, client } = await this.open();
    const object = { ...this.at(key), Body: bytes, ContentType: key.endsWith('.jpg') ? 'image/jpeg' : 'text/plain' };
    await client.send(new sdk.PutObjectCommand(object)).catch(refuse);
  }

  override async get(key: string): Promise<Buffer | null> {
    checkKey(key);
    const { sdk, client } = await this.open();
    try {
      const answer = await client.send(new sdk.GetObjectCommand(this.at(key)));
      return Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
    } catch (error) {
      return (error as Error).name === 'NoSuchKey' ? null : refuse(error);
    }
  }

  override async remove(key: string): Promise<void> {
    checkKey(key);
    const { sdk, client } = await this.open();
    await client.send(new sdk.DeleteObjectCommand(this.at(key))).catch(refuse);
  }

  override async *list(folder: string): AsyncIterable<string> {
    checkKey(folder);
    const { sdk, client } = await this.open();
    let from: string | undefined;
    do {
      const asked = { Bucket: this.settings.bucket, Prefix: `${folder}/`, ContinuationToken: from };
      const answer = await client.send(new sdk.ListObjectsV2Command(asked)).catch(refuse);
      for (const { Key } of answer.Contents ?? []) if (Key) yield Key;
      from = answer.NextContinuationToken;
    } while (from);
  }

  private at(key: string) {
    return { Bucket: this.settings.bucket, Key: key };
  }
}

/** The client has tried again already; now the person is asked to. */
function refuse(error: unknown): never {
  const { name, $metadata } = error as S3ServiceException;
  const full = FULL.test(name) || $metadata?.httpStatusCode === 507;
  throw problem(full ? 'file.no-room' : 'server.busy', { cause: error });
}
