/** Boxes over the page, what the phone is, and the small things that always work. */
import type { MiniProgram } from '../program.js';
import { api, type Wx } from './api.js';

interface Modal {
  title?: string;
  content?: string;
  showCancel?: boolean;
  cancelText?: string;
  confirmText?: string;
}

const SDK = '3.5.0';
const WINDOW = {
  windowWidth: 375,
  windowHeight: 667,
  screenWidth: 375,
  screenHeight: 667,
  pixelRatio: 2,
  statusBarHeight: 20,
};

/** Heard by people or seen on the phone, without a result for the program. */
const ALWAYS_WORK = [
  'setNavigationBarTitle',
  'setNavigationBarColor',
  'setTabBarBadge',
  'removeTabBarBadge',
  'stopPullDownRefresh',
  'pageScrollTo',
  'hideKeyboard',
  'vibrateShort',
];
const LISTENERS = [
  'onMemoryWarning',
  'onUnhandledRejection',
  'onError',
  'onPageNotFound',
  'onThemeChange',
  'onAppShow',
  'onAppHide',
];

export function systemApi(program: MiniProgram): Wx {
  return { ...boxes(program), ...facts(program), ...small(program) };
}

function boxes(program: MiniProgram): Wx {
  const { phone } = program;
  return {
    showModal: api<Modal>(program, 'showModal', async (modal) => {
      const { title = '', content = '', showCancel = true, cancelText = '取消', confirmText = '确定' } = modal;
      const pressed = await phone.ask(
        `${title} ${content}`.trim(),
        showCancel ? [cancelText, confirmText] : [confirmText],
      );
      return { confirm: pressed === confirmText, cancel: pressed !== confirmText };
    }),
    showToast: api<{ title: string }>(program, 'showToast', ({ title }) => {
      phone.loading = null;
      phone.toast = title;
    }),
    hideToast: api(program, 'hideToast', () => {
      phone.toast = null;
    }),
    showLoading: api<{ title: string }>(program, 'showLoading', ({ title }) => {
      phone.loading = title;
    }),
    hideLoading: api(program, 'hideLoading', () => {
      phone.loading = null;
    }),
  };
}

function facts(program: MiniProgram): Wx {
  const { fontSizeScaleFactor } = program.phone;
  const app = {
    SDKVersion: SDK,
    language: 'zh_CN',
    theme: 'light',
    fontSizeScaleFactor,
    fontSizeSetting: 17 * fontSizeScaleFactor,
  };
  const device = { brand: 'stand-in', model: 'phone', system: 'iOS 17.0', platform: 'ios' };
  const all = () => ({ ...app, ...device, ...WINDOW });
  const launch = () => ({ path: program.appJson.pages[0], query: {}, scene: 1001, referrerInfo: {} });
  return {
    getAppBaseInfo: () => app,
    getDeviceInfo: () => device,
    getWindowInfo: () => WINDOW,
    getSystemInfoSync: all,
    getSystemInfo: api(program, 'getSystemInfo', all),
    getLaunchOptionsSync: launch,
    getEnterOptionsSync: launch,
    getAccountInfoSync: () => ({ miniProgram: { appId: program.appid, envVersion: 'release', version: '1.0.0' } }),
    getMenuButtonBoundingClientRect: () => ({ width: 87, height: 32, top: 24, right: 368, bottom: 56, left: 281 }),
    canIUse: () => true,
  };
}

function small(program: MiniProgram): Wx {
  const { phone } = program;
  return {
    ...Object.fromEntries(ALWAYS_WORK.map((name) => [name, api(program, name, () => undefined)])),
    ...Object.fromEntries(
      LISTENERS.flatMap((name) => [name, name.replace('on', 'off')]).map((name) => [name, (): void => undefined]),
    ),
    nextTick: (work: () => void) => setImmediate(() => program.guard(work)),
    makePhoneCall: api<{ phoneNumber: string }>(program, 'makePhoneCall', ({ phoneNumber }) => {
      phone.dialled.push(phoneNumber);
    }),
  };
}
