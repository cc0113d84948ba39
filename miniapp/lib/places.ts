/** 我在哪个网格: asks the server which grid owns a point, and keeps the last answer for the home page. */
import type { Point } from '../../shared/fields';
import type { PlaceAt } from '../../shared/views';
import { call } from './api';
import { locate } from './location';
import { keep, kept } from './storage';
import { store } from './store';

/** The grid where the person was when they last asked. */
export const myPlace = store<PlaceAt | null>(null);

/** @throws Failure */
export function placeAt({ lng, lat, datum, accuracy }: Point): Promise<PlaceAt> {
  return call<PlaceAt>('GET', '/places/at', { query: { lng, lat, datum, accuracy } });
}

export async function loadMyPlace(): Promise<void> {
  const last = await kept<PlaceAt>('place');
  if (last && !myPlace.get()) myPlace.set(last);
}

/** @throws NoPlace | Failure */
export async function findMyPlace(): Promise<PlaceAt> {
  const found = await placeAt(await locate());
  myPlace.set(found);
  await keep('place', found);
  return found;
}
