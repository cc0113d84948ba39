/** How a person proves who they are, in WeChat: a one-time code that our server exchanges with WeChat's. */
import Taro from '@tarojs/taro';
import type { SignedIn } from '../../shared/views';
import { call, Failure, useToken } from './api';

export const signingIn = {
  /** Whether it is possible here at all. */
  can: () => true,
  button: '微信登录',
  /** Asking again gives the same person, without a question. */
  sameAgain: true,
};

/** @throws Failure */
export async function proveIdentity(): Promise<SignedIn> {
  useToken(null);
  try {
    return await byCode();
  } catch (e) {
    // A code lives five minutes and is used once: WeChat's advice is to fetch another, one time.
    if (e instanceof Failure && e.code === 'wechat.code-refused') return byCode();
    throw e;
  }
}

async function byCode(): Promise<SignedIn> {
  let code: string;
  try {
    ({ code } = await Taro.login());
  } catch {
    // WeChat refuses a code only without a signal, or when it is busy itself.
    throw new Failure('wechat.unreachable', '微信登录没有成功，请再试一次', { status: 503 });
  }
  return call<SignedIn>('POST', '/session/wechat', { body: { code } });
}
