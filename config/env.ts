/** Reads the environment once, with the defaults that make `npm start` work on an empty machine. */
import { resolve } from 'node:path';

const text = (name: string) => process.env[name]?.trim() || undefined;
const flag = (name: string) => ['1', 'true', 'yes'].includes(text(name)?.toLowerCase() ?? '');

/** `lng,lat;lng,lat`: places that stand for "no place" in somebody's data. */
function points(name: string): [number, number][] {
  return (text(name) ?? '')
    .split(';')
    .filter(Boolean)
    .map((pair) => {
      const [lng, lat] = pair.split(',').map(Number);
      if (!Number.isFinite(lng) || !Number.isFinite(lat)) throw new Error(`${name} 不是“经度,纬度;…”：${pair}`);
      return [lng, lat];
    });
}

function months(name: string, usual: number): number {
  const n = Number(text(name) ?? usual);
  if (!Number.isInteger(n) || n < 1) throw new Error(`${name} 不是月数：${text(name)}`);
  return n;
}

/** Believing everybody would let anybody choose the address that limits and the audit log see. */
function proxies(name: string): string[] {
  if (flag(name)) return ['loopback'];
  return (text(name) ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter(Boolean);
}

/** What an empty database can be filled with. */
const CITIES = ['huangpu', 'none'] as const;
export type CityName = (typeof CITIES)[number];

function cityName(name: string): CityName {
  const given = text(name) ?? 'huangpu';
  const found = CITIES.find((city) => city === given);
  if (!found) throw new Error(`${name} 应为 ${CITIES.join(' 或 ')}，不是 ${given}`);
  return found;
}

export interface Env {
  production: boolean;
  host: string;
  port: number;
  /** Everything that this machine keeps: database file, photos, master key. */
  dataDir: string;
  /** `mysql://user:password@host:port/database`; absent means the embedded SQLite file. */
  dbUrl?: string;
  /** Which city an empty database is filled with: `huangpu` (demo) or `none`. */
  city: CityName;
  demoPassword?: string;
  /** 32 bytes in base64; absent means a key file in DATA_DIR, made at the first start. */
  secretKey?: string;
  wechat: { base: string; appid?: string; secret?: string };
  s3?: { endpoint: string; region: string; bucket: string; key: string; secret: string };
  tiandituKey?: string;
  /** Points that count as "unlocated" besides 0,0. */
  dummyPoints: [number, number][];
  /** Addresses (CIDR) whose X-Forwarded-For is believed; empty means nobody's. */
  trustProxy: string[];
  secureCookies: boolean;
  hotline: string;
  /** Whom the privacy notice names; absent: the city and the hotline. */
  operator: { name?: string; contact?: string; keepsMonths: number };
  logLevel: string;
  /** Requests per minute are not limited: for replays and benchmarks on this machine only. */
  rateLimits: boolean;
}

/** @throws when a value cannot be read: better not to start than to start wrongly */
export function readEnv(): Env {
  const s3 = text('S3_ENDPOINT');
  const production = text('NODE_ENV') === 'production';
  return {
    production,
    host: text('HOST') ?? '0.0.0.0',
    port: Number(text('PORT') ?? 3000),
    dataDir: resolve(text('DATA_DIR') ?? 'data'),
    dbUrl: text('DB_URL'),
    city: cityName('CITY'),
    demoPassword: text('DEMO_PASSWORD'),
    secretKey: text('SECRET_KEY'),
    wechat: {
      base: text('WECHAT_API_BASE') ?? 'https://api.weixin.qq.com',
      appid: text('WECHAT_APPID'),
      secret: text('WECHAT_SECRET'),
    },
    s3: s3
      ? {
          endpoint: s3,
          region: text('S3_REGION') ?? 'auto',
          bucket: text('S3_BUCKET') ?? 'gezhi',
          key: text('S3_KEY') ?? '',
          secret: text('S3_SECRET') ?? '',
        }
      : undefined,
    tiandituKey: text('TIANDITU_KEY'),
    dummyPoints: points('DUMMY_POINTS'),
    trustProxy: proxies('TRUST_PROXY'),
    secureCookies: flag('SECURE_COOKIES') || production,
    hotline: text('HOTLINE') ?? '12345',
    operator: {
      name: text('OPERATOR'),
      contact: text('OPERATOR_CONTACT'),
      keepsMonths: months('CONTACT_MONTHS', 24),
    },
    logLevel: text('LOG_LEVEL') ?? (production ? 'info' : 'warn'),
    rateLimits: text('RATE_LIMITS') !== 'off',
  };
}
