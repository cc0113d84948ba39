/** Cases as the console asks for them: lists, one case, counts, acts. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type CaseKind, kinds, type Source, sources, type Urgency, urgencies } from '../../shared/case.js';
import { type Action, type State, stateOrder } from '../../shared/case-flow.js';
import { type CaseSort, caseSorts } from '../../shared/desk.js';
import { type GroupKey, groups } from '../../shared/duty-list.js';
import { type Counter, counters } from '../../shared/measures.js';
import { type CaseLevel, caseLevels, type How, hows } from '../../shared/places.js';
import {
  type ActResult,
  type CaseMap,
  type CaseRow,
  type CaseView,
  type Counts,
  MOST_PASSED,
  type NextCase,
  type Page,
  type PhoneSearch,
  type PlaceCount,
  type Reported,
  type Revealed,
} from '../../shared/views.js';
import { type AddressOf, flag, manyOf, oneOf, pageSize, whole, word } from './address.js';
import { ApiProblem, get, post } from './api.js';

/** As many cases as a list may be asked for by name, and as a page holds. */
const MOST_NAMED = 100;

const keysOf = <K extends string>(table: Record<K, unknown>) => Object.keys(table) as K[];

/** Everything a list of cases can be narrowed by; the address of 事件列表 and the query of the API are the same words. */
export const caseAddress = {
  q: word,
  /** Stands for a telephone number, for this session and for a while. */
  tel: word,
  state: manyOf<State>(stateOrder),
  open: flag,
  mine: flag,
  late: flag,
  today: flag,
  soon: flag,
  returned: flag,
  kind: oneOf<CaseKind>(keysOf(kinds)),
  source: oneOf<Source>(keysOf(sources)),
  group: oneOf<GroupKey>(keysOf(groups)),
  item: word,
  urgency: oneOf<Urgency>(keysOf(urgencies)),
  unit: word,
  place: word,
  without: oneOf<CaseLevel>(caseLevels),
  how: manyOf<How>(keysOf(hows)),
  pressed: flag,
  task: oneOf(['mine'] as const),
  checker: oneOf(['me'] as const),
  unchecked: flag,
  pending: flag,
  from: word,
  to: word,
  fact: oneOf<Counter>(counters),
  factFrom: word,
  factTo: word,
  factUnit: word,
  sort: oneOf<CaseSort>(caseSorts),
  page: whole,
  size: pageSize,
};
export type CaseFilter = AddressOf<typeof caseAddress>;

/** The day of the filter as the moments the API wants: from its first to its last in the city. */
export function asQuery({ from, to, ...filter }: CaseFilter) {
  return {
    ...filter,
    ...(from ? { from: `${from}T00:00:00+08:00` } : {}),
    ...(to ? { to: `${to}T23:59:59.999+08:00` } : {}),
  };
}

export const useCases = (filter: CaseFilter & { near?: string }, enabled = true) =>
  useQuery({
    queryKey: ['cases', 'list', filter],
    queryFn: ({ signal }) => {
      const { near, ...rest } = filter;
      return get<Page<CaseRow>>('/api/cases', { ...asQuery(rest), near }, signal);
    },
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
    enabled,
  });

