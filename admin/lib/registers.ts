/** Places, units, accounts, notices and the audit log as the console asks for them. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FeatureCollection } from 'geojson';
import type { Role, UnitKind } from '../../shared/permissions.js';
import type { GridKind, Level, Post } from '../../shared/places.js';
import type { AccountRow, AuditRow, Notice, Page, PlaceAt, PlaceRow, PlaceView, UnitRow } from '../../shared/views.js';
import { get, patch, post, put, type Query, remove } from './api.js';

const list =
  <T>(name: string, path: string) =>
  (query: Query = {}, enabled = true) =>
    useQuery({
      queryKey: [name, 'list', query],
      queryFn: ({ signal }) => get<Page<T>>(path, query, signal),
      placeholderData: keepPreviousData,
      enabled,
    });

export const usePlaces = list<PlaceRow>('places', '/api/places');
export const useUnits = list<UnitRow>('units', '/api/units');
export const useAccounts = list<AccountRow>('accounts', '/api/accounts');
export const useNotices = list<Notice>('notices', '/api/notices');
export const useAudit = list<AuditRow>('audit', '/api/audit');

export const fetchPlaces = (query: Query) => get<Page<PlaceRow>>('/api/places', query);

export const usePlace = (code: string | undefined) =>
  useQuery({
    queryKey: ['places', 'one', code],
    queryFn: ({ signal }) => get<PlaceView>(`/api/places/${code}`, undefined, signal),
    enabled: code !== undefined,
  });

/** Outlines of the grids below a place, WGS-84. */
export const useShapes = (under: string | undefined, level: Level = 'grid') =>
  useQuery({
    queryKey: ['places', 'shapes', under, level],
    queryFn: ({ signal }) => get<FeatureCollection>('/api/places/shapes', { under, level }, signal),
    staleTime: 300_000,
    placeholderData: keepPreviousData,
    enabled: under !== undefined,
  });

export const usePlaceAt = (at: { lng: number; lat: number } | undefined) =>
  useQuery({
    queryKey: ['places', 'at', at?.lng, at?.lat],
    queryFn: ({ signal }) => get<PlaceAt>('/api/places/at', { lng: at?.lng, lat: at?.lat, datum: 'wgs84' }, signal),
    enabled: at !== undefined,
  });

/** A mutation that makes the lists of `names` be asked again. */
function useChange<I, O>(names: string[], change: (input: I) => Promise<O>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => Promise.all(names.map((name) => client.invalidateQueries({ queryKey: [name] }))),
  });
}

export interface NewPlace {
  level: Level;
  code: string;
  name: string;
  under?: string;
  kind?: GridKind;
}
export const useCreatePlace = () => useChange(['places'], (body: NewPlace) => post<PlaceRow>('/api/places', body));

export interface PlaceChange {
  name?: string;
  households?: number | null;
  supervisionPhone?: string | null;
}
export const useEditPlace = (code: string) =>
  useChange(['places'], (body: PlaceChange) => patch<PlaceView>(`/api/places/${code}`, body));

/** @returns a mutation that takes the day from which on the place is no more, or nothing: from now on */
export const useClosePlace = (code: string) =>
  useChange(['places'], (on?: string) => post<void>(`/api/places/${code}/close`, { on }));

export const useSetPosts = (code: string) =>
  useChange(['places', 'accounts'], (posts: { post: Post; account: string }[]) =>
    put<PlaceView>(`/api/places/${code}/posts`, { posts }),
  );

export interface UnitInput {
  name?: string;
  kind?: UnitKind;
  parent?: string;
  place?: string;
  head?: string | null;
  leads?: string[];
  active?: boolean;
}
export const useCreateUnit = () => useChange(['units'], (body: UnitInput) => post<UnitRow>('/api/units', body));
export const useEditUnit = (id: string) =>
  useChange(['units'], (body: UnitInput) => patch<UnitRow>(`/api/units/${id}`, body));

export interface AccountInput {
  login?: string;
  name?: string;
  workName?: string;
  contact?: string;
  unit?: string;
  roles?: Role[];
  active?: boolean;
}
export const useCreateAccount = () =>
  useChange(['accounts', 'units'], (body: AccountInput) =>
    post<{ account: AccountRow; password: string }>('/api/accounts', body),
  );
export const useEditAccount = (id: string) =>
  useChange(['accounts', 'units'], (body: AccountInput) => patch<AccountRow>(`/api/accounts/${id}`, body));
export const useSetRoles = (id: string) =>
  useChange(['accounts'], (held: Role[]) => put<AccountRow>(`/api/accounts/${id}/roles`, { roles: held }));
export const useResetPassword = (id: string) =>
  useChange(['accounts'], () => post<{ password: string }>(`/api/accounts/${id}/password`));
export const useEndSessions = (id: string) => useChange(['accounts'], () => remove(`/api/accounts/${id}/sessions`));

export const useReadNotices = () =>
  useChange(['notices', 'session'], (ids: string[] | undefined) =>
    post<{ unread: number }>('/api/notices/read', ids ? { ids } : {}),
  );
