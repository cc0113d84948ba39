/** What outlives the app: encrypted by WeChat on the phone; on the web page in the browser's own storage. */
import Taro from '@tarojs/taro';

/** WeChat encrypts only where asked to, and only the asynchronous calls; 0.7 MB a key. The web page ignores it. */
const sealed = { encrypt: true };

/** Keeps a value as JSON. A full storage is no reason to stop: the value then lives as long as the app. */
export async function keep(key: string, value: unknown): Promise<void> {
  try {
    const option = { key, data: JSON.stringify(value), ...sealed };
    await Taro.setStorage(option);
  } catch (fault) {
    console.warn('not kept', key, fault);
  }
}

/** The value that was kept, or null when there is none or it cannot be read. */
export async function kept<T>(key: string): Promise<T | null> {
  try {
    const option = { key, ...sealed };
    const { data } = await Taro.getStorage<string>(option);
    return data ? (JSON.parse(data) as T) : null;
  } catch {
    return null;
  }
}

export async function forget(key: string): Promise<void> {
  try {
    await Taro.removeStorage({ key });
  } catch {
    // Nothing was kept under this key.
  }
}
