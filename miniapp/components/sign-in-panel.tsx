/** Signing in, asked for only where it is needed: what is kept, the notice to read, and one button. */
import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { useState } from 'react';
import { toFailure } from '../lib/api';
import { signingIn } from '../lib/identity';
import { signIn } from '../lib/session';
import { settings } from '../lib/settings';
import { useStore } from '../lib/store';
import { Fault } from './fault';
import { Button } from './tap';

export function SignInPanel({ why }: { why: string }) {
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  useStore(settings);
  const go = async () => {
    setBusy(true);
    setFault('');
    try {
      await signIn();
    } catch (e) {
      setFault(toFailure(e).title);
    }
    setBusy(false);
  };
  return (
    <View className="card sign-in">
      <View className="strong">{why}</View>
      {signingIn.can() ? (
        <>
          <ConsentWords />
          <Button
            look="main"
            words={busy ? '正在登录…' : `同意并${signingIn.button}`}
            disabled={busy}
            onTap={() => void go()}
          />
          <Fault words={fault} />
        </>
      ) : (
        <View className="hint">请在微信里打开小程序登录。网页上可以查看自己所在的网格。</View>
      )}
    </View>
  );
}

/** What is kept, in three lines, and the way to the whole notice. */
export function ConsentWords() {
  return (
    <View className="consent">
      <View className="hint">
        我们只记下您的微信标识、您写的内容、照片和位置，用来办理您的诉求。电话可以不留；留了会加密，每次查看都有记录，您也看得到。
      </View>
      <Button
        look="link"
        className="consent-link"
        words="阅读《个人信息保护说明》"
        onTap={() => void Taro.navigateTo({ url: '/pages/privacy/index' })}
      />
    </View>
  );
}
