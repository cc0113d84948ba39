/** A case of mine, wherever the page was opened from: waits until it is known who I am, or asks me to sign in. */
import type { ReactNode } from 'react';
import type { CaseView } from '../../shared/views';
import { call } from '../lib/api';
import { me, sessionKnown } from '../lib/session';
import { useStore } from '../lib/store';
import { type Load, useLoad } from '../lib/use-load';
import { Await } from './await';
import { SignInPanel } from './sign-in-panel';

/** Loaded once somebody is signed in. */
export function useOwnCase(id: string): Load<CaseView> {
  const who = useStore(me);
  return useLoad(who ? () => call<CaseView>('GET', `/cases/${id}`) : null, `${id} ${who?.id ?? ''}`);
}

interface OwnCaseProps {
  load: Load<CaseView>;
  shape: ReactNode;
  children: (view: CaseView) => ReactNode;
}

export function OwnCase(props: OwnCaseProps) {
  const who = useStore(me);
  const known = useStore(sessionKnown);
  if (known && !who) return <SignInPanel why="登录后看得到这件诉求" />;
  return <Await {...props} />;
}
