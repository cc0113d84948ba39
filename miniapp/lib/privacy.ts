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
