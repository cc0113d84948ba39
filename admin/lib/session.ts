/** Who is signed in, and what the city's settings are: asked once, known everywhere. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext } from 'react';
import type { Permission, Reach } from '../../shared/permissions.js';
import type { Me, Settings } from '../../shared/views.js';
import { ApiProblem, get, post, remove } from './api.js';

export const sessionKey = ['session'] as const;

/** `null` when nobody is signed in. */
export function useSession() {
  return useQuery({
    queryKey: sessionKey,
    queryFn: async (): Promise<Me | null> => {
      try {
        return await get<Me>('/api/session');
      } catch (problem) {
        if (problem instanceof ApiProblem && problem.status === 401) return null;
        throw problem;
      }
    },
    staleTime: 60_000,
    refetchInterval: 120_000,
  });
}

/** Filled by the gate. It keeps the last person while a session that ran out is renewed over the page. */
export const MeContext = createContext<Me | null>(null);

/** The person signed in; only behind the gate, where there is one. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('This page needs a session');
  return me;
}

export function useMay(permission: Permission): Reach | undefined {
  return useMe().may[permission];
}

export function useSettings() {
  return useQuery({ queryKey: ['settings'], queryFn: () => get<Settings>('/api/settings'), staleTime: Infinity });
}

/** Asks who is here: the answer is known, the asking says that somebody is. */
export function useTellPresence() {
  const client = useQueryClient();
  return useCallback(() => void client.refetchQueries({ queryKey: sessionKey }), [client]);
}

export function useSignIn() {
  const client = useQueryClient();
  return async (name: string, password: string) => {
    const me = await post<Me>('/api/session/staff', { name, password });
    // Another person's lists must not be seen for a moment.
    if (client.getQueryData<Me | null>(sessionKey)?.id !== me.id)
      client.removeQueries({ predicate: (q) => !isCommon(q.queryKey) });
    client.setQueryData(sessionKey, me);
    return me;
  };
}

export function useSignOut() {
  const client = useQueryClient();
  return async () => {
    await remove('/api/session');
    client.setQueryData(sessionKey, null);
    client.removeQueries({ predicate: (q) => !isCommon(q.queryKey) });
  };
}

export function useChangePassword() {
  const client = useQueryClient();
  return async (old: string, fresh: string) => {
    await post<void>('/api/session/password', { old, new: fresh });
    await client.refetchQueries({ queryKey: sessionKey });
  };
}

const isCommon = (key: readonly unknown[]) => key[0] === 'session' || key[0] === 'settings';
