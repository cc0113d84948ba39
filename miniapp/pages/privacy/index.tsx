/** 个人信息与同意: the notice, when it was agreed to, and how to take the consent back, as easily as it was given. */
import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { useState } from 'react';
import { type Operator, PRIVACY_VERSION, privacyNotice } from '../../../shared/privacy';
import { sayDate } from '../../../shared/say';
import { Empty } from '../../components/await';
import { Fault } from '../../components/fault';
import { Screen } from '../../components/screen';
import { Button } from '../../components/tap';
import { toFailure } from '../../lib/api';
import { confirm } from '../../lib/confirm';
import { agree, mayReport, me } from '../../lib/session';
import { loadSettings, settings } from '../../lib/settings';
import { useStore } from '../../lib/store';
import './index.scss';

const inWeChat = process.env.TARO_ENV === 'weapp';

export default function Privacy() {
  const operator = useStore(settings)?.operator;
  return (
    <Screen title="个人信息保护说明">
      <Consent />
      {operator ? (
        <Notice operator={operator} />
      ) : (
        <Empty title="没有信号，说明还没有打开" words="说明里有运行单位和联系方式，要有网络才能看全。">
          <Button words="再试一次" onTap={() => void loadSettings()} />
        </Empty>
      )}
      {inWeChat && (
        <Button look="link" words="微信《用户隐私保护指引》" onTap={() => void Taro.openPrivacyContract()} />
      )}
    </Screen>
  );
}

function Notice({ operator }: { operator: Operator }) {
  return (
    <View className="card">
      {privacyNotice(operator).map(({ title, words }) => (
        <View key={title} className="privacy-part">
          <View className="strong">{title}</View>
          {words.map((sentence) => (
            <View key={sentence} className="privacy-words">
              {sentence}
            </View>
          ))}
        </View>
      ))}
      <View className="hint">{`版本 ${PRIVACY_VERSION}`}</View>
    </View>
  );
}

function Consent() {
  const who = useStore(me);
  const [fault, setFault] = useState('');
  if (!who) return null;
  const change = async (agreed: boolean) => {
    setFault('');
    try {
      await agree(agreed);
    } catch (e) {
      const { title, detail } = toFailure(e);
      setFault(detail || title);
    }
  };
  const withdraw = async () => {
    const sure = await confirm({
      title: '撤回同意？',
      words: '撤回后不能再上报，直到您再次同意。存着的称呼和电话会删去。已经提交的诉求会继续办完。',
      yes: '撤回同意',
    });
    if (sure) await change(false);
  };
  return (
    <View className="card">
      {who.consent ? (
        <>
          <View>{`您在 ${sayDate(who.consent.at, Date.now())} 同意了${mayReport(who) ? '这份说明' : '较早的一版，内容有更新'}。`}</View>
          {!mayReport(who) && (
            <Button look="main" className="privacy-button" words="同意新的说明" onTap={() => void change(true)} />
          )}
          <Button look="grave" className="privacy-button" words="撤回同意" onTap={() => void withdraw()} />
        </>
      ) : (
        <>
          <View>您没有同意这份说明，或者已经撤回。可以查网格、看进展，不能上报。</View>
          <Button look="main" className="privacy-button" words="同意" onTap={() => void change(true)} />
        </>
      )}
      <Fault words={fault} />
    </View>
  );
}
