/** The card of the pages that come before the console: sign-in, first run, password. */
import type { ReactNode } from 'react';
import { useSettings } from '../lib/session.js';
import { Brand } from './brand.js';

export function SignCard({ title, wide = false, children }: { title: string; wide?: boolean; children: ReactNode }) {
  const { data: settings } = useSettings();
  return (
    <main className="sign">
      <div className={wide ? 'sign-card wide' : 'sign-card'}>
        <div className="brand">
          <Brand />
          <span>格治{settings && !settings.firstRun ? ` · ${settings.city}` : ''}</span>
        </div>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}
