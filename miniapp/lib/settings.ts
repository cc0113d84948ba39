/** What the city has set (name, hotline, first view of the map), and the size of type that the person has chosen. */
import Taro from '@tarojs/taro';
import type { Settings } from '../../shared/views';
import { call } from './api';
import { keep, kept } from './storage';
import { store } from './store';

export const settings = store<Settings | null>(null);

let asked: Promise<void> | null = null;

/** Shows the last known settings at once, then the newest; who asks meanwhile waits for the same answer. */
export function loadSettings(): Promise<void> {
  asked ??= load().finally(() => {
    asked = null;
  });
  return asked;
}

async function load(): Promise<void> {
  const last = await kept<Settings>('settings');
  if (last && !settings.get()) settings.set(last);
  try {
    const now = await call<Settings>('GET', '/settings');
    settings.set(now);
    await keep('settings', now);
  } catch {
    // Without a signal the last known ones serve; pages that need them say so themselves.
  }
}

/** From this size on, set in WeChat (16 or 17 as delivered), somebody needs large type; our pages do not grow with it. */
const LARGE_TYPE = 20;
const readsLargeType = (): boolean =>
  process.env.TARO_ENV === 'weapp' && (Taro.getSystemInfoSync().fontSizeSetting ?? 0) >= LARGE_TYPE;

/** 长辈版. Read at once, so that no page is first drawn small; it is no secret, so it is not encrypted. */
export const elder = store<boolean>(readElder());

function readElder(): boolean {
  try {
    const chosen = Taro.getStorageSync<boolean | ''>('elder');
    return typeof chosen === 'boolean' ? chosen : readsLargeType();
  } catch {
    return false;
  }
}

export function switchElder(): void {
  elder.set(!elder.get());
  try {
    Taro.setStorageSync('elder', elder.get());
  } catch {
    // A full storage: the choice then lasts as long as the app.
  }
}
