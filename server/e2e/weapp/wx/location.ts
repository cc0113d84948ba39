/** Where the phone is and which place its owner picks; answers in the datum that WeChat gives them in. */
import gcoord from 'gcoord';
import type { Fix } from '../phone.js';
import type { MiniProgram } from '../program.js';
import { api, type Wx, WxFailure } from './api.js';

// The package's types describe an ES module, its code is CommonJS.
const { transform, WGS84, GCJ02 } = gcoord as unknown as typeof gcoord.default;

const SCOPE = 'scope.userLocation';
type Datum = 'wgs84' | 'gcj02';

export function locationApi(program: MiniProgram): Wx {
  const { phone } = program;

  const isDeclared = (name: string) => !!program.appJson.requiredPrivateInfos?.includes(name);
  /** What WeChat checks before it gives a place away: declared, explained, agreed to, allowed. */
  const pass = async (name: string) => {
    if (!isDeclared(name)) {
      throw new WxFailure('the api need to be declared in the requiredPrivateInfos field in app.json/ext.json');
    }
    if (!program.appJson.permission?.[SCOPE]?.desc) throw new WxFailure(`${SCOPE} has no desc in app.json`);
    await program.privacy.pass();
    if (!phone.permit(SCOPE)) throw new WxFailure('auth deny');
  };

  /** WeChat looks again only after so long, whatever is asked: until then it says where the phone was. */
  const REMEMBERED_MS = 30_000;
  let last: { at: number; place: Fix } | null = null;
  const listeners = new Set<(fix: object) => void>();
  let updating: { type?: Datum } | null = null;
  const tell = () => {
    if (!updating || !phone.place) return;
    const fix = fixOf(phone.place, updating.type ?? 'gcj02');
    for (const listener of listeners) program.guard(() => listener(fix));
  };
  const tellSoon = () => void setImmediate(tell);

  return {
    getLocation: api<{ type?: Datum }>(program, 'getLocation', async ({ type = 'wgs84' }) => {
      await pass('getLocation');
      if (!phone.place) throw new WxFailure('ERROR_NOCELL&WIFI_LOCATIONSWITCHOFF', 2);
      if (!last || Date.now() - last.at >= REMEMBERED_MS) last = { at: Date.now(), place: phone.place };
      return fixOf(last.place, type);
    }),
    startLocationUpdate: api<{ type?: Datum }>(program, 'startLocationUpdate', async ({ type }) => {
      await pass('startLocationUpdate');
      updating = { type };
      tellSoon();
    }),
    stopLocationUpdate: api(program, 'stopLocationUpdate', () => {
      updating = null;
    }),
    onLocationChange: (listener: (fix: object) => void) => {
      if (!isDeclared('onLocationChange')) return;
      listeners.add(listener);
      tellSoon();
    },
    offLocationChange: (listener?: (fix: object) => void) => {
      if (listener) listeners.delete(listener);
      else listeners.clear();
    },
    chooseLocation: api(program, 'chooseLocation', async () => {
      await pass('chooseLocation');
      if (!phone.picks) throw new WxFailure('cancel');
      const { name, address, lng, lat } = phone.picks;
      const [longitude, latitude] = toGcj02(lng, lat);
      return { name, address, longitude, latitude };
    }),
    getSetting: api(program, 'getSetting', () => ({ authSetting: { ...phone.permits } })),
    openSetting: api(program, 'openSetting', () => ({
      authSetting: { ...Object.assign(phone.permits, phone.changesSettings) },
    })),
    authorize: api<{ scope: string }>(program, 'authorize', ({ scope }) => {
      if (!phone.permit(scope)) throw new WxFailure('auth deny');
    }),
  };
}

function fixOf({ lng, lat, accuracy }: Fix, type: Datum): object {
  const [longitude, latitude] = type === 'gcj02' ? toGcj02(lng, lat) : [lng, lat];
  return { longitude, latitude, accuracy, horizontalAccuracy: accuracy, verticalAccuracy: 0, speed: -1, altitude: 0 };
}

export function toGcj02(lng: number, lat: number): [lng: number, lat: number] {
  return transform([lng, lat], WGS84, GCJ02) as [number, number];
}
