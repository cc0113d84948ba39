/** What the duty list asks about an item there, beside the report itself. Without a signal nothing is asked. */
import type { Fields, Point } from '../../shared/fields';
import { call } from './api';
import { placeAt } from './places';
import { useLoad } from './use-load';

async function questionsAt(item: string, place: Point | null): Promise<Fields> {
  const grid = place ? (await placeAt(place)).grid : null;
  return call<Fields>('GET', '/duty/questions', { query: { item, place: grid?.code } });
}

/** Null until they are known. */
export function useQuestions(item: string | null, place: Point | null): Fields | null {
  const on = JSON.stringify([item, place?.lng, place?.lat]);
  return useLoad(item ? () => questionsAt(item, place) : null, on).data;
}
