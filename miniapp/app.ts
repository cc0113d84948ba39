/** The mini-program itself: what starts before the first page, and what happens each time it is opened again. */
import { useDidShow, useLaunch } from '@tarojs/taro';
import type { PropsWithChildren } from 'react';
import { loadDraft } from './lib/draft';
import { watchKeyboard } from './lib/keyboard';
import { flush, loadOutbox } from './lib/outbox';
import { loadMyPlace } from './lib/places';
import { watchPrivacy } from './lib/privacy';
import { refreshMe, startSession } from './lib/session';
import { loadSettings } from './lib/settings';
import './app.scss';

export default function App({ children }: PropsWithChildren) {
  useLaunch(() => {
    watchPrivacy();
    watchKeyboard();
    void start();
  });
  useDidShow(() => {
    void refreshMe();
    void flush();
  });
  return children;
}

async function start(): Promise<void> {
  await Promise.all([loadDraft(), loadOutbox(), loadMyPlace(), loadSettings(), startSession()]);
  await flush();
}
