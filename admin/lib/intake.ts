/** What is looked up while somebody is on the telephone. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { IntakeDraft } from '../../shared/desk.js';
import type { Point } from '../../shared/fields.js';
import { wordsIn } from '../../shared/terms.js';
import type { Caller, Spot } from '../../shared/views.js';
import { get, post, put, remove } from './api.js';
import { useSettled } from './settled.js';

/** Places that the address may mean. */
export function useSpots(typed: string) {
  const q = useSettled(typed.trim(), 200);
  return useQuery({
    queryKey: ['intake', 'spots', q],
    queryFn: ({ signal }) => get<Spot[]>('/api/intake/spots', { q }, signal),
    placeholderData: keepPreviousData,
    enabled: wordsIn(q).length > 0,
  });
}

/** A place in a form, where one is known. */
export const placeAt = ({ lng, lat }: { lng: number | null; lat: number | null }): { place?: Point } =>
  lng === null || lat === null ? {} : { place: { lng, lat, datum: 'wgs84' } };

/** Earlier cases of a number. Each look is noted, so it is asked for once and not again by itself. */
export const useCaller = (phone: string | undefined) =>
  useQuery({
    queryKey: ['intake', 'caller', phone],
    queryFn: () => post<Caller>('/api/intake/caller', { phone }),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
    enabled: phone !== undefined,
  });

/** The report that one was taking down; read when the page opens, and not again over what is typed since. */
export const useIntakeDraft = () =>
  useQuery({
    queryKey: ['intake', 'draft'],
    queryFn: ({ signal }) => get<IntakeDraft>('/api/intake/draft', undefined, signal),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
export const keepIntake = (input: object) => put<void>('/api/intake/draft', { input });
export const dropIntake = () => remove('/api/intake/draft');
