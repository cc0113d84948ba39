/** 上报 1: a photo says more than words; it may be left out. */
import { View } from '@tarojs/components';
import Taro, { useDidHide, useDidShow } from '@tarojs/taro';
import { useEffect, useRef } from 'react';
import { itemOf } from '../../../../shared/duty-list';
import { PhotosField } from '../../../components/photos-field';
import { Screen } from '../../../components/screen';
import { Step } from '../../../components/steps';
import { Button } from '../../../components/tap';
import { toFailure } from '../../../lib/api';
import { changeDraft, draft } from '../../../lib/draft';
import { sendDraftPhotos } from '../../../lib/outbox';
import { dropPhoto } from '../../../lib/photos';
import type { Picked } from '../../../lib/picked';
import { preparing } from '../../../lib/preparing';
import { useStore } from '../../../lib/store';

export default function ReportPhoto() {
  const { key, photos, item } = useStore(draft);
  const waits = useStore(preparing) > 0;
  const isInFront = useIsInFront();
  // Whoever began with a common problem has said what it is: that was the first step.
  const known = item ? itemOf(item) : undefined;
  const onward = () => void Taro.navigateTo({ url: `/pages/report/${known ? 'where' : 'what'}/index` });
  const change = (how: (photos: Picked[]) => Picked[]) => {
    if (draft.get().key === key) changeDraft({ photos: how(draft.get().photos) });
    // Ready only now, when what they were taken for has been given up.
    else void Promise.all(how([]).map(dropPhoto));
  };
  const added = () => {
    // What cannot be sent now is sent with the report.
    sendDraftPhotos().catch((e) => console.warn('photo waits', toFailure(e).code));
    if (isInFront.current) onward();
  };
  return (
    <Screen
      title="我要上报"
      foot={
        <Button
          look={photos.length > 0 ? 'main' : 'soft'}
          words={waits ? '照片处理中…' : photos.length > 0 ? '下一步' : '没有照片，跳过'}
          disabled={waits}
          onTap={onward}
        />
      }
    >
      <Step nth={known ? 2 : 1} question="拍张照片，让人一眼看明白" words="拍到问题和旁边的门牌、路口更好找。" />
      <PhotosField large value={photos} onChange={change} onAdded={added} />
      {known && (
        <View className="card row report-known">
          <View className="row-grow">
            <View className="hint">要报的是</View>
            <View className="strong">{known.name}</View>
          </View>
          <Button
            look="link"
            words="更改"
            label="更改是什么问题"
            onTap={() => void Taro.navigateTo({ url: '/pages/report/what/index?change=1' })}
          />
        </View>
      )}
    </Screen>
  );
}

/** False once the page was left, either way: photos that are ready then lead nowhere. */
function useIsInFront() {
  const isInFront = useRef(true);
  useDidShow(() => {
    isInFront.current = true;
  });
  useDidHide(() => {
    isInFront.current = false;
  });
  useEffect(
    () => () => {
      isInFront.current = false;
    },
    [],
  );
  return isInFront;
}
