/** Where the phone is, and a place picked on WeChat's own map. Both come in GCJ-02 and are sent with that name. */
import Taro from '@tarojs/taro';
import type { Point } from '../../shared/fields';
import type { Datum } from '../../shared/places';
import { NoPlace } from './no-place';

/** The datum in which this platform's map draws. */
export const mapDatum: Datum = 'gcj02';
/** WeChat has a place picker of its own. */
export const canPick = true;

/** @throws NoPlace */
export async function locate(): Promise<Point> {
  try {
    const { longitude, latitude, accuracy } = await Taro.getLocation({ type: 'gcj02', isHighAccuracy: true });
    return { lng: longitude, lat: latitude, datum: 'gcj02', accuracy: Math.max(0, Math.round(accuracy || 0)) };
  } catch (e) {
    throw new NoPlace((await wasRefused(e)) ? 'refused' : 'unavailable');
  }
}

/** Opens WeChat's place picker. Null when the person went back without choosing. */
export async function pickPlace(near: Point | null): Promise<{ point: Point; address: string } | null> {
  try {
    const around = near ? { longitude: near.lng, latitude: near.lat } : {};
    const { longitude, latitude, address, name } = await Taro.chooseLocation(around);
    if (!longitude && !latitude) return null;
    return { point: { lng: longitude, lat: latitude, datum: 'gcj02' }, address: name || address || '' };
  } catch (e) {
    if (/cancel/.test(messageOf(e))) return null;
    throw new NoPlace((await wasRefused(e)) ? 'refused' : 'unavailable');
  }
}

/** After a no, WeChat asks again only on its own settings page. */
export const allowAgain: (() => Promise<unknown>) | null = () => Taro.openSetting();

/** WeChat says "auth deny" or "auth denied", or the privacy error 104; else the phone itself has no fix. */
async function wasRefused(e: unknown): Promise<boolean> {
  if (/auth|deny|denied|privacy/i.test(messageOf(e))) return true;
  try {
    const { authSetting } = await Taro.getSetting();
    return authSetting['scope.userLocation'] === false;
  } catch {
    return false;
  }
}

const messageOf = (e: unknown) => (typeof e === 'object' && e && 'errMsg' in e ? String(e.errMsg) : String(e));
