/** 上报 3: where it is, by map, buttons or address; the grid that will answer for it is shown at once. */
import Taro from '@tarojs/taro';
import { reportForm } from '../../../../shared/case';
import { PlaceField } from '../../../components/place-field';
import { Screen } from '../../../components/screen';
import { Step } from '../../../components/steps';
import { Button } from '../../../components/tap';
import { TextInput } from '../../../components/text-input';
import { changeDraft, draft } from '../../../lib/draft';
import { useStore } from '../../../lib/store';

export default function ReportWhere() {
  const { place, address } = useStore(draft);
  const given = place !== null || address.trim() !== '';
  return (
    <Screen
      title="我要上报"
      foot={
        <Button
          look={given ? 'main' : 'soft'}
          words={given ? '位置没错，下一步' : '没有具体位置，跳过'}
          onTap={() => void Taro.navigateTo({ url: '/pages/report/words/index' })}
        />
      }
    >
      <Step nth={3} question="在哪里？" />
      <PlaceField
        locateFirst={!address}
        value={place}
        onChange={(point, found) => changeDraft(found ? { place: point, address: found } : { place: point })}
      />
      <TextInput
        label="地址（可以不写）"
        hint={reportForm.address.hint}
        max={reportForm.address.max}
        value={address}
        onChange={(next) => changeDraft({ address: next })}
      />
    </Screen>
  );
}
