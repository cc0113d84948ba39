/** Shows photos in full, in WeChat's own viewer. */
import Taro from '@tarojs/taro';

export function showPhotos(urls: string[], at: number): void {
  void Taro.previewImage({ urls, current: urls[at] });
}
