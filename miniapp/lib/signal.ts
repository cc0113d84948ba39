/** The signal that comes back, as WeChat tells of it. */
import Taro from '@tarojs/taro';

/** @returns ends the listening */
export function onSignal(isBack: () => void): () => void {
  const hear: Taro.onNetworkStatusChange.Callback = ({ isConnected }) => {
    if (isConnected) isBack();
  };
  Taro.onNetworkStatusChange(hear);
  return () => Taro.offNetworkStatusChange(hear);
}
