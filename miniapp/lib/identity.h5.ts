/** How a person proves who they are on the web page: by the demo city's stand-in; elsewhere only WeChat can tell. */
import type { SignedIn } from '../../shared/views';
import { call, Failure, useToken } from './api';
import { settings } from './settings';

export const signingIn = {
  /** Whether it is possible here at all. */
  can: () => settings.get()?.demo === true,
  button: '示范登录',
  /** Asking again gives the same person: here it would be somebody new. */
  sameAgain: false,
};

/** @throws Failure */
export async function proveIdentity(): Promise<SignedIn> {
  if (!signingIn.can()) throw new Failure('demo.only', '请在微信小程序里登录');
  useToken(null);
  return call<SignedIn>('POST', '/session/demo', { body: asWhom() });
}

/** `/m/?as=KEY` looks at the demo through the eyes of one of its residents; otherwise it is somebody new. */
function asWhom(): { name?: string } {
  const name = new URLSearchParams(window.location.search).get('as');
  return name ? { name } : {};
}
