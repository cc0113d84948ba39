/** wx storage: JSON by key, plain or encrypted, with WeChat's limits. */
import type { MiniProgram } from '../program.js';
import { api, type Wx, WxFailure } from './api.js';

const MB = 1 << 20;
/** Of one key and of all keys together. */
const LIMITS = { plain: [MB, 10 * MB], encrypted: [0.7 * MB, 7.1 * MB] } as const;

export function storageApi(program: MiniProgram): Wx {
  const { phone } = program;
  const { storage } = phone;

  const write = (key: string, data: unknown, encrypted: boolean) => {
    const json = JSON.stringify(data) ?? '""';
    const [ofKey, ofAll] = LIMITS[encrypted ? 'encrypted' : 'plain'];
    const others = [...storage].reduce(
      (sum, [name, item]) => sum + (name === key ? 0 : Buffer.byteLength(item.json)),
      0,
    );
    if (Buffer.byteLength(json) > ofKey) throw new WxFailure('entry size limit reached');
    if (others + Buffer.byteLength(json) > ofAll) throw new WxFailure('the max storage size limit reached');
    storage.set(key, { json, encrypted });
  };
  const read = (key: string, encrypted: boolean) => {
    const item = storage.get(key);
    if (!item) throw new WxFailure('data not found');
    if (item.encrypted !== encrypted) throw new WxFailure('decrypt fail');
    return program.parse(item.json);
  };

  return {
    getStorageSync: (key: string) => (storage.has(key) ? read(key, false) : ''),
    setStorageSync: (key: string, data: unknown) => write(key, data, false),
    removeStorageSync: (key: string) => void storage.delete(key),
    clearStorageSync: () => storage.clear(),
    getStorage: api<{ key: string; encrypt?: boolean }>(program, 'getStorage', async ({ key, encrypt = false }) => {
      await phone.remembers;
      return { data: read(key, encrypt) };
    }),
    setStorage: api<{ key: string; data: unknown; encrypt?: boolean }>(program, 'setStorage', (options) =>
      write(options.key, options.data, options.encrypt ?? false),
    ),
    removeStorage: api<{ key: string }>(program, 'removeStorage', ({ key }) => void storage.delete(key)),
    clearStorage: api(program, 'clearStorage', () => storage.clear()),
  };
}
