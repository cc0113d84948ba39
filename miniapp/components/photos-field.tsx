/** Photos to take or pick, shown as they are, each with how far it has got; nothing is lost without a signal. */
import { View } from '@tarojs/components';
import { useEffect, useRef, useState } from 'react';
import { MOST_PHOTOS } from '../../shared/fields';
import { told } from '../lib/a11y';
import { choosePhotos, dropPhoto, showPhoto } from '../lib/photos';
import type { PhotoSource, Picked } from '../lib/picked';
import { whilePreparing } from '../lib/preparing';
import { askPrivacy, isPrivacyRefusal } from '../lib/privacy';
import { isSent } from '../lib/upload';
import { Fault } from './fault';
import { Icon } from './icon';
import { Picture } from './picture';
import { Button, Tap } from './tap';

interface PhotosFieldProps {
  value: Picked[];
  /** @param how what becomes of the photos that are there by then */
  onChange: (how: (photos: Picked[]) => Picked[]) => void;
  /** Called with what was just added. */
  onAdded?: (photos: Picked[]) => void;
  most?: number;
  /** The page asks for nothing else: large buttons. */
  large?: boolean;
}

/** What was tried, and whether WeChat's privacy guide stood in the way. */
interface FailedTry {
  from: PhotoSource;
  isRefused: boolean;
}

export function PhotosField({ value, onChange, onAdded, most = MOST_PHOTOS, large }: PhotosFieldProps) {
  const [coming, setComing] = useState(0);
  const room = most - value.length - coming;
  const [failed, setFailed] = useState<FailedTry | null>(null);
  // While photos are made ready, words may be written and other photos removed.
  const latest = useRef({ onChange, onAdded });
  latest.current = { onChange, onAdded };
  const add = async (from: PhotoSource) => {
    setFailed(null);
    try {
      const { count, ready } = await choosePhotos(from, room);
      if (count === 0) return;
      setComing((before) => before + count);
      await whilePreparing(async () => {
        const added = await ready();
        latest.current.onChange((photos) => [...photos, ...added]);
        latest.current.onAdded?.(added);
      }).finally(() => setComing((before) => before - count));
    } catch (e) {
      setFailed({ from, isRefused: isPrivacyRefusal(e) });
    }
  };
  const askAgain = async ({ from }: FailedTry) => {
    await askPrivacy();
    await add(from);
  };
  const remove = (photo: Picked) => {
    onChange((photos) => photos.filter((p) => p.key !== photo.key));
    void dropPhoto(photo);
  };
  return (
    <View className="photos-field">
      {value.length + coming > 0 && (
        <View className="photos-grid">
          {value.map((photo, i) => (
            <OnePhoto key={photo.key} photo={photo} nth={i + 1} onRemove={() => remove(photo)} />
          ))}
          {Array.from({ length: coming }, (_, i) => (
            <View key={i} className="photo photo-coming" {...told({ role: 'status' })}>
              照片处理中…
            </View>
          ))}
        </View>
      )}
      {room > 0 ? (
        <View className={`photos-buttons ${large && value.length + coming === 0 ? 'is-large' : ''}`}>
          <Button icon="camera" words="拍照" onTap={() => void add('camera')} />
          <Button icon="album" words="从相册选" onTap={() => void add('album')} />
        </View>
      ) : (
        <View className="hint">{`最多 ${most} 张照片`}</View>
      )}
      {failed && (
        <Fault
          words={failed.isRefused ? '没有同意使用相机和相册。照片可以不拍。' : '没有取到照片，可以换一种方式再试。'}
        />
      )}
      {failed?.isRefused && (
        <Button
          look="link"
          words="重新选择是否同意"
          // A second no leaves everything as it is.
          onTap={() => void askAgain(failed).catch(() => undefined)}
        />
      )}
    </View>
  );
}

function OnePhoto({ photo, nth, onRemove }: { photo: Picked; nth: number; onRemove: () => void }) {
  const src = usePhoto(photo);
  return (
    <View className="photo">
      {src && <Picture src={src} words={`第 ${nth} 张照片`} />}
      {isSent(photo) && <View className="photo-state">已上传</View>}
      <Tap className="photo-remove" label={`删去第 ${nth} 张照片`} onTap={onRemove}>
        <Icon name="close" />
      </Tap>
    </View>
  );
}

function usePhoto(photo: Picked): string {
  const [src, setSrc] = useState('');
  const { key, path } = photo;
  useEffect(() => {
    let here = true;
    void showPhoto({ key, path }).then((address) => here && setSrc(address));
    return () => {
      here = false;
    };
  }, [key, path]);
  return src;
}
