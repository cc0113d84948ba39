/** What the city has set (name, hotline, first view of the map), and the size of type that the person has chosen. */
import Taro from '@tarojs/taro';
import { sizes } from '../../shared/look';
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

/** Type as WeChat delivers it, and as somebody sets it who needs large type. */
const USUAL_TYPE = 17;
const LARGE_TYPE = 20;
const LARGEST_SCALE = 1.4;
const typeInWeChat =
  process.env.TARO_ENV === 'weapp' ? (Taro.getSystemInfoSync().fontSizeSetting ?? USUAL_TYPE) : USUAL_TYPE;
const readsLargeType = (): boolean => typeInWeChat >= LARGE_TYPE;

/** How much larger than usual the person reads in WeChat. Its pages do not grow by themselves; the browser's do. */
const typeScale = Math.min(LARGEST_SCALE, Math.max(1, typeInWeChat / USUAL_TYPE));

/** The sizes of type as CSS variables, where they differ from those of the style sheets. */
export function typeStyle(isElder: boolean): string | undefined {
  if (typeScale === 1) return undefined;
  const least = isElder ? sizes.elder : { body: 0, title: 0, small: 0 };
  const grown = (name: 'body' | 'title' | 'small') =>
    `--${name}:${Math.max(least[name], sizes.normal[name] * typeScale).toFixed(1)}px`;
  return (['body', 'title', 'small'] as const).map(grown).join(';');
}

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
