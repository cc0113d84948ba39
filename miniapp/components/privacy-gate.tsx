/** Our own window for WeChat's privacy question: what for, the guide to read, and two equal answers. */
import { View, Button as WeButton } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { AGREE_BUTTON, privacyQuestion } from '../lib/privacy';
import { useStore } from '../lib/store';
import { Sheet } from './sheet';
import { Button } from './tap';

export function PrivacyGate() {
  const asked = useStore(privacyQuestion);
  if (!asked) return null;
  return (
    <Sheet title="使用前请您同意" onClose={() => asked.answer(false)}>
      <View className="sheet-words">
        接下来要用到您的照片或位置，只用来说明您反映的问题、找到负责的网格。不同意也可以继续：照片可以不拍，地址可以自己写。
      </View>
      <Button look="link" words="阅读《用户隐私保护指引》" onTap={() => void Taro.openPrivacyContract()} />
      <WeButton
        id={AGREE_BUTTON}
        className="privacy-agree"
        openType="agreePrivacyAuthorization"
        onAgreePrivacyAuthorization={() => asked.answer(true)}
      >
        同意
      </WeButton>
      <Button words="不同意" onTap={() => asked.answer(false)} />
    </Sheet>
  );
}
