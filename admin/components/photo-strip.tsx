/** Photos in a row, the first one large where they are the point; a press opens them in full, one after the other. */
import { Image } from 'antd';
import type { Photo } from '../../shared/views.js';
import './photo-strip.css';

interface Props {
  photos: readonly Photo[];
  name: string;
  large?: boolean;
}

export function PhotoStrip({ photos, name, large = false }: Props) {
  return (
    <div className={large ? 'photo-strip photo-strip-large' : 'photo-strip'}>
      <Image.PreviewGroup>
        {photos.map((photo, i) => (
          <Image
            key={photo.id}
            src={large && i === 0 ? photo.url : photo.thumb}
            alt={`${name} ${i + 1}`}
            preview={{ src: photo.url, cover: false as never }}
            loading="lazy"
          />
        ))}
      </Image.PreviewGroup>
    </div>
  );
}
