/** Who may come in: first run, sign-in and a due change of password come before everything else. */
import { useNavigate, useRouter } from '@tanstack/react-router';
import { Fragment, lazy, type ReactNode, Suspense, useEffect, useRef } from 'react';
import type { Me } from '../../shared/views.js';
import { MeContext, useSession, useSettings } from '../lib/session.js';
import { Ending } from './ending.js';
import { ErrorState, Loading } from './states.js';

const SignInAgain = lazy(() => import('./sign-in-again.js').then((m) => ({ default: m.SignInAgain })));

export function Gate({ children }: { children: ReactNode }) {
  const session = useSession();
  const settings = useSettings();
  const navigate = useNavigate();
  const last = useRef<Me | null>(null);
  if (session.data) last.current = session.data;

  if (session.isPending || settings.isPending) return <Loading whole />;
  const error = session.data === undefined ? (session.error ?? settings.error) : null;
  if (error)
    return <ErrorState error={error} onRetry={() => void Promise.all([session.refetch(), settings.refetch()])} />;
  if (settings.data?.firstRun) return <Away to="/first-run" />;
  const me = session.data ?? last.current;
  if (!me) return <Away to="/sign-in" back />;
  if (me.mustChangePassword) return <Away to="/password" />;
  return (
    <MeContext.Provider value={me}>
      {/* Another person signed in over the page begins with pages of their own. */}
      <Fragment key={me.id}>{children}</Fragment>
      {session.data && <Ending />}
      {!session.data && (
        <Suspense>
          <SignInAgain onLeave={() => void navigate({ to: '/sign-in' as string })} />
        </Suspense>
      )}
    </MeContext.Provider>
  );
}

/** Leaves once, with the way back where one wanted to go. A render during the change must not start another. */
function Away({ to, back = false }: { to: string; back?: boolean }) {
  const router = useRouter();
  // Once, whatever the address becomes meanwhile.
  useEffect(() => {
    if (router.state.location.pathname === to) return;
    const search = back ? { to: router.state.location.href } : {};
    void router.navigate({ to, search: search as never, replace: true });
  }, []);
  return <Loading whole />;
}
