/** Photos of a case in a row; a tap shows one in full. */
import { View } from '@tarojs/components';
import type { Photo } from '../../shared/views';
import { addressOf } from '../lib/api';
import { showPhotos } from '../lib/viewer';
import { Picture } from './picture';
import { Tap } from './tap';

export function PhotoStrip({ photos, what }: { photos: readonly Photo[]; what: string }) {
  const urls = photos.map((p) => addressOf(p.url));
  return (
    <View className="photo-strip">
      {photos.map((photo, i) => (
        <Tap
          key={photo.id}
          className="photo-strip-one"
          label={`${what}，第 ${i + 1} 张，看大图`}
          onTap={() => showPhotos(urls, i)}
        >
          <Picture src={addressOf(photo.thumb)} words={`${what}，第 ${i + 1} 张`} />
        </Tap>
      ))}
    </View>
  );
}
