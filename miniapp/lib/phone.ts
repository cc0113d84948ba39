/** Opens the phone's dialler; the person presses the call. */
import Taro from '@tarojs/taro';

export async function dial(number: string): Promise<void> {
  try {
    await Taro.makePhoneCall({ phoneNumber: number });
  } catch {
    // The person went back, or this machine has no telephone: the number stands on the page.
  }
}
