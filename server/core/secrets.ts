/** Keys and what is done with them: encrypted columns, blind indexes, signed links, the audit chain. */
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { randomBuffer } from './clock.js';

const log = new Logger('secrets');

type Purpose = 'columns' | 'index' | 'links' | 'audit';

export const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

/** One normal form, so that the same phone or openid always gives the same index. */
const normal = (value: string) => value.normalize('NFKC').replace(/\s+/g, '').toUpperCase();

export class Secrets {
  private readonly keys = new Map<Purpose, Buffer>();
  private readonly keyId: string;

  /** @param master 32 bytes; every purpose has a key of its own derived from it (HKDF-SHA256) */
  constructor(private readonly master: Buffer) {
    if (master.length !== 32) throw new Error('SECRET_KEY 必须是 32 字节的 base64');
    this.keyId = sha256(master).slice(0, 8);
  }

  /** The key from the environment, or from a file in the data folder that is made at the first start. */
  static load(secretKey: string | undefined, dataDir: string): Secrets {
    if (secretKey) return new Secrets(Buffer.from(secretKey, 'base64'));
    const file = join(dataDir, 'secret.key');
    if (!existsSync(file)) {
      mkdirSync(dataDir, { recursive: true });
      writeFileSync(file, randomBuffer(32).toString('base64'), { mode: 0o600 });
      chmodSync(file, 0o600);
    }
    return new Secrets(Buffer.from(readFileSync(file, 'utf8').trim(), 'base64'));
  }

  private key(purpose: Purpose): Buffer {
    let key = this.keys.get(purpose);
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', this.master, 'gezhi', purpose, 32));
      this.keys.set(purpose, key);
    }
    return key;
  }

  /**
   * AES-256-GCM as `v1.aes.<key>.<nonce>.<text>.<tag>`.
   * @param where `table|column|row`: a ciphertext moved to another row does not open
   */
  seal(value: string, where: string): string {
    const nonce = randomBuffer(12);
    const cipher = createCipheriv('aes-256-gcm', this.key('columns'), nonce).setAAD(Buffer.from(where));
    const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
    const parts = [nonce, text, cipher.getAuthTag()].map((b) => b.toString('base64url'));
    return ['v1', 'aes', this.keyId, ...parts].join('.');
  }

  /** @throws when the text was changed, moved, or sealed with another key */
  open(sealed: string, where: string): string {
    const [version, kind, keyId, nonce, text, tag] = sealed.split('.');
    if (version !== 'v1' || kind !== 'aes' || keyId !== this.keyId) throw new Error('密文的版本或密钥不符');
    const bytes = (s: string) => Buffer.from(s, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', this.key('columns'), bytes(nonce))
      .setAAD(Buffer.from(where))
      .setAuthTag(bytes(tag));
    return Buffer.concat([decipher.update(bytes(text)), decipher.final()]).toString('utf8');
  }

  /**
   * What does not open (moved, changed, or of a lost key) counts as not given: nothing else is to fail for it.
   * The log gets the place, never the content.
   */
  openOrNull(sealed: string | null, where: string): string | null {
    try {
      return sealed && this.open(sealed, where);
    } catch (error) {
      log.error(`${where} does not open: ${(error as Error).message}`);
      return null;
    }
  }

  /** Finds an encrypted value by equality without opening it. */
  index(value: string, column: string): string {
    return this.hmac('index', `${column}|${normal(value)}`)
      .subarray(0, 16)
      .toString('hex');
  }

  /** Signature of a short-lived address. */
  sign(text: string): string {
    return this.hmac('links', text).toString('base64url').slice(0, 32);
  }
  isSigned(text: string, signature: string): boolean {
    const right = Buffer.from(this.sign(text));
    const given = Buffer.from(signature);
    return right.length === given.length && timingSafeEqual(right, given);
  }

  /** One link of the audit chain. */
  chain(previous: string, text: string): string {
    return this.hmac('audit', `${previous}\n${text}`).toString('hex');
  }

  private hmac(purpose: Purpose, text: string): Buffer {
    return createHmac('sha256', this.key(purpose)).update(text).digest();
  }
}

/** 王小明 → 王** */
export const maskName = (name: string) => `${[...name][0] ?? ''}**`;

/** With its area a number is long enough to show both ends; a local one would be told by its last four alone. */
const WHOLE_NUMBER = 11;

/** 13912345678 → 139****5678; 55501234 → ****34. Four digits at least are hidden. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  if (digits.length >= WHOLE_NUMBER) return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
  return `****${digits.slice(4).slice(-2)}`;
}
