/** Where the phone is, and a place picked on WeChat's own map. Both come in GCJ-02 and are sent with that name. */
import Taro from '@tarojs/taro';
import type { Point } from '../../shared/fields';
import type { Datum } from '../../shared/places';
import { NoPlace, type SecondChance, type WhyNoPlace } from './no-place';
import { askPrivacy, isPrivacyRefusal } from './privacy';

/** The datum in which this platform's map draws. */
export const mapDatum: Datum = 'gcj02';
/** WeChat has a place picker of its own. */
export const canPick = true;

/** Metres: as exact as a report needs it; what is vaguer is taken when nothing better comes in this time. */
const EXACT = 50;
const PATIENCE_MS = 4_000;
const LONGEST_MS = 10_000;

/** Heard from WeChat's updates: `getLocation` gives the place of half a minute ago to whoever asks twice. @throws NoPlace */
export async function locate(): Promise<Point> {
  const fixes = listen();
  try {
    await Taro.startLocationUpdate({ type: 'gcj02' });
    return await fixes.best();
  } catch (e) {
    throw e instanceof NoPlace ? e : new NoPlace(await whyNot(e));
  } finally {
    fixes.end();
    // That nothing was started is no fault worth telling.
    void Promise.resolve(Taro.stopLocationUpdate()).catch(() => undefined);
  }
}

function listen() {
  let best: Point | null = null;
  let found: (point: Point) => void = () => undefined;
  const hear: Taro.onLocationChange.Callback = ({ longitude, latitude, accuracy }) => {
    const fix = { lng: longitude, lat: latitude, datum: mapDatum, accuracy: Math.max(0, Math.round(accuracy || 0)) };
    if (!best || fix.accuracy < (best.accuracy ?? 0)) best = fix;
    if (fix.accuracy <= EXACT) found(fix);
  };
  Taro.onLocationChange(hear);
  return {
    best: () =>
      new Promise<Point>((resolve, reject) => {
        found = resolve;
        if (best && (best.accuracy ?? 0) <= EXACT) resolve(best);
        setTimeout(() => best && resolve(best), PATIENCE_MS);
        setTimeout(() => (best ? resolve(best) : reject(new NoPlace('unavailable'))), LONGEST_MS);
      }),
    end: () => Taro.offLocationChange(hear),
  };
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
    throw new NoPlace(await whyNot(e));
  }
}

/** For its permission WeChat asks again only on its settings page, for its privacy guide when a tap asks for it. */
export const secondChance: SecondChance = {
  refused: { words: '打开位置权限', take: () => Taro.openSetting() },
  privacy: { words: '重新选择是否同意', take: askPrivacy },
};

async function whyNot(e: unknown): Promise<WhyNoPlace> {
  if (isPrivacyRefusal(e)) return 'privacy';
  // WeChat says "auth deny" or "auth denied"; else the phone itself has no fix.
  if (/auth|deny|denied/i.test(messageOf(e))) return 'refused';
  try {
    const { authSetting } = await Taro.getSetting();
    return authSetting['scope.userLocation'] === false ? 'refused' : 'unavailable';
  } catch {
    return 'unavailable';
  }
}

const messageOf = (e: unknown) => (typeof e === 'object' && e && 'errMsg' in e ? String(e.errMsg) : String(e));
