/** A photo that fills its frame, with the words for those who do not see it. */
import { Image } from '@tarojs/components';
import { told } from '../lib/a11y';

export interface PictureProps {
  src: string;
  words: string;
}

export function Picture({ src, words }: PictureProps) {
  return <Image className="picture" src={src} mode="aspectFill" lazyLoad {...told({ label: words })} />;
}
