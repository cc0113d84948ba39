/** 我在哪个网格: asks the server which grid owns a point, and keeps the last answer for the home page. */
import type { Point } from '../../shared/fields';
import type { PlaceAt } from '../../shared/views';
import { call } from './api';
import { locate } from './location';
import { keep, kept } from './storage';
import { store } from './store';

/** What was found for a place, and when. */
export interface MyPlace {
  point: Point;
  at: PlaceAt;
  askedAt: string;
}

/** The grid where the person was when they last asked. */
export const myPlace = store<MyPlace | null>(null);

/** @throws Failure */
export function placeAt({ lng, lat, datum, accuracy }: Point): Promise<PlaceAt> {
  return call<PlaceAt>('GET', '/places/at', { query: { lng, lat, datum, accuracy } });
}

export async function loadMyPlace(): Promise<void> {
  const last = await kept<MyPlace>('place');
  if (last && !myPlace.get()) myPlace.set(last);
}

/** Where the person is now. @throws NoPlace | Failure */
export const findMyPlace = async (): Promise<void> => ask(await locate());

/** The same place again: who answers for it may have changed. Quietly, for the last answer stays. @returns whether it is fresh */
export async function askMyPlaceAgain(): Promise<boolean> {
  const last = myPlace.get();
  if (!last) return true;
  try {
    await ask(last.point);
    return true;
  } catch {
    return false;
  }
}

async function ask(point: Point): Promise<void> {
  const found = { point, at: await placeAt(point), askedAt: new Date().toISOString() };
  myPlace.set(found);
  await keep('place', found);
}
