/** Gives what is below it the news of the server. */
import type { ReactNode } from 'react';
import { LiveContext, useLiveNews } from '../lib/live.js';
import { useMay } from '../lib/session.js';

export function Live({ children }: { children: ReactNode }) {
  const live = useLiveNews(useMay('case.read') !== undefined);
  return <LiveContext.Provider value={live}>{children}</LiveContext.Provider>;
}
