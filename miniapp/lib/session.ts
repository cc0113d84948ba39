/** Who is using the app: nobody until reporting asks for it. */
import { PRIVACY_VERSION } from '../../shared/privacy';
import type { Me } from '../../shared/views';
import { call, currentToken, Failure, onExpired, useToken } from './api';
import { proveIdentity, signingIn } from './identity';
import { forget, keep, kept } from './storage';
import { store } from './store';

export const me = store<Me | null>(null);
/** False until we know whether somebody is signed in. */
export const sessionKnown = store<boolean>(false);

/** Reads the token that was kept and asks the server who it belongs to. */
export async function startSession(): Promise<void> {
  const [token, last] = await Promise.all([kept<string>('token'), kept<Me>('me')]);
  if (token) {
    useToken(token);
    if (last) me.set(last);
    await refreshMe();
  }
  sessionKnown.set(true);
}

/** Newest name, consent and number of unread messages. Without a signal the last known stay. */
export async function refreshMe(): Promise<void> {
  // Before the kept token is read there is nobody to ask about: without it the answer would be that the session has ended.
  if (!currentToken()) return;
  try {
    await become(await call<Me>('GET', '/session'));
  } catch (e) {
    if (e instanceof Failure && e.body.status === 401) await beNobody();
  }
}

/**
 * Signs in and records the consent to the privacy notice that was shown before.
 * @throws Failure
 */
export async function signIn(): Promise<Me> {
  await exchange();
  return agree(true);
}

/** Makes sure that somebody is signed in who has agreed to the notice, which the pressed button said. @throws Failure */
export async function consentGiven(): Promise<void> {
  const who = me.get();
  if (!who) await signIn();
  else if (!mayReport(who)) await agree(true);
}

/** Records the consent to the notice as this app shows it, or its withdrawal. @throws Failure */
export async function agree(agreed: boolean): Promise<Me> {
  return become(await call<Me>('PUT', '/session/consent', { body: { version: PRIVACY_VERSION, agreed } }));
}

/** Own name and phone; null removes. */
export async function saveContact(contact: { name?: string | null; phone?: string | null }): Promise<Me> {
  return become(await call<Me>('PUT', '/session/contact', { body: contact }));
}

export async function signOut(): Promise<void> {
  try {
    await call('DELETE', '/session');
  } finally {
    await beNobody();
  }
}

/** Somebody is signed in and has agreed to the notice as it reads now. */
export const mayReport = (who: Me | null): boolean => who?.consent?.version === PRIVACY_VERSION;

export function countUnread(unread: number): void {
  const who = me.get();
  if (who) me.set({ ...who, unread });
}

async function exchange(): Promise<void> {
  const { token, me: who } = await proveIdentity();
  useToken(token);
  await keep('token', token);
  await become(who);
}

async function become(who: Me): Promise<Me> {
  me.set(who);
  await keep('me', who);
  return who;
}

async function beNobody(): Promise<void> {
  useToken(null);
  me.set(null);
  await Promise.all([forget('token'), forget('me')]);
}

/** One attempt for all requests that wait for it. */
let renewing: Promise<boolean> | null = null;
onExpired(async () => {
  if (!signingIn.sameAgain) {
    await beNobody();
    return false;
  }
  renewing ??= exchange()
    .then(() => true)
    .catch(async (e) => {
      if (!(e instanceof Failure && e.passing)) await beNobody();
      return false;
    })
    .finally(() => {
      renewing = null;
    });
  return renewing;
});
