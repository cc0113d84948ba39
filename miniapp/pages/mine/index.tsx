/** 我的: signing in and out, contact, privacy, type size, and about the app. */
import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { Icon, type IconName } from '../../components/icon';
import { Screen } from '../../components/screen';
import { SignInPanel } from '../../components/sign-in-panel';
import { Tap } from '../../components/tap';
import { confirm } from '../../lib/confirm';
import { me, sessionKnown, signOut } from '../../lib/session';
import { elder, switchElder } from '../../lib/settings';
import { useStore } from '../../lib/store';
import './index.scss';

const go = (page: string) => () => void Taro.navigateTo({ url: `/pages/${page}/index` });

export default function Mine() {
  const who = useStore(me);
  const known = useStore(sessionKnown);
  const isElder = useStore(elder);
  const leave = async () => {
    const sure = await confirm({
      title: '退出登录？',
      words: '没写完的草稿会留着。再登录就能看到您的诉求。',
      yes: '退出登录',
    });
    if (sure) await signOut().catch(() => undefined);
  };
  return (
    <Screen title="我的" tab="mine">
      {who ? (
        <View className="card mine-who">
          <View className="mine-face">
            <Icon name="person" />
          </View>
          <View className="row-grow">
            <View className="mine-name">{who.name}</View>
            <View className="hint">{who.phone ?? '没有留电话'}</View>
          </View>
        </View>
      ) : (
        known && <SignInPanel why="登录后可以上报和查看进展" />
      )}
      <View className="mine-rows">
        {who && <Row icon="edit" words="称呼和电话" onTap={go('contact')} />}
        <Row icon="check" words="个人信息与同意" onTap={go('privacy')} />
        <Row icon="type" words="长辈版" said={isElder ? '已打开' : '未打开'} onTap={switchElder} />
        <Row icon="alert" words="关于与投诉" onTap={go('about')} />
        {who && <Row icon="back" words="退出登录" onTap={() => void leave()} />}
      </View>
    </Screen>
  );
}

function Row({ icon, words, said, onTap }: { icon: IconName; words: string; said?: string; onTap: () => void }) {
  return (
    <Tap className="mine-row" label={said ? `${words}，${said}` : words} onTap={onTap}>
      <Icon name={icon} className="mine-row-icon" />
      <View className="row-grow">{words}</View>
      {said && <View className="hint">{said}</View>}
      <Icon name="next" className="mine-row-next" />
    </Tap>
  );
}
