/** The mini-program itself: what starts before the first page, and what happens each time it is opened again. */
import { useDidShow, useLaunch } from '@tarojs/taro';
import type { PropsWithChildren } from 'react';
import { watchKeyboard } from './lib/keyboard';
import { flush, loadReports } from './lib/outbox';
import { loadMyPlace } from './lib/places';
import { watchPrivacy } from './lib/privacy';
import { refreshMe, startSession } from './lib/session';
import { loadSettings } from './lib/settings';
import { onSignal } from './lib/signal';
import './app.scss';

export default function App({ children }: PropsWithChildren) {
  useLaunch(() => {
    watchPrivacy();
    watchKeyboard();
    onSignal(refresh);
    void start();
  });
  useDidShow(refresh);
  return children;
}

/** What may be newer, and what could not be had or sent before. */
function refresh(): void {
  void loadSettings();
  void refreshMe();
  void flush(true);
}

async function start(): Promise<void> {
  await Promise.all([loadReports(), loadMyPlace(), loadSettings(), startSession()]);
  await flush(true);
}
