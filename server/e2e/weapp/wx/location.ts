/** Where the phone is and which place its owner picks; answers in the datum that WeChat gives them in. */
import gcoord from 'gcoord';
import type { MiniProgram } from '../program.js';
import { api, type Wx, WxFailure } from './api.js';

// The package's types describe an ES module, its code is CommonJS.
const { transform, WGS84, GCJ02 } = gcoord as unknown as typeof gcoord.default;

const SCOPE = 'scope.userLocation';

export function locationApi(program: MiniProgram): Wx {
  const { phone } = program;

  /** What WeChat checks before it gives a place away: declared, explained, agreed to, allowed. */
  const pass = async (name: string) => {
    if (!program.appJson.requiredPrivateInfos?.includes(name)) {
      throw new WxFailure('the api need to be declared in the requiredPrivateInfos field in app.json/ext.json');
    }
    if (!program.appJson.permission?.[SCOPE]?.desc) throw new WxFailure(`${SCOPE} has no desc in app.json`);
    await program.privacy.pass();
    if (!phone.permit(SCOPE)) throw new WxFailure('auth deny');
  };

  return {
    getLocation: api<{ type?: 'wgs84' | 'gcj02' }>(program, 'getLocation', async ({ type = 'wgs84' }) => {
      await pass('getLocation');
      if (!phone.place) throw new WxFailure('ERROR_NOCELL&WIFI_LOCATIONSWITCHOFF', 2);
      const { lng, lat, accuracy } = phone.place;
      const [longitude, latitude] = type === 'gcj02' ? toGcj02(lng, lat) : [lng, lat];
      return {
        longitude,
        latitude,
        accuracy,
        horizontalAccuracy: accuracy,
        verticalAccuracy: 0,
        speed: -1,
        altitude: 0,
      };
    }),
    chooseLocation: api(program, 'chooseLocation', async () => {
      await pass('chooseLocation');
      if (!phone.picks) throw new WxFailure('cancel');
      const { name, address, lng, lat } = phone.picks;
      const [longitude, latitude] = toGcj02(lng, lat);
      return { name, address, longitude, latitude };
    }),
    getSetting: api(program, 'getSetting', () => ({ authSetting: { ...phone.permits } })),
    openSetting: api(program, 'openSetting', () => ({ authSetting: { ...phone.permits } })),
    authorize: api<{ scope: string }>(program, 'authorize', ({ scope }) => {
      if (!phone.permit(scope)) throw new WxFailure('auth deny');
    }),
  };
}

export function toGcj02(lng: number, lat: number): [lng: number, lat: number] {
  return transform([lng, lat], WGS84, GCJ02) as [number, number];
}
