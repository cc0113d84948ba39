/** Where the browser says it is, in WGS-84; there is no foreign place picker on the web page. */
import type { Point } from '../../shared/fields';
import type { Datum } from '../../shared/places';
import { NoPlace, type SecondChance } from './no-place';

/** The datum in which this platform's map draws. */
export const mapDatum: Datum = 'wgs84';
export const canPick = false;

/** @throws NoPlace */
export function locate(): Promise<Point> {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) {
      reject(new NoPlace('unavailable'));
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({
          lng: coords.longitude,
          lat: coords.latitude,
          datum: 'wgs84',
          accuracy: Math.min(100_000, Math.round(coords.accuracy)),
        }),
      (e) => reject(new NoPlace(e.code === e.PERMISSION_DENIED ? 'refused' : 'unavailable')),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 },
    );
  });
}

export const pickPlace = async (): Promise<null> => null;

/** Browsers have no page for this that a page may open. */
export const secondChance: SecondChance = {};