/** These cases as they are now; asked for in parts, and not again while a dialog works on them. */
export const useNewest = (ids: readonly string[]) =>
  useQuery({
    queryKey: ['case-rows', ids],
    queryFn: async ({ signal }) => {
      const rows: CaseRow[] = [];
      for (let i = 0; i < ids.length; i += MOST_NAMED) {
        const query = { id: ids.slice(i, i + MOST_NAMED), size: MOST_NAMED };
        rows.push(...(await get<Page<CaseRow>>('/api/cases', query, signal)).rows);
      }
      return rows;
    },
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

/** Each look is noted, so it is asked for by hand and once. */
export const usePhoneSearch = () =>
  useMutation({ mutationFn: (phone: string) => post<PhoneSearch>('/api/cases/phone-search', { phone }) });

export const useCounts = (enabled = true) =>
  useQuery({
    queryKey: ['cases', 'counts'],
    queryFn: ({ signal }) => get<Counts>('/api/cases/counts', undefined, signal),
    refetchInterval: 60_000,
    enabled,
  });

export const caseKey = (id: string) => ['case', id] as const;

export const fetchCase = (id: string, signal?: AbortSignal) => get<CaseView>(`/api/cases/${id}`, undefined, signal);

export const useCase = (id: string) =>
  useQuery({
    queryKey: caseKey(id),
    queryFn: ({ signal }) => fetchCase(id, signal),
    // Photo addresses are short-lived, and others work on the same case.
    refetchInterval: 120_000,
  });

export const useCaseMap = (bbox: string | undefined, zoom: number, filter: CaseFilter) =>
  useQuery({
    queryKey: ['cases', 'map', bbox, zoom, filter],
    queryFn: ({ signal }) => get<CaseMap>('/api/cases/map', { ...asQuery(filter), bbox, zoom }, signal),
    placeholderData: keepPreviousData,
    enabled: bbox !== undefined,
  });

export const useCasesByPlace = (under: string | undefined, level: CaseLevel = 'grid') =>
  useQuery({
    queryKey: ['cases', 'by-place', under, level],
    queryFn: ({ signal }) => get<PlaceCount[]>('/api/cases/by-place', { under, level }, signal),
    placeholderData: keepPreviousData,
    enabled: under !== undefined,
  });

/** @param at where one stands in the list, 0 is its first row @param passed the cases that one has been at */
export const nextCase = (filter: CaseFilter, at: number, passed: readonly string[]): Promise<NextCase> => {
  const { page: _page, size: _size, ...rest } = filter;
  return get<NextCase>('/api/cases/next', { ...asQuery(rest), at, passed: passed.slice(-MOST_PASSED) });
};

export interface Act {
  action: Action;
  version: number;
  input: Record<string, unknown>;
  /** The same for every attempt at one submission, so that a resend is not done twice. */
  key: string;
}

/** Does one action to one case; the answer is the case as it is then. */
export function useAct(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ action, version, input, key }: Act) =>
      post<CaseView>(`/api/cases/${id}/acts/${action}`, { version, input }, { 'Idempotency-Key': key }),
    onSuccess: (view) => {
      client.setQueryData(caseKey(id), view);
      void client.invalidateQueries({ queryKey: ['cases'] });
      void client.invalidateQueries({ queryKey: ['notices'] });
    },
    onError: (problem) => {
      if (problem instanceof ApiProblem && problem.status === 409)
        void client.invalidateQueries({ queryKey: caseKey(id) });
    },
  });
}

/** Does one action to many cases; each answers for itself. */
export function useActMany() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      action,
      cases,
      input,
    }: {
      action: Action;
      cases: { id: string; version: number }[];
      input: object;
    }) => post<ActResult[]>(`/api/cases/acts/${action}`, { cases, input }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['cases'] });
      void client.invalidateQueries({ queryKey: ['case'] });
    },
  });
}

export function useIntake() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ report, answers, key }: { report: unknown; answers?: object | undefined; key: string }) =>
      post<Reported>('/api/cases', { report, answers }, { 'Idempotency-Key': key }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['cases'] }),
  });
}

/** 抽样回访: the list of a day. */
export const useVisits = (query: { day?: string; page?: number; size?: number }) =>
  useQuery({
    queryKey: ['cases', 'visits', query],
    queryFn: ({ signal }) => get<Page<CaseRow>>('/api/visits', query, signal),
    placeholderData: keepPreviousData,
  });

export function useDrawVisits() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (of: { n: number; silent: boolean }) => post<{ drawn: number }>('/api/visits', of),
    onSuccess: () => client.invalidateQueries({ queryKey: ['cases', 'visits'] }),
  });
}

export const useReveal = (id: string) =>
  useMutation({ mutationFn: (reason: string) => post<Revealed>(`/api/cases/${id}/reveal`, { reason }) });
