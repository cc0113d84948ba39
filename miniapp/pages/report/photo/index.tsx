/** 上报 1: a photo says more than words; it may be left out. */
import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { itemOf } from '../../../../shared/duty-list';
import { PhotosField } from '../../../components/photos-field';
import { Screen } from '../../../components/screen';
import { Step } from '../../../components/steps';
import { Button } from '../../../components/tap';
import { toFailure } from '../../../lib/api';
import { changeDraft, draft } from '../../../lib/draft';
import { sendDraftPhotos } from '../../../lib/outbox';
import { useStore } from '../../../lib/store';

export default function ReportPhoto() {
  const { photos, item } = useStore(draft);
  // Whoever began with a common problem has said what it is: that was the first step.
  const known = item ? itemOf(item) : undefined;
  const onward = () => void Taro.navigateTo({ url: `/pages/report/${known ? 'where' : 'what'}/index` });
  const added = () => {
    // What cannot be sent now is sent with the report.
    sendDraftPhotos().catch((e) => console.warn('photo waits', toFailure(e).code));
    onward();
  };
  return (
    <Screen
      title="我要上报"
      foot={
        <Button
          look={photos.length > 0 ? 'main' : 'soft'}
          words={photos.length > 0 ? '下一步' : '没有照片，跳过'}
          onTap={onward}
        />
      }
    >
      <Step nth={known ? 2 : 1} question="拍张照片，让人一眼看明白" words="拍到问题和旁边的门牌、路口更好找。" />
      <PhotosField large value={photos} onChange={(next) => changeDraft({ photos: next })} onAdded={added} />
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
