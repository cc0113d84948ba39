/** Leaves a page backwards, also where it was opened by itself: from a link, or reloaded in the browser. */
import Taro from '@tarojs/taro';

/** @param otherwise the page to go to when there is none behind this one; by default the home page */
export async function goBack(otherwise?: string): Promise<void> {
  if (Taro.getCurrentPages().length > 1) await Taro.navigateBack();
  else if (otherwise) await Taro.redirectTo({ url: otherwise });
  else await Taro.switchTab({ url: '/pages/home/index' });
}
