/** A photo that fills its frame: the browser's own element, because Taro's has no words for those who do not see it. */
import type { PictureProps } from './picture';

export function Picture({ src, words }: PictureProps) {
  return <img className="picture" src={src} alt={words} loading="lazy" />;
}
