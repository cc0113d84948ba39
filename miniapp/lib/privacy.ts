/** WeChat's privacy rule: before camera, album or location are used, the person must have agreed to its guide. */
import Taro from '@tarojs/taro';
import { store } from './store';

type Answer = { event: 'agree'; buttonId: string } | { event: 'disagree' } | { event: 'exposureAuthorization' };

/** The question that WeChat wants answered now; null when there is none. */
export const privacyQuestion = store<{ answer: (agreed: boolean) => void } | null>(null);
/** WeChat checks that the answer came from this very button. */
export const AGREE_BUTTON = 'agree-privacy';

/** Older clients (before 2.32.3), and the web page, do not ask. */
export function watchPrivacy(): void {
  if (process.env.TARO_ENV !== 'weapp' || typeof Taro.onNeedPrivacyAuthorization !== 'function') return;
  Taro.onNeedPrivacyAuthorization((resolve: (answer: Answer) => void) => {
    resolve({ event: 'exposureAuthorization' });
    privacyQuestion.set({
      answer: (agreed) => {
        privacyQuestion.set(null);
        resolve(agreed ? { event: 'agree', buttonId: AGREE_BUTTON } : { event: 'disagree' });
      },
    });
  });
}

/** Errno 104: the person has not agreed to the guide, or said no a moment ago. */
export const isPrivacyRefusal = (e: unknown): boolean =>
  typeof e === 'object' && e !== null && 'errno' in e && e.errno === 104;

/** Asks anew, in the tap that wants it. Older clients ask by themselves. @throws when the person says no again */
export const askPrivacy = async (): Promise<void> => {
  if (typeof Taro.requirePrivacyAuthorize === 'function') await Taro.requirePrivacyAuthorize();
};
